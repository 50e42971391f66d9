"""The sentences of a report, each with its place, and their words read back.

A sentence that runs over a page break is one; footnotes have sentences of their own.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from annotator.domain.text.canonical_text import (
    Hyphen,
    PageText,
    Word,
    streams,
    with_next,
)
from annotator.domain.text.reading_order import Flow
from annotator.domain.text.sentences import sentence_starts

SOFT_HYPHEN = "\u00ad"

_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as one reads it, with its span of the canonical text in code points."""

    text: str
    start: int
    end: int
    page: int  # on which it begins, from 1


@dataclass(frozen=True, slots=True)
class Reading:
    """Words as one reads them; ``places`` says where each begins: here, and there.

    "There" is the canonical text; both are code points.
    """

    text: str
    places: tuple[tuple[int, int], ...]

    def place(self, offset: int) -> int:
        """Return where the character at ``offset`` stands in the canonical text."""
        at = max(0, bisect_right(self.places, (offset, 1 << 62)) - 1)
        here, there = self.places[at]
        return there + offset - here

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``start`` to ``end`` stands in the canonical text."""
        return self.place(start), self.place(end - 1) + 1


def read_words(words: Sequence[Word], between_blocks: str = " ") -> Reading:
    """Return ``words`` as running text, as ``text.join_words`` does, with their places."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    length = 0
    for word, following in with_next(words):
        said = word.text.replace(SOFT_HYPHEN, "") + _gap(
            word, following, between_blocks
        )
        if word.hyphen is Hyphen.SOFT and following is not None:
            said = word.text[:-1].replace(SOFT_HYPHEN, "")
        places.append((length, word.start))
        parts.append(said)
        length += len(said)
    return Reading("".join(parts), tuple(places))


def _gap(word: Word, following: Word | None, between_blocks: str) -> str:
    if following is None or word.hyphen is Hyphen.HARD or following.start == word.end:
        return ""
    return between_blocks if word.after == "\n\n" else " "


def sentences(pages: Sequence[PageText]) -> Iterator[Sentence]:
    """Yield each sentence of the running text, then each of the footnotes."""
    for words in streams(pages):
        if words and words[0].flow in (Flow.BODY, Flow.NOTE):
            yield from _sentences(pages, words)


def _sentences(pages: Sequence[PageText], words: list[Word]) -> Iterator[Sentence]:
    whole = read_words(words, "\n\n")
    begins = [here for here, _ in whole.places]
    starts = sentence_starts(whole.text)
    cuts = sorted({bisect_left(begins, start) for start in starts} | {0, len(words)})
    for first, last in pairwise(cuts):
        said = words[first:last]
        start = said[0].start
        page = pages[max(0, bisect_right(pages, start, key=_START) - 1)]
        yield Sentence(read_words(said).text, start, said[-1].end, page.number)


def sentence_words(words: Sequence[Word], start: int, end: int) -> list[Word]:
    """Return the words of the sentence from ``start`` to ``end`` among ``words``.

    They are of the flow that the word at ``start`` is of: between the lines of a
    footnote that goes on overleaf stands the running text of that page.
    """
    inside = [word for word in words if start <= word.start < end]
    flow = inside[0].flow if inside else Flow.BODY
    return [word for word in inside if word.flow is flow]
