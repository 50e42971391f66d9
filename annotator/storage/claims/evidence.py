"""Evidence: links from claims to what they rest on."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Select,
    func,
    select,
)
from sqlalchemy.orm import (
    InstrumentedAttribute,
    Mapped,
    Session,
    mapped_column,
    relationship,
    selectinload,
)

from annotator.domain.errors import NotFoundError
from annotator.domain.vocabulary import (
    AimsAt,
    LoadBearing,
    ResultState,
    Stance,
    State,
    Strength,
)
from annotator.storage.accounts import User
from annotator.storage.claims.absences import Absence
from annotator.storage.claims.categories import Category
from annotator.storage.claims.claims import Claim, claim_model
from annotator.storage.claims.evaluations import Evaluation, Result
from annotator.storage.claims.tensions import joined
from annotator.storage.database.base import Base, OneOf, Versioned
from annotator.storage.library.reports import Report
from annotator.storage.passages.passages import Passage


class Evidence(Versioned, Base):
    """One link from a claim to a passage, a result, an absence or a source."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint(
            "(passage_id IS NOT NULL AND result_id IS NULL AND absence_id IS NULL"
            " AND source_url = '')"
            " OR (passage_id IS NULL AND result_id IS NOT NULL AND absence_id IS NULL"
            " AND source_url = '')"
            " OR (passage_id IS NULL AND result_id IS NULL AND absence_id IS NOT NULL"
            " AND source_url = '')"
            " OR (passage_id IS NULL AND result_id IS NULL AND absence_id IS NULL"
            " AND source_url <> '')",
            name="one_target",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey(Claim.id), index=True)
    passage_id: Mapped[int | None] = mapped_column(ForeignKey(Passage.id), index=True)
    result_id: Mapped[int | None] = mapped_column(ForeignKey(Result.id), index=True)
    absence_id: Mapped[int | None] = mapped_column(ForeignKey(Absence.id), index=True)
    source_url: Mapped[str] = mapped_column(default="")
    source_title: Mapped[str] = mapped_column(default="")
    stance: Mapped[Stance] = mapped_column(OneOf(Stance))
    aims_at: Mapped[AimsAt] = mapped_column(OneOf(AimsAt), default=AimsAt.CLAIM)
    load_bearing: Mapped[LoadBearing] = mapped_column(
        OneOf(LoadBearing), default=LoadBearing.UNKNOWN
    )
    strength: Mapped[Strength] = mapped_column(
        OneOf(Strength), default=Strength.NOT_RATED
    )
    reasons: Mapped[list[Any]] = mapped_column(JSON, default=list)  # for the strength
    note: Mapped[str] = mapped_column(default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    claim: Mapped[Claim] = relationship(lazy="raise_on_sql")
    passage: Mapped[Passage | None] = relationship(lazy="raise_on_sql")
    result: Mapped[Result | None] = relationship(lazy="raise_on_sql")
    absence: Mapped[Absence | None] = relationship(lazy="raise_on_sql")


class LinkRow(NamedTuple):
    """A standing link to a passage, as a plain row."""

    passage: int
    evidence: int
    stance: Stance
    claim: str  # its slug
    text: str  # of the claim
    category: str  # its slug
    note: str


_WHOLE = (
    selectinload(Evidence.claim),
    selectinload(Evidence.passage),
    selectinload(Evidence.result).selectinload(Result.invoked),
    selectinload(Evidence.result)
    .selectinload(Result.evaluation)
    .selectinload(Evaluation.thresholds),
    selectinload(Evidence.result).selectinload(Result.model),
    selectinload(Evidence.absence).selectinload(Absence.report),
)


def by_id(session: Session, evidence_id: int) -> Evidence:
    """Return a piece of evidence with its claim and target, or raise NotFoundError."""
    query = select(Evidence).where(Evidence.id == evidence_id).options(*_WHOLE)
    evidence = session.scalar(query)
    if evidence is None:
        raise NotFoundError("piece of evidence", evidence_id)
    return evidence


def by_ids(session: Session, evidence_ids: Collection[int]) -> Sequence[Evidence]:
    """Return these links, standing or not, without what they join."""
    query = select(Evidence).where(Evidence.id.in_(evidence_ids))
    return session.scalars(query.order_by(Evidence.id)).all()


def of_claims(session: Session, claim_ids: Sequence[int]) -> Sequence[Evidence]:
    """Return the standing evidence of these claims, in the order it was linked."""
    query = select(Evidence).where(
        Evidence.claim_id.in_(claim_ids), Evidence.withdrawn_at.is_(None)
    )
    return session.scalars(query.options(*_WHOLE).order_by(Evidence.id)).all()


def on_results(session: Session, claim_ids: Sequence[int]) -> Sequence[Evidence]:
    """Return the standing evidence of these claims that is a result, with the result.

    The evaluation of the result is not fetched.
    """
    query = select(Evidence).where(
        Evidence.claim_id.in_(claim_ids),
        Evidence.withdrawn_at.is_(None),
        Evidence.result_id.is_not(None),
    )
    query = query.options(selectinload(Evidence.result).selectinload(Result.invoked))
    return session.scalars(query.order_by(Evidence.id)).all()


def of_passages(session: Session, passage_ids: Sequence[int]) -> Sequence[Evidence]:
    """Return the standing evidence that points to any of these passages."""
    query = select(Evidence).where(
        Evidence.passage_id.in_(passage_ids), Evidence.withdrawn_at.is_(None)
    )
    return session.scalars(query.options(*_WHOLE).order_by(Evidence.id)).all()


def plain_of_passages(
    session: Session, passage_ids: Collection[int], *, withdrawn: bool = False
) -> Sequence[Evidence]:
    """Return the standing (or withdrawn) links to passages, without what they join."""
    is_withdrawn = Evidence.withdrawn_at.is_not(None)
    query = select(Evidence).where(
        Evidence.passage_id.in_(passage_ids),
        is_withdrawn if withdrawn else ~is_withdrawn,
    )
    return session.scalars(query.order_by(Evidence.id)).all()


def passages_by_link(session: Session, link_ids: Collection[int]) -> dict[int, int]:
    """Return the passage that each of these links leads to, by the id of the link."""
    query = select(Evidence.id, Evidence.passage_id).where(
        Evidence.id.in_(link_ids), Evidence.passage_id.is_not(None)
    )
    rows = session.execute(query)
    return {link: passage for link, passage in rows if passage is not None}


def links_to(session: Session, passage_ids: Collection[int]) -> list[LinkRow]:
    """Return the standing links to these passages, in the order they were made."""
    return _links(session, Evidence.passage_id.in_(passage_ids))


def links_in_report(session: Session, report_id: int) -> list[LinkRow]:
    """Return the standing links to passages of a report, in the order they were made."""
    marked = select(Passage.id).where(Passage.report_id == report_id)
    return _links(session, Evidence.passage_id.in_(marked))


def _links(session: Session, which: ColumnElement[bool]) -> list[LinkRow]:
    query: Select[*tuple[Any, ...]] = (
        select(
            Evidence.passage_id,
            Evidence.id,
            Evidence.stance,
            Claim.slug,
            Claim.text,
            Category.slug,
            Evidence.note,
        )
        .join(Evidence.claim)
        .join(Claim.category)
        .where(which, Evidence.withdrawn_at.is_(None))
        .order_by(Evidence.id)
    )
    return [LinkRow(*row) for row in session.execute(query)]


def stances(
    session: Session, claim_ids: Sequence[int]
) -> dict[int, tuple[tuple[Stance, int], ...]]:
    """Return how often each stance is taken by the standing evidence, by claim id."""
    query = (
        select(Evidence.claim_id, Evidence.stance, func.count())
        .where(Evidence.claim_id.in_(claim_ids), Evidence.withdrawn_at.is_(None))
        .group_by(Evidence.claim_id, Evidence.stance)
    )
    found: dict[int, dict[Stance, int]] = {}
    for claim, stance, count in session.execute(query):
        found.setdefault(claim, {})[stance] = count
    return {
        claim: tuple((stance, of[stance]) for stance in Stance if stance in of)
        for claim, of in found.items()
    }


def claims_linked_by(
    session: Session, user_id: int | None, most: int, *, report: str = ""
) -> Sequence[int]:
    """Return the ids of the standing claims that a person linked last, the last first.

    With the slug of a ``report``, only links to its passages count.
    """
    query = (
        select(Evidence.claim_id)
        .join(Evidence.claim)
        .where(
            Evidence.created_by_id == user_id,
            Evidence.withdrawn_at.is_(None),
            Claim.state != State.WITHDRAWN,
        )
    )
    if report:
        query = query.join(Evidence.passage).join(Passage.report)
        query = query.where(Report.slug == report)
    newest_first = query.group_by(Evidence.claim_id).order_by(
        func.max(Evidence.id).desc()
    )
    return session.scalars(newest_first.limit(most)).all()


def passages_of(session: Session, claim_ids: Sequence[int]) -> set[int]:
    """Return the passages that these claims show.

    They rest on them, are asserted in them, or have them in a tension; and these say
    that one of their models has no result in a test on which they rest.
    """
    # Named once: a thousand ids in each of the queries below take long to send.
    named = select(Claim.id).where(Claim.id.in_(claim_ids)).cte()
    these = select(named.c.id)
    standing = Evidence.claim_id.in_(these) & Evidence.withdrawn_at.is_(None)
    quoted = select(Evidence.passage_id).where(standing)
    results = [
        select(cited).join(Evidence, Evidence.result_id == Result.id).where(standing)
        for cited in (Result.passage_id, Result.discount_id)
    ]
    tested = select(Result.evaluation_id).join(
        Evidence, Evidence.result_id == Result.id
    )
    meant = select(claim_model.c.model_id).where(claim_model.c.claim_id.in_(these))
    results.append(
        select(Result.passage_id).where(
            Result.evaluation_id.in_(tested.where(standing)),
            Result.model_id.in_(meant),
            Result.state.not_in([state for state in ResultState if state.tells]),
            Result.withdrawn_at.is_(None),
        )
    )
    asserted = select(Claim.assertion_id).where(Claim.id.in_(these))
    pairs = joined().subquery()
    tense = select(pairs.c.passage_id).where(pairs.c.claim_id.in_(these))
    every = quoted.union(*results, asserted, tense)
    return {found for found in session.scalars(every) if found is not None}


def absences_of(session: Session, claim_ids: Sequence[int]) -> set[int]:
    """Return the absences on which these claims rest."""
    query = select(Evidence.absence_id).where(
        Evidence.claim_id.in_(claim_ids),
        Evidence.withdrawn_at.is_(None),
        Evidence.absence_id.is_not(None),
    )
    return {found for found in session.scalars(query) if found is not None}


def claims_ever_on(session: Session, absence_ids: Collection[int]) -> set[str]:
    """Return the slugs of claims that rest on any of these absences, or once did."""
    query = select(Claim.slug).join(Evidence, Evidence.claim_id == Claim.id)
    query = query.where(Evidence.absence_id.in_(absence_ids))
    return set(session.scalars(query.distinct()))


def claims_citing(
    session: Session, passage_ids: Sequence[int]
) -> dict[int, list[Claim]]:
    """Return, for each passage, the standing claims that show it (see ``passages_of``)."""
    standing = Evidence.withdrawn_at.is_(None)
    tense = joined().subquery()
    shown: list[Select[*tuple[Any, ...]]] = [
        select(Evidence.passage_id, Evidence.claim_id).where(
            Evidence.passage_id.in_(passage_ids), standing
        ),
        *(
            select(cited, Evidence.claim_id)
            .join(Evidence, Evidence.result_id == Result.id)
            .where(cited.in_(passage_ids), standing)
            for cited in (Result.passage_id, Result.discount_id)
        ),
        select(Claim.assertion_id, Claim.id).where(Claim.assertion_id.in_(passage_ids)),
        select(tense.c.passage_id, tense.c.claim_id).where(
            tense.c.passage_id.in_(passage_ids)
        ),
    ]
    pairs = {
        (passage, claim) for query in shown for passage, claim in session.execute(query)
    }
    query = select(Claim).where(
        Claim.id.in_({claim for _, claim in pairs}), Claim.state != State.WITHDRAWN
    )
    known = {claim.id: claim for claim in session.scalars(query)}
    found: dict[int, list[Claim]] = {}
    for passage, claim in sorted(pairs):
        if claim in known:
            found.setdefault(passage, []).append(known[claim])
    return found


def claims_on_results(
    session: Session, result_ids: Sequence[int]
) -> dict[int, list[Claim]]:
    """Return, for each result, the claims it is standing evidence for, in any state."""
    return _claims_on(session, Evidence.result_id, Evidence.result_id.in_(result_ids))


def claims_on_absences(
    session: Session, absence_ids: Sequence[int]
) -> dict[int, list[Claim]]:
    """Return, for each absence, the standing claims that rest on it."""
    these = Evidence.absence_id.in_(absence_ids) & (Claim.state != State.WITHDRAWN)
    return _claims_on(session, Evidence.absence_id, these)


def _claims_on(
    session: Session,
    target: InstrumentedAttribute[int | None],
    which: ColumnElement[bool],
) -> dict[int, list[Claim]]:
    query = select(target, Claim).join(Claim, Claim.id == Evidence.claim_id)
    query = query.where(which, Evidence.withdrawn_at.is_(None)).order_by(Evidence.id)
    found: dict[int, list[Claim]] = {}
    for number, claim in session.execute(query):
        if number is not None and claim not in found.setdefault(number, []):
            found[number].append(claim)
    return found


def withdrawn_of_passage(session: Session, passage_id: int) -> Sequence[Evidence]:
    """Return the withdrawn links to a passage."""
    query = select(Evidence).where(
        Evidence.passage_id == passage_id, Evidence.withdrawn_at.is_not(None)
    )
    return session.scalars(query.options(*_WHOLE).order_by(Evidence.id)).all()


def claims_on_reports(session: Session) -> dict[int, int]:
    """Return how many claims rest on passages of each report, by its id."""
    query = (
        select(Passage.report_id, func.count(Evidence.claim_id.distinct()))
        .join(Evidence.passage)
        .where(Evidence.withdrawn_at.is_(None), Passage.withdrawn_at.is_(None))
        .group_by(Passage.report_id)
    )
    rows = session.execute(query).all()
    return dict(rows)
