"""Verdicts on claims with the reasons that they name; the newest verdict counts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.claims import GivenReason
from annotator.domain.vocabulary import Credence, Shown
from annotator.storage.accounts import User
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.evidence import Evidence
from annotator.storage.claims.reasons import Reason
from annotator.storage.claims.tensions import Tension
from annotator.storage.database.base import AppendOnly, Base, OneOf


class Verdict(AppendOnly, Base):
    """A judgement of a claim on two axes, which are never merged: shown, and credence."""

    __tablename__ = "verdict"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey(Claim.id), index=True)
    shown: Mapped[Shown] = mapped_column(OneOf(Shown))
    credence: Mapped[Credence] = mapped_column(OneOf(Credence))
    rationale: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]
    author: Mapped[User | None] = relationship(lazy="raise_on_sql")
    reasons: Mapped[list["VerdictReason"]] = relationship(
        back_populates="verdict", lazy="raise_on_sql", order_by="VerdictReason.id"
    )

    @property
    def given(self) -> tuple[GivenReason, ...]:
        """The reasons, with what they rest on that still stands on the claim."""
        return tuple(
            GivenReason(
                row.reason.slug,
                row.sentence,
                row.evidence_id if _stands(row.evidence, self) else None,
                row.tension_id if _stands(row.tension, self) else None,
            )
            for row in self.reasons
        )


class VerdictReason(AppendOnly, Base):
    """A reason that a verdict names, in a sentence, and what of the claim it rests on."""

    __tablename__ = "verdict_reason"
    __table_args__ = (
        CheckConstraint("evidence_id IS NULL OR tension_id IS NULL", name="one_ground"),
        UniqueConstraint("verdict_id", "reason_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    verdict_id: Mapped[int] = mapped_column(ForeignKey(Verdict.id))
    reason_id: Mapped[int] = mapped_column(ForeignKey(Reason.id), index=True)
    sentence: Mapped[str]
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey(Evidence.id), index=True)
    tension_id: Mapped[int | None] = mapped_column(ForeignKey(Tension.id), index=True)
    verdict: Mapped[Verdict] = relationship(
        back_populates="reasons", lazy="raise_on_sql"
    )
    reason: Mapped[Reason] = relationship(lazy="raise_on_sql")
    evidence: Mapped[Evidence | None] = relationship(lazy="raise_on_sql")
    tension: Mapped[Tension | None] = relationship(lazy="raise_on_sql")


def _stands(ground: Evidence | Tension | None, verdict: Verdict) -> bool:
    """Whether what a reason rests on is still a part of the claim."""
    return (
        ground is not None
        and ground.withdrawn_at is None
        and ground.claim_id == verdict.claim_id
    )


_WHOLE = (
    selectinload(Verdict.author),
    selectinload(Verdict.reasons).selectinload(VerdictReason.reason),
    selectinload(Verdict.reasons).selectinload(VerdictReason.evidence),
    selectinload(Verdict.reasons).selectinload(VerdictReason.tension),
)


def latest(session: Session, claim_ids: Sequence[int]) -> dict[int, Verdict]:
    """Return the newest verdict on each claim that has one, by claim id."""
    newest = (
        select(func.max(Verdict.id))
        .where(Verdict.claim_id.in_(claim_ids))
        .group_by(Verdict.claim_id)
    )
    query = select(Verdict).where(Verdict.id.in_(newest)).options(*_WHOLE)
    return {found.claim_id: found for found in session.scalars(query)}


def of_claim(session: Session, claim: Claim) -> Sequence[Verdict]:
    """Return all verdicts on ``claim``, newest first."""
    query = select(Verdict).where(Verdict.claim_id == claim.id).options(*_WHOLE)
    return session.scalars(query.order_by(Verdict.id.desc())).all()


def count_by_reason(session: Session) -> dict[int, int]:
    """Return how many verdicts have named each reason that was named, by its id."""
    query = select(VerdictReason.reason_id, func.count()).group_by(
        VerdictReason.reason_id
    )
    return dict(iter(session.execute(query).all()))
