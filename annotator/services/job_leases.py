"""How a worker takes a job, keeps it, and gives it up: the one who holds it decides.

A job is held for a while at a time (a lease). Whoever takes it is its holder, under a
name that is used once; what anybody else says of it afterwards changes nothing.
"""

from collections.abc import Callable
from datetime import timedelta

from annotator.domain.vocabulary import JobState
from annotator.services.context import Context
from annotator.storage.work import jobs
from annotator.storage.work.jobs import Job, Kinds

LEASE = timedelta(minutes=2)  # a worker that says nothing for so long is taken as dead
# Between attempts, while what is wrong may pass: 3 h 40 min in all.
WAITS = [timedelta(seconds=s) for s in (5, 30, 120, 600, 1800, 3600, 7200)]
MOST_ATTEMPTS = len(WAITS) + 1
FORGOTTEN = timedelta(days=1)  # a worker that was not seen for so long

EVERY_KIND = Kinds()


def take(context: Context, *, holder: str, kinds: Kinds = EVERY_KIND) -> Job | None:
    """Take the next job of some kinds; one that failed too often is given up."""
    while True:
        job = jobs.take(
            context.session,
            kinds,
            now=context.now,
            lease_until=context.now + LEASE,
            holder=holder,
        )
        if job is None or job.attempts <= MOST_ATTEMPTS:
            return job
        _fail(context, job, _stopped(job.attempts - 1))


def renew(context: Context, job_id: int, holder: str) -> bool:
    """Hold a job for longer; say whether it is still held."""
    return jobs.change_held(
        context.session, job_id, holder, lease_until=context.now + LEASE
    )


def finish(context: Context, job_id: int, holder: str, message: str) -> bool:
    """Say that a job is done and what came of it, if it is still held."""
    return _end(context, job_id, holder, JobState.DONE, message)


def fail(context: Context, job_id: int, holder: str, reason: str) -> bool:
    """Say that a job has failed for good, and why, if it is still held."""
    return _end(context, job_id, holder, JobState.FAILED, reason)


def try_later(context: Context, job: Job, holder: str, reason: str) -> bool:
    """Queue a job again for later, if it is still held; after many attempts, fail it."""
    if job.attempts >= MOST_ATTEMPTS:
        tried = f"{reason} It was tried {job.attempts} times."
        return fail(context, job.id, holder, tried)
    wait = WAITS[job.attempts - 1]
    return jobs.change_held(
        context.session,
        job.id,
        holder,
        **_waiting(),
        not_before=context.now + wait,
        message=reason,
    )


def hand_back(context: Context, job_id: int, holder: str) -> bool:
    """Queue a job again as if it had not been taken, if it is still held."""
    return jobs.change_held(
        context.session,
        job_id,
        holder,
        **_waiting(),
        not_before=context.now,
        attempts=Job.attempts - 1,
    )


def free_abandoned(context: Context, is_dead: Callable[[str], bool]) -> int:
    """Queue again what dead workers held; return how many jobs that were.

    ``is_dead`` is asked about holders. The first time a job is tried again at once, and
    then later and later, lest a job that kills its worker keeps doing so.
    """
    abandoned = [job for job in jobs.running(context.session) if is_dead(job.holder)]
    for job in abandoned:
        wait = WAITS[min(job.attempts, len(WAITS)) - 2] if job.attempts > 1 else None
        jobs.change_held(
            context.session,
            job.id,
            job.holder,
            **_waiting(),
            not_before=context.now + wait if wait else context.now,
            message=_stopped(job.attempts),
        )
    return len(abandoned)


def show_life(context: Context, name: str) -> None:
    """Note that a worker is there."""
    jobs.seen(context.session, name, context.now, context.now - FORGOTTEN)


def show_end(context: Context, name: str) -> None:
    """Note that a worker has ended, in good order."""
    jobs.gone(context.session, name)


def _end(
    context: Context, job_id: int, holder: str, state: JobState, message: str
) -> bool:
    return jobs.change_held(
        context.session,
        job_id,
        holder,
        state=state,
        message=message,
        lease_until=None,
        holder="",
        ended_at=context.now,
    )


def _fail(context: Context, job: Job, reason: str) -> None:
    job.state, job.message = JobState.FAILED, reason
    job.lease_until, job.holder, job.ended_at = None, "", context.now
    context.session.flush()


def _waiting() -> dict[str, object]:
    return {"state": JobState.WAITING, "lease_until": None, "holder": ""}


def _stopped(times: int) -> str:
    often = "once" if times == 1 else f"{times} times"
    return f"The program stopped {often} while it worked on this."
