"""The job that a thread has in hand, and whether it is to go on with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Event

from annotator.storage.work.jobs import Job


class HandBackError(Exception):
    """The worker is asked to stop: what it does goes back into the queue."""


class LetGoError(Exception):
    """The job is not this worker's any more: it was cancelled, or another has it."""


@dataclass
class HeldJob:
    """A job that was taken, by whom, and what has become of it meanwhile."""

    job: Job
    holder: str
    stopping: Event  # the worker's
    lost: bool = False  # set by whoever renews it, from another thread
    ended: bool = False  # its outcome is kept, together with its last change

    def go_on(self) -> None:
        """Raise if this job is to be done no further."""
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
    """Have ``hand`` be what this thread is doing."""
    before = _in_hand.set(hand)
    try:
        yield
    finally:
        _in_hand.reset(before)
