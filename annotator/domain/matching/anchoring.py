"""Find a quote in a document again, or report that it is not there.

The quote is first looked up exactly, in the folded text of the whole document
(``text.folding``). Several occurrences are told apart by the text around them, by the
expected page, and by their order. If that does not settle it, the quote is aligned
(``matching.alignment``): the best place counts only if it is like the quote, and clearly
more so than the second best. Otherwise a person decides; nothing is guessed silently.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from annotator.domain.matching import alignment
from annotator.domain.matching.alignment import Aligned, QuoteContext
from annotator.domain.matching.differences import (
    FAR,
    WordChange,
    beside,
    cases,
    deciding_changes,
    ends_what_came_before,
    is_another_row,
    signs_beside,
)
from annotator.domain.matching.grams import Grams
from annotator.domain.matching.visual_rows import VisualRows
from annotator.domain.text.canonical_text import (
    PageText,
    page_at,
    pages_between,
    reading_text,
)
from annotator.domain.text.folding import Folded, fold, fold_pages
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import PlacementState

CONTEXT = 32  # code points kept on each side at first, as Hypothesis keeps
LONGEST_CONTEXT = 512  # and at most, if needed to tell two places apart

# Chosen, not measured: scores are from 0 to 1, and ``benchmarks.anchoring`` compares the
# outcome with other tools'.
ACCEPTED = 0.7  # from this score on, an edited passage is taken as found
SUGGESTED = 0.55  # from this score on, a place is offered to a person
LEAD = 0.05  # over the second best; with less, the placement is ambiguous
FITTING = 0.5  # from here on, the context confirms an exact match
LEAST_GLUED = 8  # code points; shorter quotes without spaces would match by chance
CANDIDATES = 5  # places that are kept with a placement

_INSIDE_NUMBER = re.compile(r"\d|[.,]\d")


@dataclass(frozen=True, slots=True)
class TextQuote:
    """A quote, its prefix and its suffix (W3C Web Annotation, TextQuoteSelector)."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """What else is known of where a quote stood; any part may be missing."""

    page: int | None = None  # from 1
    position: float | None = None  # how far into the text, from 0 to 1
    occurrence: int = 0  # which of the equal quotes it was, from 0
    occurrences: int = 1  # how many equal quotes there were


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a quote may stand, and how well it fits, from 0 to 1."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a quote stands: its state, its span if it has one, and a score from 0 to 1.

    ``candidates`` are the places considered, best first; ``changed`` lists the changes
    of words and numbers that decide the meaning.
    """

    state: PlacementState
    span: Span | None = None
    score: float = 0.0
    candidates: tuple[Candidate, ...] = ()
    changed: tuple[WordChange, ...] = ()

    @property
    def runner_up(self) -> float:
        """The score of the second best place, 0 if there is none."""
        return self.candidates[1].score if len(self.candidates) > 1 else 0.0


NOWHERE = Hint()


class Document:
    """The pages of one revision, prepared for looking up quotes."""

    def __init__(self, pages: Sequence[PageText]) -> None:
        self.pages = pages
        self.folded: Folded = fold_pages(pages)
        self._rows = VisualRows()

    def occurrences(self, quote: str) -> Iterator[Span]:
        """Yield each exact occurrence of ``quote``, footnotes after the running text."""
        for start, end in self._matches(quote):
            yield self._span(start, end)

    def locate(self, quote: TextQuote, *, page: int | None = None) -> Placed:
        """Return the exact placement of ``quote``: EXACT, AMBIGUOUS or GONE.

        Equal matches are told apart by how near they are to ``page`` (from 1).
        """
        context = _around(quote)
        ranked = sorted(
            (self._rank(start, end, context, page), start, end)
            for start, end in self._whole_matches(quote.exact, context)
        )
        if not ranked:
            return Placed(PlacementState.GONE)
        if len(ranked) > 1 and ranked[1][0] == ranked[0][0]:
            spans = (self._span(start, end) for _, start, end in ranked[:CANDIDATES])
            candidates = tuple(Candidate(span, 1 / len(ranked)) for span in spans)
            return Placed(PlacementState.AMBIGUOUS, None, 1 / len(ranked), candidates)
        _, start, end = ranked[0]
        return Placed(PlacementState.EXACT, self._span(start, end), 1.0)

    def place(self, quote: TextQuote, hint: Hint = NOWHERE) -> Placed:
        """Return where ``quote``, captured in another text, stands in this document.

        The state is EXACT if the words are the same, capitals included; EDITED if they
        are nearly the same; AMBIGUOUS, with candidates, if a person has to decide; and
        GONE otherwise. It never raises.
        """
        found = self.locate(quote, page=hint.page)
        if found.span and self._is_settled(quote, found.span, hint):
            return self._judged(quote, Candidate(found.span, found.score))
        return self._weigh(quote, hint)

    def judge(self, quote: TextQuote, span: Span) -> Placed:
        """Return the placement of ``quote`` at ``span``: EXACT or EDITED."""
        return self._judged(quote, Candidate(span, 1.0))

    def search(self, words: str, limit: int) -> list[Candidate]:
        """Return at most ``limit`` places that say ``words`` or nearly so, best first."""
        exact = [Candidate(span, 1.0) for span in self.occurrences(words)][:limit]
        if exact:
            return exact
        found = self._aligned(fold(words).text.strip(), QuoteContext())
        return [
            candidate for candidate in found[:limit] if candidate.score >= SUGGESTED
        ]

    def alike(self, words: str) -> list[Candidate]:
        """Return the places that say something like ``words``, best first."""
        return self._aligned(_bare(words), QuoteContext())

    def describe(self, span: Span) -> TextQuote:
        """Return the quote at ``span`` with as much context as makes it unique."""
        exact = reading_text(self.pages, span.start, span.end)
        length = CONTEXT
        quote = TextQuote(exact, *self._around(span, length))
        while length < LONGEST_CONTEXT and not self._is_unique(quote, span):
            length *= 2
            quote = TextQuote(exact, *self._around(span, length))
        return quote

    def hint(self, span: Span, quote: str) -> Hint:
        """Return where ``span`` stands in the document, and which of its equals it is."""
        starts = [span.start for span in self.occurrences(quote)]
        return Hint(
            page=self.page_of(span).number,
            position=span.start / max(1, self.length),
            occurrence=sum(start < span.start for start in starts),
            occurrences=max(1, len(starts)),
        )

    def slice(self, start: int, end: int) -> str:
        """Return the canonical text from ``start`` to ``end``, as it is stored."""
        first = page_at(self.pages, start)
        text = "".join(
            page.text for page in self.pages if first.start <= page.start < end
        )
        return text[start - first.start : end - first.start]

    def read(self, span: Span) -> str:
        """Return the words of ``span`` as a quote: single spaces, broken words joined."""
        return reading_text(self.pages, span.start, span.end)

    def page_of(self, span: Span) -> PageText:
        """Return the page on which ``span`` begins."""
        return page_at(self.pages, span.start)

    @cached_property
    def length(self) -> int:
        """The length of the canonical text, in code points."""
        return self.pages[-1].start + len(self.pages[-1].text) if self.pages else 0

    @cached_property
    def _grams(self) -> Grams:
        return Grams(self.folded.text)

    # Exact

    def _span(self, start: int, end: int) -> Span:
        return Span(*self.folded.origin(start, end))

    def _matches(self, quote: str) -> Iterator[tuple[int, int]]:
        """Yield the matches in the folded text; if there are none, those without spaces."""
        wanted = _bare(quote)
        found = False
        for start in alignment.places_of(wanted, self.folded.text):
            found = True
            yield start, start + len(wanted)
        if not found:
            yield from self._matches_without_spaces(wanted)

    def _matches_without_spaces(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Yield matches that differ only in their spaces: "and/ or", "p= 0.03"."""
        glued = wanted.replace(" ", "")
        if len(glued) < LEAST_GLUED:
            return
        text, places = self._without_spaces
        for at in alignment.places_of(glued, text):
            start, end = places[at], places[at + len(glued) - 1] + 1
            if not deciding_changes(wanted, self.folded.text[start:end]):
                yield start, end

    @cached_property
    def _without_spaces(self) -> tuple[str, Sequence[int]]:
        """The folded text without spaces, and where each of its code points was."""
        text = self.folded.text
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        places = np.flatnonzero(codes != ord(" ")).astype(np.uint32)
        return text.replace(" ", ""), array("I", places.tobytes())

    def _whole_matches(
        self, quote: str, context: tuple[str, str]
    ) -> Iterator[tuple[int, int]]:
        for start, end in self._matches(quote):
            if self._keeps_numbers_whole(start, end, context):
                yield start, end

    def _is_unique(self, quote: TextQuote, span: Span) -> bool:
        placed = self.locate(quote)
        return placed.state is PlacementState.EXACT and placed.span == span

    def _around(self, span: Span, length: int) -> tuple[str, str]:
        """Return the ``length`` folded code points on each side of ``span``."""
        first, last = self.folded.covers(span.start, span.end)
        text = self.folded.text
        return text[max(0, first - length) : first], text[last : last + length]

    def _rank(
        self, start: int, end: int, context: tuple[str, str], page: int | None
    ) -> tuple[int, bool, int]:
        """Return a key that sorts matches, the best fit first."""
        away = 0
        if page is not None:
            away = abs(self.page_of(self._span(start, end)).number - page)
        return -self._agreement(start, end, context), self._cuts_word(start, end), away

    def _agreement(self, start: int, end: int, context: tuple[str, str]) -> int:
        """Return how many code points around the match agree with ``context``."""
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
        """Whether the match cuts no number that the quote's own context leaves whole.

        "2.1 %" does not match in "22.1 %", nor "5 %" in "-5 %"; signs are compared only
        if the context of the quote is known.
        """
        text, (prefix, suffix) = self.folded.text, context
        cut_before = _INSIDE_NUMBER.match(text[max(0, start - 2) : start][::-1])
        cut_after = _INSIDE_NUMBER.match(text[end : end + 2])
        if (
            cut_before and text[start].isdigit() and prefix[-1:] != text[start - 1]
        ) or (cut_after and text[end - 1].isdigit() and suffix[:1] != text[end]):
            return False
        here = signs_beside(
            text[max(0, start - 2) : start], text[start:end], text[end : end + 1]
        )
        there = signs_beside(prefix[-2:], text[start:end], suffix[:1])
        return here == there or not (prefix or suffix)

    # Nearly

    def _is_settled(self, quote: TextQuote, span: Span, hint: Hint) -> bool:
        """Whether the only exact place need not be compared with inexact ones."""
        fit = self._context_fit(quote, span, hint)
        return fit is None or fit >= FITTING

    def _context_fit(self, quote: TextQuote, span: Span, hint: Hint) -> float | None:
        place = self.folded.covers(span.start, span.end)
        return alignment.context_fit(self.folded.text, _context(quote, hint), *place)

    def _weigh(self, quote: TextQuote, hint: Hint) -> Placed:
        """Return the best of all places, exact ones included, if it is clearly the best."""
        context = _context(quote, hint)
        wanted = _bare(quote.exact)
        around = context.prefix, context.suffix
        exact = list(self._whole_matches(quote.exact, around))
        if hint.occurrences == len(exact) > 1:
            span = self._span(*exact[hint.occurrence])
            return self._judged(quote, Candidate(span, ACCEPTED))
        text = self.folded.text
        scored = [
            Aligned(a, b, alignment.score(text, wanted, context, a, b))
            for a, b in exact
        ]
        nearly = [
            candidate
            for candidate in self._nearly(wanted, context)
            if all(candidate.end <= a or b <= candidate.start for a, b in exact)
        ]
        found = self._candidates([*scored, *nearly])
        return self._decide(quote, hint, found, was_exact=bool(exact))

    def _aligned(self, wanted: str, context: QuoteContext) -> list[Candidate]:
        return self._candidates(self._nearly(wanted, context))

    def _nearly(self, wanted: str, context: QuoteContext) -> list[Aligned]:
        return alignment.align(self.folded.text, self._grams, wanted, context)

    def _candidates(self, found: Sequence[Aligned]) -> list[Candidate]:
        best = alignment.apart(sorted(found, key=lambda candidate: -candidate.score))
        return [
            Candidate(self._span(candidate.start, candidate.end), candidate.score)
            for candidate in best
        ]

    def _decide(
        self, quote: TextQuote, hint: Hint, found: list[Candidate], *, was_exact: bool
    ) -> Placed:
        kept = tuple(candidate for candidate in found if candidate.score >= SUGGESTED)[
            :CANDIDATES
        ]
        if not kept:
            return Placed(PlacementState.GONE, score=found[0].score if found else 0.0)
        best = kept[0]
        second = kept[1].score if len(kept) > 1 else 0.0
        clear = best.score >= ACCEPTED and best.score - second >= LEAD
        one_of_several = was_exact and hint.occurrences > 1
        if not clear or (one_of_several and self._is_unlike(quote, hint, best)):
            return Placed(PlacementState.AMBIGUOUS, None, best.score, kept)
        judged = self._judged(quote, best, kept)
        if is_another_row(judged.changed) or self._is_torn(quote, judged):
            return replace(judged, state=PlacementState.AMBIGUOUS, span=None)
        return judged

    def _is_torn(self, quote: TextQuote, judged: Placed) -> bool:
        """Whether the quote is printed there, but the reading order parts its words."""
        if judged.state is not PlacementState.EDITED or judged.span is None:
            return False
        span = judged.span
        return self._rows.say(
            quote.exact, pages_between(self.pages, span.start, span.end)
        )

    def _is_unlike(self, quote: TextQuote, hint: Hint, best: Candidate) -> bool:
        """Whether the text around a place is unlike the context of the quote."""
        fit = self._context_fit(quote, best.span, hint)
        return fit is not None and fit < FITTING

    def _judged(
        self, quote: TextQuote, best: Candidate, candidates: tuple[Candidate, ...] = ()
    ) -> Placed:
        """Return the placement at ``best``: EXACT or EDITED, by comparing the words."""
        placed = Placed(PlacementState.EXACT, best.span, best.score, candidates)
        start, end = self.folded.covers(best.span.start, best.span.end)
        text = self.folded.text
        before, after = text[max(0, start - 2 * FAR) : start], text[end : end + FAR]
        here = there = beside(before, text[start:end], after)
        if quote.prefix or quote.suffix:
            context = _context(quote, NOWHERE)
            there = beside(context.prefix, _bare(quote.exact), context.suffix)
            if ends_what_came_before(before, context.prefix):
                here = there[0], here[1]
        found = self.read(best.span)
        if here == there and found == quote.exact:
            return placed
        glued = here == there and _glued(found) == _glued(quote.exact)
        alike = glued and cases(found) == cases(quote.exact)
        if alike and _bare(found) == _bare(quote.exact):
            return placed
        changed = deciding_changes(
            f"{there[0]}{quote.exact}{there[1]}", f"{here[0]}{found}{here[1]}"
        )
        if alike and not changed:
            return placed
        return replace(placed, state=PlacementState.EDITED, changed=changed)


def _context(quote: TextQuote, hint: Hint) -> QuoteContext:
    return QuoteContext(*_around(quote), hint.position)


def _around(quote: TextQuote) -> tuple[str, str]:
    """Return the folded prefix and suffix of a quote, with the spaces next to it."""
    prefix, suffix = fold(quote.prefix).text, fold(quote.suffix).text
    return (
        f"{prefix} " if quote.prefix[-1:].isspace() else prefix,
        f" {suffix}" if quote.suffix[:1].isspace() else suffix,
    )


def _bare(quote: str) -> str:
    """Return a quote folded, without dashes at its ends that are not minus signs."""
    return re.sub(r"^[- ]+(?![\d.-])", "", fold(quote).text.rstrip("- "))


def _glued(quote: str) -> str:
    return _bare(quote).replace(" ", "")


def _common(one: str, two: str) -> int:
    """Return the length of the common start of two texts, in code points."""
    pairs = zip(one, two, strict=False)
    return next(
        (i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two))
    )
