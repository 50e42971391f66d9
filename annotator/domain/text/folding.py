"""The folded text, for matching only, with a way back to the canonical text.

Folding removes case, ligatures and full-width forms (Unicode NFKC and case folding), soft
hyphens, hyphens between letters and at the end of a line, the kind of quotation marks and
dashes, and the amount of white space. The flows of a document are folded one after the
other. Folding keeps digits, signs, decimal points, <, ≥, ×, %, superscript digits and
fractions: 1.70× is not 170×.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, pairwise

from annotator.domain.text.canonical_text import (
    DASHES,
    Hyphen,
    PageText,
    Word,
    streams,
    with_next,
)

STREAM_END = "\f"  # ends a stream; folded white space is always a plain space

_SOFT_HYPHEN = "\u00ad"
_QUOTES = dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟″«»", '"')
_KEPT_APART = ("<super>", "<sub>", "<fraction>")  # NFKC would turn these into digits


@dataclass(frozen=True)
class Folded:
    """A folded text; its code point i came from ``starts[i]`` to ``ends[i]``."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the original span of the folded span from ``start`` to ``end``."""
        return self.starts[start], self.ends[end - 1]

    def covers(self, start: int, end: int) -> tuple[int, int]:
        """Return the folded span of the original span from ``start`` to ``end``.

        Each stream is in the order of the text, but streams follow one another, so that
        the place is looked for in each in turn. (0, 0) if it is in none.
        """
        for first, last in pairwise(self._edges):
            low = bisect_right(self.ends, start, first, last)
            high = bisect_left(self.starts, end, first, last)
            if low < high:
                return low, high
        return 0, 0

    @cached_property
    def _edges(self) -> list[int]:
        """The start of each stream, and the end of the last one."""
        inner = [match.end() for match in re.finditer(STREAM_END, self.text)]
        return [0, *inner, len(self.text)]


class _Builder:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add_word(self, text: str, start: int) -> None:
        plain = _fold_plain(text)
        if plain is not None:
            self.texts.append(plain)
            self.starts.extend(range(start, start + len(text)))
            self.ends.extend(range(start + 1, start + len(text) + 1))
            return
        for cluster, offset in _clusters(text):
            folded = _fold_cluster(cluster)
            self.texts.append(folded)
            self.starts.extend([start + offset] * len(folded))
            self.ends.extend([start + offset + len(cluster)] * len(folded))

    def add_mark(self, mark: str, start: int, end: int) -> None:
        self.texts.append(mark)
        self.starts.append(start)
        self.ends.append(end)

    def build(self) -> Folded:
        return _drop_inner_hyphens("".join(self.texts), self.starts, self.ends)


def fold_pages(pages: Sequence[PageText]) -> Folded:
    """Return the folded text of a document: running text, footnotes, then the rest."""
    builder = _Builder()
    for stream in streams(pages):
        for word, following in with_next(stream):
            builder.add_word(word.text, word.start)
            if following is None:
                builder.add_mark(STREAM_END, word.end, word.end)
            elif _has_space_after(word, following):
                builder.add_mark(" ", word.end, word.end + len(word.after))
    return builder.build()


@lru_cache(maxsize=1024)  # a quote is folded several times while it is placed
def fold(text: str) -> Folded:
    """Return typed or pasted ``text`` folded in the same way."""
    builder = _Builder()
    for match in re.finditer(r"\S+", text):
        if _is_folded_away(match.group()):
            continue  # so that it leaves no space either
        if builder.ends and not _is_broken(text, match.start()):
            builder.add_mark(" ", builder.ends[-1], match.start())
        builder.add_word(match.group(), match.start())
    return builder.build()


def _is_folded_away(word: str) -> bool:
    clusters = _clusters(word) if _SOFT_HYPHEN in word else ()
    return bool(clusters) and not any(_fold_cluster(cluster) for cluster, _ in clusters)


def _has_space_after(word: Word, following: Word) -> bool:
    return word.hyphen is Hyphen.NONE and following.start != word.end


def _is_broken(text: str, start: int) -> bool:
    """Whether the word at ``start`` continues one broken at the end of a line."""
    before = text[:start]
    gap = before[len(before.rstrip()) :]
    return "\n" in gap and bool(
        re.search(rf"\w[{re.escape(DASHES)}]$", before.rstrip())
    )


def _fold_plain(text: str) -> str | None:
    """Return ``text`` folded if only its case changes, else None."""
    return text.lower() if text.isascii() and "`" not in text else None


def _clusters(text: str) -> list[tuple[str, int]]:
    """Return each character with its combining marks, and its offset."""
    found: list[tuple[str, int]] = []
    for offset, character in enumerate(text):
        if found and unicodedata.combining(character):
            cluster, start = found[-1]
            found[-1] = (cluster + character, start)
        else:
            found.append((character, offset))
    return found


@lru_cache(maxsize=4096)
def _fold_cluster(cluster: str) -> str:
    if cluster[0] == _SOFT_HYPHEN:
        return ""
    if cluster[0] in DASHES:
        return "-"
    if cluster in _QUOTES:
        return _QUOTES[cluster]
    if unicodedata.decomposition(cluster[0]).startswith(_KEPT_APART):
        return cluster
    plain = unicodedata.normalize("NFKC", cluster).casefold()
    # NFKC splits a mark that stands alone (¸) into a space and a combining mark.
    return cluster if " " in plain else plain


def _drop_inner_hyphens(text: str, starts: list[int], ends: list[int]) -> Folded:
    """Drop hyphens between letters, so that line breaks there do not matter."""
    drop = [match.start() for match in re.finditer(r"(?<=[^\W\d_])-(?=[^\W\d_])", text)]
    if not drop:
        return Folded(text, starts, ends)
    kept = [slice(a + 1, b) for a, b in pairwise([-1, *drop, len(text)])]
    return Folded(
        "".join(text[character] for character in kept),
        list(chain.from_iterable(starts[character] for character in kept)),
        list(chain.from_iterable(ends[character] for character in kept)),
    )
