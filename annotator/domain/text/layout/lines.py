"""Lines of a page as they are read, and which stream of text each belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from statistics import median

from annotator.domain.text.pages import Box, RawLine, RawPage

Place = tuple[int, int]  # on a page: the index of a line, and of a word on it

TOUCHING = 0.15  # of the type's size; a raised figure is no further from its word
SIZE_SHARE = 0.15  # by which type of one size may differ (chosen, not measured)
HYPHENS = "-\u2010\u2011\u00ad"


class Flow(IntEnum):
    """Which stream of text a word belongs to; the numbers are stored."""

    BODY = 0
    NOTE = 1  # a footnote
    MARK = 2  # the raised number or sign that refers to a footnote
    FURNITURE = 3  # running heads and feet, page numbers, line numbers, stamps
    FLOAT = 4  # a figure, table or caption that stands between two halves of a sentence
    HIDDEN = 5  # what the file says and the page does not show


SAID = (Flow.BODY, Flow.NOTE, Flow.FLOAT)  # what has sentences

# What can be quoted, in this order: of the flows of a span, the first.
PRECEDENCE = (
    Flow.BODY,
    Flow.NOTE,
    Flow.FLOAT,
    Flow.MARK,
    Flow.FURNITURE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line in its place in the reading order.

    ``box`` is in points on the page turned so that the line runs from left to right.
    """

    raw: RawLine
    flow: Flow
    box: Box
    size: float  # of most of its type, in points
    sizes: frozenset[float] = frozenset()  # of all its type but what is raised
    starts_block: bool = False

    @property
    def text(self) -> str:
        """Its words, separated by spaces."""
        return " ".join(word.text for word in self.raw.words)

    @property
    def height(self) -> float:
        """Its height in points."""
        return self.box[3] - self.box[1]

    @property
    def width(self) -> float:
        """Its width in points."""
        return self.box[2] - self.box[0]


def line_of(raw: RawLine, page: RawPage, flow: Flow = Flow.BODY) -> Line:
    """Return a line of a page with its box and the size of its type."""
    box = box_around(word.box for word in raw.words)
    size = median(word.size for word in raw.words for _ in word.text)
    sizes = frozenset(word.size for word in raw.words if not word.shift)
    return Line(
        raw, flow, _upright(box, raw.turn, page), size, sizes or frozenset([size])
    )


def are_of_one_size(one: Line, two: Line) -> bool:
    """Whether two lines have type of one size; small capitals may be smaller."""
    return any(
        abs(size - other) <= SIZE_SHARE * max(size, other)
        for size in one.sizes
        for other in two.sizes
    )


def without(page: RawPage, places: Iterable[Place]) -> RawPage:
    """Return the page without some of its words, and without lines that have no other."""
    gone = set(places)
    lines = (
        replace(line, words=kept)
        for index, line in enumerate(page.lines)
        if (
            kept := tuple(
                word
                for place, word in enumerate(line.words)
                if (index, place) not in gone
            )
        )
    )
    return replace(page, lines=tuple(lines))


def box_around(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that holds all of ``boxes``."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def shared_width(one: Line, two: Line) -> float:
    """Return the width (points) that two lines have in common; negative for a gap."""
    return min(one.box[2], two.box[2]) - max(one.box[0], two.box[0])


def shared_height(one: Line, two: Line) -> float:
    """Return the height (points) that two lines have in common; negative for a gap."""
    return min(one.box[3], two.box[3]) - max(one.box[1], two.box[1])


def _upright(box: Box, turn: int, page: RawPage) -> Box:
    """Return a box as it lies when the page is turned back by ``turn`` quarters."""
    x0, y0, x1, y1 = box
    match turn:
        case 1:
            return y0, page.width - x1, y1, page.width - x0
        case 2:
            return page.width - x1, page.height - y1, page.width - x0, page.height - y0
        case 3:
            return page.height - y1, x0, page.height - y0, x1
        case _:
            return box
