"""Turn the characters that PyMuPDF reports into words; this runs in the worker.

A word ends at white space, and where a superscript begins or ends, so that a footnote mark
right after a word is a word of its own. Boxes are in points on the page as it is shown.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from statistics import median, median_high
from typing import Any, NamedTuple

from annotator.domain.input.characters import clean
from annotator.pdf import limits

# Shares of a line's type size; chosen, not measured.
_RISE_SHARE = 0.1  # small type that rises by more is a superscript
_SMALL_SHARE = 0.85  # smaller type is small
_HIGH_SHARE = 0.25  # type of any size that rises by more is a superscript
_LEVEL = 0.98  # the least cosine between a horizontal line and the x axis

Box = tuple[float, float, float, float]
Point = tuple[float, float]
Turn = Callable[[float, float], Point]  # from the unrotated page to the page as shown


class _Character(NamedTuple):
    text: str
    box: Box
    size: float  # of the type, in points
    rise: float  # above the baseline's origin, in points


def read_lines(blocks: list[dict[str, Any]], turn: Turn) -> list[list[Any]]:
    """Return ``[block, horizontal, [word …]]`` for each line of ``rawdict`` blocks.

    A word is ``[text, x0, y0, x1, y1, size, raised]``.
    """
    return [
        [number, _is_horizontal(line, turn), words]
        for number, block in enumerate(blocks)
        for line in block.get("lines", ())
        if (words := list(_words(line, turn)))
    ]


def _is_horizontal(line: dict[str, Any], turn: Turn) -> bool:
    return bool(line["wmode"] == 0 and _direction(line, turn)[0] > _LEVEL)


def _direction(line: dict[str, Any], turn: Turn) -> Point:
    (x0, y0), (x1, y1) = turn(0, 0), turn(*line["dir"])
    return x1 - x0, y1 - y0


def _words(line: dict[str, Any], turn: Turn) -> Iterator[list[Any]]:
    characters = _characters(line)
    size, baseline = _main_type(characters)

    def kind(character: _Character) -> tuple[bool, bool]:
        blank = character.text == " "
        return blank, not blank and _is_raised(character, size, baseline)

    for (blank, raised), group in groupby(characters, kind):
        if not blank:
            yield _word(list(group), turn, raised=raised)


def _word(characters: list[_Character], turn: Turn, *, raised: bool) -> list[Any]:
    left, top, right, bottom = zip(*(c.box for c in characters), strict=True)
    box = _turned((min(left), min(top), max(right), max(bottom)), turn)
    text = "".join(c.text for c in characters)
    size = median_high([c.size for c in characters])  # not a drop capital's
    size = max(0.0, min(limits.FAR_POINTS, size))
    return [text, *box, size, raised]


def _turned(box: Box, turn: Turn) -> list[float]:
    return bounded((*turn(box[0], box[1]), *turn(box[2], box[3])))


def bounded(box: Box) -> list[float]:
    """Return ``box`` with its corners in order, rounded to 0.01 points, within bounds."""
    far = limits.FAR_POINTS  # also replaces NaN
    x0, y0, x1, y1 = (round(max(-far, min(far, side)), 2) for side in box)
    return [min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)]


def _characters(line: dict[str, Any]) -> list[_Character]:
    dx, dy = line["dir"]
    characters = []
    for span in line["spans"]:
        size = round(span["size"], 2)
        for item in span["chars"]:
            # Some white space is a control character, which clean() would drop.
            text = " " if item["c"].isspace() else clean(item["c"])
            if text:
                x, y = item["origin"]
                rise = x * dy - y * dx  # along the line's upward direction
                characters.append(_Character(text, item["bbox"], size, rise))
    return characters


def _main_type(characters: list[_Character]) -> tuple[float, float]:
    """Return the most frequent type size of a line, and the baseline of that type.

    PyMuPDF's own flag for superscripts compares with the first character of a line, which
    is wrong for footnotes that begin with their number, and after a drop capital.
    """
    printed = [c for c in characters if c.text != " "]
    sizes = Counter([c.size for c in printed])
    size = max(sizes, key=lambda size: sizes[size], default=0.0)
    return size, median([c.rise for c in printed if c.size == size] or [0.0])


def _is_raised(character: _Character, size: float, baseline: float) -> bool:
    small = character.size < _SMALL_SHARE * size
    share = _RISE_SHARE if small else _HIGH_SHARE
    return character.rise - baseline > share * size
