"""Tensions: two passages, or a passage and a result, that do not go together."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Select,
    and_,
    or_,
    select,
    union,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.claims import TensionFacts
from annotator.domain.errors import NotFoundError
from annotator.storage.accounts import User
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.evaluations import Evaluation, Result
from annotator.storage.database.base import Base, Versioned
from annotator.storage.passages.passages import Passage


class Tension(Versioned, Base):
    """That a passage does not go together with another, or with a result, in a sentence.

    It stands on the page of its claim, and neither supports nor undercuts it.
    """

    __tablename__ = "tension"
    __table_args__ = (
        CheckConstraint(
            "(other_id IS NOT NULL AND result_id IS NULL)"
            " OR (other_id IS NULL AND result_id IS NOT NULL)",
            name="one_other_side",
        ),
        CheckConstraint("other_id <> passage_id", name="two_passages"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey(Claim.id), index=True)
    sentence: Mapped[str]
    passage_id: Mapped[int] = mapped_column(ForeignKey(Passage.id), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey(Passage.id), index=True)
    result_id: Mapped[int | None] = mapped_column(ForeignKey(Result.id), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    claim: Mapped[Claim] = relationship(lazy="raise_on_sql")
    passage: Mapped[Passage] = relationship(
        lazy="raise_on_sql", foreign_keys=[passage_id]
    )
    other: Mapped[Passage | None] = relationship(
        lazy="raise_on_sql", foreign_keys=[other_id]
    )
    result: Mapped[Result | None] = relationship(lazy="raise_on_sql")

    @property
    def facts(self) -> TensionFacts:
        """What people wrote about it."""
        return TensionFacts(
            self.sentence, self.passage_id, self.other_id, self.result_id
        )

    @property
    def passage_ids(self) -> set[int]:
        """The passages that it joins; those that a result cites are the result's."""
        return {self.passage_id} | ({self.other_id} if self.other_id else set())


_WHOLE = (
    selectinload(Tension.claim),
    selectinload(Tension.passage),
    selectinload(Tension.other),
    selectinload(Tension.result).selectinload(Result.invoked),
    selectinload(Tension.result)
    .selectinload(Result.evaluation)
    .selectinload(Evaluation.thresholds),
    selectinload(Tension.result).selectinload(Result.model),
)


def by_id(session: Session, tension_id: int) -> Tension:
    """Return a tension, also a withdrawn one, with what it joins; or NotFoundError."""
    query = select(Tension).where(Tension.id == tension_id).options(*_WHOLE)
    tension = session.scalar(query)
    if tension is None:
        raise NotFoundError("tension", tension_id)
    return tension


def by_ids(session: Session, tension_ids: Collection[int]) -> Sequence[Tension]:
    """Return these tensions, standing or not, without what they join."""
    query = select(Tension).where(Tension.id.in_(tension_ids))
    return session.scalars(query.order_by(Tension.id)).all()


def of_claims(session: Session, claim_ids: Sequence[int]) -> Sequence[Tension]:
    """Return the standing tensions of these claims, in the order they were noted."""
    query = select(Tension).where(
        Tension.claim_id.in_(claim_ids), Tension.withdrawn_at.is_(None)
    )
    return session.scalars(query.options(*_WHOLE).order_by(Tension.id)).all()


def of_passages(session: Session, passage_ids: Collection[int]) -> Sequence[Tension]:
    """Return the standing tensions that join any of these passages."""
    query = select(Tension).where(
        joins(Tension.passage_id.in_(passage_ids), Tension.other_id.in_(passage_ids))
    )
    return session.scalars(query.options(*_WHOLE).order_by(Tension.id)).all()


def find_same(session: Session, claim_id: int, facts: TensionFacts) -> Tension | None:
    """Return the standing tension of a claim that joins the same, if there is one."""
    there = and_(
        Tension.passage_id == facts.passage,
        Tension.other_id == facts.other
        if facts.other is not None
        else Tension.result_id == facts.result,
    )
    turned = and_(Tension.passage_id == facts.other, Tension.other_id == facts.passage)
    query = select(Tension).where(Tension.claim_id == claim_id, joins(there, turned))
    return session.scalar(query.options(*_WHOLE).order_by(Tension.id).limit(1))


def joins(*sides: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a tension stands, and any of this is true of its sides."""
    return and_(Tension.withdrawn_at.is_(None), or_(*sides))


def joined() -> Select[Any]:
    """Select each standing tension's claim with each passage that it shows.

    The columns are claim_id and passage_id; the passages that a result cites are shown.
    """
    stands = Tension.withdrawn_at.is_(None)
    claim = Tension.claim_id.label("claim_id")
    sides = [
        select(claim, side.label("passage_id")).where(stands)
        for side in (Tension.passage_id, Tension.other_id)
    ]
    cited = [
        select(claim, side.label("passage_id")).join(Tension.result).where(stands)
        for side in (Result.passage_id, Result.discount_id)
    ]
    every = union(*sides, *cited).subquery()
    return select(every.c.claim_id, every.c.passage_id).where(
        every.c.passage_id.is_not(None)
    )


def citing(session: Session, passage_ids: Collection[int]) -> list[tuple[str, int]]:
    """Return the sentence of each standing tension that joins these, with which."""
    found = []
    for side in (Tension.passage_id, Tension.other_id):
        query = select(Tension.sentence, side).where(joins(side.in_(passage_ids)))
        found += [*session.execute(query.order_by(Tension.id))]
    return [(sentence, passage) for sentence, passage in found if passage is not None]


def on_result(session: Session, result_id: int) -> Sequence[str]:
    """Return the sentence of each standing tension with this result."""
    query = select(Tension.sentence).where(joins(Tension.result_id == result_id))
    return session.scalars(query.order_by(Tension.id)).all()
