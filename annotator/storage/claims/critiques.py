"""Critiques: the analysts' arguments on claims; the newest counts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.claims import CritiqueText, labels
from annotator.storage.accounts import User
from annotator.storage.claims.claims import Claim
from annotator.storage.database.base import AppendOnly, Base


class Critique(AppendOnly, Base):
    """One version of the critique of a claim, in Markdown."""

    __tablename__ = "critique"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey(Claim.id), index=True)
    body: Mapped[str]
    change_our_mind: Mapped[str] = mapped_column(default="")
    ask_the_lab: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]
    author: Mapped[User | None] = relationship(lazy="raise_on_sql")

    @property
    def text(self) -> CritiqueText:
        """The critique as it is edited."""
        return CritiqueText(
            **{name: getattr(self, name) for name in labels(CritiqueText)}
        )


def latest(session: Session, claim_ids: Sequence[int]) -> dict[int, Critique]:
    """Return the newest critique of each claim that has one, by claim id."""
    newest = (
        select(func.max(Critique.id))
        .where(Critique.claim_id.in_(claim_ids))
        .group_by(Critique.claim_id)
    )
    query = select(Critique).where(Critique.id.in_(newest))
    query = query.options(selectinload(Critique.author))
    return {found.claim_id: found for found in session.scalars(query)}


def written_at(session: Session, claim_ids: Sequence[int]) -> dict[int, datetime]:
    """Return when the newest critique of each claim was written, by claim id."""
    query = (
        select(Critique.claim_id, func.max(Critique.at))
        .where(Critique.claim_id.in_(claim_ids))
        .group_by(Critique.claim_id)
    )
    return dict(iter(session.execute(query)))
