"""Turn the characters that PyMuPDF reports into words; this runs in the worker.

A word ends at white space, and where type begins or ends that is raised or lowered, so
that a footnote mark right after a word is a word of its own. Boxes are in points on the
page as it is shown.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median, median_high
from typing import Any, NamedTuple

from annotator.domain.input.characters import printed
from annotator.domain.text.pages import ASLANT
from annotator.pdf import limits

# Shares of a line's type size; chosen, not measured.
_RISE_SHARE = 0.1  # small type that rises or sinks by more is raised or lowered
_SMALL_SHARE = 0.85  # smaller type is small
_HIGH_SHARE = 0.25  # type of any size that rises by more is a superscript
_LEVEL = 0.98  # the least cosine between a line and the axis that it runs along
_SAME_SHARE = 0.2  # what is drawn twice, so near to each other, is one

_NARROW = 0.85  # of another digit's width; a narrower digit may be a font's superscript
_LIFTED = 0.15  # of the type's size; the foot of raised ink is higher over the baseline
_SPACED_LETTERS = 3  # letters set apart by no spaces of the file's own are one word
_WORD_GAP = 1.6  # times the usual gap between such letters; a wider one parts words

Box = tuple[float, float, float, float]
Point = tuple[float, float]
Turn = Callable[[float, float], Point]  # from the unrotated page to the page as shown

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


_Widths = dict[tuple[str, str], float]  # of a font and a digit: width by type size
Foot = Callable[[Box], float | None]  # the y of the lowest ink in a box, as it is shown


def read_lines(blocks: list[dict[str, Any]], turn: Turn, foot: Foot) -> list[WordLine]:
    """Return ``[block, turn, [word …]]`` for each line of ``rawdict`` blocks.

    A word is ``[text, x0, y0, x1, y1, size, shift, hidden]``; ``shift`` is 1 if it is
    raised and -1 if it is lowered. ``foot`` is asked where the file does not tell, that
    is, for a font's own raised digits. For ``turn`` see ``domain.text.pages.RawLine``. A
    line that is drawn twice, as false bold type is, is returned once.
    """
    lines = [
        (number, line, _characters(line))
        for number, block in enumerate(blocks)
        for line in block.get("lines", ())
    ]
    narrow = _Narrow(
        _digit_widths(characters for _, _, characters in lines), turn, foot
    )
    read = [
        [number, _direction(line, turn), list(_words(characters, narrow, turn))]
        for number, line, characters in lines
    ]
    return list(_once(line for line in read if line[2]))


def _direction(line: dict[str, Any], turn: Turn) -> int:
    (x0, y0), (x1, y1) = turn(0, 0), turn(*line["dir"])
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


# Words


def _words(
    characters: list[_Character], narrow: "_Narrow", turn: Turn
) -> Iterator[list[Any]]:
    size, baseline = _main_type(characters)

    def kind(character: _Character) -> tuple[bool, int]:
        blank = character.text == " "
        return blank, 0 if blank else _shift(character, size, baseline, narrow)

    for (blank, shift), group in groupby(_without_tracking(characters), kind):
        if not blank:
            yield _word(list(group), turn, shift)


def _word(characters: list[_Character], turn: Turn, shift: int) -> list[Any]:
    left, top, right, bottom = zip(*(c.box for c in characters), strict=True)
    box = _turned((min(left), min(top), max(right), max(bottom)), turn)
    text = "".join(c.text for c in characters)
    size = median_high([c.type.size for c in characters])  # not a drop capital's
    size = max(0.0, min(limits.FAR_POINTS, size))
    return [text, *box, size, shift, False]


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
        type_ = _Type(span["font"], round(span["size"], 2))
        for item in span["chars"]:
            # Some white space is a control character, which printed() would drop.
            text = " " if item["c"].isspace() else printed(item["c"])
            if text:
                x, y = item["origin"]
                rise = x * dy - y * dx  # along the line's upward direction
                characters.append(
                    _Character(
                        text, item["bbox"], type_, (x, y), rise, item["synthetic"]
                    )
                )
    return characters


def _without_tracking(characters: list[_Character]) -> list[_Character]:
    """Return a line without the spaces that were seen between letters set wide apart."""
    kept: list[_Character] = []
    for run in _runs_of_letters(characters):
        letters = [c for c in run if not c.synthetic]
        if len(letters) < _SPACED_LETTERS or len(letters) == len(run):
            kept += run
            continue
        gaps = [b.box[0] - a.box[2] for a, b in pairwise(letters)]
        widest = _WORD_GAP * median(gaps)
        kept.append(letters[0])
        for gap, letter in zip(gaps, letters[1:], strict=True):
            if gap > widest:
                kept.append(letter._replace(text=" "))
            kept.append(letter)
    return kept


def _runs_of_letters(characters: list[_Character]) -> Iterator[list[_Character]]:
    """Yield the line in runs; single letters with inserted spaces are one run."""
    run: list[_Character] = []
    for at, character in enumerate(characters):
        if run and not (_is_apart(characters, at - 1) and _is_apart(characters, at)):
            yield run
            run = []
        run.append(character)
    if run:
        yield run


def _is_apart(characters: list[_Character], at: int) -> bool:
    """Whether a character is an inserted space, or a letter between such spaces."""
    if characters[at].synthetic:
        return True
    around = characters[max(0, at - 1) : at] + characters[at + 1 : at + 2]
    return characters[at].text.isalnum() and all(c.synthetic for c in around)


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


def _shift(
    character: _Character, size: float, baseline: float, narrow: "_Narrow"
) -> int:
    rise = character.rise - baseline
    small = character.type.size < _SMALL_SHARE * size
    if rise > (_RISE_SHARE if small else _HIGH_SHARE) * size:
        return 1
    if small and rise < -_RISE_SHARE * size:
        return -1
    return int(narrow.is_raised(character))


class _Narrow:
    """Tells the raised digits of a font's own, which are called by the plain digit."""

    def __init__(self, widths: _Widths, turn: Turn, foot: Foot) -> None:
        self._widths, self._turn, self._foot = widths, turn, foot

    def is_raised(self, character: _Character) -> bool:
        usual = self._widths.get((character.type.font, character.text))
        if usual is None or _relative_width(character) >= _NARROW * usual:
            return False
        x0, y0, x1, y1 = _turned(character.box, self._turn)
        foot = self._foot((x0, y0, x1, y1))
        _, baseline = self._turn(*character.origin)
        return foot is not None and baseline - foot > _LIFTED * character.type.size


def _digit_widths(lines: Iterator[Sequence[_Character]]) -> _Widths:
    """Return the width of the widest form of each digit of each font.

    A digit that occurs in one width only is compared with the font's other digits, but
    for 1, which is narrow in many fonts.
    """
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for line in lines:
        for c in line:
            if c.text.isdecimal():
                digits = found[c.type.font]
                digits[c.text] = max(digits.get(c.text, 0.0), _relative_width(c))
    return {
        (font, digit): width if digit == "1" else max(width, median(digits.values()))
        for font, digits in found.items()
        for digit, width in digits.items()
    }


def _relative_width(character: _Character) -> float:
    """Return the width of a character as a share of its type's size."""
    return (character.box[2] - character.box[0]) / max(character.type.size, 0.01)
