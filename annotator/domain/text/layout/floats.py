"""Figures, tables and captions that stand between two halves of a sentence.

Typesetters put them at the head or foot of a page or column, where a sentence may be on
its way. They are a flow of their own there, so that the sentence is read as one.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from annotator.domain.text.layout.lines import Flow, Line, are_of_one_size
from annotator.domain.text.layout.order import (
    Strand,
    continues,
    is_unfinished,
    strands,
)

# Chosen, not measured.
FULL_SHARE = (
    0.6  # of the width of the unfinished line; narrower lines are labels or cells
)
ALIKE_SHARE = 0.9  # of each other's width have two full lines of one paragraph
LEAST_WIDTH = 100.0  # points; a shorter line is no line of running text
MOST_STRANDS = 250  # that can stand in between

_CAPTION = re.compile(
    r"(?:Figure|Fig\.|Table|Tab\.|Box|Chart|Exhibit|Listing|Algorithm)\s+[A-Z]?[\d.]+",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[•●◦▪■–—*-]|\(?\d{1,2}[.)]")

Page = list[Line]


def set_floats_apart(pages: Sequence[Page]) -> list[Page]:
    """Return the pages, which are in reading order, with floats marked as such."""
    body = [
        (number, strand)
        for number, lines in enumerate(pages)
        for strand in strands([line for line in lines if line.flow is Flow.BODY])
    ]
    floating = {
        id(line.raw)
        for at in range(len(body) - 1)
        for line in chain.from_iterable(_between(body, at))
    }
    return [
        [
            replace(line, flow=Flow.FLOAT) if id(line.raw) in floating else line
            for line in lines
        ]
        for lines in pages
    ]


def _between(body: Sequence[tuple[int, Strand]], at: int) -> list[Strand]:
    """Return the floats after a strand, if its sentence goes on behind them."""
    page, strand = body[at]
    last = strand[-1]
    if last.width < LEAST_WIDTH or not is_unfinished(last) or _is_caption(strand):
        return []
    floats: list[Strand] = []
    for number, other in body[at + 1 : at + 1 + MOST_STRANDS]:
        if number > page + 1:
            return []
        if not _is_caption(other) and _is_running(other, last):
            is_float = _are_float(floats, last) and goes_on(last, other[0])
            return floats if is_float else []
        floats.append(other)
    return []


def goes_on(last: Line, line: Line) -> bool:
    """Whether a sentence goes on from one column or page to the next.

    It does with a small letter or the other half of a word, and with a capital only
    between two full lines of one width.
    """
    if not is_unfinished(last) or not are_of_one_size(last, line):
        return False
    if continues(last, line):
        return True
    narrow, wide = sorted((last.width, line.width))
    is_full = narrow >= max(1.5 * LEAST_WIDTH, ALIKE_SHARE * wide)
    return is_full and not _BULLET.match(line.text) and not _CAPTION.match(line.text)


def _are_float(strands: Sequence[Strand], last: Line) -> bool:
    """Whether strands have a caption, or are all in other type than the text before."""
    return any(map(_is_caption, strands)) or not any(
        are_of_one_size(line, last) for strand in strands for line in strand
    )


def _is_caption(strand: Strand) -> bool:
    return bool(_CAPTION.match(strand[0].text))


def _is_running(strand: Strand, last: Line) -> bool:
    """Whether a strand is of the type and width of the line before the floats."""
    return any(
        are_of_one_size(line, last) and line.width >= FULL_SHARE * last.width
        for line in strand
    )
