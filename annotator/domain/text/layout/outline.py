"""An outline made from the headings of a document, for files that have none of their own."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from annotator.domain.text.layout.lines import Flow, Line
from annotator.domain.text.layout.order import Strand, strands
from annotator.domain.text.pages import OutlineEntry

# Chosen, not measured.
LARGER = 1.08  # times the body's type size; larger type that stands alone is a heading
LONGEST = 120  # code points of a heading
MOST_LINES = 3  # of a heading
LEAST = 3  # headings; fewer are no outline
MOST = 2_000

# "4.2 Biological risks", "A.1 Prompts": the number tells the level.
_NUMBERED = re.compile(r"((?:\d{1,2}|[A-Z])(?:\.\d{1,2})*)\.?\s+[^\W\d_]")
_ENDS_ENTRY = re.compile(r"(?:\.\s?){4,}|\s\d{1,3}$")  # of a table of contents


def printed_outline(pages: Sequence[Sequence[Line]]) -> tuple[OutlineEntry, ...]:
    """Return the headings in larger type than the body's, page by page.

    ``pages`` are the lines of each page in reading order. A numbered heading has the
    level of its number, another that of its size. Return nothing if there are too few.
    """
    body = _body_size(pages)
    found = [
        (number, " ".join(line.text for line in strand), strand[0])
        for number, lines in enumerate(pages, start=1)
        for strand in _alone(lines)
        if _is_heading(strand, body)
    ][:MOST]
    sizes = sorted({round(line.size) for _, _, line in found}, reverse=True)
    if len(found) < LEAST:
        return ()
    return tuple(
        OutlineEntry(_level(text, sizes.index(round(line.size)) + 1), text, number)
        for number, text, line in found
    )


def _alone(lines: Sequence[Line]) -> Iterator[Strand]:
    body = [line for line in lines if line.flow is Flow.BODY and not line.raw.turn]
    yield from (strand for strand in strands(body) if len(strand) <= MOST_LINES)


def _is_heading(strand: Strand, body: float) -> bool:
    text = " ".join(line.text for line in strand)
    return (
        all(line.size > LARGER * body for line in strand)
        and sum(map(str.isalpha, text)) >= 3
        and len(text) <= LONGEST
        and text[-1] not in ".,;:"
        and not _ENDS_ENTRY.search(text)
    )


def _level(text: str, by_size: int) -> int:
    numbered = _NUMBERED.match(text)
    return numbered[1].count(".") + 1 if numbered else by_size


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    """Return the size (points) of most letters of the running text."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            if line.flow is Flow.BODY:
                sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
