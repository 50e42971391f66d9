"""The reading order of a page, and which of its lines are not running text.

A PDF says where glyphs stand, not in which order they are read. Columns are read one after
the other, tables row by row. Running heads, page numbers and footnotes are recognised, so
that a sentence that runs over a page break can be joined.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from statistics import median

from annotator.domain.text.pages import Box, RawLine, RawPage

# Chosen, not measured.
CLOSING_SHARE = (
    0.5  # of the pages; if so many end in a number that counts up, it is the page's
)
MARGIN_SHARE = 0.12  # of a page's height; running heads and page numbers stand there
REPEATS = 3  # pages; from here on a line at the same height may be a running head
RUN_SHARE = 0.4  # of the pages between its first and last that have a running head
SAME_ROW_POINTS = 3.0  # margin lines whose tops are closer are side by side
SMALLER = 0.93  # of the body's type size; smaller type at the foot may be a footnote
GUTTER_POINTS = 7.0  # the least white space between two columns
FILLED_SHARE = 0.6  # of a column's width; shorter lines make it a table
COLUMN_LINES = 3  # the least number of lines on each side of a gutter


_HeadKey = tuple[str, int, bool]  # words, top in steps of 6 points, in the upper half


class Flow(IntEnum):
    """Which stream of text a word belongs to."""

    BODY = 0
    NOTE = 1  # a footnote
    MARK = 2  # the raised number or sign that refers to a footnote
    FURNITURE = 3  # running heads and feet, page numbers


@dataclass(frozen=True, slots=True)
class Line:
    """A line in its place in the reading order."""

    raw: RawLine
    flow: Flow
    box: Box
    size: float  # of its type, in points
    starts_block: bool = False


def read_pages(pages: Sequence[RawPage]) -> list[list[Line]]:
    """Return the lines of each page in reading order."""
    furniture = _furniture(pages)
    body_size = _body_size(pages)
    return [_read_page(page, furniture[page.number], body_size) for page in pages]


def box_around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that holds all of ``boxes``."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _read_page(page: RawPage, furniture: set[int], body_size: float) -> list[Line]:
    lines = [
        _line(raw, Flow.FURNITURE if index in furniture else Flow.BODY)
        for index, raw in enumerate(page.lines)
        if raw.words
    ]
    head = [x for x in lines if x.flow is Flow.FURNITURE and _is_high(x, page)]
    foot = [x for x in lines if x.flow is Flow.FURNITURE and not _is_high(x, page)]
    body = [x for x in lines if x.flow is Flow.BODY]
    body, notes = _split_notes(body, body_size)
    ordered = [*_rows(head), *_in_order(body), *_rows(notes), *_rows(foot)]
    return _mark_blocks(ordered)


def _line(raw: RawLine, flow: Flow) -> Line:
    size = median(word.size for word in raw.words for _ in word.text)
    return Line(raw, flow, box_around(word.box for word in raw.words), size)


def _is_high(line: Line, page: RawPage) -> bool:
    return line.box[1] < page.height / 2


def _body_size(pages: Sequence[RawPage]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            for word in line.words:
                sizes[round(word.size, 1)] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


# Running heads, running feet and page numbers


def _furniture(pages: Sequence[RawPage]) -> dict[int, set[int]]:
    """Return, for each page number, which of its lines are not running text."""
    heads: dict[_HeadKey, list[int]] = defaultdict(list)
    steps: Counter[tuple[str, int]] = Counter()
    for page in pages:
        for _, line in _marginal(page):
            heads[_head_key(page, line)].append(page.number)
            steps.update(_steps(page, line))
    closing = _closing_numbers(pages)
    return {
        page.number: _page_furniture(page, heads, steps)
        | closing.get(page.number, set())
        for page in pages
    }


def _closing_numbers(pages: Sequence[RawPage]) -> dict[int, set[int]]:
    """Return the page numbers that stand after the last line, even outside the margins.

    Reports that were typeset again often have them. Numbers that end pages by chance do
    not count up with the pages.
    """
    ending = [
        (page.number, at, step)
        for page in pages
        if page.lines
        for at in [_lowest(page)]
        for step in _steps(page, page.lines[at])
    ]
    count = Counter(step for _, _, step in ending)
    enough = max(REPEATS, CLOSING_SHARE * len(pages))
    return {number: {at} for number, at, step in ending if count[step] >= enough}


def _lowest(page: RawPage) -> int:
    bottoms = [line.words[-1].box[3] if line.words else 0.0 for line in page.lines]
    return bottoms.index(max(bottoms))


def _page_furniture(
    page: RawPage, heads: dict[_HeadKey, list[int]], steps: Counter[tuple[str, int]]
) -> set[int]:
    """Return the lines that are furniture, going inwards from the edges of the page."""
    found: set[int] = set()
    for high in (True, False):
        for row in _margin_rows(page, high=high):
            numbers = {
                index
                for index, line in row.items()
                if any(steps[step] >= 2 for step in _steps(page, line))
            }
            words = [row[index] for index in row.keys() - numbers]
            running = any(_runs(heads[_head_key(page, line)]) for line in words)
            # The name of a chapter may stand next to the running head.
            found.update(row if running else numbers)
            if words and not running:
                break
    return found


def _margin_rows(page: RawPage, *, high: bool) -> list[dict[int, RawLine]]:
    """Return the lines of one margin, row by row from the edge of the page inwards."""
    inwards = sorted(_marginal(page), key=lambda item: _from_edge(page, item[1]))
    rows: list[dict[int, RawLine]] = []
    last = -math.inf  # words may lie beyond the edge of the page
    for index, line in inwards:
        if (line.words[0].box[1] < page.height / 2) is not high:
            continue
        if _from_edge(page, line) - last >= SAME_ROW_POINTS:
            rows.append({})
            last = _from_edge(page, line)
        rows[-1][index] = line
    return rows


def _marginal(page: RawPage) -> list[tuple[int, RawLine]]:
    return [
        (index, line)
        for index, line in enumerate(page.lines)
        if line.words and _in_margin(page, line)
    ]


def _from_edge(page: RawPage, line: RawLine) -> float:
    top = line.words[0].box[1]
    return min(top, page.height - top)


def _runs(numbers: Sequence[int]) -> bool:
    """Whether a line on these pages is a running head: it is frequent enough."""
    span = max(numbers) - min(numbers) + 1
    return len(set(numbers)) >= max(REPEATS, RUN_SHARE * span)


def _in_margin(page: RawPage, line: RawLine) -> bool:
    _, top, _, bottom = box_around(word.box for word in line.words)
    margin = page.height * MARGIN_SHARE
    return bottom < margin or top > page.height - margin


def _text(line: RawLine) -> str:
    return " ".join(word.text for word in line.words)


def _head_key(page: RawPage, line: RawLine) -> _HeadKey:
    words = re.sub(r"(?<!\S)(\d+|[ivxlc]+)(?!\S)", "#", _text(line).casefold())
    high = line.words[0].box[1] < page.height / 2
    return words, round(line.words[0].box[1] / 6), high


def _steps(page: RawPage, line: RawLine) -> list[tuple[str, int]]:
    """Return the difference between a lone page number and the number of its page.

    The list is empty if the line is not a page number.
    """
    text = _text(line).strip(" .–—-|")
    text = re.sub(r"^page\s+", "", text, flags=re.IGNORECASE)
    if text and text == page.label:
        return [("label", 0)]
    if re.fullmatch(r"\d{1,4}", text):
        return [("number", int(text) - page.number)]
    return []


# Footnotes


def _split_notes(body: list[Line], body_size: float) -> tuple[list[Line], list[Line]]:
    """Return the running text and the footnotes below it."""
    by_height = sorted(body, key=lambda line: line.box[1])
    first = len(by_height)
    while first and by_height[first - 1].size < body_size * SMALLER:
        first -= 1
    foot = by_height[first:]
    begins = next((i for i, line in enumerate(foot) if _opens_note(line)), None)
    if begins is None or not by_height[:first]:
        return body, []
    notes = {id(line) for line in foot[begins:]}
    return (
        [line for line in body if id(line) not in notes],
        [
            Line(line.raw, Flow.NOTE, line.box, line.size)
            for line in body
            if id(line) in notes
        ],
    )


def _opens_note(line: Line) -> bool:
    first = line.raw.words[0]
    return bool(re.fullmatch(r"\d{1,3}|[*†‡§¶]{1,3}", first.text)) and (
        first.raised or len(line.raw.words) > 1
    )


# Columns and tables


def _in_order(lines: list[Line]) -> list[Line]:
    """Return ``lines`` column by column; a line across the columns ends them."""
    gutter = _gutter(lines)
    if gutter is None:
        return _rows(lines)
    ordered: list[Line] = []
    band: list[Line] = []
    for line in sorted(lines, key=lambda line: line.box[1]):
        if line.box[0] < gutter < line.box[2]:
            ordered += [*_columns(band, gutter), line]
            band = []
        else:
            band.append(line)
    return ordered + _columns(band, gutter)


def _columns(band: list[Line], gutter: float) -> list[Line]:
    left = [line for line in band if line.box[2] <= gutter]
    right = [line for line in band if line.box[0] >= gutter]
    if _is_column(left) and _is_column(right):
        return [*_in_order(left), *_in_order(right)]
    return _rows(band)


def _is_column(lines: list[Line]) -> bool:
    """Whether ``lines`` fill their width, as running text does and cells do not."""
    if len(lines) < COLUMN_LINES:
        return False
    left, _, right, _ = box_around(line.box for line in lines)
    filled = median(line.box[2] - line.box[0] for line in lines)
    return filled >= FILLED_SHARE * (right - left) and right - left > 90


def _gutter(lines: list[Line]) -> float | None:
    """Return the x (points) of the white strip with most lines on both sides, if any."""
    if len(lines) < 2 * COLUMN_LINES:
        return None
    left, _, right, _ = box_around(line.box for line in lines)
    margin = 0.2 * (right - left)
    starts = {line.box[0] for line in lines}
    strips = [x - GUTTER_POINTS for x in starts if left + margin < x < right - margin]
    beside, x = max(((_lines_beside(lines, x), x) for x in strips), default=(0, 0.0))
    return x if beside >= COLUMN_LINES else None


def _lines_beside(lines: list[Line], x: float) -> int:
    """Return how many lines stand on that side of ``x`` that has fewer."""
    return min(
        sum(line.box[2] <= x for line in lines),
        sum(line.box[0] >= x for line in lines),
    )


def _rows(lines: list[Line]) -> list[Line]:
    """Return ``lines`` row by row; the lines of one cell or paragraph stay together."""
    cells = sorted(_cells(lines), key=lambda cell: cell[0].box[1])
    ordered: list[Line] = []
    row: list[list[Line]] = []
    for cell in cells:
        if row and not any(_beside(cell, other) for other in row):
            ordered += _one_row(row)
            row = []
        row.append(cell)
    return ordered + _one_row(row)


def _one_row(row: list[list[Line]]) -> list[Line]:
    return [
        line for cell in sorted(row, key=lambda cell: cell[0].box[0]) for line in cell
    ]


def _cells(lines: list[Line]) -> list[list[Line]]:
    cells: list[list[Line]] = []
    for line in lines:
        if cells and _continues(cells[-1][-1], line):
            cells[-1].append(line)
        else:
            cells.append([line])
    return cells


def _continues(last: Line, line: Line) -> bool:
    """Whether ``line`` stands right below ``last`` in the same block."""
    below = last.box[1] < line.box[1] and not _has_gap(last, line)
    overlap = min(last.box[2], line.box[2]) - max(last.box[0], line.box[0])
    return below and overlap > 0 and last.raw.block == line.raw.block


def _beside(cell: list[Line], other: list[Line]) -> bool:
    one, two = box_around(x.box for x in cell), box_around(x.box for x in other)
    shared = min(one[3], two[3]) - max(one[1], two[1])
    return shared > 0.4 * min(one[3] - one[1], two[3] - two[1])


def _mark_blocks(lines: list[Line]) -> list[Line]:
    """Return the lines, marking those that begin a paragraph, a heading or a cell."""
    marked = [
        Line(line.raw, line.flow, line.box, line.size, _breaks(last, line))
        for last, line in pairwise(lines)
    ]
    return [*lines[:1], *marked]


def _breaks(last: Line, line: Line) -> bool:
    resized = abs(line.size - last.size) > 0.15 * last.size
    return line.flow is not last.flow or resized or _has_gap(last, line)


def _has_gap(last: Line, line: Line) -> bool:
    """Whether two lines are further apart than the lines of a paragraph."""
    return line.box[1] - last.box[3] > 0.6 * (last.box[3] - last.box[1])
