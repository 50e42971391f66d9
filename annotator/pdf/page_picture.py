"""What a page shows, as grey values; this runs in the worker.

A file's letters may lie: type is white on white or covered, and a font may have a raised
figure of its own that is called by the same digit. The picture settles it.
"""

import math
from collections.abc import Iterator
from functools import cached_property

import pymupdf

from annotator.pdf import limits

_INK = 24  # grey levels of 255 between ink and ground; light grey on white has more

Box = tuple[float, float, float, float]


class PagePicture:
    """The picture of a page at ``scale`` pixels per point, drawn when it is looked at."""

    def __init__(self, page: pymupdf.Page, scale: float) -> None:
        self._page, self._wanted = page, scale

    def shows(self, box: Box) -> bool:
        """Whether anything can be told from the ground within ``box`` (points)."""
        return any(_contrast(row) >= _INK for row in self._columns_and_rows(box))

    def foot(self, box: Box) -> float | None:
        """Return the y (points) of the lowest ink within ``box``, None without any."""
        lowest = None
        for y, row in enumerate(self._rows(box), start=1):
            if _contrast(row) >= _INK:
                lowest = y
        if lowest is None:
            return None
        return self._inside(box)[1] / self._scale + lowest / self._scale

    def _columns_and_rows(self, box: Box) -> Iterator[memoryview]:
        # A stretch of one colour from edge to edge has no contrast within its rows.
        rows = list(self._rows(box))
        yield from rows
        if rows:
            yield memoryview(bytes(row[len(row) // 2] for row in rows))

    def _rows(self, box: Box) -> Iterator[memoryview]:
        left, top, right, bottom = self._inside(box)
        for y in range(top, bottom):
            start = y * self._drawn.stride
            yield self._samples[start + left : start + right]

    def _inside(self, box: Box) -> tuple[int, int, int, int]:
        """Return a box in whole pixels, within the picture."""
        left, top = (max(0, math.floor(side * self._scale)) for side in box[:2])
        return (
            left,
            top,
            min(self._drawn.width, math.ceil(box[2] * self._scale)),
            min(self._drawn.height, math.ceil(box[3] * self._scale)),
        )

    @cached_property
    def _scale(self) -> float:
        width, height = self._page.rect.width, self._page.rect.height
        return min(
            self._wanted, 0.99 * math.sqrt(limits.IMAGE_PIXELS / (width * height))
        )

    @cached_property
    def _drawn(self) -> pymupdf.Pixmap:
        matrix = pymupdf.Matrix(self._scale, self._scale)
        return self._page.get_pixmap(
            matrix=matrix, colorspace=pymupdf.csGRAY, annots=True
        )

    @cached_property
    def _samples(self) -> memoryview:
        return memoryview(self._drawn.samples)


def _contrast(row: memoryview) -> int:
    return max(row) - min(row) if row else 0
