"""Jobs: long work, queued in the transaction of the change that needs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from annotator.domain.errors import ConflictError
from annotator.domain.permissions import Action, may
from annotator.domain.vocabulary import JobState
from annotator.services.context import Context
from annotator.storage.library.reports import Report
from annotator.storage.work import jobs
from annotator.storage.work.jobs import Job, Kinds

WAITED_FOR = ("intake", "place", "reread", "verify")  # kinds that people wait for
INDEX = "index"  # the kind that keeps the search indexes in line
REBUILD = "rebuild indexes"  # the kind that makes them anew
INDEXING = (INDEX, REBUILD)
SHOWN = 50  # jobs in each list of the page of all work
LATE = timedelta(minutes=2)  # a job is late so long after it was due; chosen
KEPT = timedelta(days=90)  # jobs, from their end; chosen
SILENT = timedelta(minutes=1)  # a worker not seen for so long counts as absent; chosen


@dataclass(frozen=True)
class Queue:
    """All jobs; each list has at most ``SHOWN``."""

    open_jobs: Sequence[Job]  # oldest first
    open_count: int
    failed: Sequence[Job]  # newest first
    done: Sequence[Job]  # newest first, without indexing, which follows every change


@dataclass(frozen=True)
class Late:
    """How long the oldest job has been due, and whether a worker is alive."""

    minutes: int
    is_alive: bool


def put(context: Context, *, kind: str, title: str, payload: dict[str, Any]) -> Job:
    """Queue a job."""
    job = Job(
        kind=kind,
        title=title,
        payload=payload,
        state=JobState.WAITING,
        created_by_id=context.actor.id,
        created_at=context.now,
        act=context.act,
    )
    context.session.add(job)
    context.session.flush()
    return job


def forget_old(context: Context) -> None:
    """Delete the jobs that ended more than ``KEPT`` ago."""
    context.require(Action.MANAGE_ACCOUNTS)
    jobs.forget_ended_before(context.session, context.now - KEPT)


def put_for_passage(context: Context, kind: str, title: str, passage_id: int) -> None:
    """Queue a job on a passage, together with others of the same act."""
    for job in jobs.unfinished(context.session, kind):
        # Jobs of this transaction are not visible to workers yet, so this one may grow.
        if job.act == context.act and "passages" in job.payload:
            job.payload = {"passages": [*job.payload["passages"], passage_id]}
            return
    put(context, kind=kind, title=title, payload={"passages": [passage_id]})


def check_quotes_later(context: Context) -> None:
    """Queue a check of every public quote in its stored file."""
    put(context, kind="verify", title="Check every public quote", payload={})


def passages_queued(context: Context, kind: str) -> set[int]:
    """Return the passages that the open jobs of a kind are about."""
    context.require(Action.READ_DRAFTS)
    found = jobs.unfinished(context.session, kind)
    return {number for job in found for number in job.payload.get("passages", ())}


def index_later(context: Context, report: Report) -> None:
    """Queue the indexing of ``report``, to be done after this transaction."""
    put(
        context,
        kind=INDEX,
        title=f"Index “{report.title}”",
        payload={"report": report.slug},
    )


def get_job(context: Context, job_id: int) -> Job:
    """Return a job; raise NotFoundError."""
    context.require(Action.READ_DRAFTS)
    return jobs.by_id(context.session, job_id)


def next_job(context: Context, job: Job) -> Job | None:
    """Return the placing job that a finished intake queued, or None."""
    context.require(Action.READ_DRAFTS)
    if job.kind != "intake" or job.state is not JobState.DONE:
        return None
    later = jobs.since(context.session, job, "place")
    return next(
        (follower for follower in later if follower.payload["report"] == job.message),
        None,
    )


def list_recent(context: Context, limit: int = 20) -> Sequence[Job]:
    """Return the latest jobs that people wait for, newest first."""
    context.require(Action.READ_DRAFTS)
    return jobs.recent(context.session, WAITED_FOR, limit)


def list_jobs(context: Context) -> Queue:
    """Return the open, failed and done jobs."""
    context.require(Action.READ_DRAFTS)
    count, open_jobs = jobs.next_in_line(context.session, SHOWN)
    return Queue(
        open_jobs,
        count,
        jobs.in_states(context.session, (JobState.FAILED, JobState.CANCELLED), SHOWN),
        jobs.in_states(context.session, (JobState.DONE,), SHOWN, Kinds((INDEX,))),
    )


def late_work(context: Context) -> Late | None:
    """Return how late the oldest job is; None if it is not, or for readers."""
    if not may(context.actor.role, Action.READ_DRAFTS):
        return None
    due, seen = jobs.overdue(context.session, context.now - LATE)
    if due is None:
        return None
    is_alive = seen is not None and context.now - seen < SILENT
    return Late(int((context.now - due) / timedelta(minutes=1)), is_alive)


def retry_job(context: Context, job_id: int) -> Job:
    """Queue a job at once that failed, was cancelled, or waits for a later attempt."""
    context.require(Action.ADD_REPORT)
    job = jobs.by_id(context.session, job_id, to_change=True)
    is_put_off = job.not_before is not None and job.not_before > context.now
    if job.state not in {JobState.FAILED, JobState.CANCELLED} and not (
        job.state is JobState.WAITING and is_put_off
    ):
        raise ConflictError(f"“{job.title}” is {job.state}; there is nothing to retry.")
    job.state, job.attempts, job.message = JobState.WAITING, 0, ""
    job.done = job.total = 0
    job.not_before, job.ended_at = context.now, None
    context.session.flush()
    return job


def cancel_job(context: Context, job_id: int) -> Job:
    """Cancel a job that waits or runs; those of others can be cancelled by an editor."""
    context.require(Action.ADD_REPORT)
    job = jobs.by_id(context.session, job_id, to_change=True)
    if job.created_by_id is None or job.created_by_id != context.actor.id:
        context.require(Action.PUBLISH)
    if job.kind in INDEXING:
        raise ConflictError(
            "The search index must be kept up to date, so this job cannot be stopped."
        )
    if job.state not in jobs.OPEN:
        raise ConflictError(f"“{job.title}” is {job.state}; there is nothing to stop.")
    job.state, job.message = JobState.CANCELLED, f"Stopped by {context.actor.name}."
    job.holder, job.lease_until, job.ended_at = "", None, context.now
    context.session.flush()
    return job


def report_progress(context: Context, job_id: int, done: int, total: int) -> None:
    """Record the progress of a job."""
    job = jobs.by_id(context.session, job_id)
    job.done, job.total = done, total
