"""Whether a second, independent reader of a PDF finds the same words in it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from annotator.domain.text.canonical_text import DASHES, Word
from annotator.domain.text.pages import Box, Character

SLACK = 0.6  # points by which the readers' boxes may differ (chosen, not measured)

_KEPT_APART = ("<super>", "<sub>", "<fraction>")  # 10² is not 102
_SAME = str.maketrans(dict.fromkeys(DASHES, "-") | dict.fromkeys("‘’′", "'"))
_INNER_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_]|$)")  # some drop it


def misread(words: Sequence[Word], characters: Sequence[Character]) -> str:
    """Return how the second reader's text differs from ``words``, or "" if it agrees.

    ``characters`` are those of the same page as the second reader gives them. Each word
    is looked for in its own box; where the readers disagree about boxes, the words must
    follow one another in the second reader's order. White space, ligatures and the kind
    of dash do not count as differences; digits, signs and capitals do.
    """
    wrong = next(_unlike(words, characters), None)
    if wrong is None:
        return ""
    page = plain("".join(character.text for character in characters))
    if plain("".join(word.text for word in words)) in page:
        return ""
    word, seen = wrong
    return f"Where the quote says “{word}”, the file reads “{seen or 'nothing'}”."


def plain(text: str) -> str:
    """Return ``text`` without what two readers of one file may give differently."""
    opened = "".join(map(_open, unicodedata.normalize("NFC", text)))
    return _INNER_HYPHEN.sub("", opened.translate(_SAME))


def _unlike(
    words: Sequence[Word], characters: Sequence[Character]
) -> Iterator[tuple[str, str]]:
    for word in words:
        seen = "".join(_within(word.box, characters))
        if plain(word.text) != plain(seen):
            yield word.text, seen.strip()


def _within(box: Box, characters: Sequence[Character]) -> Iterator[str]:
    left, top, right, bottom = box
    for character in characters:
        x0, y0, x1, y1 = character.box
        across, down = (x0 + x1) / 2, (y0 + y1) / 2
        if (
            left - SLACK < across < right + SLACK
            and top - SLACK < down < bottom + SLACK
        ):
            yield character.text


def _open(character: str) -> str:
    """Return the letters of a character; "" for white space and format characters."""
    if character.isspace() or (
        unicodedata.category(character) == "Cf" and character not in DASHES
    ):
        return ""
    if unicodedata.decomposition(character).startswith(_KEPT_APART):
        return character
    return unicodedata.normalize("NFKC", character)
