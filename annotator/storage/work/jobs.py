"""Jobs that are waiting, running or done, and the workers that do them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Select,
    case,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.errors import NotFoundError
from annotator.domain.vocabulary import JobState
from annotator.storage.accounts import User
from annotator.storage.database.base import Base, OneOf

OPEN = (JobState.WAITING, JobState.RUNNING)


class Job(Base):
    """One job, and how far it is."""

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
    message: Mapped[str] = mapped_column(default="")  # the outcome, or why it failed
    attempts: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    act: Mapped[str] = mapped_column(server_default="")  # the act that queued it
    lease_until: Mapped[datetime | None]  # then another worker may take it
    # Different each time the job is taken; only the holder may record its outcome.
    holder: Mapped[str] = mapped_column(default="", server_default="")
    not_before: Mapped[datetime | None]  # when to try it; None for at once
    ended_at: Mapped[datetime | None]

    created_by: Mapped[User | None] = relationship(lazy="raise_on_sql")


class WorkerRow(Base):
    """A process that does jobs, and when it last reported."""

    __tablename__ = "worker"

    name: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]


@dataclass(frozen=True)
class Kinds:
    """A set of kinds of jobs: those named, or all others."""

    named: tuple[str, ...] = ()
    others: bool = True  # all but those named

    def criterion(self) -> ColumnElement[bool]:
        """Return the SQL condition for jobs of these kinds."""
        named = Job.kind.in_(self.named)
        return ~named if self.others else named


def by_id(session: Session, job_id: int, *, to_change: bool = False) -> Job:
    """Return a job, or raise NotFoundError; with ``to_change``, lock its row."""
    job = session.get(Job, job_id, with_for_update=to_change)
    if job is None:
        raise NotFoundError("job", job_id)
    return job


def recent(session: Session, kinds: Sequence[str], limit: int) -> Sequence[Job]:
    """Return the latest jobs of these kinds, newest first."""
    query = select(Job).where(Job.kind.in_(kinds))
    return session.scalars(query.order_by(Job.id.desc()).limit(limit)).all()


def _with_people() -> Select[Job]:
    return select(Job).options(selectinload(Job.created_by))


def in_states(
    session: Session, states: Sequence[JobState], limit: int, kinds: Kinds | None = None
) -> Sequence[Job]:
    """Return the latest jobs in these states (and of these kinds), newest first."""
    query = _with_people().where(Job.state.in_(states))
    if kinds is not None:
        query = query.where(kinds.criterion())
    return session.scalars(query.order_by(Job.id.desc()).limit(limit)).all()


def next_in_line(session: Session, limit: int) -> tuple[int, Sequence[Job]]:
    """Return how many jobs wait or run, and at most ``limit`` of them, oldest first."""
    query = _with_people().where(Job.state.in_(OPEN))
    count = session.scalar(
        select(func.count()).select_from(Job).where(Job.state.in_(OPEN))
    )
    return count or 0, session.scalars(query.order_by(Job.id).limit(limit)).all()


def unfinished(session: Session, kind: str) -> Sequence[Job]:
    """Return the jobs of a kind that wait or run, in order."""
    query = select(Job).where(Job.kind == kind, Job.state.in_(OPEN))
    return session.scalars(query.order_by(Job.id)).all()


def since(session: Session, job: Job, kind: str) -> Sequence[Job]:
    """Return the jobs of a kind that were queued after ``job``, in order."""
    query = select(Job).where(Job.kind == kind, Job.id > job.id)
    return session.scalars(query.order_by(Job.id)).all()


def put_since(session: Session, kind: str, time: datetime) -> Sequence[Job]:
    """Return the jobs of a kind that were queued at this time or later, in order."""
    query = select(Job).where(Job.kind == kind, Job.created_at >= time)
    return session.scalars(query.order_by(Job.id)).all()


def newest_of_kind(session: Session, kind: str) -> Job | None:
    """Return the job of this kind that was queued last, if there is one."""
    query = select(Job).where(Job.kind == kind)
    return session.scalar(query.order_by(Job.id.desc()).limit(1))


def take(
    session: Session, kinds: Kinds, *, now: datetime, lease_until: datetime, holder: str
) -> Job | None:
    """Take the oldest job that is due or whose lease has ended; None if there is none.

    On PostgreSQL, jobs that another worker is just taking are skipped; SQLite has only
    one writer.
    """
    is_due = (Job.state == JobState.WAITING) & (
        Job.not_before.is_(None) | (Job.not_before <= now)
    )
    is_dropped = (Job.state == JobState.RUNNING) & (Job.lease_until < now)
    free = (
        select(Job.id)
        .where(is_due | is_dropped, kinds.criterion())
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
            state=JobState.RUNNING,
            lease_until=lease_until,
            holder=holder,
            attempts=Job.attempts + 1,
        )
        .returning(Job)
    )


def change_held(session: Session, job_id: int, held_by: str, /, **values: Any) -> bool:
    """Change a job if ``held_by`` still holds it; return whether it does."""
    is_held = (Job.state == JobState.RUNNING) & (Job.holder == held_by)
    found = session.scalar(
        update(Job).where(Job.id == job_id, is_held).values(values).returning(Job.id)
    )
    return found is not None


def forget_ended_before(session: Session, moment: datetime) -> None:
    """Delete the jobs that ended before ``moment``."""
    session.execute(delete(Job).where(Job.ended_at < moment))


def running(session: Session) -> Sequence[Job]:
    """Return every running job."""
    return session.scalars(select(Job).where(Job.state == JobState.RUNNING)).all()


def seen(session: Session, name: str, now: datetime, forget: datetime) -> None:
    """Record that a worker is alive; delete those last seen before ``forget``."""
    session.merge(WorkerRow(name=name, seen_at=now))
    session.execute(delete(WorkerRow).where(WorkerRow.seen_at < forget))


def gone(session: Session, name: str) -> None:
    """Record that a worker has ended."""
    session.execute(delete(WorkerRow).where(WorkerRow.name == name))


def how_many(session: Session, states: Sequence[JobState]) -> dict[str, int]:
    """Return how many jobs are in each of these states."""
    query = select(Job.state, func.count()).where(Job.state.in_(states))
    counts = {str(state): 0 for state in states}
    for state, count in session.execute(query.group_by(Job.state)):
        counts[str(state)] = count
    return counts


def overdue(
    session: Session, before: datetime
) -> tuple[datetime | None, datetime | None]:
    """Return since when the oldest job is due, and when a worker was last seen.

    The first is None if no job was due ``before``. It is one query, as every page of the
    desk makes it.
    """
    due = case(
        (Job.state == JobState.RUNNING, Job.lease_until),
        else_=func.coalesce(Job.not_before, Job.created_at),
    )
    last_seen = select(func.max(WorkerRow.seen_at)).scalar_subquery()
    found = session.execute(
        select(func.min(due), last_seen).where(Job.state.in_(OPEN), due < before)
    ).one()
    return found[0], found[1]
