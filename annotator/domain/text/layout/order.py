"""The order in which the lines of a page are read.

A file's own order is believed: text processors write column after column and cell after
cell. Geometry overrules it only where it is shown to be wrong, because it tears sentences
that the other order keeps whole, or puts what stands below before what stands above.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from annotator.domain.text.layout.lines import (
    HYPHENS,
    Line,
    are_of_one_size,
    box_around,
    shared_width,
)
from annotator.domain.text.pages import Box

# Chosen, not measured.
GUTTER_POINTS = 7.0  # the least white space between two columns
FILLED_SHARE = 0.6  # of a column's width; shorter lines make it a table
COLUMN_LINES = 3  # the least number of lines on each side of a gutter
PARAGRAPH_GAP = 0.6  # of a line's height; lines of a paragraph are closer
CELL_GAP = 1.3  # of the type's size; pieces of a line are closer
SAME_TOP_POINTS = 3.0  # cells whose tops are closer are side by side
LEAST_WIDTH = 90.0  # points; narrower lines are cells and labels
TORN = 2  # lines; a file's order is wrong if it tears more than another order does,
TORN_SHARE = 0.1  # or, on a page of few lines, more than this share of them
MOST_STRANDS = 400  # that are compared with each other; beyond, nobody reads in order

Strand = list[Line]  # lines that follow one another as on the page


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Return ``lines``, which are in the file's order, in the order of reading."""
    filed = _by_rows_of_tables(lines)
    columns = _by_columns(list(lines))
    return columns if _is_better(columns, filed) else filed


def rows(lines: list[Line]) -> list[Line]:
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


def strands(lines: Sequence[Line]) -> list[Strand]:
    """Return ``lines`` in runs in which each follows the last as on the page."""
    found: list[Strand] = []
    for line in lines:
        if found and follows(found[-1][-1], line):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def follows(last: Line, line: Line) -> bool:
    """Whether ``line`` goes on right below ``last`` in type of the same size."""
    return (
        last.raw.turn == line.raw.turn
        and last.flow is line.flow
        and are_of_one_size(last, line)
        and _is_below(last, line)
    )


def _is_below(last: Line, line: Line) -> bool:
    gap = line.box[1] - last.box[3]
    height = min(last.height, line.height)
    return (
        -0.7 * height <= gap <= PARAGRAPH_GAP * last.height
        and line.box[1] > last.box[1] + 0.3 * height
        and shared_width(last, line) > 0
    )


def is_unfinished(line: Line) -> bool:
    """Whether a line ends within a sentence, as far as its last word tells.

    An address on the web ends a source, unless it is broken off.
    """
    last = line.raw.words[-1].text
    if "://" in last and last[-1] not in "/.?=&_-":
        return False
    return line.text.rstrip("\"'”’)]")[-1:] not in {*".!?…:;", ""}


def continues(last: Line, line: Line) -> bool:
    """Whether the words of ``line`` go on where those of ``last`` end."""
    is_broken = last.text[-1:] in HYPHENS and last.text[-2:-1].isalpha()
    return is_unfinished(last) and (is_broken or line.text[:1].islower())


# Which order is better


def _is_better(other: list[Line], filed: list[Line]) -> bool:
    kept, better = _kept_whole(filed), _kept_whole(other)
    if better > kept + min(TORN, TORN_SHARE * len(filed)):
        return True
    return better >= kept and _misplaced(other) < _misplaced(filed)


def _kept_whole(lines: Sequence[Line]) -> int:
    """Return how many lines are followed by the line that goes on below them."""
    return sum(
        follows(last, line) and continues(last, line) for last, line in pairwise(lines)
    )


def _misplaced(lines: Sequence[Line]) -> int:
    """Return how many paragraphs come before one that stands above or left of them."""
    paragraphs = [
        (strand, box_around(line.box for line in strand))
        for strand in strands(lines)
        if _is_wide(strand)
    ]
    if len(paragraphs) > MOST_STRANDS:
        return 0
    return sum(
        _is_read_before(second, first)
        for at, first in enumerate(paragraphs)
        for second in paragraphs[at + 1 :]
    )


def _is_wide(strand: Strand) -> bool:
    """Whether a strand is as wide as running text; most cells and labels are not."""
    return any(line.width >= LEAST_WIDTH for line in strand)


def _is_text(strand: Strand) -> bool:
    """Whether a strand is running text, as cells and labels are not."""
    return any(continues(last, line) for last, line in pairwise(strand))


def _is_read_before(first: tuple[Strand, Box], second: tuple[Strand, Box]) -> bool:
    """Whether a strand stands above another, or is a column to the left of it.

    Each comes with the box around its lines.
    """
    (one, (left, top, right, bottom)), (other, (x0, y0, x1, y1)) = first, second
    beside = min(right, x1) - max(left, x0)
    level = min(bottom, y1) - max(top, y0)
    if beside > 0.5 * min(right - left, x1 - x0):
        return bottom <= y0 + 0.5 * other[0].height
    is_column = level > 0.5 * min(bottom - top, y1 - y0)
    return is_column and right <= x0 and _is_text(one) and _is_text(other)


# Tables


def _by_rows_of_tables(lines: Sequence[Line]) -> list[Line]:
    """Return ``lines`` with the columns of tables that were filed one by one as rows."""
    ordered: list[Line] = []
    table: list[Strand] = []
    for stack in _stacks(lines):
        if table and not _is_next_column(table[-1], stack):
            ordered += _as_rows(table)
            table = []
        table.append(stack)
    return ordered + _as_rows(table)


def _stacks(lines: Sequence[Line]) -> Iterator[Strand]:
    """Yield runs of lines that stand below one another, however far apart."""
    stack: Strand = []
    for line in lines:
        if stack and not (
            line.box[1] > stack[-1].box[1] and shared_width(stack[-1], line) > 0
        ):
            yield stack
            stack = []
        stack.append(line)
    if stack:
        yield stack


def _is_next_column(column: Strand, other: Strand) -> bool:
    return (
        len(column) == len(other) > 1
        and not _is_text(column)
        and not _is_text(other)
        and all(
            cell.box[2] < beside.box[0]
            and abs(cell.box[1] - beside.box[1]) < SAME_TOP_POINTS
            for cell, beside in zip(column, other, strict=True)
        )
    )


def _as_rows(table: list[Strand]) -> list[Line]:
    return [cell for row in zip(*table, strict=True) for cell in row]


# Columns, by geometry


def _by_columns(lines: list[Line]) -> list[Line]:
    """Return ``lines`` column by column; a line across the columns ends them."""
    gutter = _gutter(lines)
    if gutter is None:
        return rows(lines)
    ordered: list[Line] = []
    by_height = sorted(lines, key=lambda line: line.box[1])
    for across, group in groupby(by_height, lambda x: x.box[0] < gutter < x.box[2]):
        band = list(group)
        ordered += band if across else _columns(band, gutter)
    return ordered


def _columns(band: list[Line], gutter: float) -> list[Line]:
    left = [line for line in band if line.box[2] <= gutter]
    right = [line for line in band if line.box[0] >= gutter]
    if _is_column(left) and _is_column(right):
        return [*_by_columns(left), *_by_columns(right)]
    return rows(band)


def _is_column(lines: list[Line]) -> bool:
    """Whether ``lines`` fill their width, as running text does and cells do not."""
    if len(lines) < COLUMN_LINES:
        return False
    left, _, right, _ = box_around(line.box for line in lines)
    filled = median(line.width for line in lines)
    return filled >= FILLED_SHARE * (right - left) and right - left > LEAST_WIDTH


def _gutter(lines: list[Line]) -> float | None:
    """Return the x (points) of the white strip with most lines on both sides, if any."""
    if len(lines) < 2 * COLUMN_LINES:
        return None
    lefts = sorted(line.box[0] for line in lines)
    rights = sorted(line.box[2] for line in lines)
    margin = 0.2 * (rights[-1] - lefts[0])
    strips = [
        x - GUTTER_POINTS
        for x in set(lefts)
        if lefts[0] + margin < x < rights[-1] - margin
    ]

    def fewer(x: float) -> int:
        """How many lines stand on that side of ``x`` that has fewer."""
        return min(bisect_right(rights, x), len(lefts) - bisect_left(lefts, x))

    beside, x = max(((fewer(x), x) for x in strips), default=(0, 0.0))
    return x if beside >= COLUMN_LINES else None


# Rows, by geometry


def _one_row(row: list[list[Line]]) -> list[Line]:
    return [
        line for cell in sorted(row, key=lambda cell: cell[0].box[0]) for line in cell
    ]


def _cells(lines: list[Line]) -> list[list[Line]]:
    cells: list[list[Line]] = []
    for line in lines:
        if cells and _same_cell(cells[-1][-1], line):
            cells[-1].append(line)
        else:
            cells.append([line])
    return cells


def _same_cell(last: Line, line: Line) -> bool:
    """Whether ``line`` stands right below ``last`` in the same block."""
    gap = line.box[1] - last.box[3]
    below = last.box[1] < line.box[1] and gap <= PARAGRAPH_GAP * last.height
    return below and shared_width(last, line) > 0 and last.raw.block == line.raw.block


def _beside(cell: list[Line], other: list[Line]) -> bool:
    one, two = box_around(x.box for x in cell), box_around(x.box for x in other)
    shared = min(one[3], two[3]) - max(one[1], two[1])
    return shared > 0.4 * min(one[3] - one[1], two[3] - two[1])
