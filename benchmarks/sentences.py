"""The sentences of real reports, and where in their canonical texts each one stands."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.domain.text.canonical_text import (
    PageText,
    join_words,
    page_at,
    words_between,
)
from annotator.domain.text.reading_order import Flow
from annotator.domain.text.sentences import sentence_starts
from benchmarks.questions import letters

SHORTEST = 3  # letters; a lone sign is no sentence


@dataclass(frozen=True)
class Sentence:
    """A sentence of a report; the page (from 1) is the one it begins on."""

    report: str  # the name of its file, without ".pdf"
    page: int
    start: int  # in the canonical text, in code points
    end: int
    text: str

    @property
    def mark(self) -> str:
        """What tells this sentence from others of its page, and says nothing of it."""
        return hashlib.sha256(letters(self.text).encode()).hexdigest()[:10]


def sentences_of(report: str, pages: Sequence[PageText]) -> list[Sentence]:
    """Return the sentences of the running text, then of the footnotes."""
    return [
        sentence
        for flow in (Flow.BODY, Flow.NOTE)
        for sentence in _of_flow(report, pages, flow)
    ]


def _of_flow(report: str, pages: Sequence[PageText], flow: Flow) -> Iterator[Sentence]:
    end = pages[-1].start + len(pages[-1].text)
    words = words_between(pages, 0, end, flow)
    places: list[int] = []  # of each code point of the text that is read
    said: list[str] = []
    for word, following in pairwise([*words, None]):
        piece = word.text
        if following is not None:
            joined = join_words((word, following), "\n\n")
            piece = joined[: len(joined) - len(following.text.replace("\u00ad", ""))]
        said.append(piece)
        places += range(word.start, word.start + len(piece))
    text = "".join(said)
    for first, last in pairwise([*sentence_starts(text), len(text)]):
        sentence = " ".join(text[first:last].split())
        if len(letters(sentence)) >= SHORTEST:
            at = places[first + len(text[first:last]) - len(text[first:last].lstrip())]
            page = page_at(pages, at).number
            yield Sentence(report, page, at, places[last - 1] + 1, sentence)
