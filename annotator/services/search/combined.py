"""Answer what was typed into the search box: quotes first, then words."""

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
from annotator.services.search.quotes import QuoteMatch
from annotator.services.search.results import Results, SearchResult, SentenceHit
from annotator.services.search.words import search

MOST_PLACES = 40  # that are looked at, of a quote
MOST_WORDINGS = 5  # that are shown, of a quote that nobody says exactly
LEAST_QUOTE = 12  # code points: a shorter one is looked for as words alone
LONGEST_QUOTE = 4_000  # code points
LIKE = 0.75  # from which on places come before the words', if it may be no quote at all


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
    """How reports put a quote, with every place that puts it so, the best first."""

    exact: str
    is_exact: bool  # whether it says what was typed
    segments: tuple[DiffPart, ...]  # what was typed beside what stands there
    hits: tuple[QuoteHit, ...]

    @property
    def first(self) -> QuoteHit:
        """The place that is shown."""
        return self.hits[0]

    @property
    def others(self) -> tuple[QuoteHit, ...]:
        """The places that say the same."""
        return self.hits[1:]


@dataclass(frozen=True)
class Answer:
    """What was found for what was typed."""

    quote: str  # what was looked for as a quote, "" if nothing was
    wordings: tuple[Wording, ...]
    results: Results  # of the words

    @property
    def is_said(self) -> bool:
        """Whether a report says the quote exactly."""
        return any(wording.is_exact for wording in self.wordings)

    @property
    def has_others(self) -> bool:
        """Whether the words stand anywhere but where the quote does."""
        return any(not self._is_of_quote(result) for result in self.results.found)

    @property
    def is_empty(self) -> bool:
        """Whether neither the quote nor the words were found."""
        return not self.wordings and not self.results.total

    def _is_of_quote(self, found: SearchResult) -> bool:
        return isinstance(found, SentenceHit) and any(
            _is_within(found.place, hit.place)
            for wording in self.wordings
            for hit in wording.hits
        )


def _is_within(place: Place, other: Place) -> bool:
    """Whether ``place`` begins inside the other."""
    return (
        place.revision == other.revision
        and place.span is not None
        and other.span is not None
        and other.span.start <= place.span.start < other.span.end
    )


def answer(
    context: Context, typed: str, only: Mapping[str, str], *, sort: str, page: int
) -> Answer:
    """Return what was found for ``typed``; see ``words.search`` for the choices.

    A quote is looked for with the first page of hits. If there is no such quote, nor
    anything like it, its words are looked for apart: the nearest there is.
    Raises QueryError if the words make no sense as a query.
    """
    context.require(Action.READ_PUBLISHED)
    quote, wordings = ("", ()) if page > 1 else look_for_quote(context, typed, only)
    words = words_to_search(typed)
    if not words:  # a quote of nothing but signs
        return Answer(quote, wordings, Results(0, ()))
    results = search(context, words, sort=sort, page=page, **only)
    apart = words_in(_quote(typed, only))
    if not (results.total or wordings) and apart not in {"", words}:
        results = search(context, apart, sort=sort, page=page, **only)
    return Answer(quote, _leading(typed, wordings, results), results)


def _leading(
    typed: str, wordings: tuple[Wording, ...], results: Results
) -> tuple[Wording, ...]:
    """Return the wordings that are shown before the hits of the words.

    A few words may name a topic: what is only somewhat like them says less about it than
    the sentences with its words do, if there are any.
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
    """Return the quote that was typed, if it is one, and who says it, or nearly.

    ``only`` narrows it by the slugs of a lab, a model or a report, and by the kind of
    report; whoever asks for what is not in the text of a report asks for no quote.
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


def _hit(report: ReportFactsView, said: QuoteMatch) -> QuoteHit:
    is_exact = said.state is PlacementState.EXACT
    return QuoteHit(report, said.place, said.exact, said.score, is_exact)


def _quote(typed: str, only: Mapping[str, str]) -> str:
    """Return the quote that is looked for, "" if none is."""
    quote = quote_in(typed)
    is_of_text = only.get("what", "") in {"", "sentence"} and not only.get("category")
    return quote[:LONGEST_QUOTE] if is_of_text and len(quote) >= LEAST_QUOTE else ""


def _is_wanted(report: ReportFactsView, only: Mapping[str, str]) -> bool:
    return (
        only.get("lab", "") in {"", report.lab.slug}
        and only.get("kind", "").replace("-", " ") in {"", report.kind}
        and only.get("model", "") in {"", *(model.slug for model in report.models)}
    )


def _wordings(quote: str, hits: Iterable[QuoteHit]) -> tuple[Wording, ...]:
    """Return the places by what they say, those first that say what was typed."""
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
