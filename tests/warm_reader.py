"""Readers of PDFs that are forked from a process that has loaded their library already.

They give up the same rights and speak the same way as those of the program; starting one
anew takes a quarter of a second of work, which thousands of files cannot have. This module
is also the program of the process from which they are forked.
"""

import os
import select
import signal
import socket
import subprocess
import sys
from threading import Lock
from typing import IO

from annotator.pdf.child import Child
from annotator.pdf.work_clock import work_clock


class Nursery:
    """The process from which readers are forked; ``start`` makes one."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        self._turn = Lock()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stderr=subprocess.DEVNULL,
            )

    def __enter__(self) -> "Nursery":
        return self

    def __exit__(self, *_: object) -> None:
        self._control.close()
        self._process.wait()

    def start(self) -> Child:
        """Fork a reader."""
        requests, sent = os.pipe()
        received, answers = os.pipe()
        told, telling = os.pipe()
        theirs = [requests, answers, telling]
        with self._turn:
            socket.send_fds(self._control, [b"x"], theirs)
        for end in theirs:
            os.close(end)
        return _WarmChild(_Forked(told, sent, received))


class _WarmChild(Child):
    """A reader that has nothing to load any more."""

    def __init__(self, forked: "_Forked") -> None:
        self._process = forked  # type: ignore[assignment]
        self._work_clock = work_clock(self.pid)
        for pipe in (self._in, self._out):
            os.set_blocking(pipe.fileno(), False)

    def close(self) -> None:
        super().close()
        os.close(self._process.told)  # type: ignore[attr-defined]


class _Forked:
    """A forked process, to be handled as a ``Popen``."""

    def __init__(self, told: int, sent: int, received: int) -> None:
        self.told = told
        self.stdin: IO[bytes] = os.fdopen(sent, "wb", buffering=0)
        self.stdout: IO[bytes] = os.fdopen(received, "rb", buffering=0)
        self.returncode: int | None = None
        self.pid = self._number()

    def wait(self, limit: float) -> int:
        if self.returncode is None:
            if not select.select([self.told], [], [], limit)[0]:
                raise subprocess.TimeoutExpired("a reader", limit)
            self.returncode = self._number()
        return self.returncode

    def _number(self) -> int:
        return int.from_bytes(os.read(self.told, 4), signed=True)


def _bear(control: socket.socket) -> None:
    """Fork a reader each time that somebody sends its pipes."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a keeper
    while True:
        message, pipes, _, _ = socket.recv_fds(control, 1, 3)
        if not message:
            return
        if not os.fork():
            control.close()
            _keep(*pipes)
        for pipe in pipes:
            os.close(pipe)


def _keep(requests: int, answers: int, telling: int) -> None:
    """Fork a reader, and tell its number and, when it has ended, how."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    reader = os.fork()
    if not reader:
        os.close(telling)
        _read(requests, answers)
    os.close(requests)
    os.close(answers)
    os.write(telling, reader.to_bytes(4, signed=True))
    _, status = os.waitpid(reader, 0)
    os.write(telling, os.waitstatus_to_exitcode(status).to_bytes(4, signed=True))
    os._exit(0)


def _read(requests: int, answers: int) -> None:
    try:
        os.setsid()
        with os.fdopen(requests, "rb") as asked, os.fdopen(answers, "wb") as told:
            worker_loop.serve(worker.LIBRARY, asked, told)
    finally:
        os._exit(0)


if __name__ == "__main__":
    import pymupdf

    from annotator.pdf import worker, worker_loop

    pymupdf.TOOLS.mupdf_display_errors(on=False)
    pymupdf.TOOLS.mupdf_display_warnings(on=False)
    worker._rehearse()
    _bear(socket.socket(fileno=int(sys.argv[1])))
