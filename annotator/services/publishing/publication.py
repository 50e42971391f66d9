"""Publish and withdraw claims and scorecards.

Publishing has two steps. ``check_…`` reads the quotes again in the stored files, which
is slow and changes nothing. ``publish_…`` takes the checks and writes; it refuses if
the quotes have changed since they were checked, or if something is found that the editor
has not seen.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from annotator.domain.checks.findings import Findings
from annotator.domain.errors import ConflictError
from annotator.domain.permissions import Action
from annotator.domain.views.contents import ClaimView, ScorecardView
from annotator.domain.vocabulary import State
from annotator.services.claims.absence_status import require_holding
from annotator.services.context import Context
from annotator.services.library.reports import hold_off_removals
from annotator.services.passages.quote_views import shown_placements
from annotator.services.published.editions import (
    NOTHING_TOLD,
    Told,
    changed_claims,
    publish_edition,
    withdraw_edition,
)
from annotator.services.published.gate import gate_of
from annotator.services.published.snapshots import PageView, absences_in, quotes_in
from annotator.services.publishing import findings, report_publication, seals
from annotator.services.publishing.drafts_as_pages import claim_views, scorecard_view
from annotator.services.publishing.findings import NOTHING_SEEN, Over
from annotator.services.publishing.seals import Check
from annotator.storage.claims import claims, scorecards
from annotator.storage.claims.claims import Claim
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Revision
from annotator.storage.passages.passages import Placement
from annotator.storage.published.publications import PageKind, Publication

# Before anything is written


def check_claim(context: Context, slug: str, over: Over = NOTHING_SEEN) -> list[Check]:
    """Check every quote of a claim; raise ConflictError if one does not hold.

    Raises an error as well if something is found that may not be published ``over``.
    """
    context.require(Action.PUBLISH)
    views = claim_views(context, [claims.by_slug(context.session, slug)])
    over.require(_found_on(context, views))
    return _checked(context, views)


def check_scorecard(
    context: Context, slug: str, over: Over = NOTHING_SEEN
) -> list[Check]:
    """Check every quote of a scorecard and its changed claims; raise ConflictError.

    Raises an error as well if something is found that may not be published ``over``.
    """
    context.require(Action.PUBLISH)
    view, changed = _would_change(context, slug)
    over.require(findings.of_scorecard(context, view, [c.slug for c in changed]))
    return _checked(context, [*changed, view])


def find_on_claim(context: Context, slug: str) -> Findings:
    """Return what to look at before a claim is published."""
    context.require(Action.READ_DRAFTS)
    claim = claims.by_slug(context.session, slug)
    return _found_on(context, claim_views(context, [claim]))


def find_on_scorecard(context: Context, slug: str) -> Findings:
    """Return what to look at before a scorecard and its changed claims are published."""
    context.require(Action.READ_DRAFTS)
    view, changed = _would_change(context, slug)
    return findings.of_scorecard(context, view, [claim.slug for claim in changed])


def _would_change(context: Context, slug: str) -> tuple[ScorecardView, list[ClaimView]]:
    """Return a scorecard, and those of its claims that are new or have changed."""
    scorecard = scorecards.by_slug(context.session, slug)
    views = claim_views(context, _claims_on(context, scorecard.models))
    return scorecard_view(context, scorecard), changed_claims(context, views)


def _found_on(context: Context, views: Sequence[ClaimView]) -> Findings:
    """Return what to look at before claims are published, if readers would see it."""
    changed = changed_claims(context, views)
    return findings.of_claims(context, [view.slug for view in changed])


# Writing


def publish_claim(
    context: Context,
    slug: str,
    checks: Sequence[Check],
    over: Over = NOTHING_SEEN,
    told: Told = NOTHING_TOLD,
) -> Publication:
    """Freeze the current claim and publish it, with the files it quotes.

    What was found before publishing is kept with the reason to publish ``over`` it.
    ``told`` is what readers are told of the edition.
    """
    context.require(Action.PUBLISH)
    claim = claims.by_slug(context.session, slug)
    [view] = claim_views(context, [claim])
    found = _found_on(context, [view])
    over.require(found)
    _allow(context, [view], checks)
    _publish_files(context, [view])
    published = _publish_claim(context, claim, view, told)
    findings.keep(context, published, over, found.about(slug))
    return published


def publish_scorecard(
    context: Context,
    slug: str,
    checks: Sequence[Check],
    over: Over = NOTHING_SEEN,
    told: Told = NOTHING_TOLD,
) -> Publication:
    """Publish a scorecard, and each of its claims that is new or has changed.

    What was found before publishing is kept with the reason to publish ``over`` it.
    ``told`` is what readers are told of each new edition.
    """
    context.require(Action.PUBLISH)
    scorecard = scorecards.by_slug(context.session, slug)
    by_slug = {claim.slug: claim for claim in _claims_on(context, scorecard.models)}
    changed = changed_claims(context, claim_views(context, [*by_slug.values()]))
    bare = scorecard_view(context, scorecard)
    found = findings.of_scorecard(context, bare, [view.slug for view in changed])
    over.require(found)
    shown: list[PageView] = [*changed, bare]
    _allow(context, shown, checks)
    _publish_files(context, shown)
    for view in changed:
        published = _publish_claim(context, by_slug[view.slug], view, told)
        findings.keep(context, published, over, found.about(view.slug))
    scorecard.state = State.PUBLISHED
    # Made again, because it lists the reports that have just become public.
    whole = scorecard_view(context, scorecard)
    edition = publish_edition(context, whole.title, whole, told=told)
    findings.keep(context, edition, over, found.found, found.names)
    return edition


def withdraw_claim(context: Context, slug: str) -> None:
    """Withdraw a claim; its editions stay in the history."""
    context.require(Action.PUBLISH)
    claim = claims.by_slug(context.session, slug)
    withdraw_edition(context, PageKind.CLAIM, slug)
    claim.state = State.WITHDRAWN


def withdraw_scorecard(context: Context, slug: str) -> None:
    """Withdraw a scorecard; its claims stay public."""
    context.require(Action.PUBLISH)
    scorecard = scorecards.by_slug(context.session, slug)
    withdraw_edition(context, PageKind.SCORECARD, slug)
    scorecard.state = State.WITHDRAWN


def _claims_on(context: Context, models: list[Any]) -> list[Claim]:
    found = claims.about(context.session, models)
    return [claim for claim in found if claim.state is not State.WITHDRAWN]


def _publish_claim(
    context: Context, claim: Claim, view: ClaimView, told: Told
) -> Publication:
    if not (view.evidence or view.tensions or view.critique):
        raise ConflictError(
            f"“{view.text}” has neither evidence nor a critique, so it cannot be "
            "published yet."
        )
    claim.state = State.PUBLISHED
    return publish_edition(context, view.text, view, told=told)


# The files that are quoted


def _cited(views: Iterable[PageView]) -> set[str]:
    """Return the hashes of the files that pages quote or base absences on."""
    quoted = {quote.revision for view in views for quote in quotes_in(view)}
    searched = {absence.revision for view in views for absence in absences_in(view)}
    return quoted | searched


def not_public(context: Context, views: Sequence[PageView]) -> list[Revision]:
    """Return the files that pages cite and that are not public, with their reports."""
    known = gate_of(context).hashes
    return revisions.by_hashes(context.session, _cited(views) - known)


def _publish_files(context: Context, views: Sequence[PageView]) -> None:
    """Publish the cited files of reports that are not public.

    A new file of a public report is not published here; an editor decides on it apart.
    """
    wanted: dict[str, list[str]] = {}
    for file in not_public(context, views):
        if file.report.state is not State.DRAFT:
            raise ConflictError(
                f"This quotes the file of “{file.report.title}” that was added on "
                f"{file.fetched_at.day} {file.fetched_at:%B %Y}, which is not public. "
                "Publish that file first, on the report’s page."
            )
        wanted.setdefault(file.report.slug, []).append(file.sha256)
    for slug, hashes in sorted(wanted.items()):
        report_publication.include_files(context, slug, hashes)


# The quotes


def _checked(context: Context, views: Sequence[PageView]) -> list[Check]:
    quotes = {quote.passage: quote for view in views for quote in quotes_in(view)}
    _require_settled(context, sorted(quotes))
    return seals.require(context, list(quotes.values()))


def _allow(
    context: Context, views: Sequence[PageView], checks: Sequence[Check]
) -> None:
    """Raise unless all evidence of the pages holds; store the checks as seals."""
    require_holding(context, views)
    _require_here(context, views)
    quotes = {quote.passage: quote for view in views for quote in quotes_in(view)}
    _require_settled(context, sorted(quotes))
    made = {(check.passage, check.revision, check.exact): check for check in checks}
    wanted = {(quote.passage, quote.revision, quote.exact) for quote in quotes.values()}
    if not all(key in made and made[key].holds for key in wanted):
        raise ConflictError(
            "A quote was changed while the quotes were being checked. Review the page "
            "again, then publish."
        )
    seals.keep(context, [made[key] for key in sorted(wanted)])


def _require_here(context: Context, views: Sequence[PageView]) -> None:
    """Raise ConflictError if a file that pages cite was removed."""
    hold_off_removals(context)
    gone = revisions.removed_among(context.session, _cited(views))
    if gone:
        named = "; ".join(f"“{title}”" for title in {x.report.title for x in gone})
        raise ConflictError(f"This quotes reports that have been removed: {named}.")


def _require_settled(context: Context, passage_ids: Sequence[int]) -> None:
    found = shown_placements(context, passage_ids)
    newest = [placements[0] for placements in found.values()]
    unsettled = [file for file in newest if not file.is_settled]
    if unsettled:
        named = "; ".join(f"“{_words(p)}” is {p.state}" for p in unsettled)
        raise ConflictError(
            f"Not every quote matches its report: {named}. Decide on them in the "
            "review queue first."
        )


def _words(placement: Placement) -> str:
    passage = placement.passage
    return (passage.exact or passage.description or "Figure or table")[:80]
