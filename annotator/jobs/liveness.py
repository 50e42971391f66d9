"""A worker's sign of life: a file that it keeps locked while it runs.

The system unlocks the file when the process ends, however it ends, so that another
worker on this machine sees at once that it is dead. The death of a worker on another
machine is noticed only when its leases expire.
"""

import os
import secrets
import socket
import time
from pathlib import Path

from filelock import FileLock, Timeout

_OLD_SECONDS = 3600.0  # a younger file may be about to be locked


class Liveness:
    """This worker's name, and whether other workers are alive."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self._lock = _lock(folder / self.name)
        self._lock.acquire()
        self._dead: set[str] = set()
        self._sweep()

    def new_holder(self) -> str:
        """Return a unique name for the holder of one job."""
        return f"{self.name}/{secrets.token_hex(8)}"

    def is_dead(self, holder: str) -> bool:
        """Whether the worker to which ``holder`` belongs is known to be dead."""
        name = holder.partition("/")[0]
        if name == self.name:
            return False
        if name in self._dead:
            return True
        path = self._folder / name
        if not name or not path.is_file() or not _can_lock(path):
            return False
        self._dead.add(name)
        path.unlink(missing_ok=True)
        return True

    def end(self) -> None:
        """Remove the sign of life."""
        self._lock.release()
        (self._folder / self.name).unlink(missing_ok=True)

    def _sweep(self) -> None:
        for path in self._folder.iterdir():
            if time.time() - path.stat().st_mtime > _OLD_SECONDS:
                self.is_dead(path.name)


def _lock(path: Path) -> FileLock:
    return FileLock(path, timeout=0, thread_local=False, mode=0o600)


def _can_lock(path: Path) -> bool:
    lock = _lock(path)
    try:
        lock.acquire()
    except Timeout:
        return False
    lock.release()
    return True
