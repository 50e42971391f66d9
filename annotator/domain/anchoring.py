"""Find a quote in a document again, or say plainly that it is not there.

This finds quotes that differ in nothing that folding keeps (domain.folding). Several
places are told apart by what stands around them, and by the page they are said to be on.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.domain.folding import Folded, fold, fold_pages
from annotator.domain.text import PageText, page_at, reading_text
from annotator.domain.vocabulary import PlacementState

CONTEXT = 32  # code points kept on each side at first; W3C names no number
LONGEST_CONTEXT = 512  # and at most, if so much is needed to tell two places apart

_INSIDE_NUMBER = re.compile(r"\d|[.,]\d")


@dataclass(frozen=True, slots=True)
class Span:
    """Code points ``start`` to ``end`` of a canonical text, end excluded."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextQuote:
    """A quote and its surroundings (W3C Web Annotation, TextQuoteSelector)."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a quote stands: its state, its span unless it has none, and how sure."""

    state: PlacementState
    span: Span | None = None
    score: float = 0.0


class Document:
    """The pages of one revision, made ready to look quotes up in."""

    def __init__(self, pages: Sequence[PageText]) -> None:
        self.pages = pages
        self.folded: Folded = fold_pages(pages)

    def occurrences(self, quote: str) -> Iterator[Span]:
        """Yield each place that says ``quote``, footnotes after the running text."""
        for start, end in self._matches(quote):
            yield Span(*self.folded.origin(start, end))

    def place(self, quote: TextQuote, *, page: int | None = None) -> Placed:
        """Return where ``quote`` stands; a page (from 1) decides between equals."""
        context = fold(quote.prefix).text, fold(quote.suffix).text
        ranked = sorted(
            (self._rank(start, end, context, page), start, end)
            for start, end in self._matches(quote.exact)
            if self._keeps_numbers_whole(start, end, context)
        )
        if not ranked:
            return Placed(PlacementState.GONE)
        (rank, start, end), *others = ranked
        span = Span(*self.folded.origin(start, end))
        if others and others[0][0] == rank:
            return Placed(PlacementState.AMBIGUOUS, span, score=1 / len(ranked))
        return Placed(PlacementState.EXACT, span, score=1.0)

    def describe(self, span: Span) -> TextQuote:
        """Return the quote at ``span`` with as much around it as makes it unique."""
        exact = reading_text(self.pages, span.start, span.end)
        length = CONTEXT
        quote = TextQuote(exact, *self._around(span, length))
        while length < LONGEST_CONTEXT and not self._is_unique(quote, span):
            length *= 2
            quote = TextQuote(exact, *self._around(span, length))
        return quote

    def slice(self, start: int, end: int) -> str:
        """Return the canonical text from ``start`` to ``end``, as it is stored."""
        first = page_at(self.pages, start)
        text = "".join(
            page.text for page in self.pages[first.number - 1 :] if page.start < end
        )
        return text[start - first.start : end - first.start]

    def page_of(self, span: Span) -> PageText:
        """Return the page on which ``span`` begins."""
        return page_at(self.pages, span.start)

    def _matches(self, quote: str) -> Iterator[tuple[int, int]]:
        wanted = fold(quote).text.strip("- ")
        start = self.folded.text.find(wanted) if wanted else -1
        while start != -1:
            yield start, start + len(wanted)
            start = self.folded.text.find(wanted, start + 1)

    def _is_unique(self, quote: TextQuote, span: Span) -> bool:
        placed = self.place(quote)
        return placed.state is PlacementState.EXACT and placed.span == span

    def _around(self, span: Span, length: int) -> tuple[str, str]:
        """Return the ``length`` folded code points on each side of ``span``."""
        first, last = self.folded.covers(span.start, span.end)
        text = self.folded.text
        return text[max(0, first - length) : first], text[last : last + length]

    def _rank(
        self, start: int, end: int, context: tuple[str, str], page: int | None
    ) -> tuple[int, bool, int]:
        """Return how well a match fits; the least is the best."""
        away = 0
        if page is not None:
            span = Span(*self.folded.origin(start, end))
            away = abs(self.page_of(span).number - page)
        return -self._agreement(start, end, context), self._cuts_word(start, end), away

    def _agreement(self, start: int, end: int, context: tuple[str, str]) -> int:
        """Return how many code points around the match are as ``context`` has them."""
        text = self.folded.text
        before = text[max(0, start - LONGEST_CONTEXT) : start].strip()
        after = text[end : end + LONGEST_CONTEXT].strip()
        prefix, suffix = context
        return _common(prefix.strip()[::-1], before[::-1]) + _common(
            suffix.strip(), after
        )

    def _cuts_word(self, start: int, end: int) -> bool:
        text = self.folded.text
        return any(
            text[at - 1 : at].isalnum() and text[at : at + 1].isalnum()
            for at in (start, end)
        )

    def _keeps_numbers_whole(
        self, start: int, end: int, context: tuple[str, str]
    ) -> bool:
        """Whether the match takes no number apart that its own context does not.

        "2.1 %" is not said by a text that says "22.1 %".
        """
        text, (prefix, suffix) = self.folded.text, context
        cut_before = _INSIDE_NUMBER.match(text[max(0, start - 2) : start][::-1])
        cut_after = _INSIDE_NUMBER.match(text[end : end + 2])
        return not (
            (text[start].isdigit() and cut_before and prefix[-1:] != text[start - 1])
            or (text[end - 1].isdigit() and cut_after and suffix[:1] != text[end])
        )


def _common(one: str, two: str) -> int:
    """Return how many code points ``one`` and ``two`` begin with alike."""
    pairs = zip(one, two, strict=False)
    return next(
        (i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two))
    )
