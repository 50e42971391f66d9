"""Turn the characters that PyMuPDF reports into words; this runs in the worker.

A word ends at white space, and where type begins or ends that is raised or lowered, so
that a footnote mark right after a word is a word of its own. Boxes are in points on the
page as it is shown.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from statistics import median, median_high
from typing import Any, NamedTuple

from annotator.domain.input.characters import printed
from annotator.domain.text.pages import ASLANT
from annotator.pdf import limits
from annotator.pdf.boxes import Box, Point, Turn, bounded
from annotator.pdf.sight import Ink, Sight

# Shares of a line's type size; chosen, not measured.
_RISE_SHARE = 0.1  # small type that rises or sinks by more is raised or lowered
_SMALL_SHARE = 0.85  # smaller type is small
_HIGH_SHARE = 0.25  # type of any size that rises by more is a superscript
_LEVEL = 0.98  # the least cosine between a line and the axis that it runs along
_SAME_SHARE = 0.2  # what is drawn twice, so near to each other, is one

_NARROW = 0.75  # of another digit's width; a narrower digit may be a font's superscript
_FORM_SHARE = 0.25  # of a digit's occurrences on a page; rarer forms are no measure
_LIFTED = 0.15  # of the type's size; the foot of raised ink is higher over the baseline
# Three letters or more, set apart by no spaces of the file's own, are one word.
_GAP = "\0"
_TRACKED = re.compile(rf"(?<![^\s{_GAP}])\w(?:{_GAP}\w){{2,}}(?![^\s{_GAP}])")
_WORD_GAP = 1.6  # times the usual gap between such letters; a wider one parts words


# the words, their turn, their block, as ``read_lines`` returns them
WordLine = list[Any]


class _Type(NamedTuple):
    font: str
    size: float  # in points


class _Character(NamedTuple):
    text: str
    box: Box
    type: _Type
    origin: Point
    rise: float  # above the baseline's origin, in points
    synthetic: bool  # a space that PyMuPDF inserted where there is a gap
    ink: Ink


_Widths = dict[tuple[str, str], float]  # of a font and a digit: width by type size


_FARTHEST = int(10 * limits.FAR_POINTS)  # from a letter to the next, in tenths


class _Page(NamedTuple):
    turn: Turn
    widths: _Widths
    sight: Sight


def read_lines(
    blocks: list[dict[str, Any]], turn: Turn, sight: Sight
) -> list[WordLine]:
    """Return ``[block, turn, [word …]]`` for each line of ``rawdict`` blocks.

    A word is ``[text, x0, y0, x1, y1, size, shift, hidden, steps]``; ``shift`` is 1 if it is
    raised and -1 if it is lowered; ``hidden`` is true if ``sight`` does not see it. For
    ``turn`` see ``domain.text.pages.RawLine``. A
    line that is drawn twice, as false bold type is, is returned once.
    """
    lines = [
        (number, line, _characters(line))
        for number, block in enumerate(blocks)
        for line in block.get("lines", ())
    ]
    widths = _digit_widths(characters for _, _, characters in lines)
    page = _Page(turn, widths, sight)
    read = [
        [number, _direction(line["dir"], turn), list(_words(characters, page, along))]
        for number, line, characters in lines
        for along in [_direction(line["dir"], _unturned)]
    ]
    return list(_once(line for line in read if line[2]))


def _unturned(x: float, y: float) -> tuple[float, float]:
    return x, y


def _direction(vector: tuple[float, float], turn: Turn) -> int:
    (x0, y0), (x1, y1) = turn(0, 0), turn(*vector)
    along = (x1 - x0, y1 - y0, x0 - x1, y0 - y1)  # right, down, left, up
    return next((n for n, cosine in enumerate(along) if cosine > _LEVEL), ASLANT)


def _once(lines: Iterator[WordLine]) -> Iterator[WordLine]:
    """Yield each line, but not the copies of one that lie all but on top of it."""
    seen: dict[str, list[WordLine]] = defaultdict(list)
    for line in lines:
        same = seen[" ".join(word[0] for word in line[2])]
        if not any(_is_copy(line, other) for other in same[-_COPIES:]):
            same.append(line)
            yield line


_COPIES = 8  # equal lines that a line is compared with; more are no false bold


def _is_copy(line: WordLine, other: WordLine) -> bool:
    first, last = line[2][0], other[2][0]
    near = _SAME_SHARE * max(first[5], 1.0)
    return all(
        abs(one - two) <= near
        for word, twin in zip((first, line[2][-1]), (last, other[2][-1]), strict=True)
        for one, two in zip(word[1:5], twin[1:5], strict=True)
    )


def box_of(line: WordLine) -> Box:
    """Return the box around the words of a line."""
    left, top, right, bottom = zip(*(word[1:5] for word in line[2]), strict=True)
    return min(left), min(top), max(right), max(bottom)


# Words


def _words(
    characters: list[_Character], page: _Page, along: int
) -> Iterator[list[Any]]:
    """Yield the words of a line that runs ``along`` in the file's own coordinates."""
    size, baseline = _main_type(characters)

    def kind(character: _Character) -> tuple[bool, int]:
        if character.text == " ":
            return True, 0
        is_plain = character.rise == baseline and character.type.size == size
        if is_plain and not character.text.isdecimal():  # as most are
            return False, 0
        return False, _shift(character, size, baseline, page)

    for (blank, shift), group in groupby(_without_tracking(characters), kind):
        if not blank:
            letters = list(group)
            yield [*_word(letters, shift, page), _steps(letters, along)]


def _word(characters: list[_Character], shift: int, page: _Page) -> list[Any]:
    left, top, right, bottom = zip(*(c.box for c in characters), strict=True)
    box = _turned((min(left), min(top), max(right), max(bottom)), page.turn)
    text = "".join(c.text for c in characters)
    size = median_high([c.type.size for c in characters])  # not a drop capital's
    size = max(0.0, min(limits.FAR_POINTS, size))
    hidden = page.sight.is_hidden(text, box, size, characters[0].ink)
    return [text, *box, size, shift, hidden]


def _steps(letters: list[_Character], along: int) -> list[int]:
    """Return how far each letter begins behind the one before, in tenths of a point."""
    if along == ASLANT or any(len(letter.text) > 1 for letter in letters):
        return []
    begins = [letter.box[along] for letter in letters]
    if not math.isfinite(sum(begins)):
        return []
    tenths = [round(10 * begin) for begin in begins]
    sign = 1 if along < 2 else -1
    return [
        min(_FARTHEST, max(0, sign * (after - before)))
        for before, after in pairwise(tenths)
    ]


def _turned(box: Box, turn: Turn) -> Box:
    return bounded((*turn(box[0], box[1]), *turn(box[2], box[3])))


def _characters(line: dict[str, Any]) -> list[_Character]:
    dx, dy = line["dir"]
    characters = []
    for span in line["spans"]:
        type_ = _Type(span["font"], round(span["size"], 2))
        ink = Ink(span["color"], span["alpha"])
        for item in span["chars"]:
            if text := _readable(item["c"]):
                x, y = item["origin"]
                rise = x * dy - y * dx  # along the line's upward direction
                characters.append(
                    _Character(
                        text, item["bbox"], type_, (x, y), rise, item["synthetic"], ink
                    )
                )
    return characters


@lru_cache(maxsize=4096)
def _readable(character: str) -> str:
    # Some white space is a control character, which printed() would drop.
    return " " if character.isspace() else printed(character)


def _without_tracking(characters: list[_Character]) -> list[_Character]:
    """Return a line without the spaces that were seen between letters set wide apart."""
    shape = "".join(_GAP if c.synthetic else c.text[0] for c in characters)
    kept, end = [], 0
    for run in _TRACKED.finditer(shape):
        letters = [c for c in characters[run.start() : run.end()] if not c.synthetic]
        kept += [*characters[end : run.start()], *_in_words(letters)]
        end = run.end()
    return [*kept, *characters[end:]] if end else characters


def _in_words(letters: list[_Character]) -> Iterator[_Character]:
    """Yield letters that are set wide apart, with a space where they are much wider."""
    gaps = [b.box[0] - a.box[2] for a, b in pairwise(letters)]
    widest = _WORD_GAP * median(gaps)
    yield letters[0]
    for gap, letter in zip(gaps, letters[1:], strict=True):
        if gap > widest:
            yield letter._replace(text=" ")
        yield letter


# What is raised or lowered


def _main_type(characters: list[_Character]) -> tuple[float, float]:
    """Return the most frequent type size of a line, and the baseline of that type.

    PyMuPDF's own flag for superscripts compares with the first character of a line, which
    is wrong for footnotes that begin with their number, and after a drop capital.
    """
    printed_ones = [c for c in characters if c.text != " "]
    sizes = Counter([c.type.size for c in printed_ones])
    size = max(sizes, key=lambda size: sizes[size], default=0.0)
    rises = [c.rise for c in printed_ones if c.type.size == size]
    return size, median(rises or [0.0])


def _shift(character: _Character, size: float, baseline: float, page: _Page) -> int:
    rise = character.rise - baseline
    small = character.type.size < _SMALL_SHARE * size
    if rise > (_RISE_SHARE if small else _HIGH_SHARE) * size:
        return 1
    if small and rise < -_RISE_SHARE * size:
        return -1
    return int(_is_superscript_of_font(character, page))


def _is_superscript_of_font(character: _Character, page: _Page) -> bool:
    """Whether a digit is a font's own raised form, which the file calls by that digit.

    It is narrower than the other form, and its ink does not reach down to the baseline.
    """
    if not character.text.isdecimal():  # as most are not; this is asked of each
        return False
    usual = page.widths.get((character.type.font, character.text))
    if usual is None or _relative_width(character) >= _NARROW * usual:
        return False
    foot = page.sight.foot(_turned(character.box, page.turn))
    _, baseline = page.turn(*character.origin)
    return foot is not None and baseline - foot > _LIFTED * character.type.size


def _digit_widths(lines: Iterator[Sequence[_Character]]) -> _Widths:
    """Return the width of the widest usual form of each digit of each font.

    It is compared with the font's other digits, but for 1, which is narrow in many fonts.
    """
    found: dict[str, dict[str, Counter[float]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for line in lines:
        for c in line:
            if c.text.isdecimal():
                found[c.type.font][c.text][round(_relative_width(c), 2)] += 1
    widths: _Widths = {}
    for font, digits in found.items():
        widest = {digit: _widest(seen) for digit, seen in digits.items()}
        usual = median(widest.values())
        for digit, width in widest.items():
            widths[font, digit] = width if digit == "1" else max(width, usual)
    return widths


def _widest(seen: Counter[float]) -> float:
    """Return the widest of the forms of a digit that are no exception."""
    least = _FORM_SHARE * seen.total()
    return max(width for width, count in seen.items() if count >= least)


def _relative_width(character: _Character) -> float:
    """Return the width of a character as a share of its type's size."""
    return (character.box[2] - character.box[0]) / max(character.type.size, 0.01)
