"""Whether a second, independent reader of a PDF finds the same words in it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from statistics import median

from annotator.domain.text.canonical_text import DASHES, Word
from annotator.domain.text.pages import Box, Character
from annotator.domain.text.scripts import FRACTION_SLASH, LEVEL, LOWERED, RAISED

# Chosen, not measured.
SLACK = 0.6  # points by which the readers' boxes may differ
RISE = 0.08  # of the highest character's box; by more, a figure is raised or lowered
DESCENT = 0.22  # of a character's box below the baseline, in most fonts

_KEPT_APART = ("<super>", "<sub>")  # 10² is not 102
_SAME = str.maketrans(dict.fromkeys(DASHES, "-") | dict.fromkeys("‘’′", "'"))
_INNER_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_]|$)")  # some drop it


def misread(words: Sequence[Word], characters: Sequence[Character]) -> str:
    """Return how the second reader's text differs from ``words``, or "" if it agrees.

    ``characters`` are those of the same page as the second reader gives them. Each word
    is looked for in its own box; where the readers disagree about boxes, the words must
    follow one another in the second reader's order, but for words with raised or lowered
    figures, which only their boxes show. White space, ligatures and the kind of dash do
    not count as differences; digits, signs and capitals do.
    """
    wrong = list(_unlike(words, characters))
    if not wrong:
        return ""
    page = plain("".join(character.text for character in characters))
    has_script = any(plain(said) != plain(_flat(said)) for said, _ in wrong)
    if not has_script and plain(_flat("".join(word.text for word in words))) in page:
        return ""
    word, seen = wrong[0]
    return f"Where the quote says “{word}”, the file reads “{seen or 'nothing'}”."


def plain(text: str) -> str:
    """Return ``text`` without what two readers of one file may give differently."""
    opened = "".join(map(_open, unicodedata.normalize("NFC", text)))
    return _INNER_HYPHEN.sub("", opened.translate(_SAME))


def _unlike(
    words: Sequence[Word], characters: Sequence[Character]
) -> Iterator[tuple[str, str]]:
    for word in words:
        seen = _read(list(_within(word.box, characters)))
        if plain(word.text) != plain(seen):
            yield word.text, seen.strip()


def _read(characters: Sequence[Character]) -> str:
    """Return characters of one word; digits that are raised or lowered read so."""
    letters = [c for c in characters if c.text.isalnum()]
    tallest = max((_height(c) for c in letters), default=0.0)
    if not tallest:
        return "".join(c.text for c in characters)
    base = median(_baseline(c) for c in letters if _height(c) > 0.9 * tallest)
    text = ""
    for c in characters:
        rise = (base - _baseline(c)) / tallest if c.text.isdecimal() else 0.0
        table = RAISED if rise > RISE else LOWERED if rise < -RISE else {}
        text += c.text.translate(table)
    return text


def _height(character: Character) -> float:
    return character.box[3] - character.box[1]


def _baseline(character: Character) -> float:
    """Return the y of a character's baseline (points), as far as its box tells."""
    return character.box[3] - DESCENT * _height(character)


def _flat(text: str) -> str:
    """Return ``text`` with raised and lowered figures as plain ones."""
    return text.translate(LEVEL)


def _within(box: Box, characters: Sequence[Character]) -> Iterator[Character]:
    left, top, right, bottom = box
    for character in characters:
        x0, y0, x1, y1 = character.box
        across, down = (x0 + x1) / 2, (y0 + y1) / 2
        if (
            left - SLACK < across < right + SLACK
            and top - SLACK < down < bottom + SLACK
        ):
            yield character


def _open(character: str) -> str:
    """Return the letters of a character; "" for white space and format characters."""
    if character.isspace() or (
        unicodedata.category(character) == "Cf" and character not in DASHES
    ):
        return ""
    if character in {"^", FRACTION_SLASH}:  # of our own making
        return ""
    decomposed = unicodedata.decomposition(character)
    if decomposed.startswith("<fraction>"):
        upper, _, lower = unicodedata.normalize("NFKC", character).partition("\u2044")
        return upper.translate(RAISED) + lower.translate(LOWERED)
    if decomposed.startswith(_KEPT_APART) and character.isdigit():
        return character
    return unicodedata.normalize("NFKC", character)
