"""Grey pictures of lines and pages, and what a recogniser (OCR) reads in them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.domain.text.pages import Box

# Share of the greatest contrast in a picture; what has less is the edge of a letter.
_INK = 0.25
_GAP = 1  # row without ink within one stroke, as where a thin one is blurred


@dataclass(frozen=True)
class Picture:
    """Grey values, one byte for each pixel, row by row from the top left."""

    width: int  # pixels
    height: int
    samples: bytes

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its size and its pixels, in hexadecimal."""
        size = f"{self.width} {self.height} ".encode()
        return hashlib.sha256(size + self.samples).hexdigest()

    @cached_property
    def grey(self) -> NDArray[np.uint8]:
        """The pixels as an array of rows and columns."""
        values = np.frombuffer(self.samples, np.uint8)
        return values.reshape(self.height, self.width)

    @cached_property
    def ink(self) -> NDArray[np.bool_]:
        """Which pixels stand out clearly from the ground, which most pixels have."""
        ground = int(np.bincount(self.grey.ravel(), minlength=256).argmax())
        contrast = np.abs(self.grey.astype(np.int16) - ground)
        return contrast > max(1.0, _INK * float(contrast.max()))

    def part(self, left: float, top: float, right: float, bottom: float) -> "Picture":
        """Return a part of it, in pixels, at least one wide and high."""
        x0, y0 = (max(0, int(side)) for side in (left, top))
        x0, y0 = min(x0, self.width - 1), min(y0, self.height - 1)
        x1 = max(x0 + 1, min(self.width, round(right)))
        y1 = max(y0 + 1, min(self.height, round(bottom)))
        cut = np.ascontiguousarray(self.grey[y0:y1, x0:x1])
        return Picture(x1 - x0, y1 - y0, cut.tobytes())

    def turned(self, quarters: int) -> "Picture":
        """Return it turned by quarters anticlockwise."""
        turned = np.ascontiguousarray(np.rot90(self.grey, quarters))
        height, width = turned.shape
        return Picture(width, height, turned.tobytes())

    def snapped(self, box: Box) -> Box:
        """Return a box (pixels) with its sides in the white beside the letters it is on.

        A side moves by less than half the box's height; where it finds no white, it stays.
        """
        x0, y0, x1, y1 = box
        inked = np.any(self.ink[max(0, round(y0)) : max(0, round(y1))], axis=0)
        reach = round((y1 - y0) / 2)
        return (
            _edge(inked, round(x0), -1, reach),
            y0,
            _edge(inked, round(x1), 1, reach),
            y1,
        )

    def strokes(
        self, left: float, top: float, right: float, bottom: float
    ) -> "list[Stroke]":
        """Return the strokes of ink in a part of it (pixels), from above."""
        first = max(0, round(top))
        part = self.ink[
            first : max(0, round(bottom)), max(0, round(left)) : round(right)
        ]
        rows: NDArray[np.bool_] = np.any(part, axis=1)
        return [Stroke(first + start, first + end) for start, end in _runs(rows)]


class Stroke(NamedTuple):
    """The first and the last row (excluded) of some ink."""

    top: int
    bottom: int


def _edge(inked: NDArray[np.bool_], at: int, outwards: int, reach: int) -> float:
    """Return the column next to white that is nearest to ``at``, in pixels.

    It lies outwards if there is ink at ``at``, else inwards.
    """

    def is_ink(column: int) -> bool:
        return 0 <= column < len(inked) and bool(inked[column])

    step = outwards if is_ink(at) else -outwards
    for moved in range(reach):
        column = at + moved * step
        if is_ink(column) is not is_ink(at):
            return float(column if step == outwards else column - step)
    return float(at)


def _runs(inked: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(inked.astype(np.int8), prepend=0, append=0))
    begins, ends = edges[::2].tolist(), edges[1::2].tolist()
    for at, end in enumerate(ends):
        if at + 1 < len(begins) and begins[at + 1] - end <= _GAP:
            begins[at + 1] = begins[at]
        else:
            yield begins[at], end


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text of a picture of one line, and how sure each letter is, from 0 to 1."""

    text: str
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RecognisedWord:
    """A word in a picture of a page: how sure it is, and its box in pixels."""

    text: str
    score: float
    box: Box
