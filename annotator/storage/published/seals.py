"""Seals: the outcomes of reading public quotes again in the stored files."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    case,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.vocabulary import SealOutcome
from annotator.storage.database.base import AppendOnly, Base, OneOf
from annotator.storage.library.revisions import Revision
from annotator.storage.passages.passages import Passage


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
    outcome: Mapped[SealOutcome] = mapped_column(OneOf(SealOutcome))
    reason: Mapped[str]  # what differs, or why it was not checked
    picture: Mapped[SealOutcome] = mapped_column(
        OneOf(SealOutcome), default=SealOutcome.NOT_CHECKED
    )  # what the page's picture shows; DIFFERS if an editor decided that it does not
    picture_reason: Mapped[str] = mapped_column(default="")
    readers: Mapped[str]  # names and versions
    checked_at: Mapped[datetime]
    revision: Mapped[Revision] = relationship(lazy="raise_on_sql")


def latest(session: Session, passage_ids: Sequence[int]) -> dict[int, list[Seal]]:
    """Return the seals of each passage that count, one per file, newest first.

    NOT_CHECKED counts only if no other check of the passage in the file was ever made.
    """
    query = select(Seal).where(
        Seal.id.in_(_that_count(Seal.passage_id.in_(passage_ids)))
    )
    query = query.options(selectinload(Seal.revision)).order_by(Seal.id.desc())
    found: dict[int, list[Seal]] = {}
    for seal in session.scalars(query):
        found.setdefault(seal.passage_id, []).append(seal)
    return found


def broken(session: Session, passage_ids: Collection[int]) -> Sequence[Seal]:
    """Return the seals of these passages that count and differ."""
    query = select(Seal).where(
        Seal.id.in_(_that_count(Seal.passage_id.in_(passage_ids))),
        Seal.outcome == SealOutcome.DIFFERS,
    )
    return session.scalars(query.order_by(Seal.id)).all()


def _that_count(condition: ColumnElement[bool]) -> Select[int]:
    """Select the id of the seal that counts for each passage and file."""
    made = case((Seal.outcome != SealOutcome.NOT_CHECKED, Seal.id))  # else NULL
    newest = func.coalesce(func.max(made), func.max(Seal.id))
    return select(newest).where(condition).group_by(Seal.passage_id, Seal.revision_id)
