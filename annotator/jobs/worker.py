"""Do queued work, in threads beside the server or until the queue is empty."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Thread
from time import monotonic

from annotator.domain.errors import (
    AnnotatorError,
    RemovedError,
    StoreUnavailableError,
)
from annotator.jobs.contexts import WORKER, write
from annotator.jobs.handlers import HANDLERS
from annotator.jobs.held_job import HandBackError, HeldJob, LetGoError, at_work
from annotator.jobs.held_jobs import BEAT_SECONDS, HeldJobs
from annotator.jobs.schedule import heal, look
from annotator.services import job_leases
from annotator.services.context import Context, Stores
from annotator.services.jobs import INDEXING
from annotator.storage.work.jobs import Kinds

# Chosen, not measured.
PAUSE_SECONDS = 0.3  # between two looks at an empty queue
MOST_SECONDS = 10.0  # at most, between two attempts while something is wrong
LOOK_SECONDS = 600.0  # between two checks whether periodic work is due
HEAL_SECONDS = 60.0  # between two checks whether an index was lost
WATCH_SECONDS = 1.0  # between two checks that every thread is alive
KEEP_TRYING_SECONDS = 120.0  # to record the outcome of a job
STOP_SECONDS = 8.0  # to end the jobs held; Docker kills after 10

# A thread for each lane: short jobs do not wait behind a PDF that takes ten minutes.
LANES = {
    "index": Kinds(INDEXING, others=False),
    "inspect": Kinds(("inspect",), others=False),  # a person waits for the result
    "draw": Kinds(("draw",), others=False),  # nobody waits for it
    "files": Kinds((*INDEXING, "inspect", "draw")),
}

Outcome = Callable[[Context], bool]

log = logging.getLogger(__name__)


@dataclass
class Lane:
    """A thread that does the jobs of some kinds, one by one, even if some fail."""

    name: str
    kinds: Kinds
    hands: HeldJobs
    failures: int = 0  # consecutive failures that are not the jobs' own
    thread: Thread | None = None

    def start(self) -> None:
        """Start the thread, or start it again."""
        self.thread = Thread(target=self._run, name=f"jobs-{self.name}", daemon=True)
        self.thread.start()

    def is_alive(self) -> bool:
        """Whether the thread is alive."""
        return self.thread is not None and self.thread.is_alive()

    def _run(self) -> None:
        stopping = self.hands.stopping
        while not stopping.is_set():
            try:
                pause = 0.0 if work_once(self.hands, self.kinds) else PAUSE_SECONDS
                self.failures = 0
            except Exception as error:  # noqa: BLE001 - logged, and the work goes on
                self.failures += 1
                pause = _pause(self.failures)
                _log_trouble(
                    f"the {self.name} lane failed {self.failures} times in a row; "
                    f"next try in {pause:.1f} s",
                    error,
                )
            stopping.wait(pause)


class Worker:
    """Runs the lanes until it is told to stop, and restarts those that die."""

    def __init__(self, stores: Stores) -> None:
        self.hands = HeldJobs(stores)
        self.lanes = [Lane(name, kinds, self.hands) for name, kinds in LANES.items()]
        self._watch = Thread(target=self._watch_over, name="jobs", daemon=True)
        self._due: dict[Callable[[], None], float] = {}

    def start(self) -> None:
        """Start the lanes and the thread that watches them."""
        for lane in self.lanes:
            lane.start()
        self._watch.start()

    def ask_to_stop(self) -> None:
        """Take no more jobs; those held are given back at their next step."""
        self.hands.stopping.set()

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Finish the jobs held, or give them back, within about ``seconds``."""
        self.ask_to_stop()
        until = monotonic() + seconds
        for thread in [self._watch, *(lane.thread for lane in self.lanes)]:
            if thread is not None:
                thread.join(timeout=max(0.0, until - monotonic()))
        try:
            self.hands.hand_back()
            self.hands.end()
        except (AnnotatorError, StoreUnavailableError) as error:
            # The next worker sees that this one is dead, and takes them.
            log.warning("jobs at hand could not be given back: %s", error)

    def _watch_over(self) -> None:
        stopping = self.hands.stopping
        while not stopping.is_set():
            for lane in self.lanes:
                if not lane.is_alive() and not stopping.is_set():
                    log.error("the %s lane died and is started again", lane.name)
                    lane.start()
            self._every(BEAT_SECONDS, self.hands.beat)
            self._every(BEAT_SECONDS, self.hands.free_abandoned)
            self._every(LOOK_SECONDS, self._queue_what_is_due)
            self._every(HEAL_SECONDS, self._heal)
            stopping.wait(WATCH_SECONDS)

    def _every(self, seconds: float, act: Callable[[], None]) -> None:
        """Run ``act`` if it is due; after a failure it is tried again sooner."""
        if monotonic() < self._due.get(act, 0.0):
            return
        try:
            act()
            self._due[act] = monotonic() + seconds
        except Exception as error:  # noqa: BLE001 - logged, and tried again
            self._due[act] = monotonic() + min(seconds, MOST_SECONDS)
            _log_trouble("the worker's own housekeeping failed; trying again", error)

    def _queue_what_is_due(self) -> None:
        look(self.hands.stores)

    def _heal(self) -> None:
        heal(self.hands.stores)


def work_all(stores: Stores) -> int:
    """Do every job that is due now; return how many there were."""
    done = 0
    with HeldJobs(stores) as hands, hands.beating():
        while work_once(hands, job_leases.EVERY_KIND):
            done += 1
    return done


def work_once(hands: HeldJobs, kinds: Kinds) -> bool:
    """Do the next job of some kinds; return whether there was one."""
    hand = hands.take(kinds)
    if hand is None:
        return False
    try:
        outcome = _do(hands, hand)
        if not hand.ended:
            _settle(hands, hand, outcome)
    finally:
        hands.drop(hand)
    return True


def _do(hands: HeldJobs, hand: HeldJob) -> Outcome:
    """Do a job; return the function that records its outcome."""
    job_id, holder = hand.job.id, hand.holder
    try:
        with at_work(hand):
            message = HANDLERS[hand.job.kind](hands.stores, hand.job)
    except BaseException as error:
        outcome = _outcome_of(error, hand)
        if isinstance(error, Exception):
            return outcome
        _settle(hands, hand, outcome)  # this thread ends, but its outcome is recorded
        raise
    return partial(job_leases.finish, job_id=job_id, holder=holder, message=message)


def _outcome_of(error: BaseException, hand: HeldJob) -> Outcome:
    job = hand.job
    if isinstance(error, HandBackError | KeyboardInterrupt):
        return partial(job_leases.hand_back, job_id=job.id, holder=hand.holder)
    if isinstance(error, LetGoError):
        log.info("job %s (%s) was let go", job.id, job.kind)
        return lambda _context: True
    if getattr(error, "is_passing", isinstance(error, OSError)):
        log.warning("job %s (%s) is tried again later: %s", job.id, job.kind, error)
        return partial(
            job_leases.try_later, job=job, holder=hand.holder, reason=_reason(error)
        )
    if isinstance(error, RemovedError):  # there is nothing left to do for it
        return partial(
            job_leases.give_up,
            job_id=job.id,
            holder=hand.holder,
            reason="The item it was for has been removed.",
        )
    if not isinstance(error, AnnotatorError):
        log.error("job %s (%s) failed", job.id, job.kind, exc_info=error)
    return partial(
        job_leases.fail, job_id=job.id, holder=hand.holder, reason=_reason(error)
    )


def _reason(error: BaseException) -> str:
    if isinstance(error, AnnotatorError | StoreUnavailableError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"The operating system did not allow it: {error.strerror}."
    return "Something went wrong; see the log for details."


def _settle(hands: HeldJobs, hand: HeldJob, outcome: Outcome) -> None:
    """Record the outcome of a job; try again until it succeeds."""
    until, failures = monotonic() + KEEP_TRYING_SECONDS, 0
    while True:
        try:
            if not write(hands.stores, WORKER, outcome):
                log.warning("job %s went to another meanwhile", hand.job.id)
        except Exception as error:
            failures += 1
            pause = _pause(failures)
            if hands.stopping.is_set() or monotonic() + pause > until:
                raise
            _log_trouble(f"what came of job {hand.job.id} is not written yet", error)
            hands.stopping.wait(pause)
        else:
            return


def _log_trouble(what: str, error: Exception) -> None:
    """Log an error of the machine in a sentence, and one of ours with a traceback."""
    if isinstance(error, StoreUnavailableError):
        log.warning("%s: %s", what, error)
    else:
        log.error("%s", what, exc_info=error)


def _pause(failures: int) -> float:
    """Return how many seconds to wait after ``failures`` consecutive failures."""
    return float(min(PAUSE_SECONDS * 2**failures, MOST_SECONDS))
