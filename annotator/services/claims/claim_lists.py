"""The library of claims: a page of those that meet filters, with what is known of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from annotator.domain.permissions import Action
from annotator.domain.vocabulary import Stance
from annotator.services.context import Context
from annotator.storage import claim_lists
from annotator.storage.claim_lists import ClaimFilters as ClaimFilters
from annotator.storage.claim_lists import Sort as Sort
from annotator.storage.claims import evidence, verdicts
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.scorecards import Scorecard
from annotator.storage.claims.verdicts import Verdict

CLAIMS_ON_A_PAGE = 50
MOST_WORDS = 12  # that are looked for


@dataclass(frozen=True)
class ListedClaim:
    """A claim as the library lists it."""

    claim: Claim
    changed_at: datetime  # it, its evidence, critique or verdict
    stances: tuple[tuple[Stance, int], ...]  # of its evidence, with how often
    verdict: Verdict | None


@dataclass(frozen=True)
class ClaimPage:
    """One page of a list of claims; pages count from 1."""

    claims: tuple[ListedClaim, ...]
    total: int  # of claims that meet the filters
    number: int

    @property
    def has_more(self) -> bool:
        """Whether there is a page after this one."""
        return self.number * CLAIMS_ON_A_PAGE < self.total


def words_of(typed: str) -> tuple[str, ...]:
    """Return the words typed that claims are asked for."""
    return tuple(re.findall(r"\S+", typed)[:MOST_WORDS])


def list_page(
    context: Context, filters: ClaimFilters, *, sort: Sort, page: int = 1
) -> ClaimPage:
    """Return one page of the claims that meet the filters."""
    context.require(Action.READ_DRAFTS)
    number = max(1, page)
    rows = claim_lists.page(
        context.session,
        filters,
        sort=sort,
        limit=CLAIMS_ON_A_PAGE,
        offset=(number - 1) * CLAIMS_ON_A_PAGE,
    )
    ids = [claim.id for claim, _ in rows]
    stances = evidence.stances(context.session, ids)
    judged = verdicts.latest(context.session, ids)
    return ClaimPage(
        tuple(
            ListedClaim(claim, at, stances.get(claim.id, ()), judged.get(claim.id))
            for claim, at in rows
        ),
        claim_lists.count(context.session, filters),
        number,
    )


def count_claims(context: Context) -> int:
    """Return how many claims there are."""
    context.require(Action.READ_DRAFTS)
    return claim_lists.count(context.session, ClaimFilters())


def count_by_category(context: Context, scorecard: Scorecard) -> dict[int, int]:
    """Return how many claims on a scorecard's models each category has, by its id."""
    context.require(Action.READ_DRAFTS)
    models = [model.id for model in scorecard.models]
    return claim_lists.count_by_category(context.session, models)


def choices(
    context: Context, typed: str, *, chosen: str = "", but: str = ""
) -> Sequence[Claim]:
    """Return claims to choose one from: the chosen one, and those that hold what was typed.

    ``chosen`` and ``but``, which is left out, are slugs. Without words, these are the
    claims that were stated last.
    """
    context.require(Action.READ_DRAFTS)
    return claim_lists.choices(context.session, words_of(typed), chosen=chosen, but=but)
