"""What publishing a claim or a scorecard would make public, and what to look at first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from annotator.domain.checks.findings import Findings
from annotator.domain.permissions import Action
from annotator.domain.views.contents import ClaimView, ScorecardView
from annotator.services.context import Context
from annotator.services.published.editions import changed_claims
from annotator.services.published.gate import gate_of
from annotator.services.publishing import findings
from annotator.services.publishing.drafts_as_pages import claim_views
from annotator.services.publishing.publication import not_public
from annotator.storage import claim_changes
from annotator.storage.claims import absences, claims, evidence
from annotator.storage.claims.scorecards import Scorecard
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Revision
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Standing
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind

SHOWN = 50  # claims that a plan compares with what readers see, and names


@dataclass(frozen=True)
class Plan:
    """What publishing would make public, to be shown beforehand."""

    claims: tuple[str, ...]  # slugs of claims that are new or changed; at most SHOWN
    files: tuple[Revision, ...]  # of reports that are not public yet
    count: int  # of claims that are new or changed
    findings: Findings  # what to look at first
    is_first: bool  # it was never published before
    is_exact: bool = True  # or there are at most so many, too many to compare each

    @property
    def reports(self) -> tuple[str, ...]:
        """The titles of the reports that would become public."""
        return tuple(dict.fromkeys(file.report.title for file in self.files))


def plan_claim(context: Context, view: ClaimView) -> Plan:
    """Return what publishing a claim would make public, given its present view."""
    context.require(Action.READ_DRAFTS)
    changed = changed_claims(context, [view])
    files = not_public(context, changed)
    slugs = tuple(view.slug for view in changed)
    found = findings.of_claims(context, slugs)
    is_first = not _was_published(context, PageKind.CLAIM, view.slug)
    return Plan(slugs, tuple(files), len(changed), found, is_first)


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
    named = claims.slugs_of(context.session, wanted)
    slugs = [named[number] for number in wanted]
    files = {file.id: file for file in not_public(context, [view])}
    for file in _files_of(context, wanted):
        files.setdefault(file.id, file)
    return Plan(
        tuple(slugs[:SHOWN]),
        tuple(files[number] for number in sorted(files)),
        len(wanted),
        findings.of_scorecard(context, view, slugs),
        not _was_published(context, PageKind.SCORECARD, view.slug),
        is_exact,
    )


def _was_published(context: Context, kind: PageKind, slug: str) -> bool:
    return publications.find_last(context.session, kind, slug) is not None


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
    # One that stands in public files alone is shown in one of them.
    cited = passages.placed_outside(session, cited, public.keys())
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
