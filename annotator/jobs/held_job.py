"""The job that a thread is doing, and whether it may go on with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Event

from annotator import logs
from annotator.storage.work.jobs import Job


class HandBackError(Exception):
    """The worker was told to stop: the job goes back into the queue."""


class LetGoError(Exception):
    """This worker no longer holds the job: it was cancelled, or another took it."""


@dataclass
class HeldJob:
    """A job that was taken, its holder, and what has become of it since."""

    job: Job
    holder: str
    stopping: Event  # the worker's
    lost: bool = False  # set from the thread that renews the lease
    ended: bool = False  # its outcome was committed with its last change

    def go_on(self) -> None:
        """Raise HandBackError or LetGoError if this job must stop."""
        if self.lost:
            raise LetGoError
        if self.stopping.is_set():
            raise HandBackError


_in_hand: ContextVar[HeldJob | None] = ContextVar("the job in hand", default=None)


def in_hand() -> HeldJob | None:
    """Return the job that this thread is doing, or None."""
    return _in_hand.get()


@contextmanager
def at_work(hand: HeldJob) -> Iterator[None]:
    """Make ``hand`` the job that this thread is doing."""
    before = _in_hand.set(hand)
    logged = logs.job_id.set(str(hand.job.id))
    try:
        yield
    finally:
        logs.job_id.reset(logged)
        _in_hand.reset(before)
