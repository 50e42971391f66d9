"""What is filled in in a form, put where it stands; this runs in the worker.

A file keeps form fields behind all else on a page, so that what is filled in would be read
after the page's last words, and not after the question.
"""

from collections.abc import Sequence

import pymupdf

from annotator.pdf import limits
from annotator.pdf.boxes import Box
from annotator.pdf.word_lines import WordLine, box_of

_LEVEL = 0.5  # share of the lower of two lines that is level if they stand side by side


def fields_of(page: pymupdf.Page) -> list[Box]:
    """Return the boxes of a page's form fields, in points, as the page is shown."""
    found: list[Box] = []
    field = page.first_widget
    while field and len(found) < limits.PAGE_NOTES:
        x0, y0, x1, y1 = field.rect * page.rotation_matrix
        found.append((x0, y0, x1, y1))
        field = field.next
    return found


def in_place(lines: Sequence[WordLine], fields: Sequence[Box]) -> list[WordLine]:
    """Return lines, which are in the file's order, with those in fields where they stand.

    A filled-in line follows the line to its left, or the last one above it; it is then of
    the same block.
    """
    filled = [
        line for line in lines if any(_is_in(box_of(line), box) for box in fields)
    ]
    ordered = [line for line in lines if line not in filled]
    for line in filled:
        at = _place(line, ordered)
        block = ordered[at - 1][0] if at else line[0]
        ordered.insert(at, [block, *line[1:]])
    return ordered


def _place(line: WordLine, ordered: Sequence[WordLine]) -> int:
    """Return the index in ``ordered`` at which a line is read."""
    box = box_of(line)
    level = [at for at, other in enumerate(ordered) if _is_left(box_of(other), box)]
    if level:
        return max(level, key=lambda at: box_of(ordered[at])[2]) + 1
    above = [at for at, other in enumerate(ordered) if box_of(other)[3] <= box[3]]
    return max(above, key=lambda at: box_of(ordered[at])[3]) + 1 if above else 0


def _is_left(one: Box, other: Box) -> bool:
    """Whether ``one`` stands on the row of ``other``, to the left of it."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    lower = min(one[3] - one[1], other[3] - other[1])
    return shared > _LEVEL * lower and one[2] <= other[0]


def _is_in(box: Box, field: Box) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return field[0] <= across <= field[2] and field[1] <= down <= field[3]
