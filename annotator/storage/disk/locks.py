"""Turns that processes of one machine take, by a file that the one at work has locked.

The system lets go of a lock when its process ends, however it ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from annotator.domain.errors import AnnotatorError


class TurnBusyError(AnnotatorError):
    """Another process had its turn for longer than somebody waits."""

    is_passing = True


@contextmanager
def turn(path: Path, *, what: str, seconds: float) -> Iterator[None]:
    """Be the only one of all processes and threads that does ``what``.

    Wait at most ``seconds`` for the others, then raise TurnBusyError.
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
