"""A clock that runs while a process works, and stands still while it waits for its turn."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
_USER, _SYSTEM = 11, 12  # fields of "stat" after the name: see proc_pid_stat(5)


def work_clock(pid: int, proc: Path = PROC) -> Callable[[], float]:
    """Return a clock of the processor time that a running process has used, in seconds.

    Of a process that is gone it tells what it told last. Where the machine does not tell
    processor time (no /proc), it is the clock on the wall.
    """
    stat = proc / str(pid) / "stat"
    if not stat.exists():
        return time.monotonic
    last = 0.0

    def tell() -> float:
        nonlocal last
        with suppress(FileNotFoundError, ProcessLookupError):
            last = _worked(stat.read_text())
        return last

    return tell


def _worked(stat: str) -> float:
    """Return the seconds of work in a line of /proc; the name in it may hold anything."""
    fields = stat.rpartition(")")[2].split()
    return (int(fields[_USER]) + int(fields[_SYSTEM])) / os.sysconf("SC_CLK_TCK")
