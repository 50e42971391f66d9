"""What of a page's text can be seen; this runs in the worker.

Text may be white on white, covered, drawn in no colour at all, off the page or too small
to be seen. Whatever may be hidden is looked for in the page's picture; most pages have
nothing of the kind, and are not drawn.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import pymupdf

from annotator.pdf.page_picture import PagePicture

Box = tuple[float, float, float, float]

# Chosen, not measured.
_LIGHT = 0.8  # of full brightness; lighter type may be the colour of paper
_OPAQUE = 128  # of 255; fainter type may not be seen
_LIKE = 48  # of 255; colours that differ by less in each part may not be told apart
_LEAST_SIZE = 1.0  # points; smaller type cannot be seen
_PAPER = 0.5  # of the page; a larger fill beneath all text is the colour of the paper
_THIN = 3.0  # points; thinner fills are rules and underlines
_MOST_TEXTS = 5_000  # that are compared with the lines of a page
_MOST_FILLS = 2_000  # that words are compared with; beyond, every word is looked for
_COARSE = 1.2  # pixels per point; type of 5 points has letters 3 pixels high
_FINE = 4.0  # pixels per point; shows how high a small figure is raised
_LEAST_SIDE = 2.0  # points; what is drawn smaller is no text that anybody would read
_ROW = 12.0  # points
_INNER = (0.06, 0.3, 0.94, 0.8)  # of a word's box: where its letters have ink


class Ink(NamedTuple):
    """The sRGB colour of type, and its opacity (0 to 255)."""

    colour: int
    opacity: int


class _Drawn(NamedTuple):
    """Something that a page draws, in the order of drawing."""

    at: int
    box: Box


class Sight:
    """Tells what one page shows; ``has_picture`` if it has any."""

    def __init__(self, page: pymupdf.Page) -> None:
        self._page = page
        self._coarse, self._fine = PagePicture(page, _COARSE), PagePicture(page, _FINE)
        self._width, self._height = page.rect.width, page.rect.height
        self._texts: list[_Drawn] = []
        self._fills: list[_Drawn] = []
        self.has_picture = False
        for at, (kind, box) in enumerate(page.get_bboxlog()):
            drawn = _Drawn(at, self._as_shown(box))
            self.has_picture |= kind == "fill-image"
            if kind.endswith("-text"):
                self._texts.append(drawn)
            elif kind.startswith("fill-") and self._matters(drawn.box):
                self._fills.append(drawn)

    def _as_shown(self, box: Box) -> Box:
        """Return a box of the page before it is turned as it is shown."""
        if not self._page.rotation:
            return box
        x0, y0, x1, y1 = pymupdf.Rect(box) * self._page.rotation_matrix
        return x0, y0, x1, y1

    def _matters(self, box: Box) -> bool:
        """Whether a fill may hide text: it is no rule, and not the paper beneath it all."""
        width, height = box[2] - box[0], box[3] - box[1]
        is_paper = width * height > _PAPER * self._width * self._height
        return min(width, height) > _THIN and not (is_paper and not self._texts)

    def foot(self, box: Box) -> float | None:
        """Return the y (points) of the lowest ink within ``box``, None without any."""
        return self._fine.foot(box)

    def is_hidden(self, text: str, box: Box, size: float, ink: Ink) -> bool:
        """Whether the page shows nothing of a word of letters or digits.

        ``box`` and ``size`` are in points, as the page is shown.
        """
        if not text.isalnum() and not any(map(str.isalnum, text)):
            return False
        x0, y0, x1, y1 = box
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        on_page = 0 <= x <= self._width and 0 <= y <= self._height
        if size < _LEAST_SIZE or not on_page:
            return True
        if not self._may_be_hidden(x, y, ink):
            return False
        left, top, right, bottom = _INNER
        width, height = x1 - x0, y1 - y0
        inner = (x0 + left * width, y0 + top * height)
        return not self._coarse.shows(
            (*inner, x0 + right * width, y0 + bottom * height)
        )

    def shows_less_than_is_drawn(self, lines: Iterable[Box]) -> bool:
        """Whether the page draws text where none of its ``lines`` is: cut off, or outside.

        PyMuPDF leaves such text out.
        """
        boxes = list(lines)
        if max(len(boxes), len(self._texts)) > _MOST_TEXTS:
            return False  # nobody can tell
        rows: dict[int, list[Box]] = defaultdict(list)
        for box in boxes:
            for row in range(self._row(box[1]), self._row(box[3]) + 1):
                rows[row].append(box)
        return any(
            box[2] - box[0] > _LEAST_SIDE
            and box[3] - box[1] > _LEAST_SIDE  # white space has no box
            and not any(_meet(box, line) for line in self._beside(box, rows))
            for _, box in self._texts
        )

    def _beside(self, box: Box, rows: Mapping[int, list[Box]]) -> Iterator[Box]:
        """Yield the lines that a text may be a part of."""
        middle = self._row((box[1] + box[3]) / 2)
        for row in (middle, middle - 1, middle + 1):
            yield from rows.get(row, ())

    def _row(self, y: float) -> int:
        """Return the number of the strip of the page, so high as a line, that y is in."""
        return int(max(-1.0, min(self._height + _ROW, y)) // _ROW)

    def _may_be_hidden(self, x: float, y: float, ink: Ink) -> bool:
        """Whether type of this ink may not be seen at a point of the page."""
        if ink.opacity < _OPAQUE or _brightness(ink.colour) > _LIGHT:
            return True
        if len(self._fills) > _MOST_FILLS:
            return True
        filled = _last_at(self._fills, x, y)
        if filled < 0:
            return False
        return filled > _last_at(self._texts, x, y) or any(
            _are_alike(colour, ink.colour)
            for box, colour in self._grounds
            if _holds(box, x, y)
        )

    @cached_property
    def _grounds(self) -> list[tuple[Box, int]]:
        """The boxes that the page fills with one colour, and the colour of each."""
        return [
            (self._as_shown(drawing["rect"]), _rgb(drawing["fill"]))
            for drawing in self._page.get_cdrawings()
            if drawing.get("fill") and drawing.get("fill_opacity", 1) > 0
        ]


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] <= other[2]
        and one[2] >= other[0]
        and one[1] <= other[3]
        and one[3] >= other[1]
    )


def _last_at(drawn: list[_Drawn], x: float, y: float) -> int:
    """Return when something was last drawn at a point, -1 if nothing was."""
    for at, (left, top, right, bottom) in reversed(drawn):
        if left <= x <= right and top <= y <= bottom:
            return at
    return -1


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _rgb(parts: tuple[float, float, float]) -> int:
    red, green, blue = (round(255 * part) for part in parts)
    return red << 16 | green << 8 | blue


def _parts(colour: int) -> tuple[int, int, int]:
    return colour >> 16 & 255, colour >> 8 & 255, colour & 255


def _are_alike(one: int, two: int) -> bool:
    return all(
        abs(a - b) < _LIKE for a, b in zip(_parts(one), _parts(two), strict=True)
    )


def _brightness(colour: int) -> float:
    red, green, blue = _parts(colour)
    return (0.3 * red + 0.59 * green + 0.11 * blue) / 255
