"""Comparisons of quotes with the pictures of their lines, and what editors decided."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ForeignKey, Index, Select, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.vocabulary import PassageKind, SealOutcome
from annotator.storage.accounts import User
from annotator.storage.database.base import AppendOnly, Base, OneOf
from annotator.storage.library.revisions import Revision
from annotator.storage.passages.passages import Passage

Row = TypeVar("Row")
Decided = tuple[int, int, str]  # a passage's id, a revision's, and what was read


class PictureCheck(AppendOnly, Base):
    """What a recogniser made of the pictures of one quote in one file."""

    __tablename__ = "picture_check"
    __table_args__ = (
        Index("ix_picture_check_passage_id_digest", "passage_id", "digest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey(Passage.id))
    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    digest: Mapped[str]  # of the pictures, the words and the reader
    outcome: Mapped[SealOutcome] = mapped_column(OneOf(SealOutcome))
    reason: Mapped[str]  # what differs, or why it could not be told
    reader: Mapped[str]  # name and version
    checked_at: Mapped[datetime]
    passage: Mapped[Passage] = relationship(lazy="raise_on_sql")
    revision: Mapped[Revision] = relationship(lazy="raise_on_sql")


class PictureDecision(AppendOnly, Base):
    """An editor compared picture and text, and found that the page shows the quote.

    It holds for what was read otherwise in this file, also if that is drawn a little
    differently after an update.
    """

    __tablename__ = "picture_decision"
    __table_args__ = (
        Index(
            "ix_picture_decision_passage_id_revision_id", "passage_id", "revision_id"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey(Passage.id))
    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    reason: Mapped[str]  # what the recogniser read otherwise, and where
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    decided_at: Mapped[datetime]


def with_digest(session: Session, passage_id: int, digest: str) -> PictureCheck | None:
    """Return the newest check of these pictures and words, if there was one."""
    query = select(PictureCheck).where(
        PictureCheck.passage_id == passage_id, PictureCheck.digest == digest
    )
    return session.scalar(query.order_by(PictureCheck.id.desc()).limit(1))


def by_id(session: Session, check_id: int) -> PictureCheck | None:
    """Return a check, or None."""
    return session.get(PictureCheck, check_id)


def newest(session: Session, passage_ids: Collection[int]) -> dict[int, PictureCheck]:
    """Return the newest check of each of these passages, by passage id."""
    last = select(func.max(PictureCheck.id)).where(
        PictureCheck.passage_id.in_(passage_ids)
    )
    query = (
        select(PictureCheck)
        .where(PictureCheck.id.in_(last.group_by(PictureCheck.passage_id)))
        .options(selectinload(PictureCheck.revision))
    )
    return {check.passage_id: check for check in session.scalars(query)}


def not_seen_by(session: Session, reader: str) -> Sequence[int]:
    """Return the ids of standing quotes that this recogniser has never checked."""
    seen = select(PictureCheck.id).where(
        PictureCheck.passage_id == Passage.id, PictureCheck.reader == reader
    )
    query = select(Passage.id).where(
        Passage.kind == PassageKind.QUOTE,
        Passage.withdrawn_at.is_(None),
        ~seen.exists(),
    )
    return session.scalars(query.order_by(Passage.id)).all()


def undecided(session: Session) -> Sequence[PictureCheck]:
    """Return the newest check of each standing passage that differs and is not decided."""
    query = _undecided(select(PictureCheck)).options(
        selectinload(PictureCheck.passage).selectinload(Passage.report),
        selectinload(PictureCheck.revision),
    )
    return session.scalars(query.order_by(PictureCheck.id)).all()


def count_undecided(session: Session) -> int:
    """Return how many checks ``undecided`` returns."""
    return session.scalar(_undecided(select(func.count(PictureCheck.id)))) or 0


def _undecided(query: Select[Row]) -> Select[Row]:
    last = select(func.max(PictureCheck.id)).group_by(PictureCheck.passage_id)
    decided = select(PictureDecision.id).where(
        PictureDecision.passage_id == PictureCheck.passage_id,
        PictureDecision.revision_id == PictureCheck.revision_id,
        PictureDecision.reason == PictureCheck.reason,
    )
    return query.join(Passage, Passage.id == PictureCheck.passage_id).where(
        PictureCheck.id.in_(last),
        PictureCheck.outcome == SealOutcome.DIFFERS,
        Passage.withdrawn_at.is_(None),
        ~decided.exists(),
    )


def decided(session: Session, passage_ids: Collection[int]) -> set[Decided]:
    """Return what was decided on these passages."""
    query = select(PictureDecision).where(PictureDecision.passage_id.in_(passage_ids))
    return {
        (row.passage_id, row.revision_id, row.reason) for row in session.scalars(query)
    }
