"""Published pages as they are kept: frozen to JSON, and read back."""

from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from annotator.domain.publications import (
    AbsenceView,
    ClaimView,
    QuoteView,
    ResultView,
    ScorecardView,
)
from annotator.storage.publications import Kind, Publication

_CLAIM: TypeAdapter[ClaimView] = TypeAdapter(ClaimView)
_SCORECARD: TypeAdapter[ScorecardView] = TypeAdapter(ScorecardView)


def freeze(view: ClaimView | ScorecardView) -> str:
    """Return the contents of a page as JSON; the same contents are the same JSON."""
    adapter: TypeAdapter[Any] = _CLAIM if isinstance(view, ClaimView) else _SCORECARD
    return adapter.dump_json(view).decode()


def thaw(publication: Publication) -> ClaimView | ScorecardView:
    """Return the contents of a published page of either kind."""
    if publication.kind is Kind.CLAIM:
        return thaw_claim(publication.body)
    return thaw_scorecard(publication.body)


@lru_cache(maxsize=2048)  # a body is written once, and read at every request
def thaw_claim(body: str) -> ClaimView:
    """Return the contents of a published claim."""
    return _CLAIM.validate_json(body)


@lru_cache(maxsize=256)
def thaw_scorecard(body: str) -> ScorecardView:
    """Return the contents of a published scorecard."""
    return _SCORECARD.validate_json(body)


def passages_in(view: ClaimView | ScorecardView) -> set[int]:
    """Return the numbers of the passages that a view shows."""
    return {quote.passage for quote in quotes_in(view)}


def absences_in(view: ClaimView) -> list[AbsenceView]:
    """Return the absences that a claim rests on."""
    return [link.absence for link in view.evidence if link.absence]


def quotes_in(view: ClaimView | ScorecardView) -> list[QuoteView]:
    """Return the quotes that a view shows."""
    if isinstance(view, ClaimView):
        found = [link.quote or _quote_of(link.result) for link in view.evidence]
        found.append(view.assertion)
    else:
        tests = [test for card in view.cards for test in card.evaluations]
        found = [each.quote for test in tests for each in test.thresholds]
        found += [each.quote for test in tests for each in test.results]
    return [quote for quote in found if quote is not None]


def _quote_of(result: ResultView | None) -> QuoteView | None:
    return result.quote if result else None
