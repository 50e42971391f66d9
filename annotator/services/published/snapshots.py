"""Freeze views to JSON, and read frozen views back."""

import json
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from annotator.domain.views.contents import (
    AbsenceView,
    ClaimView,
    LabView,
    QuoteView,
    ScorecardView,
)
from annotator.domain.views.reports import PublicReportView
from annotator.storage.published.publications import PageKind, Publication

_CLAIM: TypeAdapter[ClaimView] = TypeAdapter(ClaimView)
_SCORECARD: TypeAdapter[ScorecardView] = TypeAdapter(ScorecardView)
_REPORT: TypeAdapter[PublicReportView] = TypeAdapter(PublicReportView)

View = ClaimView | ScorecardView | PublicReportView
PageView = ClaimView | ScorecardView  # views that show quotes

_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {
    ClaimView: _CLAIM,
    ScorecardView: _SCORECARD,
    PublicReportView: _REPORT,
}
_KINDS = {
    ClaimView: PageKind.CLAIM,
    ScorecardView: PageKind.SCORECARD,
    PublicReportView: PageKind.REPORT,
}


def kind_of(view: View) -> PageKind:
    """Return the kind of page that shows ``view``."""
    return _KINDS[type(view)]


def lab_of(view: View) -> LabView:
    """Return the lab that a page is about."""
    return view.facts.lab if isinstance(view, PublicReportView) else view.lab


def freeze(view: View) -> str:
    """Return a view as JSON; equal views give equal JSON."""
    return _ADAPTERS[type(view)].dump_json(view).decode()


def thaw(publication: Publication) -> View:
    """Return the view that a publication froze."""
    match publication.kind:
        case PageKind.CLAIM:
            return thaw_claim(publication.body)
        case PageKind.SCORECARD:
            return thaw_scorecard(publication.body)
        case PageKind.REPORT:
            return thaw_report(publication.body)


@lru_cache(maxsize=2_048)  # a body is written once and read for many pages
def thaw_claim(body: str) -> ClaimView:
    """Return the view of a published claim from its JSON."""
    return _CLAIM.validate_json(_with_groups(body))


@lru_cache(maxsize=1_000)
def thaw_scorecard(body: str) -> ScorecardView:
    """Return the view of a published scorecard from its JSON."""
    return _SCORECARD.validate_json(_with_groups(body))


@lru_cache(maxsize=4096)
def thaw_report(body: str) -> PublicReportView:
    """Return the view of a published report from its JSON."""
    return _REPORT.validate_json(body)


# Groups of categories were words of the program before they were rows.
_GROUPS = {
    "evaluation": {"slug": "evaluation", "name": "Evaluation categories"},
    "safety case": {"slug": "safety-case", "name": "Safety case categories"},
}


def _with_groups(body: str) -> str:
    """Return frozen JSON with groups in full, where an earlier version froze a word."""
    if not any(f'"group":"{word}"' in body for word in _GROUPS):
        return body
    frozen = json.loads(body)
    for part in frozen.get("cards", [frozen]):
        category = part["category"]
        if isinstance(category["group"], str):
            category["group"] = _GROUPS[category["group"]]
    return json.dumps(frozen, ensure_ascii=False)


def passages_in(view: View) -> set[int]:
    """Return the ids of the passages that a view shows."""
    return {quote.passage for quote in quotes_in(view)}


def absences_in(view: View) -> list[AbsenceView]:
    """Return the absences that a view rests on; only claims rest on absences."""
    if not isinstance(view, ClaimView):
        return []
    return [link.absence for link in view.evidence if link.absence]


def quotes_in(view: View) -> list[QuoteView]:
    """Return the quotes that a view shows; that of a report shows none."""
    if isinstance(view, PublicReportView):
        return []
    if isinstance(view, ClaimView):
        found = [link.quote for link in view.evidence]
        results = [link.result for link in view.evidence if link.result]
        found.append(view.assertion)
        found += [quote for tension in view.tensions for quote in tension.quotes]
        found += [scope.quote for scope in view.scope]
    else:
        tests = [test for card in view.cards for test in card.evaluations]
        found = [threshold.quote for test in tests for threshold in test.thresholds]
        results = [result for test in tests for result in test.results]
    found += [quote for result in results for quote in result.quotes]
    return [quote for quote in found if quote is not None]
