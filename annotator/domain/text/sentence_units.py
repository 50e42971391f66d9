"""The sentences of a document, each with its words; one over a page break is one."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.text.canonical_text import PageText, Word, join_words
from annotator.domain.text.folding import fold
from annotator.domain.text.reading_order import Flow
from annotator.domain.text.sentences import sentence_starts
from annotator.domain.text.spans import Span

ENDINGS = ".!?:"


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or several that were joined."""

    words: tuple[Word, ...]
    page: int  # on which it begins, from 1
    key: str  # folded, without spaces: how it is compared
    order: int  # among the sentences of its file

    @property
    def span(self) -> Span:
        """Where it stands in the canonical text."""
        return Span(self.words[0].start, self.words[-1].end)

    @property
    def text(self) -> str:
        """Its words as one would quote them."""
        return join_words(self.words, " ")


def sentences(pages: Sequence[PageText], flow: Flow) -> list[Unit]:
    """Return the sentences of one flow, in reading order."""
    words = [
        (page.number, word)
        for page in pages
        for word in page.words
        if word.flow is flow
    ]
    pieces = [word.text + _gap(word) for _, word in words]
    begins = set(sentence_starts("".join(pieces)))
    found: list[Unit] = []
    offset, first = 0, 0
    for index, piece in enumerate(pieces):
        if offset in begins and index > first:
            found.append(_unit(words[first:index], len(found)))
            first = index
        offset += len(piece)
    if words:
        found.append(_unit(words[first:], len(found)))
    return found


def _gap(word: Word) -> str:
    """Return what follows a word: a page's end ends a paragraph only after a full stop."""
    if word.after == "\f":
        return "\n\n" if word.text[-1] in ENDINGS else " "
    return "\n\n" if word.after.startswith("\n\n") else " "


def _unit(words: Sequence[tuple[int, Word]], order: int) -> Unit:
    its = tuple(word for _, word in words)
    key = fold(join_words(its, " ")).text.replace(" ", "")
    return Unit(its, words[0][0], key, order)
