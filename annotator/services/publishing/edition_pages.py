"""Pages as they were published: an edition's own words, among what was public with it.

What was withdrawn since is left out, and what became of the quotes is told as it is now.
"""

from dataclasses import dataclass, replace

from annotator.domain.errors import AddressError, WithheldError
from annotator.domain.moves.parts import Moves
from annotator.domain.permissions import Action
from annotator.domain.views.contents import ClaimView
from annotator.domain.views.editions import EditionLine, EditionPlace
from annotator.domain.views.pages import ClaimPage, Edition, ScorecardPage
from annotator.domain.views.reports import PublicReportView
from annotator.domain.views.status import CurrentStatus
from annotator.services.context import Context
from annotator.services.published import edition_history
from annotator.services.published.changes import moves_between
from annotator.services.published.contents import may_be_had, opened
from annotator.services.published.gate import gate_of, public_report
from annotator.services.published.snapshots import (
    View,
    absences_in,
    quotes_in,
    thaw,
    thaw_claim,
    thaw_report,
    thaw_scorecard,
)
from annotator.services.publishing.current_status import status_of
from annotator.services.publishing.pages import page_of_claim, page_of_scorecard
from annotator.storage.published import editions
from annotator.storage.published.publications import PageKind


@dataclass(frozen=True)
class ClaimEdition:
    """A claim's page as it was published."""

    page: ClaimPage
    place: EditionPlace


@dataclass(frozen=True)
class ScorecardEdition:
    """A scorecard's page as it was published, with its claims as they stood then."""

    page: ScorecardPage
    place: EditionPlace


@dataclass(frozen=True)
class ReportEdition:
    """A report's facts as they were published, and those files that readers still see."""

    report: PublicReportView
    edition: Edition
    place: EditionPlace


def claim_edition(context: Context, slug: str, number: int) -> ClaimEdition:
    """Return an edition of a claim; raise NotFoundError or WithdrawnError."""
    context.require(Action.READ_PUBLISHED)
    [found] = edition_history.find(context, PageKind.CLAIM, slug, number)
    others = editions.as_of(context.session, PageKind.CLAIM, found.id)
    return ClaimEdition(
        page_of_claim(
            context,
            thaw_claim(found.body),
            edition_history.edition_of(context, found),
            [thaw_claim(other.body) for other in others],
        ),
        edition_history.place_of(context, found),
    )


def scorecard_edition(context: Context, slug: str, number: int) -> ScorecardEdition:
    """Return an edition of a scorecard; raise NotFoundError or WithdrawnError."""
    context.require(Action.READ_PUBLISHED)
    [found] = edition_history.find(context, PageKind.SCORECARD, slug, number)
    claims = editions.as_of(context.session, PageKind.CLAIM, found.id)
    return ScorecardEdition(
        page_of_scorecard(
            context,
            thaw_scorecard(found.body),
            edition_history.edition_of(context, found),
            [thaw_claim(claim.body) for claim in claims],
        ),
        edition_history.place_of(context, found),
    )


def report_edition(context: Context, slug: str, number: int) -> ReportEdition:
    """Return an edition of a report; raise NotFoundError or WithdrawnError."""
    context.require(Action.READ_PUBLISHED)
    [found] = edition_history.find(context, PageKind.REPORT, slug, number)
    view = thaw_report(found.body)
    return ReportEdition(
        _without_gone_files(context, view),
        opened(context, edition_history.edition_of(context, found), view),
        edition_history.place_of(context, found),
    )


def _without_gone_files(context: Context, view: PublicReportView) -> PublicReportView:
    """Return a report of which files that readers do not see now are notes."""
    now = public_report(context, view.slug)
    gone_at = {gone.sha256: gone.withdrawn_at for gone in now.withdrawn}
    for file in view.files:
        if not now.file(file.sha256) and file.sha256 in gone_at:
            view = view.without_file(file.sha256, gone_at[file.sha256])
    return replace(view, files=tuple(f for f in view.files if now.file(f.sha256)))


def contents(context: Context, kind: str, slug: str, number: int) -> bytes:
    """Return the bytes that an edition's hash is of, as JSON.

    Raises WithheldError if something in them may not be shown now, and otherwise as
    the page of the edition does.
    """
    context.require(Action.READ_PUBLISHED)
    [found] = edition_history.find(context, kind, slug, number)
    view = thaw(found)
    status = status_of(context, quotes_in(view), absences_in(view), is_published=True)
    if not may_be_had(context, view, status):
        raise WithheldError(
            f"The contents of edition {number} of this {kind} cannot be downloaded "
            "because they include something that is not public."
        )
    return found.body.encode()


@dataclass(frozen=True)
class Comparison:
    """Two editions of a page side by side."""

    kind: str  # "claim", "scorecard" or "report"
    slug: str
    title: str  # in the newer one
    older: EditionLine
    newer: EditionLine
    moves: Moves
    is_partial: bool  # words of withdrawn files, or that did not hold, are left out


def compare(
    context: Context, kind: str, slug: str, number: int, other: int
) -> Comparison:
    """Return what moved between two editions, whichever of them is named first.

    Raises NotFoundError or WithdrawnError as their pages do, and AddressError if both
    are the same.
    """
    context.require(Action.READ_PUBLISHED)
    if number == other:
        raise AddressError("against", "names the same edition; choose another one.")
    older, newer = edition_history.find(context, kind, slug, *sorted((number, other)))
    views = [thaw(older), thaw(newer)]
    quotes = [quote for view in views for quote in quotes_in(view)]
    absences = [absence for view in views for absence in absences_in(view)]
    status = status_of(context, quotes, absences, is_published=True)
    before, after = (_as_shown(context, view, status) for view in views)
    return Comparison(
        kind=kind,
        slug=slug,
        title=newer.title,
        older=edition_history.line(older),
        newer=edition_history.line(newer),
        moves=moves_between(before, after),
        is_partial=any(map(status.is_withheld, quotes)),
    )


def _as_shown(context: Context, view: View, status: CurrentStatus) -> View:
    """Return what was frozen with everything left out that its page leaves out."""
    if isinstance(view, PublicReportView):
        return _without_gone_files(context, view)
    if isinstance(view, ClaimView):
        return status.of_claim(view)
    shown = gate_of(context).reports
    return replace(
        view,
        reports=tuple(one for one in view.reports if one.slug in shown),
        cards=tuple(
            replace(
                card, evaluations=tuple(map(status.of_evaluation, card.evaluations))
            )
            for card in view.cards
        ),
    )
