"""Long work: queued in the same transaction as what asked for it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from annotator.domain.permissions import Action
from annotator.domain.vocabulary import JobState
from annotator.services.context import Context
from annotator.storage import jobs
from annotator.storage.jobs import Job
from annotator.storage.reports import Report

LEASE = timedelta(minutes=2)  # a worker that says nothing for so long is taken as dead
MOST_ATTEMPTS = 3
WAITED_FOR = ("intake", "place", "reread", "verify")  # kinds that people see


def put(context: Context, *, kind: str, title: str, payload: dict[str, Any]) -> Job:
    """Queue a job."""
    job = Job(
        kind=kind,
        title=title,
        payload=payload,
        state=JobState.WAITING,
        created_by_id=context.actor.id,
        created_at=context.now,
    )
    context.session.add(job)
    context.session.flush()
    return job


def index_later(context: Context, report: Report) -> None:
    """Queue the indexing of ``report``, to be done once this transaction is."""
    put(
        context,
        kind="index",
        title=f"Index “{report.title}”",
        payload={"report": report.slug},
    )


def get_job(context: Context, job_id: int) -> Job:
    """Return one job, to see how far it is."""
    context.require(Action.READ_DRAFTS)
    return jobs.by_id(context.session, job_id)


def next_job(context: Context, job: Job) -> Job | None:
    """Return the placing of passages that a finished intake led to, if it did."""
    context.require(Action.READ_DRAFTS)
    if job.kind != "intake" or job.state is not JobState.DONE:
        return None
    later = jobs.since(context.session, job, "place")
    return next((each for each in later if each.payload["report"] == job.message), None)


def list_recent(context: Context, limit: int = 20) -> Sequence[Job]:
    """Return the latest jobs that people wait for, newest first."""
    context.require(Action.READ_DRAFTS)
    return jobs.recent(context.session, WAITED_FOR, limit)


def take(context: Context) -> Job | None:
    """Take the next job; one that failed its worker too often is given up."""
    job = jobs.take(context.session, context.now, context.now + LEASE)
    if job is not None and job.attempts > MOST_ATTEMPTS:
        job.state = JobState.FAILED
        job.message = "Given up: the program stopped three times while it worked on it."
        return None
    return job


def report_progress(context: Context, job_id: int, done: int, total: int) -> None:
    """Say how far a job is, and that its worker lives."""
    job = jobs.by_id(context.session, job_id)
    job.done, job.total = done, total
    job.lease_until = context.now + LEASE


def end(context: Context, job_id: int, state: JobState, message: str) -> None:
    """Say that a job is done or has failed, and what came of it."""
    job = jobs.by_id(context.session, job_id)
    job.state, job.message, job.lease_until = state, message, None
