"""Do the queued work: in a thread beside the server, or until the queue is empty."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from threading import Event, Thread
from time import monotonic
from typing import TypeVar

from annotator.domain.errors import AnnotatorError
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import JobState
from annotator.services import (
    absences,
    accounts,
    indexing,
    intake,
    jobs,
    placing,
    revisions,
    seals,
    twins,
)
from annotator.services.context import Actor, Context, Stores
from annotator.storage.jobs import Job

PAUSE_SECONDS = 0.3  # between two looks at an empty queue
BATCH = 50  # passages that are placed in one transaction
LOOK_SECONDS = 600.0  # how often it is asked whether anything is due by itself
SAY_EVERY_SECONDS = 0.5  # how often progress is written down

WORKER = Actor("the program", Role.ADMIN)

Answer = TypeVar("Answer")

log = logging.getLogger(__name__)


class Worker:
    """A thread that takes jobs, one after the other, until it is told to stop."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._stop = Event()
        self._thread = Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the job at hand and end."""
        self._stop.set()
        self._thread.join(timeout=30)

    def _run(self) -> None:
        look_at = monotonic()
        while not self._stop.is_set():
            if monotonic() >= look_at:
                look_at = monotonic() + LOOK_SECONDS
                _write(self._stores, WORKER, seals.check_nightly)
                _write(self._stores, WORKER, revisions.reread_later)
            if not work_once(self._stores):
                self._stop.wait(PAUSE_SECONDS)


def work_all(stores: Stores) -> int:
    """Do every queued job; return how many there were."""
    done = 0
    while work_once(stores):
        done += 1
    return done


def work_once(stores: Stores) -> bool:
    """Do the next job, if there is one; say whether there was."""
    job = _write(stores, WORKER, jobs.take)
    if job is None:
        return False
    try:
        message = _HANDLERS[job.kind](stores, job)
    except AnnotatorError as error:
        _end(stores, job, JobState.FAILED, str(error))
    except Exception:
        log.exception("job %s (%s) failed", job.id, job.kind)
        _end(stores, job, JobState.FAILED, "Something went wrong; the log says what.")
    else:
        _end(stores, job, JobState.DONE, message)
    return True


def _intake(stores: Stores, job: Job) -> str:
    read = intake.run_intake(stores, job.payload, _progress(stores, job))
    return _write(
        stores,
        _whoever_asked(stores, job),
        lambda context: intake.finish_intake(context, dict(job.payload), read),
    )


def _index(stores: Stores, job: Job) -> str:
    payload = dict(job.payload)
    slug = str(payload.pop("report", ""))
    if slug:
        _read(stores, lambda context: indexing.index_report(context, slug))
    _read(stores, lambda context: indexing.index_changes(context, payload))
    return slug


def _place(stores: Stores, job: Job) -> str:
    """Look passages up in a new file, a few at a time, so that a kill loses little."""
    sha256 = str(job.payload["revision"])
    say = _progress(stores, job)
    left = _read(stores, lambda context: placing.waiting(context, sha256))
    for done in range(0, len(left), BATCH):
        batch = left[done : done + BATCH]
        _write(stores, WORKER, partial(placing.place, sha256=sha256, passage_ids=batch))
        say(done + len(batch), len(left))
    return str(job.payload["report"])


def _reread(stores: Stores, job: Job) -> str:
    read = revisions.read_file(
        stores.files, str(job.payload["sha256"]), _progress(stores, job)
    )
    return _write(
        stores,
        WORKER,
        lambda context: revisions.replace_text(context, read).report.slug,
    )


def _verify(stores: Stores, job: Job) -> str:
    say = _progress(stores, job)
    checks = _read(stores, lambda context: seals.check_all(context, say))
    _write(stores, WORKER, partial(seals.keep, checks=checks))
    return seals.summary(checks)


def _twins(stores: Stores, job: Job) -> str:
    """Look for passages in other files, a few at a time; the search locks nothing."""
    sha256 = str(job.payload.get("revision", ""))
    say = _progress(stores, job)
    every = job.payload.get("passages") or _read(stores, twins.every_quote)
    for done in range(0, len(every), BATCH):
        ids = every[done : done + BATCH]
        rows = _read(stores, partial(twins.find_twins, passage_ids=ids, sha256=sha256))
        _write(
            stores,
            WORKER,
            partial(twins.keep_twins, passage_ids=ids, rows=rows, sha256=sha256),
        )
        say(done + len(ids), len(every))
    return sha256


def _absences(stores: Stores, job: Job) -> str:
    report = str(job.payload["report"])
    _write(stores, WORKER, partial(absences.rerun, report=report))
    return report


_HANDLERS: dict[str, Callable[[Stores, Job], str]] = {
    "intake": _intake,
    "index": _index,
    "place": _place,
    "reread": _reread,
    "verify": _verify,
    "twins": _twins,
    "absences": _absences,
}


def _whoever_asked(stores: Stores, job: Job) -> Actor:
    return _read(
        stores, lambda context: accounts.actor(context, job.created_by_id) or WORKER
    )


def _progress(stores: Stores, job: Job) -> revisions.Progress:
    said = monotonic()

    def say(done: int, total: int) -> None:
        nonlocal said
        if monotonic() - said > SAY_EVERY_SECONDS or done == total:
            said = monotonic()
            _write(
                stores,
                WORKER,
                lambda context: jobs.report_progress(context, job.id, done, total),
            )

    return say


def _end(stores: Stores, job: Job, state: JobState, message: str) -> None:
    _write(stores, WORKER, lambda context: jobs.end(context, job.id, state, message))


def _write(stores: Stores, actor: Actor, act: Callable[[Context], Answer]) -> Answer:
    with stores.database.writing.begin() as session:
        return act(Context(session, stores, actor, datetime.now(UTC)))


def _read(stores: Stores, act: Callable[[Context], Answer]) -> Answer:
    with stores.database.reading() as session:
        return act(Context(session, stores, WORKER, datetime.now(UTC)))
