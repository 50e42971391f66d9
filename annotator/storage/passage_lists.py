"""Lists of passages as people ask for them: filtered and paged in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, selectinload

from annotator.domain.vocabulary import PassageKind, Stance
from annotator.storage.accounts import User
from annotator.storage.claims.categories import Category
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.evidence import Evidence
from annotator.storage.library.labs import Lab
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision
from annotator.storage.passages.passages import Passage, unsettled_passages
from annotator.storage.passages.tags import PassageTag


class PassageState(StrEnum):
    """What one can ask of the passages that are listed."""

    UNLINKED = "unlinked"
    NEEDS_REVIEW = "needs review"
    FIGURE = "figure"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class PassageFilters:
    """Which passages are listed: those that meet all that is given (slugs of others).

    They are standing ones, unless withdrawn ones are asked for.
    """

    words: tuple[str, ...] = ()  # all of which it holds
    report: str = ""
    lab: str = ""  # that published its report
    claim: str = ""
    category: str = ""
    stance: Stance | None = None
    author: str = ""  # the name of who marked it
    state: PassageState | None = None
    tag: str = ""


def count(session: Session, filters: PassageFilters) -> int:
    """Return how many passages meet the filters."""
    query = select(func.count(Passage.id)).where(*_met(filters))
    return session.scalar(query) or 0


def page(
    session: Session, filters: PassageFilters, *, limit: int, offset: int
) -> Sequence[Passage]:
    """Return passages that meet the filters with their reports, newest first."""
    query = select(Passage).where(*_met(filters)).options(selectinload(Passage.report))
    query = query.order_by(Passage.id.desc()).limit(limit).offset(offset)
    return session.scalars(query).all()


def ids(session: Session, filters: PassageFilters, *, limit: int) -> Sequence[int]:
    """Return the ids of at most ``limit`` passages that meet the filters."""
    query = select(Passage.id).where(*_met(filters)).order_by(Passage.id.desc())
    return session.scalars(query.limit(limit)).all()


def authors(session: Session, passages: Sequence[Passage]) -> dict[int, str]:
    """Return the names of who marked these passages, by the id of the person."""
    wanted = {passage.created_by_id for passage in passages} - {None}
    query = select(User.id, User.display_name).where(User.id.in_(wanted))
    return dict(iter(session.execute(query).all()))


def _met(filters: PassageFilters) -> list[ColumnElement[bool]]:
    here = select(Revision.id).where(Revision.removed_at.is_(None))
    met = [Passage.revision_id.in_(here), _in_state(filters.state)]
    for word in filters.words:
        met.append(
            Passage.exact.icontains(word, autoescape=True)
            | Passage.description.icontains(word, autoescape=True)
        )
    if filters.report:
        met.append(Passage.report.has(Report.slug == filters.report))
    if filters.lab:
        published = select(Report.id).join(Report.lab).where(Lab.slug == filters.lab)
        met.append(Passage.report_id.in_(published))
    if filters.author:
        by = select(User.id).where(User.name == filters.author)
        met.append(Passage.created_by_id.in_(by))
    if filters.tag:
        tagged = select(PassageTag.passage_id).where(PassageTag.tag == filters.tag)
        met.append(Passage.id.in_(tagged))
    if filters.claim or filters.category or filters.stance:
        met.append(_linked(filters))
    return met


def _linked(filters: PassageFilters) -> ColumnElement[bool]:
    """Whether a passage has a standing link that meets all that is asked of links."""
    query = select(Evidence.passage_id).join(Evidence.claim)
    query = query.where(
        Evidence.withdrawn_at.is_(None), Evidence.passage_id.is_not(None)
    )
    if filters.claim:
        query = query.where(Claim.slug == filters.claim)
    if filters.category:
        query = query.where(Claim.category.has(Category.slug == filters.category))
    if filters.stance:
        query = query.where(Evidence.stance == filters.stance)
    return Passage.id.in_(query)


def _in_state(state: PassageState | None) -> ColumnElement[bool]:
    if state is PassageState.WITHDRAWN:
        return Passage.withdrawn_at.is_not(None)
    standing = Passage.withdrawn_at.is_(None)
    match state:
        case PassageState.UNLINKED:
            linked = select(Evidence.passage_id).where(
                Evidence.withdrawn_at.is_(None), Evidence.passage_id.is_not(None)
            )
            return standing & Passage.id.not_in(linked)
        case PassageState.NEEDS_REVIEW:
            return standing & Passage.id.in_(unsettled_passages())
        case PassageState.FIGURE:
            return standing & (Passage.kind == PassageKind.REGION)
        case _:
            return standing
