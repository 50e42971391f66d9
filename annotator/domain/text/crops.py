"""Crops: which part of a page the picture of a passage shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from annotator.domain.text.layout.lines import box_around
from annotator.domain.text.pages import Box

# Chosen, not measured.
MARGIN = 14.0  # points around the passage, so that the lines next to it are seen
LEAST_WIDTH = 330.0  # points, so that a few words are shown with their neighbours
PAGE_MARGIN_SHARE = 0.08  # of a page's width; usually white at either side
CSS_PIXELS_PER_POINT = 4 / 3
GLIMPSE = (352, 112)  # CSS pixels, always the same, so that lists do not jump


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of one page (points), with the boxes that are marked in it."""

    page: int
    clip: Box
    boxes: tuple[Box, ...]

    @property
    def css_size(self) -> tuple[int, int]:
        """The width and height at which it is shown, in CSS pixels."""
        x0, y0, x1, y1 = self.clip
        return (
            max(1, round((x1 - x0) * CSS_PIXELS_PER_POINT)),
            max(1, round((y1 - y0) * CSS_PIXELS_PER_POINT)),
        )


def crops(
    boxes: Iterable[tuple[int, Box]], sizes: dict[int, tuple[float, float]]
) -> list[Crop]:
    """Return one crop for each page that has ``boxes``, given as (page, box) in order.

    ``sizes`` holds the width and height of those pages, in points.
    """
    found = []
    for page, group in groupby(boxes, key=lambda item: item[0]):
        marked = tuple(box for _, box in group)
        x0, y0, x1, y1 = box_around(marked)
        width, height = sizes[page]
        left, right = _widened(x0 - MARGIN, x1 + MARGIN, width)
        clip = (left, max(0.0, y0 - MARGIN), right, min(height, y1 + MARGIN))
        found.append(Crop(page, clip, marked))
    return found


def glimpse(page: int, boxes: Sequence[Box], size: tuple[float, float]) -> Crop:
    """Return the crop around some lines of a page, in the shape of ``GLIMPSE``.

    ``boxes`` are the lines, in reading order, and ``size`` is that of the page, all in
    points. Lines that do not fit are cut off at the bottom, as the first one matters.
    """
    width, height = size
    x0, y0, x1, y1 = box_around(boxes)
    left, right = _widened(x0 - MARGIN, x1 + MARGIN, width)
    tall = (right - left) * GLIMPSE[1] / GLIMPSE[0]
    spare = tall - (y1 - y0)
    top = min(max(0.0, y0 - max(spare / 2, MARGIN)), max(0.0, height - tall))
    clip = (left, top, right, top + tall)
    return Crop(page, clip, tuple(boxes))


def _widened(left: float, right: float, width: float) -> tuple[float, float]:
    """Return at least ``LEAST_WIDTH`` of a page, or all; text in preference to margins."""
    missing = max(0.0, LEAST_WIDTH - (right - left))
    edge = PAGE_MARGIN_SHARE * width
    before = min(missing / 2, max(0.0, left - edge))
    after = max(0.0, width - edge - right)
    before = max(before, missing - after)
    start = max(0.0, min(left - before, width - LEAST_WIDTH))
    return start, min(width, max(right, start + LEAST_WIDTH))
