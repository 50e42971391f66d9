"""What was decided on notes that came with a PDF: used as a passage, or dismissed."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from annotator.domain.text.pages import NoteKind
from annotator.storage.accounts import User
from annotator.storage.database.base import Base, OneOf
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision
from annotator.storage.passages.passages import Passage


class KnownNote(Base):
    """A note on which somebody has decided, as it stood in the file then.

    It is known again by its key in every file of the report.
    """

    __tablename__ = "pdf_note"
    __table_args__ = (
        Index("ix_pdf_note_report_id_key", "report_id", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey(Report.id))
    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    key: Mapped[str]  # see annotator.domain.text.note_keys
    page: Mapped[int]
    kind: Mapped[NoteKind] = mapped_column(OneOf(NoteKind))
    text: Mapped[str]
    author: Mapped[str]
    colour: Mapped[str]  # "#rrggbb" or ""
    at: Mapped[str]  # the ISO date on which it was made, or ""
    replies: Mapped[list[Any]] = mapped_column(JSON)  # [author, text, at]
    passage_id: Mapped[int | None] = mapped_column(ForeignKey(Passage.id), index=True)
    dismissed_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    decided_at: Mapped[datetime]


def of_report(
    session: Session, report_id: int, keys: Collection[str] | None = None
) -> dict[str, KnownNote]:
    """Return the known notes of a report by key; only those with ``keys``, if given."""
    query = select(KnownNote).where(KnownNote.report_id == report_id)
    if keys is not None:
        query = query.where(KnownNote.key.in_(keys))
    return {note.key: note for note in session.scalars(query)}


def used_as(session: Session, passage_ids: Collection[int]) -> list[KnownNote]:
    """Return the notes that were used as these passages, in the order of their pages."""
    query = select(KnownNote).where(KnownNote.passage_id.in_(passage_ids))
    return list(session.scalars(query.order_by(KnownNote.page, KnownNote.id)))


def standing_passages(session: Session, report_id: int) -> set[int]:
    """Return the passages of a report that notes were used as and that still stand."""
    query = (
        select(Passage.id)
        .join(KnownNote, KnownNote.passage_id == Passage.id)
        .where(KnownNote.report_id == report_id, Passage.withdrawn_at.is_(None))
    )
    return set(session.scalars(query))
