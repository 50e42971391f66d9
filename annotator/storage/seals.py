"""Seals: that a public quote was read again in the stored file, and with what outcome."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.storage.base import AppendOnly, Base
from annotator.storage.passages import Passage
from annotator.storage.revisions import Revision


class Seal(AppendOnly, Base):
    """One check of one passage against the bytes of one file."""

    __tablename__ = "seal"
    __table_args__ = (
        Index("ix_seal_passage_id_revision_id", "passage_id", "revision_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey(Passage.id))
    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    page: Mapped[int]
    holds: Mapped[bool]
    reason: Mapped[str]  # why it is broken; empty if it holds
    readers: Mapped[str]  # names and versions
    checked_at: Mapped[datetime]
    revision: Mapped[Revision] = relationship(lazy="raise_on_sql")


def latest(session: Session, passage_ids: Sequence[int]) -> dict[int, list[Seal]]:
    """Return the newest seals of each passage, one for each file, newest first."""
    newest = (
        select(func.max(Seal.id))
        .where(Seal.passage_id.in_(passage_ids))
        .group_by(Seal.passage_id, Seal.revision_id)
    )
    query = (
        select(Seal)
        .where(Seal.id.in_(newest))
        .options(selectinload(Seal.revision))
        .order_by(Seal.id.desc())
    )
    found: dict[int, list[Seal]] = {}
    for seal in session.scalars(query):
        found.setdefault(seal.passage_id, []).append(seal)
    return found


def broken(session: Session) -> Sequence[Seal]:
    """Return the newest seal of each passage in each file that does not hold."""
    newest = select(func.max(Seal.id)).group_by(Seal.passage_id, Seal.revision_id)
    query = select(Seal).where(Seal.id.in_(newest), Seal.holds.is_(False))
    return session.scalars(query.order_by(Seal.id)).all()
