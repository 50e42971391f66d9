"""Twins: places in other files that say nearly the same as a passage."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.vocabulary import PassageKind
from annotator.storage.database.base import Base
from annotator.storage.library.revisions import Revision
from annotator.storage.passages.passages import Passage


class Twin(Base):
    """A place in another file that says what a passage says, or nearly."""

    __tablename__ = "twin"
    __table_args__ = (
        Index("ix_twin_passage_id_revision_id", "passage_id", "revision_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey(Passage.id))
    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id), index=True)
    page: Mapped[int]  # from 1, in the file
    page_label: Mapped[str]
    start: Mapped[int]  # in the canonical text, in code points
    end: Mapped[int]
    exact: Mapped[str]  # the words there
    score: Mapped[float]  # from 0 to 1, which is the same
    changed: Mapped[list[Any]] = mapped_column(JSON)  # [before, after] each
    checked_at: Mapped[datetime]
    revision: Mapped[Revision] = relationship(lazy="raise_on_sql")


def of_passages(session: Session, passage_ids: Collection[int]) -> Sequence[Twin]:
    """Return the twins of these passages with their files and reports, most alike first."""
    query = (
        select(Twin)
        .join(Twin.revision)
        .where(Twin.passage_id.in_(passage_ids), Revision.removed_at.is_(None))
        .options(selectinload(Twin.revision).selectinload(Revision.report))
        .order_by(Twin.score.desc(), Twin.revision_id.desc(), Twin.start)
    )
    return session.scalars(query).all()


def replace(
    session: Session,
    passage_ids: Collection[int],
    rows: Sequence[Twin],
    revision: Revision | None = None,
) -> None:
    """Replace the twins of passages by ``rows``, in one file or in all files."""
    old = delete(Twin).where(Twin.passage_id.in_(passage_ids))
    if revision is not None:
        old = old.where(Twin.revision_id == revision.id)
    session.execute(old)
    session.add_all(rows)
    session.flush()


def quotes(
    session: Session, passage_ids: Collection[int] | None = None
) -> Sequence[Passage]:
    """Return the standing passages that are quotes, not figures: these, or all."""
    query = select(Passage).where(
        Passage.kind == PassageKind.QUOTE, Passage.withdrawn_at.is_(None)
    )
    if passage_ids is not None:
        query = query.where(Passage.id.in_(passage_ids))
    return session.scalars(query.order_by(Passage.id)).all()
