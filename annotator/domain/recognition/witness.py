"""Whether a page shows what its file says: words against what is recognised in a picture.

What decides the meaning is compared: digits, signs, raised figures, units, negations, and
whether a word is there at all. A recogniser errs, so a word differs only where several
looks at it agree on the same other reading.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from annotator.domain.matching.differences import NEGATIONS
from annotator.domain.matching.sealing import plain
from annotator.domain.recognition.pictures import Picture, Recognised, Stroke
from annotator.domain.recognition.strips import Strip
from annotator.domain.text.canonical_text import DASHES
from annotator.domain.text.pages import Box
from annotator.domain.text.scripts import LEVEL, RAISED

SIGNS = frozenset("%‰<>≤≥±×÷=+$€£¥°≈~√∞−-.")
_AHEAD = frozenset("<>≤≥±×=+$€£≈~√-")  # these belong to what follows
_AFFIXES = frozenset(
    ["not", "no", "non", "un", "in", "im", "ir", "dis", "nt", "t", "never"]
)
_ALIKE = str.maketrans("oli|", "0111")  # no recogniser tells these apart in every font
_SCRIPTS = ("LATIN", "GREEK", "CJK", "HIRAGANA", "KATAKANA")  # that it can read

# Chosen on 1,500 passages of ten reports.
SURE = 0.6  # how sure a letter must be to count against the file
OTHER_WORD = 50.0  # per cent of likeness; below it, a word is another one
LEAST_LETTERS = 4  # of a word that can be told to be another one
SMALLEST = 4.0  # points from top to bottom; smaller type cannot be read
RISE = 0.18  # of a capital's height; figures that stand higher are raised


@dataclass(frozen=True, slots=True)
class Difference:
    """A word of the text, and what the page shows in its place; "" for nothing."""

    index: int  # of the word in its strip
    word: str
    seen: str
    is_certain: bool = False  # it was measured in the picture, not recognised


@dataclass(frozen=True, slots=True)
class _Letter:
    """What decides at one place: its key, what it was, its word, how sure it is."""

    key: str
    text: str
    word: int
    score: float = 1.0


def is_legible(strip: Strip, index: int) -> bool:
    """Whether a recogniser can be expected to read a word of a strip."""
    word = strip.words[index]
    x0, y0, x1, y1 = word.box
    text = unicodedata.normalize("NFKC", word.text)
    is_known = all(
        unicodedata.name(c, "").startswith(_SCRIPTS) for c in text if c.isalpha()
    )
    is_formula = any(map(_is_symbol, text)) and any(
        c.isnumeric() or c in SIGNS for c in text
    )
    height = x1 - x0 if strip.turn % 2 else y1 - y0
    return height >= SMALLEST and is_known and not is_formula


def _is_symbol(c: str) -> bool:
    return unicodedata.category(c) in {"Sm", "So"} and c not in SIGNS


def differences(
    strip: Strip, picture: Picture, seen: Recognised
) -> Iterator[Difference]:
    """Yield the wanted words that the picture, upright, shows otherwise."""
    ours = list(_ours(strip))
    theirs = list(_letters(seen.text, seen.scores))
    aligned = _aligned(ours, theirs)
    for index in sorted(strip.wanted):
        if not is_legible(strip, index):
            continue
        word = strip.words[index].text
        if (read := _in_word(strip, index, aligned)) is not None:
            yield Difference(index, word, read)
        elif (shown := _raised_otherwise(strip, picture, index)) is not None:
            yield Difference(index, word, shown, is_certain=True)


# Letters that count


def _ours(strip: Strip) -> Iterator[_Letter]:
    text = " ".join(word.text for word in strip.words)
    owners = [at for at, word in enumerate(strip.words) for _ in (*word.text, " ")][
        : len(text)
    ]
    for at, letter in _counting(text):
        yield _Letter(letter[0], letter[1], owners[at])


def _letters(text: str, scores: Sequence[float]) -> Iterator[_Letter]:
    for at, letter in _counting(text):
        yield _Letter(letter[0], letter[1], -1, scores[at])


def _counting(text: str) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the place, key and text of what counts: letters, digits, deciding signs."""
    text = text.translate(LEVEL)
    for at, character in enumerate(text):
        for c in plain(character):
            if c.isalnum():
                yield at, (c.casefold().translate(_ALIKE), c)
            elif (sign := _sign(text, at, c)) in SIGNS:
                yield at, (sign, c)


def _sign(text: str, at: int, c: str) -> str:
    """Return a sign as it counts: dashes and points before, ° after a digit only."""
    if c == "°":  # else it may be a mark of another kind
        return c if text[:at].rstrip()[-1:].isdecimal() else ""
    if c not in DASHES and c not in ".,":
        return c
    after = text[at + 1 :].lstrip() if c in DASHES else text[at + 1 :]
    if not after[:1].isdecimal():
        return ""
    if c in DASHES:
        return "-"
    return "." if text[:at][-1:].isdecimal() else ""


# Words


def _in_word(strip: Strip, index: int, aligned: "_Aligned") -> str | None:
    """Return what is seen in place of a word if that decides, else None."""
    ours, theirs, edits, before, after = aligned
    mine = [at for at, letter in enumerate(ours) if letter.word == index]
    if not mine:
        return None
    first, last = mine[0], mine[-1] + 1
    changed = [
        (ours[i0:i1], theirs[j0:j1])
        for i0, i1, j0, j1 in edits
        if (i0 < last and i1 > first) or first < i0 == i1 < last
    ]
    inside = theirs[after[first] : before[last]]
    ahead = _signs_ahead(theirs[before[first] : after[first]])
    behind = theirs[before[last] : after[last]]
    behind = behind[: len(behind) - len(_signs_ahead(behind))]
    seen = _text(inside)
    if (
        any(_decides(*pair) for pair in changed)
        or _adds(ahead, is_inside=False)
        or _adds(behind, is_inside=index + 1 in strip.wanted)
    ):
        return _text(ahead) + seen + _text(behind)
    return seen if changed and _is_other(strip.words[index].text, seen) else None


def _signs_ahead(letters: Sequence[_Letter]) -> Sequence[_Letter]:
    """Return the signs at the end of what is seen between two words, as in “ -2”."""
    start = len(letters)
    while start and letters[start - 1].key in _AHEAD:
        start -= 1
    return letters[start:]


def _text(letters: Sequence[_Letter]) -> str:
    return "".join(letter.text for letter in letters)


class _Aligned(NamedTuple):
    """Our letters and theirs, the edits from ours to theirs, and where each place is.

    What they have at a place between ours and we do not stands from ``before`` to
    ``after``.
    """

    ours: Sequence[_Letter]
    theirs: Sequence[_Letter]
    edits: list[tuple[int, int, int, int]]
    before: list[int]
    after: list[int]


def _aligned(ours: Sequence[_Letter], theirs: Sequence[_Letter]) -> _Aligned:
    before, after = [-1] * (len(ours) + 1), [0] * (len(ours) + 1)
    edits = []
    keys = [[letter.key for letter in side] for side in (ours, theirs)]
    for code in Levenshtein.opcodes(*keys):
        i0, i1, j0, j1 = code.src_start, code.src_end, code.dest_start, code.dest_end
        if code.tag != "equal":
            edits.append((i0, i1, j0, j1))
        for step in range(i1 - i0 + 1):
            place, theirs_at = i0 + step, j1 if i0 + step == i1 else min(j0 + step, j1)
            if before[place] < 0:
                before[place] = theirs_at if i1 > i0 else j0
            after[place] = theirs_at
    return _Aligned(ours, theirs, edits, before, after)


def _decides(before: Sequence[_Letter], after: Sequence[_Letter]) -> bool:
    """Whether an edit within a word changes a digit, a sign or a negation."""
    if any(letter.score < SURE for letter in after):
        return False
    if not after and {letter.key for letter in before} == {"="}:
        return False  # recognisers overlook one that stands by itself
    if _deciding(before) != _deciding(after):
        return True
    one, other = _text(before).casefold(), _text(after).casefold()
    return not (one and other) and (one or other) in _AFFIXES


def _deciding(letters: Sequence[_Letter]) -> str:
    return "".join(
        letter.key
        for letter in letters
        if letter.text.isnumeric() or (letter.key in SIGNS and letter.text != ",")
    )


def _is_other(word: str, seen: str) -> bool:
    """Whether a word is missing in what is seen there, or quite another one."""
    letters = "".join(c for c in plain(word) if c.isalpha()).casefold()
    if not seen:
        return len(letters) > 1
    short = LEAST_LETTERS if letters not in NEGATIONS else 2
    return len(letters) >= short and fuzz.ratio(letters, seen.casefold()) < OTHER_WORD


def _adds(letters: Sequence[_Letter], *, is_inside: bool) -> bool:
    """Whether what is seen beside a word changes the meaning, and the text lacks it.

    A negation does so only within the quote; what is around that is not quoted.
    """
    if any(letter.score < SURE for letter in letters):
        return False
    is_negation = is_inside and _text(letters).casefold() in NEGATIONS
    return is_negation or bool(_deciding(letters))


# Raised figures


def _raised_otherwise(strip: Strip, picture: Picture, index: int) -> str | None:
    """Return a word as its figures stand in the picture if some do otherwise, else None."""
    word = strip.words[index].text
    boxes = strip.letters(index)
    if not boxes or not any(_is_figure(c) for c in word):
        return None
    base, height = _baseline(strip, picture)
    if not height:
        return None
    shown = "".join(
        _as_it_stands(c, _ink(picture, box, base), base, height)
        for c, box in zip(word, boxes, strict=True)
    )
    return None if shown == word else shown


def _is_figure(c: str) -> bool:
    return c.translate(LEVEL).isdecimal()


def _as_it_stands(c: str, stroke: Stroke, base: float, height: float) -> str:
    """Return a figure as its picture shows it: raised, or level."""
    level = c.translate(LEVEL)
    tall = stroke.bottom - stroke.top
    if not level.isdecimal() or not 0.3 * height < tall < 1.3 * height:
        return c
    is_raised = base - stroke.bottom > RISE * height
    was_raised = level.translate(RAISED) == c
    if is_raised == was_raised:
        return c
    return level.translate(RAISED) if is_raised else level


def _baseline(strip: Strip, picture: Picture) -> tuple[float, float]:
    """Return the row of the baseline, and the height of a capital, in pixels; or zeros."""
    strokes = [
        _stroke(picture, box)
        for index in range(len(strip.words))
        for c, box in zip(strip.words[index].text, strip.letters(index), strict=False)
        if c.isdecimal() or (c.isupper() and c.isascii() and c not in "QJ")
    ]
    strokes = [stroke for stroke in strokes if stroke.bottom]
    if not strokes:
        return 0.0, 0.0
    base = median(stroke.bottom for stroke in strokes)
    return base, median(stroke.bottom - stroke.top for stroke in strokes)


def _stroke(picture: Picture, box: Box) -> Stroke:
    """Return the tallest stroke of a letter."""
    return max(
        picture.strokes(*box),
        key=lambda run: run.bottom - run.top,
        default=Stroke(0, 0),
    )


def _ink(picture: Picture, box: Box, base: float) -> Stroke:
    """Return from where to where a letter goes, without a line drawn under it."""
    left, top, right, bottom = box
    runs = list(picture.strokes(left, top, right, min(bottom, base + 1)))
    return Stroke(runs[0].top, runs[-1].bottom) if runs else Stroke(0, 0)
