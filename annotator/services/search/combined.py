"""Answer the search box: places that say a quote first, then hits for the words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from annotator.domain.matching.differences import DiffPart, word_diff
from annotator.domain.permissions import Action
from annotator.domain.places import Place
from annotator.domain.query_kind import (
    is_surely_quote,
    quote_in,
    words_in,
    words_to_search,
)
from annotator.domain.text.folding import fold
from annotator.domain.views.reports import ReportFactsView
from annotator.domain.vocabulary import PlacementState
from annotator.services.context import Context
from annotator.services.published.gate import visible_facts_by_slug
from annotator.services.search import quotes
from annotator.services.search.filters import understood
from annotator.services.search.quotes import QuoteMatch
from annotator.services.search.results import Results, SearchResult, SentenceHit
from annotator.services.search.words import search

# Chosen, not measured.
MOST_PLACES = 40  # places of a quote that are examined
MOST_WORDINGS = 5  # wordings of a quote that are shown
LEAST_QUOTE = 12  # code points; shorter texts are searched for only as words
LONGEST_QUOTE = 4_000  # code points
LIKE = 0.75  # least likeness that ranks above hits for the words if it may be no quote


@dataclass(frozen=True)
class QuoteHit:
    """A place in a report that says a quote, or nearly."""

    report: ReportFactsView
    place: Place
    exact: str  # the words there
    score: float  # 1.0 says the same
    is_exact: bool


@dataclass(frozen=True)
class Wording:
    """One wording of a quote in reports, with the places that have it, best first."""

    exact: str
    is_exact: bool  # it says what was typed
    segments: tuple[DiffPart, ...]  # from what was typed to these words
    hits: tuple[QuoteHit, ...]

    @property
    def first(self) -> QuoteHit:
        """The place that is shown."""
        return self.hits[0]

    @property
    def others(self) -> tuple[QuoteHit, ...]:
        """The other places with this wording."""
        return self.hits[1:]


@dataclass(frozen=True)
class Answer:
    """The wordings and hits found for a typed text."""

    quote: str  # the text that was searched for as a quote, or ""
    wordings: tuple[Wording, ...]
    results: Results  # hits for the words

    @property
    def is_said(self) -> bool:
        """Whether a report says the quote exactly."""
        return any(wording.is_exact for wording in self.wordings)

    @property
    def has_others(self) -> bool:
        """Whether there are hits outside the places of the quote."""
        return any(not self._is_of_quote(result) for result in self.results.found)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not self.wordings and not self.results.total

    def _is_of_quote(self, found: SearchResult) -> bool:
        return isinstance(found, SentenceHit) and any(
            _is_within(found.place, hit.place)
            for wording in self.wordings
            for hit in wording.hits
        )


def _is_within(place: Place, other: Place) -> bool:
    """Whether ``place`` begins inside ``other``."""
    return (
        place.revision == other.revision
        and place.span is not None
        and other.span is not None
        and other.span.start <= place.span.start < other.span.end
    )


def answer(
    context: Context, typed: str, only: Mapping[str, str], *, sort: str, page: int
) -> Answer:
    """Search for ``typed``; see ``words.search`` for ``only`` and ``sort``.

    Quotes are searched for only with the first page of hits. If no place is like the
    quote, its words are searched for instead. Raises QueryError if the words are not a
    valid query, and InvalidFormError if ``only`` names what nobody knows.
    """
    context.require(Action.READ_PUBLISHED)
    only = understood(context, only)
    quote, wordings = ("", ()) if page > 1 else look_for_quote(context, typed, only)
    words = words_to_search(typed)
    if not words:  # a quote without letters or digits
        return Answer(quote, wordings, Results(0, ()))
    results = search(context, words, sort=sort, page=page, **only)
    apart = words_in(_quote(typed, only))
    if not (results.total or wordings) and apart not in {"", words}:
        results = search(context, apart, sort=sort, page=page, **only)
    return Answer(quote, _leading(typed, wordings, results), results)


def _leading(
    typed: str, wordings: tuple[Wording, ...], results: Results
) -> tuple[Wording, ...]:
    """Return the wordings that are shown above the hits for the words.

    A few words may name a topic rather than quote. Sentences that contain them, if any,
    are then more relevant than places only somewhat like them.
    """
    if is_surely_quote(typed) or not results.total:
        return wordings
    return tuple(
        wording
        for wording in wordings
        if wording.is_exact or wording.first.score >= LIKE
    )


def look_for_quote(
    context: Context, typed: str, only: Mapping[str, str]
) -> tuple[str, tuple[Wording, ...]]:
    """Return the quote that was typed, or "", and the wordings found for it.

    ``only`` filters by the slugs of a lab, a model or a report, and by kind of report.
    A search for anything but text of reports finds no quotes.
    """
    quote = _quote(typed, only)
    if not quote:
        return "", ()
    report = only.get("report", "")
    [places] = quotes.find_quotes(context, [quote], report=report, limit=MOST_PLACES)
    facts = visible_facts_by_slug(context, {match.place.report for match in places})
    hits = (_hit(facts[match.place.report], match) for match in places)
    return quote, _wordings(
        quote, [hit for hit in hits if _is_wanted(hit.report, only)]
    )


def _hit(report: ReportFactsView, match: QuoteMatch) -> QuoteHit:
    is_exact = match.state is PlacementState.EXACT
    return QuoteHit(report, match.place, match.exact, match.score, is_exact)


def _quote(typed: str, only: Mapping[str, str]) -> str:
    """Return the quote to search for, or ""."""
    quote = quote_in(typed)
    is_of_text = only.get("what", "") in {"", "sentence"} and not only.get("category")
    return quote[:LONGEST_QUOTE] if is_of_text and len(quote) >= LEAST_QUOTE else ""


def _is_wanted(report: ReportFactsView, only: Mapping[str, str]) -> bool:
    return (
        only.get("lab", "") in {"", report.lab.slug}
        and only.get("kind", "") in {"", report.kind}
        and only.get("model", "") in {"", *(model.slug for model in report.models)}
    )


def _wordings(quote: str, hits: Iterable[QuoteHit]) -> tuple[Wording, ...]:
    """Group places by wording; exact ones come first."""
    ordered = sorted(hits, key=lambda hit: (not hit.is_exact, -hit.score))
    wordings: dict[tuple[bool, str], list[QuoteHit]] = {}
    for hit in ordered:
        key = hit.is_exact, fold(hit.exact).text
        wordings.setdefault(key, []).append(hit)
    return tuple(
        Wording(
            exact=same[0].exact,
            is_exact=is_exact,
            segments=() if is_exact else tuple(word_diff(quote, same[0].exact)),
            hits=tuple(same),
        )
        for (is_exact, _), same in islice(wordings.items(), MOST_WORDINGS)
    )
