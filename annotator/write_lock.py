"""Refuse slow work while a thread has a write transaction open.

SQLite has one writer at a time: slow work inside a write transaction blocks every other
save. Functions that may be slow begin with ``refuse_if_held``.
"""

import threading
from typing import Protocol
from weakref import WeakSet


class Writer(Protocol):
    """A connection that may have a write transaction open."""

    def in_transaction(self) -> bool:
        """Whether a write transaction is open on this connection."""
        ...


class SlowWorkError(RuntimeError):
    """Slow work was begun inside a write transaction: a bug in the program."""


class _Held(threading.local):
    def __init__(self) -> None:
        self.writers: WeakSet[Writer] = WeakSet()


_held = _Held()


def taken_by(writer: Writer) -> None:
    """Note that this thread has begun a write transaction."""
    _held.writers.add(writer)


def is_held() -> bool:
    """Whether this thread has a write transaction open."""
    return any(writer.in_transaction() for writer in _held.writers)


def refuse_if_held(work: str) -> None:
    """Raise SlowWorkError if this thread has a write transaction open.

    ``work`` names what is about to be done, such as "reading a PDF".
    """
    if is_held():
        raise SlowWorkError(
            f"{work} inside a write transaction: do it before, and hand the outcome in"
        )
