"""Lists of claims as people ask for them: filtered, sorted and paged in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, selectinload

from annotator.domain.vocabulary import State
from annotator.storage.claim_changes import changed_at
from annotator.storage.claims.categories import SCORECARD_ORDER, Category
from annotator.storage.claims.claims import Claim
from annotator.storage.library.labs import Lab, Model

OFFERED = 30  # claims to choose from at once (chosen, not measured)


class Sort(StrEnum):
    """In which order claims are listed."""

    CHANGED = "recently changed"
    PLACE = "by lab and category"


@dataclass(frozen=True)
class ClaimFilters:
    """Which claims are listed: those that meet all that is given (slugs of others)."""

    words: tuple[str, ...] = ()  # all of which the claim's text holds
    category: str = ""
    lab: str = ""
    models: tuple[str, ...] = ()  # any of which it is about
    state: State | None = None


def count(session: Session, filters: ClaimFilters) -> int:
    """Return how many claims meet the filters."""
    query = select(func.count(Claim.id)).where(*_met(filters))
    return session.scalar(query) or 0


def page(
    session: Session, filters: ClaimFilters, *, sort: Sort, limit: int, offset: int
) -> list[tuple[Claim, datetime]]:
    """Return claims that meet the filters, each with the time of its latest change.

    A change of its evidence, a critique and a verdict are changes of the claim.
    """
    changed = changed_at()
    query = select(Claim, changed).where(*_met(filters))
    query = query.options(
        selectinload(Claim.lab),
        selectinload(Claim.category),
        selectinload(Claim.models),
    )
    if sort is Sort.PLACE:
        query = query.join(Claim.lab).join(Claim.category).join(Category.group)
        query = query.order_by(Lab.name, *SCORECARD_ORDER, Claim.id)
    else:
        query = query.order_by(changed.desc(), Claim.id.desc())
    rows = session.execute(query.limit(limit).offset(offset)).all()
    return [(claim, at) for claim, at in rows]


def count_by_category(session: Session, model_ids: Sequence[int]) -> dict[int, int]:
    """Return how many claims there are about any of these models, by category id."""
    query = select(Claim.category_id, func.count()).where(
        Claim.models.any(Model.id.in_(model_ids))
    )
    return dict(iter(session.execute(query.group_by(Claim.category_id)).all()))


def choices(
    session: Session, words: Sequence[str], *, chosen: str, but: str
) -> Sequence[Claim]:
    """Return the claim called ``chosen``, and standing ones that hold all of the words.

    The chosen one comes first, then the newest; the claim called ``but`` is left out.
    """
    query = select(Claim).where(Claim.slug != but)
    is_chosen = Claim.slug == chosen
    holds = Claim.state != State.WITHDRAWN
    for word in words:
        holds &= Claim.text.icontains(word, autoescape=True)
    query = query.where(is_chosen | holds)
    query = query.order_by(is_chosen.desc(), Claim.id.desc()).limit(OFFERED)
    return session.scalars(query).all()


def _met(filters: ClaimFilters) -> list[ColumnElement[bool]]:
    met = [Claim.text.icontains(word, autoescape=True) for word in filters.words]
    if filters.category:
        met.append(Claim.category.has(slug=filters.category))
    if filters.lab:
        met.append(Claim.lab.has(slug=filters.lab))
    if filters.models:
        met.append(Claim.models.any(Model.slug.in_(filters.models)))
    if filters.state:
        met.append(Claim.state == filters.state)
    return met
