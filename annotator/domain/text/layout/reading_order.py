"""The lines of each page in reading order, and which of them are not running text."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotator.domain.text.layout.floats import goes_on, set_floats_apart
from annotator.domain.text.layout.furniture import furniture
from annotator.domain.text.layout.line_numbers import line_numbers
from annotator.domain.text.layout.lines import (
    Flow,
    Line,
    Place,
    line_of,
    shared_height,
    without,
)
from annotator.domain.text.layout.notes import split_notes
from annotator.domain.text.layout.order import CELL_GAP, follows, in_order, rows
from annotator.domain.text.layout.rows import join_pieces
from annotator.domain.text.pages import RawLine, RawPage

_LEADS_TO_PAGE = re.compile(r"(?:\.\s?){4,}\s*\w*$")  # an entry of a list of contents


def read_pages(pages: Sequence[RawPage]) -> list[list[Line]]:
    """Return the lines of each page in reading order; those without words are left out."""
    shown, hidden = _parted(pages, {page.number: _hidden(page) for page in pages})
    text, numbers = _parted(shown, line_numbers(shown))
    whole = [join_pieces(page) for page in text]
    not_text = furniture(whole)
    body_size = _body_size(whole)
    read = [_read_page(page, not_text[page.number], body_size) for page in whole]
    return [
        _mark_blocks(
            [
                *lines,
                *(line_of(raw, page, Flow.FURNITURE) for raw in numbers[page.number]),
                *(line_of(raw, page, Flow.HIDDEN) for raw in hidden[page.number]),
            ]
        )
        for lines, page in zip(set_floats_apart(read), pages, strict=True)
    ]


def _parted(
    pages: Sequence[RawPage], places: Mapping[int, Sequence[Place]]
) -> tuple[list[RawPage], dict[int, list[RawLine]]]:
    """Return the pages without the words at these places, and those words as lines."""
    kept = [without(page, places.get(page.number, ())) for page in pages]
    taken = {
        page.number: [
            replace(page.lines[line], words=(page.lines[line].words[word],))
            for line, word in places.get(page.number, ())
        ]
        for page in pages
    }
    return kept, taken


def _hidden(page: RawPage) -> list[Place]:
    return [
        (index, place)
        for index, line in enumerate(page.lines)
        for place, word in enumerate(line.words)
        if word.hidden
    ]


def _read_page(page: RawPage, not_text: set[int], body_size: float) -> list[Line]:
    lines = [
        line_of(raw, page, Flow.FURNITURE if index in not_text else Flow.BODY)
        for index, raw in enumerate(page.lines)
    ]
    aside = [line for line in lines if line.flow is Flow.FURNITURE]
    head = [line for line in aside if line.box[1] < page.height / 2]
    foot = [line for line in aside if line.box[1] >= page.height / 2]
    text = [line for line in lines if line.flow is Flow.BODY]
    parted = split_notes(text, body_size)
    body = [line for line in parted if line.flow is Flow.BODY]
    notes = [line for line in parted if line.flow is Flow.NOTE]
    return [*rows(head), *in_order(body), *notes, *rows(foot)]


def _body_size(pages: Sequence[RawPage]) -> float:
    """Return the type size of most letters, in points."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            for word in line.words:
                sizes[round(word.size, 1)] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _mark_blocks(lines: list[Line]) -> list[Line]:
    """Return the lines, marking those that begin a paragraph, a heading or a cell.

    A line is compared with the one before it in its flow.
    """
    marked: list[Line] = []
    last: dict[Flow, Line] = {}
    for at, line in enumerate(lines):
        before = last.get(line.flow)
        following = lines[at + 1] if at + 1 < len(lines) else None
        begins = before is not None and _breaks(before, line, following)
        marked.append(replace(line, starts_block=begins))
        last[line.flow] = line
    return marked


def _breaks(last: Line, line: Line, following: Line | None) -> bool:
    """Whether a sentence cannot go on from ``last`` to ``line``."""
    if _LEADS_TO_PAGE.search(last.text):
        return True
    if follows(last, line):
        return False
    if last.raw.turn == line.raw.turn and _is_beside(last, line):
        # A row of a table is read as one, unless a cell has several lines.
        return following is not None and follows(line, following)
    return not goes_on(last, line)


def _is_beside(last: Line, line: Line) -> bool:
    """Whether ``line`` is the next cell, or the next piece, of the same row."""
    shared = shared_height(last, line)
    is_right = line.box[0] >= last.box[2] - CELL_GAP * last.size
    return is_right and shared > 0.5 * min(last.height, line.height)
