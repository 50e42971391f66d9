"""Uploads: files that people sent, until they are files of a report."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.errors import NotFoundError
from annotator.domain.vocabulary import UploadState
from annotator.storage.accounts import User
from annotator.storage.database.base import Base, OneOf
from annotator.storage.library.reports import Report
from annotator.storage.work.jobs import Job

UNDER_WAY = (UploadState.INSPECTING, UploadState.WAITING, UploadState.READING)
SHOWN = (*UNDER_WAY, UploadState.REFUSED)


class Upload(Base):
    """One file that somebody sent, and how far it is."""

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(index=True)
    file_name: Mapped[str]  # as the sender gave it; never used as a path
    bytes: Mapped[int]
    state: Mapped[UploadState] = mapped_column(OneOf(UploadState), index=True)
    problem: Mapped[str] = mapped_column(default="")  # why it was refused
    # What was guessed from the file; see services.intake.
    inspection: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # What was entered about the file.
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    job_id: Mapped[int | None] = mapped_column(ForeignKey(Job.id))  # the newest
    report_id: Mapped[int | None] = mapped_column(ForeignKey(Report.id))  # of its file
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]  # of the state
    job: Mapped[Job | None] = relationship(lazy="raise_on_sql")
    report: Mapped[Report | None] = relationship(lazy="raise_on_sql")
    created_by: Mapped[User | None] = relationship(lazy="raise_on_sql")


_WHOLE = (
    selectinload(Upload.job),
    selectinload(Upload.report),
    selectinload(Upload.created_by),
)


def by_id(session: Session, upload_id: int) -> Upload:
    """Return an upload with its job, report and sender, or raise NotFoundError."""
    query = select(Upload).where(Upload.id == upload_id).options(*_WHOLE)
    found = session.scalar(query)
    if found is None:
        raise NotFoundError("upload", upload_id)
    return found


def shown(session: Session) -> Sequence[Upload]:
    """Return the uploads that are under way or refused, newest first."""
    query = select(Upload).where(Upload.state.in_(SHOWN)).options(*_WHOLE)
    return session.scalars(query.order_by(Upload.id.desc())).all()


def dismissed(session: Session, since: datetime) -> Sequence[Upload]:
    """Return the uploads dismissed since ``since``, the last dismissed first."""
    query = select(Upload).where(
        Upload.state == UploadState.DISMISSED, Upload.changed_at >= since
    )
    query = query.options(*_WHOLE).order_by(Upload.changed_at.desc())
    return session.scalars(query).all()


def of_file(session: Session, sha256: str) -> Sequence[Upload]:
    """Return every upload of the file with this hash, oldest first."""
    query = select(Upload).where(Upload.sha256 == sha256).options(*_WHOLE)
    return session.scalars(query.order_by(Upload.id)).all()


def under_way(session: Session, sha256: str) -> Upload | None:
    """Return the upload of this file that is under way, if there is one."""
    query = select(Upload).where(Upload.sha256 == sha256, Upload.state.in_(UNDER_WAY))
    return session.scalar(query.options(*_WHOLE).order_by(Upload.id).limit(1))


def named_hashes(session: Session, since: datetime) -> set[str]:
    """Return the hashes of uploads under way, or changed since ``since``."""
    query = select(Upload.sha256).where(
        Upload.state.in_(UNDER_WAY) | (Upload.changed_at >= since)
    )
    return set(session.scalars(query))
