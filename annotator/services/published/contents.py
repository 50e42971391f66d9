"""Whether readers may have the frozen contents of an edition as they are.

A page leaves out what is not public: quotes from files that were withdrawn, quotes that
their files do not say, names of what readers do not see. The bytes whose hash is printed
cannot leave anything out; so they are given out as long as there is nothing in them that
the page would not show.
"""

from dataclasses import replace

from annotator.domain.views.contents import ClaimView, ScorecardView
from annotator.domain.views.pages import Edition
from annotator.domain.views.reports import PublicReportView
from annotator.domain.views.status import CurrentStatus
from annotator.services.context import Context
from annotator.services.published.collection import published
from annotator.services.published.gate import gate_of
from annotator.services.published.snapshots import (
    View,
    absences_in,
    quotes_in,
)


def opened(
    context: Context, edition: Edition, view: View, status: CurrentStatus | None = None
) -> Edition:
    """Return an edition that says whether readers may have its very contents."""
    return replace(edition, is_open=may_be_had(context, view, status))


def may_be_had(context: Context, view: View, status: CurrentStatus | None) -> bool:
    """Whether all that a view holds may be shown to readers now.

    ``status`` is that of its quotes and absences; the view of a report has none.
    """
    if isinstance(view, PublicReportView):
        return all(gate_of(context).has_file(file.sha256) for file in view.files)
    if status is None or any(map(status.is_withheld, quotes_in(view))):
        return False
    if any(map(status.is_hidden, absences_in(view))):
        return False
    if isinstance(view, ClaimView):
        return _is_public(context, view.parent)
    return _relations_are_public(context, view)


def _is_public(context: Context, claim: str | None) -> bool:
    if claim is None:
        return True
    return claim in published(context).claims_by_slug


def _relations_are_public(context: Context, view: ScorecardView) -> bool:
    """Whether the reports and evaluations that relations name are all public."""
    relations = [
        relation
        for card in view.cards
        for test in card.evaluations
        for relation in test.relations
    ]
    if not relations:
        return True
    shown = gate_of(context).reports
    tests = {
        test.slug
        for scorecard in published(context).scorecards
        for card in scorecard.cards
        for test in card.evaluations
    }
    return all(
        (not one.report or one.report in shown)
        and (not one.other or one.other in tests)
        for one in relations
    )
