"""Long work that is waiting, running or done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from annotator.domain.errors import NotFoundError
from annotator.domain.vocabulary import JobState
from annotator.storage.accounts import User
from annotator.storage.base import Base, OneOf


class Job(Base):
    """One piece of long work, and how far it is."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    title: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[JobState] = mapped_column(
        OneOf(JobState), default=JobState.WAITING, index=True
    )
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)  # 0 while it is not known
    message: Mapped[str] = mapped_column(default="")  # what it made, or why it failed
    attempts: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]  # a worker that died lets go then


def by_id(session: Session, job_id: int) -> Job:
    """Return one job."""
    job = session.get(Job, job_id)
    if job is None:
        raise NotFoundError("job", job_id)
    return job


def recent(session: Session, kinds: Sequence[str], limit: int) -> Sequence[Job]:
    """Return the latest jobs of these kinds, newest first."""
    query = select(Job).where(Job.kind.in_(kinds))
    return session.scalars(query.order_by(Job.id.desc()).limit(limit)).all()


def unfinished(session: Session, kind: str) -> Sequence[Job]:
    """Return the jobs of a kind that wait or run, in order."""
    open_states = (JobState.WAITING, JobState.RUNNING)
    query = select(Job).where(Job.kind == kind, Job.state.in_(open_states))
    return session.scalars(query.order_by(Job.id)).all()


def since(session: Session, job: Job, kind: str) -> Sequence[Job]:
    """Return the jobs of a kind that were queued after ``job``, in order."""
    query = select(Job).where(Job.kind == kind, Job.id > job.id)
    return session.scalars(query.order_by(Job.id)).all()


def newest_of_kind(session: Session, kind: str) -> Job | None:
    """Return the job of this kind that was queued last, if there is one."""
    query = select(Job).where(Job.kind == kind)
    return session.scalar(query.order_by(Job.id.desc()).limit(1))


def take(session: Session, now: datetime, lease_until: datetime) -> Job | None:
    """Take the oldest job that waits, or whose worker died; None if there is none."""
    free = (
        select(Job.id)
        .where(
            (Job.state == JobState.WAITING)
            | ((Job.state == JobState.RUNNING) & (Job.lease_until < now))
        )
        .order_by(Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job_id = session.scalar(free)
    if job_id is None:
        return None
    return session.scalar(
        update(Job)
        .where(Job.id == job_id)
        .values(
            state=JobState.RUNNING, lease_until=lease_until, attempts=Job.attempts + 1
        )
        .returning(Job)
    )
