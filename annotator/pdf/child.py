"""A worker process and the pipes to it: start, send, wait with a deadline, kill."""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from typing import IO, NamedTuple

from annotator.domain.errors import PdfProblem, UnreadablePdfError
from annotator.pdf import limits, messages
from annotator.pdf.work_clock import work_clock

_CHUNK_BYTES = 256 * 1024
_PYTHON = (sys.executable, "-I", "-X", "utf8", "-m")

FIRST = (*_PYTHON, "annotator.pdf.worker")  # reads with PyMuPDF
SECOND = (*_PYTHON, "annotator.pdf.second_worker")  # reads with PDFium
OCR = (*_PYTHON, "annotator.pdf.ocr_worker")  # reads pictures

# What it means if a signal that we did not send ends the worker. A C++ library aborts when
# memory runs out; the kernel kills processes when the machine is short of memory.
_DEATHS = {
    signal.SIGABRT: PdfProblem.TOO_MUCH_MEMORY,
    signal.SIGKILL: PdfProblem.TOO_MUCH_MEMORY,
    signal.SIGALRM: PdfProblem.TOO_SLOW,
    signal.SIGPROF: PdfProblem.TOO_SLOW,
    signal.SIGXCPU: PdfProblem.TOO_SLOW,
}


class Frame(NamedTuple):
    """An answer of the worker; its content has not been checked yet."""

    kind: bytes
    untrusted_content: bytes


class Until(NamedTuple):
    """When a worker is too late: by its own work, and by the clock whatever it does.

    On a busy machine a worker waits long for its turn, for which the file is not to blame.
    """

    worked: float  # seconds of work since it started, as ``Child.worked`` tells them
    clock: float  # a time of the monotonic clock, in seconds


class Child:
    """A worker in a process group of its own, with an empty environment."""

    def __init__(self, command: tuple[str, ...] = FIRST) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd="/",
            env={},
            start_new_session=True,
        )
        self._work_clock = work_clock(self.pid)
        for pipe in (self._in, self._out):
            os.set_blocking(pipe.fileno(), False)

    @property
    def pid(self) -> int:
        """The id of the process, which is also that of its process group."""
        return self._process.pid

    def worked(self) -> float:
        """Return the seconds of processor time that the worker has used so far."""
        return self._work_clock()

    @property
    def _in(self) -> IO[bytes]:
        return _present(self._process.stdin)

    @property
    def _out(self) -> IO[bytes]:
        return _present(self._process.stdout)

    def send(self, kind: bytes, content: bytes, until: Until) -> None:
        """Send a frame; raise UnreadablePdfError if that takes too long."""
        rest = memoryview(messages.frame(kind, content))
        while rest:
            self._wait(self._in, selectors.EVENT_WRITE, until)
            try:
                rest = rest[os.write(self._in.fileno(), rest[:_CHUNK_BYTES]) :]
            except BlockingIOError:  # less room in the pipe than select reported
                continue
            except BrokenPipeError:
                # The worker ended; receive() returns its reason, if it sent one.
                return

    def receive(self, until: Until, *kinds: bytes) -> Frame:
        """Return the next frame, which must be of one of ``kinds``.

        Raise UnreadablePdfError if it is not, is too late, or the worker has ended.
        """
        header = self._read(messages.HEADER.size, until)
        kind, untrusted_length = messages.HEADER.unpack(header)
        if kind not in kinds or untrusted_length > messages.LARGEST[kind]:
            raise UnreadablePdfError(PdfProblem.NONSENSE)
        return Frame(kind, self._read(untrusted_length, until))

    def _read(self, length: int, until: Until) -> bytes:
        content = bytearray()
        while len(content) < length:
            self._wait(self._out, selectors.EVENT_READ, until)
            try:
                chunk = os.read(
                    self._out.fileno(), min(_CHUNK_BYTES, length - len(content))
                )
            except BlockingIOError:
                continue
            if not chunk:
                raise UnreadablePdfError(self._cause_of_death())
            content += chunk
        return bytes(content)

    def _wait(self, pipe: IO[bytes], event: int, until: Until) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, event)
            while not selector.select(self._pause(until)):
                pass  # look again how much it has worked

    def _pause(self, until: Until) -> float:
        """Return for how many seconds to wait for the worker before looking again.

        A worker is one thread: what it has left of work takes it at least as long.
        """
        left, work_left = until.clock - time.monotonic(), until.worked - self.worked()
        if min(left, work_left) <= 0:
            raise UnreadablePdfError(PdfProblem.TOO_SLOW)
        return min(left, max(work_left, limits.LOOK_SECONDS))

    def _cause_of_death(self) -> PdfProblem:
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._process.wait(limits.END_SECONDS)
            self._kill_group()  # it may have left processes behind
            if code < 0:
                return _DEATHS.get(signal.Signals(-code), PdfProblem.CRASHED)
        return PdfProblem.NONSENSE  # it closed its pipe, or ended, within an answer

    def kill(self) -> None:
        """Kill the process and its whole group, and reap it.

        This is safe while another thread waits for an answer; it finds the pipe closed.
        """
        if self._process.returncode is None:  # else the id may be another's
            self._kill_group()
            self._process.wait(limits.END_SECONDS)

    def _kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Kill the process and close the pipes; no thread may be waiting for an answer."""
        self.kill()
        self._in.close()
        self._out.close()


def _present(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the process has no pipe")
    return pipe
