"""Do the queued work: in a thread beside the server, or until the queue is empty."""

import logging
from threading import Event, Thread
from time import monotonic

from annotator.domain.errors import AnnotatorError
from annotator.domain.vocabulary import JobState
from annotator.jobs.contexts import WORKER, write
from annotator.jobs.handlers import HANDLERS
from annotator.jobs.looking import look
from annotator.services import jobs
from annotator.services.context import Stores
from annotator.storage.jobs import Job

PAUSE_SECONDS = 0.3  # between two looks at an empty queue
LOOK_SECONDS = 600.0  # how often it is asked whether anything is due by itself

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
                look(self._stores)
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
    job = write(stores, WORKER, jobs.take)
    if job is None:
        return False
    try:
        message = HANDLERS[job.kind](stores, job)
    except AnnotatorError as error:
        _end(stores, job, JobState.FAILED, str(error))
    except Exception:
        log.exception("job %s (%s) failed", job.id, job.kind)
        _end(stores, job, JobState.FAILED, "Something went wrong; the log says what.")
    else:
        _end(stores, job, JobState.DONE, message)
    return True


def _end(stores: Stores, job: Job, state: JobState, message: str) -> None:
    write(stores, WORKER, lambda context: jobs.end(context, job.id, state, message))
