"""Raised and lowered figures as parts of words: 10²⁵, R², CO₂, ½, e^r(x,y)."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from annotator.domain.text.layout.lines import TOUCHING, box_around
from annotator.domain.text.pages import RawWord

_PLAIN_FIGURES = "0123456789+-=()"
_RAISED_FIGURES = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾"
_LOWERED_FIGURES = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"
_DASHES = "−–"
RAISED = str.maketrans(_PLAIN_FIGURES + _DASHES, _RAISED_FIGURES + "⁻⁻")
LOWERED = str.maketrans(_PLAIN_FIGURES + _DASHES, _LOWERED_FIGURES + "₋₋")
LEVEL = str.maketrans(_RAISED_FIGURES + _LOWERED_FIGURES, 2 * _PLAIN_FIGURES)
FRACTION_SLASH = "\u2044"

_FRACTIONS = {
    unicodedata.normalize("NFKC", sign): sign for sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒"
}
_FIGURES = re.compile(r"[\d+−–=()-]+")
_PLAIN = re.compile(r"(?:st|nd|rd|th|TM|SM|[®™*†‡§¶])+", re.IGNORECASE)


def joined(words: Sequence[RawWord], apart: Collection[int]) -> Iterator[RawWord]:
    """Yield ``words``, each with what is raised or lowered right behind it.

    ``apart`` are the indexes of words that stay by themselves: marks of footnotes.
    """
    alone = set(apart)
    last: RawWord | None = None
    for index, word in enumerate(words):
        before = words[index - 1] if index else word
        if last and not {index - 1, index} & alone and _is_glued(before, word):
            last = _merged(last, _with_script(last.text, before, word), word)
            continue
        if last:
            yield last
        last = word
    if last:
        yield last


def _merged(last: RawWord, text: str, word: RawWord) -> RawWord:
    """Return two words that run from left to right as one that reads ``text``."""
    behind = round(10 * (word.box[0] - last.box[0]))
    begins = _begins(last) + _begins(word, behind)
    if text == f"{last.text}^{word.text}":  # a sign of our own making has no width
        begins.insert(len(last.text), behind)
    is_known = len(begins) == len(text)
    return replace(
        last,
        text=text,
        box=box_around((last.box, word.box)),
        steps=tuple(max(0, b - a) for a, b in pairwise(begins)) if is_known else (),
    )


def _begins(word: RawWord, first: int = 0) -> list[int]:
    """Return where each letter begins (tenths of a point), or nothing if not all are known."""
    begins = list(accumulate(word.steps, initial=first))
    return begins if len(begins) == len(word.text) else []


def _is_glued(last: RawWord, word: RawWord) -> bool:
    """Whether a word touches the one before it, and one of them is a script."""
    return last.shift != word.shift and (
        word.box[0] - last.box[2] < TOUCHING * max(last.size, word.size)
    )


def _with_script(text: str, before: RawWord, word: RawWord) -> str:
    """Return ``text``, which ends with ``before``, with ``word`` right behind it."""
    is_figures = _FIGURES.fullmatch(word.text) is not None
    if is_figures and word.shift < 0 and _is_over(before, word):
        return text[: -len(before.text)] + _fraction(before.text, word.text)
    if is_figures and word.shift:
        return text + word.text.translate(RAISED if word.shift > 0 else LOWERED)
    if word.shift > 0 and not _PLAIN.fullmatch(word.text):
        return f"{text}^{word.text}"
    return text + word.text


def _is_over(upper: RawWord, lower: RawWord) -> bool:
    """Whether two words stand as numerator and denominator do."""
    return (
        upper.shift > 0
        and lower.box[0] < upper.box[2]
        and _FIGURES.fullmatch(upper.text) is not None
    )


def _fraction(numerator: str, denominator: str) -> str:
    plain = f"{numerator}{FRACTION_SLASH}{denominator}"
    return _FRACTIONS.get(plain) or (
        numerator.translate(RAISED) + FRACTION_SLASH + denominator.translate(LOWERED)
    )
