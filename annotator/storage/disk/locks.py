"""Locks between the processes of one machine, by locked files.

The system releases a lock when its process ends, for whatever reason.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from annotator.domain.errors import AnnotatorError


class TurnBusyError(AnnotatorError):
    """Another process held the lock for too long."""

    is_passing = True


@contextmanager
def turn(path: Path, *, what: str, seconds: float) -> Iterator[None]:
    """Hold the lock at ``path``, of all processes and threads; ``what`` is for messages.

    Wait at most ``seconds`` for it, then raise TurnBusyError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, timeout=seconds, thread_local=False, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise TurnBusyError(
            f"Another process has been {what} for more than {seconds:g} seconds. "
            "Try again when it is done."
        ) from None
    try:
        yield
    finally:
        lock.release()
