"""Publish and withdraw: the one gate between drafts and readers."""

import hashlib
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from annotator.domain.errors import ConflictError
from annotator.domain.permissions import Action
from annotator.domain.publications import ClaimView, ScorecardView
from annotator.domain.vocabulary import State
from annotator.services import jobs
from annotator.services.context import Context
from annotator.services.views import (
    claim_views,
    passages_in,
    quotes_in,
    scorecard_view,
)
from annotator.storage import claims, passages, publications, reports, scorecards
from annotator.storage.claims import Claim
from annotator.storage.publications import Kind, Publication, PublishedPassage

CLAIM: TypeAdapter[ClaimView] = TypeAdapter(ClaimView)
SCORECARD: TypeAdapter[ScorecardView] = TypeAdapter(ScorecardView)


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
    cited = {quote.report for view in changed for quote in quotes_in(view)}
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
    for claim, view in zip(its_claims, claim_views(context, its_claims), strict=True):
        if has_changed(context, view):
            _publish_claim(context, claim, view)
    whole = scorecard_view(context, scorecard)
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
    return shown is None or shown.body != _frozen(view)


def _its_claims(context: Context, models: list[Any]) -> list[Claim]:
    found = claims.about(context.session, models)
    return [claim for claim in found if claim.state is not State.WITHDRAWN]


def _publish_claim(context: Context, claim: Claim, view: ClaimView) -> Publication:
    if not view.evidence and view.critique is None:
        raise ConflictError(
            f"“{view.text}” has neither evidence nor a critique, so there is nothing "
            "to publish yet."
        )
    for report in sorted({quote.report for quote in quotes_in(view)}):
        _publish_report(context, report)
    claim.state = State.PUBLISHED
    return _publish(context, Kind.CLAIM, view.text, view)


def _publish(
    context: Context, kind: Kind, title: str, view: ClaimView | ScorecardView
) -> Publication:
    _check_quotes(context, view)
    last = publications.find_last(context.session, kind, view.slug)
    body = _frozen(view)
    if last is not None and not last.withdrawn and last.body == body:
        return last
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


def _check_quotes(context: Context, view: ClaimView | ScorecardView) -> None:
    """Refuse a page whose quotes do not all stand in their report."""
    found = passages.current(context.session, sorted(passages_in(view)))
    unsure = [p for p in found.values() if not p.is_sure]
    if unsure:
        quotes = "; ".join(f"“{p.passage.exact[:80]}” is {p.state}" for p in unsure)
        raise ConflictError(f"Not every quote stands in its report: {quotes}.")


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


def _frozen(view: ClaimView | ScorecardView) -> str:
    adapter: TypeAdapter[Any] = CLAIM if isinstance(view, ClaimView) else SCORECARD
    return adapter.dump_json(view).decode()
