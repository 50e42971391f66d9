"""Draw highlights into the pixels of a page; this runs in the worker.

The page itself is not changed: the next picture of it shows no marks.
"""

from collections.abc import Sequence
from typing import NamedTuple

_COLOUR = (255, 236, 140)  # what white becomes; black stays black
_TABLES = [bytes(value * part // 255 for value in range(256)) for part in _COLOUR]

Box = Sequence[float]  # x0, y0, x1, y1


class Raster(NamedTuple):
    """RGB pixels, row by row; ``left`` and ``top`` are its place on the page, in pixels."""

    samples: bytes
    width: int
    height: int
    left: int
    top: int


def mark(raster: Raster, scale: float, boxes: Sequence[Box]) -> bytes:
    """Return the samples with ``boxes``, in points, highlighted as with a marker pen.

    ``scale`` is in pixels per point.
    """
    marked = bytearray(raster.samples)
    for x0, y0, x1, y1 in boxes:
        columns = _span(
            x0 * scale - raster.left, x1 * scale - raster.left, raster.width
        )
        for row in _span(
            y0 * scale - raster.top, y1 * scale - raster.top, raster.height
        ):
            start = 3 * (row * raster.width + columns.start)
            end = 3 * (row * raster.width + columns.stop)
            for channel, table in enumerate(_TABLES):
                # From the unmarked pixels, so that overlapping boxes do not add up.
                pixels = raster.samples[start + channel : end : 3]
                marked[start + channel : end : 3] = pixels.translate(table)
    return bytes(marked)


def _span(start: float, end: float, size: int) -> range:
    """Return the pixels from ``start`` to ``end`` that lie within the image."""
    first = max(0, min(size, round(start)))
    return range(first, max(first, min(size, round(end))))
