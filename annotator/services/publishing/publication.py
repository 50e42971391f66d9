"""Publish and withdraw claims and scorecards.

Publishing has two steps. ``check_…`` reads the quotes again in the stored files, which
is slow and changes nothing. ``publish_…`` takes the checks and writes; it refuses if
the quotes have changed since they were checked.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.domain.errors import ConflictError
from annotator.domain.permissions import Action
from annotator.domain.views.contents import ClaimView, ScorecardView
from annotator.domain.vocabulary import State
from annotator.services.claims.absence_status import require_holding
from annotator.services.context import Context
from annotator.services.library.reports import hold_off_removals
from annotator.services.passages.quote_views import shown_placements
from annotator.services.published.editions import (
    changed_claims,
    publish_edition,
    withdraw_edition,
)
from annotator.services.published.gate import gate_of
from annotator.services.published.snapshots import PageView, absences_in, quotes_in
from annotator.services.publishing import report_publication, seals
from annotator.services.publishing.drafts_as_pages import claim_views, scorecard_view
from annotator.services.publishing.seals import Check
from annotator.storage import claim_changes
from annotator.storage.claims import absences, claims, evidence, scorecards
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.scorecards import Scorecard
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Revision
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Placement, Standing
from annotator.storage.published.publications import PageKind, Publication

SHOWN = 50  # claims that a plan compares with what readers see, and names


@dataclass(frozen=True)
class Plan:
    """What publishing would make public, to be shown beforehand."""

    claims: tuple[str, ...]  # slugs of claims that are new or changed; at most SHOWN
    files: tuple[Revision, ...]  # of reports that are not public yet
    count: int  # of claims that are new or changed
    is_exact: bool = True  # or there are at most so many, too many to compare each

    @property
    def reports(self) -> tuple[str, ...]:
        """The titles of the reports that would become public."""
        return tuple(dict.fromkeys(file.report.title for file in self.files))


# Before anything is written


def plan_claim(context: Context, view: ClaimView) -> Plan:
    """Return what publishing a claim would make public, given its present view."""
    context.require(Action.READ_DRAFTS)
    changed = changed_claims(context, [view])
    files = _not_public(context, changed)
    return Plan(tuple(view.slug for view in changed), tuple(files), len(changed))


def plan_scorecard(context: Context, scorecard: Scorecard, view: ScorecardView) -> Plan:
    """Return what publishing a scorecard would make public, given its present view.

    Only claims that were touched since they were published are compared with what
    readers see, and no more than a page can name.
    """
    context.require(Action.READ_DRAFTS)
    models = [model.id for model in scorecard.models]
    new = claim_changes.unpublished(context.session, models)
    touched = claim_changes.touched(context.session, models)
    is_exact = len(touched) <= SHOWN
    if is_exact:
        touched = _changed(context, touched)
    wanted = [*new, *touched]
    named = claims.by_ids(context.session, wanted[:SHOWN])
    files = {file.id: file for file in _not_public(context, [view])}
    for file in _files_of(context, wanted):
        files.setdefault(file.id, file)
    return Plan(
        tuple(named[number].slug for number in wanted[:SHOWN]),
        tuple(files[number] for number in sorted(files)),
        len(wanted),
        is_exact,
    )


def _changed(context: Context, claim_ids: Sequence[int]) -> list[int]:
    """Return which of these claims publishing would change for readers."""
    found = claims.by_ids(context.session, claim_ids)
    views = claim_views(context, [found[number] for number in claim_ids])
    changed = {view.slug for view in changed_claims(context, views)}
    return [number for number in claim_ids if found[number].slug in changed]


def _files_of(context: Context, claim_ids: Sequence[int]) -> list[Revision]:
    """Return the files that claims would cite and that are not public."""
    session, public = context.session, gate_of(context).files
    cited = evidence.passages_of(session, claim_ids)
    shown: dict[int, Standing] = {}
    # The best of each stays: in a public file, else settled, else the newest.
    for found in passages.standing(session, cited):
        if found.has_place:
            known = shown.get(found.passage_id)
            if known is None or _rank(found, public) > _rank(known, public):
                shown[found.passage_id] = found
    absent = evidence.absences_of(session, claim_ids)
    searched = absences.files_searched(session, absent, public)
    wanted = {found.revision_id for found in shown.values()} | {*searched.values()}
    return list(revisions.with_reports(session, wanted - public.keys()).values())


def _rank(found: Standing, public: Collection[int]) -> tuple[bool, bool]:
    return found.revision_id in public, found.is_settled


def check_claim(context: Context, slug: str) -> list[Check]:
    """Check every quote of a claim; raise ConflictError if one does not hold."""
    context.require(Action.PUBLISH)
    views = claim_views(context, [claims.by_slug(context.session, slug)])
    return _checked(context, views)


def check_scorecard(context: Context, slug: str) -> list[Check]:
    """Check every quote of a scorecard and its changed claims; raise ConflictError."""
    context.require(Action.PUBLISH)
    scorecard = scorecards.by_slug(context.session, slug)
    views = claim_views(context, _claims_on(context, scorecard.models))
    changed = changed_claims(context, views)
    return _checked(context, [*changed, scorecard_view(context, scorecard)])


# Writing


def publish_claim(context: Context, slug: str, checks: Sequence[Check]) -> Publication:
    """Freeze the current claim and publish it, with the files it quotes."""
    context.require(Action.PUBLISH)
    claim = claims.by_slug(context.session, slug)
    [view] = claim_views(context, [claim])
    _allow(context, [view], checks)
    _publish_files(context, [view])
    return _publish_claim(context, claim, view)


def publish_scorecard(
    context: Context, slug: str, checks: Sequence[Check]
) -> Publication:
    """Publish a scorecard, and each of its claims that is new or has changed."""
    context.require(Action.PUBLISH)
    scorecard = scorecards.by_slug(context.session, slug)
    by_slug = {claim.slug: claim for claim in _claims_on(context, scorecard.models)}
    changed = changed_claims(context, claim_views(context, [*by_slug.values()]))
    shown: list[PageView] = [*changed, scorecard_view(context, scorecard)]
    _allow(context, shown, checks)
    _publish_files(context, shown)
    for view in changed:
        _publish_claim(context, by_slug[view.slug], view)
    scorecard.state = State.PUBLISHED
    # Made again, because it lists the reports that have just become public.
    whole = scorecard_view(context, scorecard)
    return publish_edition(context, whole.title, whole)


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


def _publish_claim(context: Context, claim: Claim, view: ClaimView) -> Publication:
    if not (view.evidence or view.tensions or view.critique):
        raise ConflictError(
            f"“{view.text}” has neither evidence nor a critique, so there is nothing "
            "to publish yet."
        )
    claim.state = State.PUBLISHED
    return publish_edition(context, view.text, view)


# The files that are quoted


def _cited(views: Iterable[PageView]) -> set[str]:
    """Return the hashes of the files that pages quote or base absences on."""
    quoted = {quote.revision for view in views for quote in quotes_in(view)}
    searched = {absence.revision for view in views for absence in absences_in(view)}
    return quoted | searched


def _not_public(context: Context, views: Sequence[PageView]) -> list[Revision]:
    """Return the files that pages cite and that are not public, with their reports."""
    known = gate_of(context).hashes
    return revisions.by_hashes(context.session, _cited(views) - known)


def _publish_files(context: Context, views: Sequence[PageView]) -> None:
    """Publish the cited files of reports that are not public.

    A new file of a public report is not published here; an editor decides on it apart.
    """
    wanted: dict[str, list[str]] = {}
    for file in _not_public(context, views):
        if file.report.state is not State.DRAFT:
            raise ConflictError(
                f"This quotes the file of “{file.report.title}” that was taken in on "
                f"{file.fetched_at.day} {file.fetched_at:%B %Y}, which readers do not "
                "see. Publish that file first, on the page of the report."
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
            "A quote was changed while the quotes were read again. Look at the page "
            "once more, then publish."
        )
    seals.keep(context, [made[key] for key in sorted(wanted)])


def _require_here(context: Context, views: Sequence[PageView]) -> None:
    """Raise ConflictError if a file that pages cite was removed."""
    hold_off_removals(context)
    gone = revisions.removed_among(context.session, _cited(views))
    if gone:
        named = "; ".join(f"“{title}”" for title in {x.report.title for x in gone})
        raise ConflictError(f"This quotes what was removed meanwhile: {named}.")


def _require_settled(context: Context, passage_ids: Sequence[int]) -> None:
    found = shown_placements(context, passage_ids)
    newest = [placements[0] for placements in found.values()]
    unsettled = [file for file in newest if not file.is_settled]
    if unsettled:
        named = "; ".join(f"“{_words(p)}” is {p.state}" for p in unsettled)
        raise ConflictError(
            f"Not every quote stands in its report: {named}. Decide on them in the "
            "review queue first."
        )


def _words(placement: Placement) -> str:
    passage = placement.passage
    return (passage.exact or passage.description or "Figure or table")[:80]
