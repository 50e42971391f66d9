"""How analysts coded the changes between two files of a report."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from annotator.domain.vocabulary import ChangeEffect, Notice
from annotator.storage.accounts import User
from annotator.storage.database.base import AppendOnly, Base, OneOf
from annotator.storage.library.revisions import Revision


class ChangeCoding(AppendOnly, Base):
    """What one change does, and whether the lab announced it; the newest row counts."""

    __tablename__ = "change_coding"
    __table_args__ = (
        Index("ix_change_coding_revisions", "old_revision_id", "new_revision_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    old_revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    new_revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    change: Mapped[str]  # ``TextChange.key`` (domain.matching.comparison)
    effect: Mapped[ChangeEffect | None] = mapped_column(OneOf(ChangeEffect))
    notice: Mapped[Notice | None] = mapped_column(OneOf(Notice))
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]


def between(session: Session, old: Revision, new: Revision) -> dict[str, ChangeCoding]:
    """Return the newest coding of each change between two files, by the change's key."""
    query = select(ChangeCoding).where(
        ChangeCoding.old_revision_id == old.id, ChangeCoding.new_revision_id == new.id
    )
    rows = session.scalars(query.order_by(ChangeCoding.id))
    return {row.change: row for row in rows}
