"""All claims and scorecards that readers see at one time, read once after a publication.

Publications never change, so what was read for the state before is taken over, and only
what was published since is read.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from annotator import write_lock
from annotator.domain.permissions import Action
from annotator.domain.views.contents import ClaimView, ScorecardView
from annotator.services.context import Context
from annotator.services.published.snapshots import (
    quotes_in,
    thaw_claim,
    thaw_scorecard,
)
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind

MOST_BY_ID = 1_000  # ids in one query; more are read with everything (chosen)
_NEWEST = "newest"  # key of the collection that was read last


@dataclass(frozen=True)
class Collection:
    """The published claims and scorecards, by the id of their publication, oldest first."""

    claims_by_id: dict[int, ClaimView]
    scorecards_by_id: dict[int, ScorecardView]

    @cached_property
    def claims(self) -> tuple[ClaimView, ...]:
        """The claims, oldest first."""
        return tuple(self.claims_by_id.values())

    @cached_property
    def scorecards(self) -> tuple[ScorecardView, ...]:
        """The scorecards, oldest first."""
        return tuple(self.scorecards_by_id.values())

    @cached_property
    def claims_by_lab(self) -> dict[str, list[ClaimView]]:
        """The claims by the slug of their lab, oldest first."""
        found = defaultdict(list)
        for claim in self.claims:
            found[claim.lab.slug].append(claim)
        return dict(found)

    @cached_property
    def claims_by_report(self) -> dict[str, list[ClaimView]]:
        """The claims that show a quote from a report, by its slug, oldest first."""
        found = defaultdict(list)
        for claim in self.claims:
            for report in {quote.report for quote in quotes_in(claim)}:
                found[report].append(claim)
        return dict(found)

    @cached_property
    def claims_by_slug(self) -> dict[str, ClaimView]:
        """Each claim by its slug."""
        return {claim.slug: claim for claim in self.claims}


def published(context: Context) -> Collection:
    """Return all that readers see of claims and scorecards now."""
    context.require(Action.READ_PUBLISHED)
    kept = context.stores.collections
    if write_lock.is_held():  # this transaction may be rolled back: do not keep
        return _read(context, kept.find(_NEWEST))
    key = publications.newest_key(context.session)
    known = kept.find(key)
    if known is None:
        known = _read(context, kept.find(_NEWEST))
        kept.keep(key, known)
        kept.keep(_NEWEST, known)
    return known


def _read(context: Context, before: Collection | None) -> Collection:
    """Return the present collection, reading only what is not in the one before."""
    claims = dict(before.claims_by_id) if before else {}
    scorecards = dict(before.scorecards_by_id) if before else {}
    kinds = (PageKind.CLAIM, PageKind.SCORECARD)
    ids = publications.current_ids(context.session, *kinds)
    known = claims.keys() | scorecards.keys()
    new = [number for number in ids if number not in known]
    bodies = (
        publications.by_ids(context.session, new)
        if len(new) <= MOST_BY_ID
        else publications.current(context.session, *kinds)
    )
    for found in bodies:
        if found.kind is PageKind.CLAIM:
            claims[found.id] = thaw_claim(found.body)
        else:
            scorecards[found.id] = thaw_scorecard(found.body)
    return Collection(
        {number: claims[number] for number in ids if number in claims},
        {number: scorecards[number] for number in ids if number in scorecards},
    )
