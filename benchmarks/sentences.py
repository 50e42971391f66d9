"""The sentences of real reports, and where in their canonical texts each one stands."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.domain.text.canonical_text import PageText
from annotator.domain.text.layout.lines import SAID, Flow
from annotator.domain.text.sentences import sentences
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
    return [sentence for flow in SAID for sentence in _of_flow(report, pages, flow)]


def _of_flow(report: str, pages: Sequence[PageText], flow: Flow) -> Iterator[Sentence]:
    for said in sentences(pages, flow):
        if len(letters(said.text)) >= SHORTEST:
            span = said.span
            yield Sentence(report, said.page, span.start, span.end, said.text)
