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

_CHUNK_BYTES = 256 * 1024
_PYTHON = (sys.executable, "-I", "-X", "utf8", "-m")

FIRST = (*_PYTHON, "annotator.pdf.worker")  # reads by PyMuPDF
SECOND = (*_PYTHON, "annotator.pdf.second_worker")  # reads by PDFium

# What a death means that we did not bring about. Where memory runs out in the middle of
# a C++ library, the library aborts; the kernel's own remedy for want of memory is to kill.
_DEATHS = {
    signal.SIGABRT: PdfProblem.TOO_MUCH_MEMORY,
    signal.SIGKILL: PdfProblem.TOO_MUCH_MEMORY,
    signal.SIGALRM: PdfProblem.TOO_SLOW,
    signal.SIGXCPU: PdfProblem.TOO_SLOW,
}


class Frame(NamedTuple):
    """What the worker answered; nothing in it may be believed yet."""

    kind: bytes
    untrusted_content: bytes


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
        for pipe in (self._in, self._out):
            os.set_blocking(pipe.fileno(), False)

    @property
    def pid(self) -> int:
        """The number of the process, which is that of its group too."""
        return self._process.pid

    @property
    def _in(self) -> IO[bytes]:
        return _present(self._process.stdin)

    @property
    def _out(self) -> IO[bytes]:
        return _present(self._process.stdout)

    def send(self, kind: bytes, content: bytes, until: float) -> None:
        """Send a frame before ``until`` (of the monotonic clock), or raise."""
        rest = memoryview(messages.frame(kind, content))
        while rest:
            self._wait(self._in, selectors.EVENT_WRITE, until)
            try:
                rest = rest[os.write(self._in.fileno(), rest[:_CHUNK_BYTES]) :]
            except BlockingIOError:  # less room than was announced
                continue
            except BrokenPipeError:
                # It may have said why before it left; then receive() tells.
                return

    def receive(self, until: float, *kinds: bytes) -> Frame:
        """Return the next frame, which must be one of ``kinds``, or raise."""
        header = self._read(messages.HEADER.size, until)
        kind, untrusted_length = messages.HEADER.unpack(header)
        if kind not in kinds or untrusted_length > messages.LARGEST[kind]:
            raise UnreadablePdfError(PdfProblem.NONSENSE)
        return Frame(kind, self._read(untrusted_length, until))

    def _read(self, length: int, until: float) -> bytes:
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

    def _wait(self, pipe: IO[bytes], event: int, until: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, event)
            left = until - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise UnreadablePdfError(PdfProblem.TOO_SLOW)

    def _cause_of_death(self) -> PdfProblem:
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._process.wait(limits.END_SECONDS)
            self._kill_group()  # it may have left others behind
            if code < 0:
                return _DEATHS.get(signal.Signals(-code), PdfProblem.CRASHED)
        return PdfProblem.NONSENSE  # it closed its end, or left, in the middle

    def kill(self) -> None:
        """End the process and all of its group now, and leave no zombie.

        Safe while another thread waits for an answer, which then finds the pipe ended.
        """
        if self._process.returncode is None:  # else the number may be another's by now
            self._kill_group()
            self._process.wait(limits.END_SECONDS)

    def _kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """End the process and let go of the pipes; nobody may be waiting for an answer."""
        self.kill()
        self._in.close()
        self._out.close()


def _present(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the process has no pipe")
    return pipe
