"""Verdicts on claims; the newest counts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.vocabulary import Credence, Shown
from annotator.storage.accounts import User
from annotator.storage.claims.claims import Claim
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


def latest(session: Session, claim_ids: Sequence[int]) -> dict[int, Verdict]:
    """Return the newest verdict on each claim that has one, by claim id."""
    newest = (
        select(func.max(Verdict.id))
        .where(Verdict.claim_id.in_(claim_ids))
        .group_by(Verdict.claim_id)
    )
    query = select(Verdict).where(Verdict.id.in_(newest))
    query = query.options(selectinload(Verdict.author))
    return {found.claim_id: found for found in session.scalars(query)}


def of_claim(session: Session, claim: Claim) -> Sequence[Verdict]:
    """Return all verdicts on ``claim``, newest first."""
    query = select(Verdict).where(Verdict.claim_id == claim.id)
    query = query.options(selectinload(Verdict.author))
    return session.scalars(query.order_by(Verdict.id.desc())).all()
