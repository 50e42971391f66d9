"""Answer what was typed into the search box: quotes first, then words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from annotator.domain.matching.differences import DiffPart, word_diff
from annotator.domain.permissions import Action
from annotator.domain.query_kind import (
    is_surely_quote,
    quote_in,
    words_in,
    words_to_search,
)
from annotator.domain.text.folding import fold
from annotator.domain.views.reports import ReportFactsView
from annotator.domain.vocabulary import HitKind, PlacementState
from annotator.services.context import Context
from annotator.services.published.gate import visible_facts_by_slug
from annotator.services.search import quotes
from annotator.services.search.quotes import QuotePlace
from annotator.services.search.results import Results, SearchResult
from annotator.services.search.words import search

MOST_PLACES = 40  # that are looked at, of a quote
MOST_WORDINGS = 5  # that are shown, of a quote that nobody says exactly
LEAST_QUOTE = 12  # code points: a shorter one is looked for as words alone
LONGEST_QUOTE = 4_000  # code points
LIKE = 0.75  # from which on places come before the words', if it may be no quote at all


@dataclass(frozen=True)
class Spot:
    """A place in a report that says a quote, or nearly."""

    report: ReportFactsView
    place: QuotePlace


@dataclass(frozen=True)
class Wording:
    """How reports put a quote, with every place that puts it so, the best first."""

    exact: str
    is_exact: bool  # whether it says what was typed
    segments: tuple[DiffPart, ...]  # what was typed beside what stands there
    spots: tuple[Spot, ...]

    @property
    def first(self) -> Spot:
        """The place that is shown."""
        return self.spots[0]

    @property
    def others(self) -> tuple[Spot, ...]:
        """The places that say the same."""
        return self.spots[1:]


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
        return any(not self._is_of_quote(each) for each in self.results.found)

    @property
    def is_empty(self) -> bool:
        """Whether neither the quote nor the words were found."""
        return not self.wordings and not self.results.total

    def _is_of_quote(self, found: SearchResult) -> bool:
        places = [spot.place for each in self.wordings for spot in each.spots]
        return found.kind is HitKind.SENTENCE and any(
            place.revision == found.revision
            and found.start is not None
            and place.start <= found.start < place.end
            for place in places
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
        each for each in wordings if each.is_exact or each.first.place.score >= LIKE
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
    facts = visible_facts_by_slug(context, {each.report for each in places})
    spots = [Spot(facts[each.report], each) for each in places]
    return quote, _wordings(quote, [s for s in spots if _is_wanted(s.report, only)])


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


def _wordings(quote: str, spots: Iterable[Spot]) -> tuple[Wording, ...]:
    """Return the places by what they say, those first that say what was typed."""
    ordered = sorted(spots, key=lambda spot: (not _is_exact(spot), -spot.place.score))
    wordings: dict[tuple[bool, str], list[Spot]] = {}
    for spot in ordered:
        key = _is_exact(spot), fold(spot.place.exact).text
        wordings.setdefault(key, []).append(spot)
    return tuple(
        Wording(
            exact=same[0].place.exact,
            is_exact=is_exact,
            segments=() if is_exact else tuple(word_diff(quote, same[0].place.exact)),
            spots=tuple(same),
        )
        for (is_exact, _), same in islice(wordings.items(), MOST_WORDINGS)
    )


def _is_exact(spot: Spot) -> bool:
    return spot.place.state is PlacementState.EXACT
