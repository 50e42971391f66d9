"""Whether a second, independent reader of a PDF finds the same words in it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from statistics import median

from annotator.domain.text.canonical_text import DASHES, Word
from annotator.domain.text.pages import Box, Character
from annotator.domain.text.scripts import FRACTION_SLASH, LEVEL, RAISED

# Chosen, not measured.
SLACK = 0.6  # points by which the readers' boxes may differ
RISE = 0.08  # of the highest character's box; what rises by more is raised
DESCENT = 0.22  # of a character's box below the baseline, in most fonts

_POWER = re.compile(r"\^(\S*)")  # 10² is not 102
_SAME = str.maketrans(dict.fromkeys(DASHES, "-") | dict.fromkeys("‘’′", "'"))
_INNER_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_]|$)")  # some drop it


def misread(words: Sequence[Word], characters: Sequence[Character]) -> str:
    """Return how the second reader's text differs from ``words``, or "" if it agrees.

    ``characters`` are those of the same page as the second reader gives them. Each word
    is looked for in its own box; where the readers disagree about boxes, the words must
    follow one another in the second reader's order, but for words with raised figures,
    which only their boxes show. White space, ligatures, lowered figures and the kind of
    dash do not count as differences; digits, signs, exponents and capitals do.
    """
    wrong = list(_unlike(words, characters))
    if not wrong:
        return ""
    page = plain("".join(character.text for character in characters))
    raised = [pair for pair in wrong if any(map(_has_script, pair))]
    if not raised and plain(_flat("".join(word.text for word in words))) in page:
        return ""
    word, seen = (raised or wrong)[0]
    return f"Where the quote says “{word}”, the file reads “{seen or 'nothing'}”."


def plain(text: str) -> str:
    """Return ``text`` without what two readers of one file may give differently."""
    whole = _POWER.sub(lambda power: power[1].translate(RAISED), text)
    opened = "".join(map(_open, unicodedata.normalize("NFC", whole)))
    return _INNER_HYPHEN.sub("", opened.translate(_SAME))


def _unlike(
    words: Sequence[Word], characters: Sequence[Character]
) -> Iterator[tuple[str, str]]:
    for word in words:
        seen = _read(list(_within(word.box, characters)))
        if plain(word.text) != plain(seen):
            yield word.text, seen.strip()


def _read(characters: Sequence[Character]) -> str:
    """Return characters of one word; digits that are raised read so."""
    letters = [c for c in characters if c.text.isalnum()]
    tallest = max((_height(c) for c in letters), default=0.0)
    if not tallest:
        return "".join(c.text for c in characters)
    base = median(_baseline(c) for c in letters if _height(c) > 0.9 * tallest)
    text = ""
    for c in characters:
        rise = (base - _baseline(c)) / tallest if c.text.isdecimal() else 0.0
        text += c.text.translate(RAISED) if rise > RISE else c.text
    return text


def _height(character: Character) -> float:
    return character.box[3] - character.box[1]


def _baseline(character: Character) -> float:
    """Return the y of a character's baseline (points), as far as its box tells."""
    return character.box[3] - DESCENT * _height(character)


def _has_script(text: str) -> bool:
    return plain(text) != plain(_flat(text))


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
    if character == FRACTION_SLASH:  # of our own making
        return ""
    decomposed = unicodedata.decomposition(character)
    if decomposed.startswith("<fraction>"):
        upper, _, lower = unicodedata.normalize("NFKC", character).partition("\u2044")
        return upper.translate(RAISED) + lower
    if decomposed.startswith("<super>") and character.isdigit():
        return character
    return unicodedata.normalize("NFKC", character)
