"""How a worker takes a job, renews its lease, and ends it.

A worker that takes a job holds it under a lease, with a unique holder name. Only the
present holder can renew, finish or give back the job; calls by others change nothing.
"""

from collections.abc import Callable
from datetime import timedelta

from annotator.domain.vocabulary import JobState
from annotator.services.context import Context
from annotator.storage.work import jobs
from annotator.storage.work.jobs import Job, Kinds

LEASE = timedelta(minutes=2)  # a worker silent for so long is taken for dead
# Between attempts after temporary failures; together 3 h 43 min. Chosen, not measured.
WAITS = [timedelta(seconds=s) for s in (5, 30, 120, 600, 1800, 3600, 7200)]
MOST_ATTEMPTS = len(WAITS) + 1
FORGOTTEN = timedelta(days=1)  # a worker not seen for so long is deleted

EVERY_KIND = Kinds()


def take(context: Context, *, holder: str, kinds: Kinds = EVERY_KIND) -> Job | None:
    """Take the next job of some kinds, or None; fail jobs that were tried too often."""
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
    """Renew the lease of a job; return whether it is still held."""
    return jobs.change_held(
        context.session, job_id, holder, lease_until=context.now + LEASE
    )


def finish(context: Context, job_id: int, holder: str, message: str) -> bool:
    """Record that a job is done, with its message; return whether it was still held."""
    return _end(context, job_id, holder, JobState.DONE, message)


def fail(context: Context, job_id: int, holder: str, reason: str) -> bool:
    """Record that a job failed for good, and why; return whether it was still held."""
    return _end(context, job_id, holder, JobState.FAILED, reason)


def give_up(context: Context, job_id: int, holder: str, reason: str) -> bool:
    """Record that there is nothing to do for a job; return whether it was still held."""
    return _end(context, job_id, holder, JobState.CANCELLED, reason)


def try_later(context: Context, job: Job, holder: str, reason: str) -> bool:
    """Queue a held job again for later; after ``MOST_ATTEMPTS``, fail it."""
    if job.attempts >= MOST_ATTEMPTS:
        tried = f"{reason} It failed after {job.attempts} attempts."
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
    """Queue a held job again, as if it had not been taken."""
    return jobs.change_held(
        context.session,
        job_id,
        holder,
        **_waiting(),
        not_before=context.now,
        attempts=Job.attempts - 1,
    )


def free_abandoned(context: Context, is_dead: Callable[[str], bool]) -> int:
    """Queue the jobs of dead workers again; return how many there were.

    ``is_dead`` tells whether a holder's worker is dead. The first time, a job is tried
    again at once, and then after growing waits, because the job may be what killed it.
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
    """Record that a worker is alive."""
    jobs.seen(context.session, name, context.now, context.now - FORGOTTEN)


def show_end(context: Context, name: str) -> None:
    """Record that a worker has ended in good order."""
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
