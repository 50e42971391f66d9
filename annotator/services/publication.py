"""Publish and withdraw: the one gate between drafts and readers."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.domain.errors import ConflictError
from annotator.domain.permissions import Action
from annotator.domain.publications import ClaimView, ScorecardView
from annotator.domain.vocabulary import State
from annotator.services import jobs, seals
from annotator.services.context import Context
from annotator.services.frozen import (
    absences_in,
    freeze,
    passages_in,
    quotes_in,
    thaw,
)
from annotator.services.receipts import require_holding
from annotator.services.views import claim_views, scorecard_view
from annotator.storage import claims, passages, publications, reports, scorecards
from annotator.storage.claims import Claim
from annotator.storage.passages import Placement
from annotator.storage.publications import Kind, Publication, PublishedPassage


@dataclass(frozen=True)
class Plan:
    """What publishing a scorecard would make public, so that nobody is surprised."""

    claims: tuple[str, ...]  # slugs of claims that are new or changed
    reports: tuple[str, ...]  # titles of reports that become public


def publish_claim(context: Context, slug: str) -> Publication:
    """Freeze a claim as it stands and show it to readers, with the reports it cites."""
    context.require(Action.PUBLISH)
    claim = claims.by_slug(context.session, slug)
    [view] = claim_views(context, [claim])
    require_holding(context, [view])
    _seal(context, [view])
    return _publish_claim(context, claim, view)


def withdraw_claim(context: Context, slug: str) -> None:
    """Take a claim back from readers; its editions stay in the history."""
    context.require(Action.PUBLISH)
    claim = claims.by_slug(context.session, slug)
    _withdraw(context, Kind.CLAIM, slug)
    claim.state = State.WITHDRAWN


def plan_scorecard(context: Context, slug: str) -> Plan:
    """Return what publishing this scorecard would make public."""
    context.require(Action.READ_DRAFTS)
    scorecard = scorecards.by_slug(context.session, slug)
    views = claim_views(context, _its_claims(context, scorecard.models))
    changed = [view for view in views if has_changed(context, view)]
    whole = scorecard_view(context, scorecard)
    cited = {report for view in changed for report in _reports_in(view)}
    cited |= {quote.report for quote in quotes_in(whole)}
    cited |= {report.slug for report in whole.reports}
    drafts = [reports.by_slug(context.session, cite) for cite in sorted(cited)]
    return Plan(
        claims=tuple(view.slug for view in changed),
        reports=tuple(report.title for report in drafts if not report.is_public),
    )


def publish_scorecard(context: Context, slug: str) -> Publication:
    """Publish a scorecard, and each of its claims that is new or has changed."""
    context.require(Action.PUBLISH)
    scorecard = scorecards.by_slug(context.session, slug)
    its_claims = _its_claims(context, scorecard.models)
    views = zip(its_claims, claim_views(context, its_claims), strict=True)
    changed = [each for each in views if has_changed(context, each[1])]
    whole = scorecard_view(context, scorecard)
    require_holding(context, [view for _, view in changed])
    _seal(context, [*(view for _, view in changed), whole])
    for claim, view in changed:
        _publish_claim(context, claim, view)
    for report in whole.reports:
        _publish_report(context, report.slug)
    scorecard.state = State.PUBLISHED
    return _publish(context, Kind.SCORECARD, whole.title, whole)


def withdraw_scorecard(context: Context, slug: str) -> None:
    """Take a scorecard back from readers; its claims stay."""
    context.require(Action.PUBLISH)
    scorecard = scorecards.by_slug(context.session, slug)
    _withdraw(context, Kind.SCORECARD, slug)
    scorecard.state = State.WITHDRAWN


def has_changed(context: Context, view: ClaimView | ScorecardView) -> bool:
    """Whether publishing ``view`` would change what readers see."""
    kind = Kind.CLAIM if isinstance(view, ClaimView) else Kind.SCORECARD
    shown = publications.find(context.session, kind, view.slug)
    # Not as JSON: an earlier version may have frozen it without what came to be since.
    return shown is None or thaw(shown) != view


def _its_claims(context: Context, models: list[Any]) -> list[Claim]:
    found = claims.about(context.session, models)
    return [claim for claim in found if claim.state is not State.WITHDRAWN]


def _publish_claim(context: Context, claim: Claim, view: ClaimView) -> Publication:
    if not view.evidence and view.critique is None:
        raise ConflictError(
            f"“{view.text}” has neither evidence nor a critique, so there is nothing "
            "to publish yet."
        )
    for report in sorted(_reports_in(view)):
        _publish_report(context, report)
    claim.state = State.PUBLISHED
    return _publish(context, Kind.CLAIM, view.text, view)


def _reports_in(view: ClaimView) -> set[str]:
    """Return the reports that a claim quotes, or says do not say something."""
    quoted = {quote.report for quote in quotes_in(view)}
    return quoted | {absence.report for absence in absences_in(view)}


def _publish(
    context: Context, kind: Kind, title: str, view: ClaimView | ScorecardView
) -> Publication:
    last = publications.find_last(context.session, kind, view.slug)
    if last is not None and not last.withdrawn and thaw(last) == view:
        return last
    body = freeze(view)
    publication = Publication(
        kind=kind,
        slug=view.slug,
        title=title,
        edition=last.edition + 1 if last else 1,
        body=body,
        sha256=hashlib.sha256(body.encode()).hexdigest(),
        withdrawn=False,
        by_id=context.actor.id,
        by=context.actor.name,
        at=context.now,
    )
    context.session.add(publication)
    context.session.flush()
    context.session.add_all(
        PublishedPassage(publication_id=publication.id, passage_id=passage)
        for passage in sorted(passages_in(view))
    )
    context.session.flush()
    return publication


def _seal(context: Context, views: Sequence[ClaimView | ScorecardView]) -> None:
    """Refuse to publish pages unless all their quotes stand; keep that they do."""
    quotes = {quote.passage: quote for view in views for quote in quotes_in(view)}
    found = passages.current(context.session, sorted(quotes))
    unsettled = [p for p in found.values() if not p.is_settled]
    if unsettled:
        named = "; ".join(f"“{_words(p)}” is {p.state}" for p in unsettled)
        raise ConflictError(
            f"Not every quote stands in its report: {named}. Decide on them in the "
            "review queue first."
        )
    seals.keep(context, seals.require(context, list(quotes.values())))


def _words(placement: Placement) -> str:
    passage = placement.passage
    return (passage.exact or passage.description or "Figure or table")[:80]


def _publish_report(context: Context, slug: str) -> None:
    report = reports.by_slug(context.session, slug)
    if report.is_public:
        return
    report.state = State.PUBLISHED
    context.session.flush()
    jobs.index_later(context, report)


def _withdraw(context: Context, kind: Kind, slug: str) -> None:
    last = publications.find_last(context.session, kind, slug)
    if last is None or last.withdrawn:
        raise ConflictError(f"This {kind} is not published.")
    context.session.add(
        Publication(
            kind=kind,
            slug=slug,
            title=last.title,
            edition=last.edition,
            body="",
            sha256="",
            withdrawn=True,
            by_id=context.actor.id,
            by=context.actor.name,
            at=context.now,
        )
    )
    context.session.flush()
