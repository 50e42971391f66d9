"""The numbers of lines in the margins of a manuscript, as journals want them for review.

They stand in a column of their own beside the text, in one margin or both, and count up
by one or by five. A file may draw them on the lines of the text or apart from them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from annotator.domain.text.layout.lines import Place, box_around
from annotator.domain.text.pages import Box, RawPage

# Chosen, not measured.
LEAST = 5  # numbers in a margin; fewer may be anything
COUNTING_SHARE = 0.8  # of them that are one step more than the number above
TEXT_SHARE = 0.9  # of the other lines that stand beside them
PAGES_SHARE = 0.5  # of the pages with text; else they are the first column of a table
ALIGNED_POINTS = 1.5  # numbers whose edges are closer stand below each other


class _Number(NamedTuple):
    line: int  # its index on the page
    word: int  # its index on the line
    value: int
    box: Box


def line_numbers(pages: Sequence[RawPage]) -> dict[int, list[Place]]:
    """Return the places of the line numbers of each page.

    The keys are page numbers; pages without line numbers are left out.
    """
    found = {page.number: _numbers_of(page) for page in pages}
    having = [number for number, numbers in found.items() if numbers]
    written = sum(len(page.lines) >= LEAST for page in pages)
    if len(having) < PAGES_SHARE * written:
        return {}
    return {number: found[number] for number in having}


def _numbers_of(page: RawPage) -> list[Place]:
    others = [box_around(word.box for word in line.words) for line in page.lines]
    return [
        (number.line, number.word)
        for left in (True, False)
        for column in _columns(_candidates(page, left=left))
        if _counts_up(column) and _is_beside_text(column, others, left=left)
        for number in column
    ]


def _candidates(page: RawPage, *, left: bool) -> list[_Number]:
    """Return the numbers that begin (``left``) or end a line."""
    at = 0 if left else -1
    return [
        _Number(
            index, at % len(line.words), int(line.words[at].text), line.words[at].box
        )
        for index, line in enumerate(page.lines)
        if line.turn == 0
        and line.words
        and line.words[at].text.isdecimal()
        and len(line.words[at].text) <= 4
    ]


def _columns(numbers: Sequence[_Number]) -> list[list[_Number]]:
    """Return the columns of numbers by their right edges or their left ones.

    That is, by those that put more numbers below one another.
    """
    by_edge = (list(_aligned(numbers, edge)) for edge in (2, 0))
    return max(by_edge, key=lambda columns: sum(map(len, columns)))


def _aligned(numbers: Sequence[_Number], edge: int) -> Iterator[list[_Number]]:
    column: list[_Number] = []
    for number in sorted(numbers, key=lambda number: number.box[edge]):
        if column and number.box[edge] - column[-1].box[edge] > ALIGNED_POINTS:
            if len(column) >= LEAST:
                yield column
            column = []
        column.append(number)
    if len(column) >= LEAST:
        yield column


def _counts_up(column: list[_Number]) -> bool:
    ordered = sorted(column, key=lambda number: number.box[1])
    steps = Counter(b.value - a.value for a, b in pairwise(ordered))
    step, count = steps.most_common(1)[0]
    return step in {1, 2, 5, 10} and count >= COUNTING_SHARE * (len(column) - 1)


def _is_beside_text(column: list[_Number], lines: Sequence[Box], *, left: bool) -> bool:
    """Whether nearly all lines that are not numbers lie on the inner side of them."""
    x0, y0, x1, y1 = box_around(number.box for number in column)
    numbered = {number.line for number in column}
    others = [
        box
        for index, box in enumerate(lines)
        if index not in numbered and y0 <= box[1] <= y1
    ]
    inner = sum(box[0] >= x1 if left else box[2] <= x0 for box in others)
    return inner >= TEXT_SHARE * len(others)
