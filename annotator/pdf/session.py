"""One PDF in a worker of its own: start the worker, send requests, stop it if it fails.

The requests differ between the two workers: see ``reader`` and ``second_reader``.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar, Self

from annotator.domain.errors import NotFoundError, PdfProblem, UnreadablePdfError
from annotator.pdf import answers, child, limits, messages
from annotator.pdf.child import Child, Until
from annotator.write_lock import refuse_if_held


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long a reader may work, in seconds of its own processor time.

    By the clock it may take ``patience`` times as long.
    """

    start: float = limits.START_SECONDS
    request: float = limits.REQUEST_SECONDS
    drawing: float = limits.DRAW_SECONDS
    document: float = limits.DOCUMENT_SECONDS  # all requests together
    patience: float = limits.PATIENCE


_USUAL = Deadlines()
# A worker that reports one of these is stopped.
_FATAL = (PdfProblem.NONSENSE, PdfProblem.TOO_MUCH_MEMORY)


class ReaderGoneError(UnreadablePdfError):
    """An earlier request ended the reader, for which this one is not to blame."""


class _RefusedError(UnreadablePdfError):
    """The worker is intact, and reports that something cannot be read."""


class ReaderSession:
    """One PDF in a worker of its own; usable from any thread, one request at a time.

    All failures raise ``UnreadablePdfError`` with a ``PdfProblem``. If one page cannot be
    read, the others still can. A reader whose worker died or had to be stopped has
    ``failed``, and raises the same problem for every later request.
    """

    command: ClassVar[tuple[str, ...]] = child.FIRST  # how its worker is started

    def __init__(
        self,
        pdf: bytes,
        *,
        deadlines: Deadlines = _USUAL,
        start: Callable[[], Child] | None = None,
    ) -> None:
        """Start a worker on ``pdf``; raise UnreadablePdfError if it cannot be opened."""
        _check_cheaply(pdf)
        self._deadlines = deadlines
        self._lock = threading.Lock()
        self._failure: PdfProblem | None = None
        self._lengths: dict[int, int] = {}  # of each page read so far, in code points
        self.seconds = 0.0  # of work so far
        self._elapsed = 0.0  # seconds of the clock in all requests so far
        self._child, self.layers = start_worker(
            start or (lambda: Child(self.command)), deadlines
        )
        try:
            self.page_count = self._open(pdf)
        except BaseException:
            self.close()
            raise

    def _open(self, pdf: bytes) -> int:
        with self._working() as until:
            self._child.send(messages.PDF, pdf, until)
            return answers.to_page_count(self._answer(until, messages.JSON))

    @property
    def failed(self) -> bool:
        """Whether the worker has ended, so that no request can succeed."""
        return self._failure is not None

    def close(self) -> None:
        """Stop the worker at once, even during a request."""
        self._failure = self._failure or PdfProblem.NO_READER
        self._child.kill()
        with self._lock:  # a waiting request has noticed by now
            self._child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check_number(self, number: int) -> None:
        if not 1 <= number <= self.page_count:
            raise NotFoundError("page", number)

    def _count_text(self, number: int, length: int) -> None:
        """Raise UnreadablePdfError once the pages read hold more text than is accepted."""
        self._lengths[number] = length
        if sum(self._lengths.values()) > limits.DOCUMENT_CODE_POINTS:
            raise UnreadablePdfError(PdfProblem.TOO_MUCH_TEXT)

    @contextmanager
    def _working(self, *, draws: bool = False) -> Iterator[Until]:
        """Hold the lock and yield the deadline; stop the worker if the request fails."""
        refuse_if_held("reading a PDF")
        with self._lock:
            if self._failure is not None:
                raise ReaderGoneError(self._failure)
            before, began = self._child.worked(), time.monotonic()
            try:
                yield self._until(before, began, draws=draws)
            except _RefusedError:
                raise
            except UnreadablePdfError as error:
                raise UnreadablePdfError(self._fail(error.problem)) from error
            except BaseException:  # a frame may be only partly read
                self._fail(PdfProblem.NONSENSE)
                raise
            finally:
                self.seconds += self._child.worked() - before
                self._elapsed += time.monotonic() - began

    def _until(self, worked: float, now: float, *, draws: bool) -> Until:
        """Return when a request that begins now is too late."""
        given = self._deadlines
        request = min(given.request, given.drawing) if draws else given.request
        document, patience = given.document, given.patience
        return Until(
            worked + min(request, document - self.seconds),
            now + min(request * patience, document * patience - self._elapsed),
        )

    def _fail(self, problem: PdfProblem) -> PdfProblem:
        """Stop the worker; return the first problem that there was."""
        self._failure = self._failure or problem
        self._child.kill()
        return self._failure

    def _ask(self, until: Until, kind: bytes, *request: object) -> bytes:
        self._child.send(messages.REQUEST, json.dumps(request).encode(), until)
        return self._answer(until, kind)

    def _answer(self, until: Until, kind: bytes) -> bytes:
        frame = self._child.receive(until, kind, messages.PROBLEM)
        if frame.kind == messages.PROBLEM:
            problem = answers.to_problem(frame.untrusted_content)
            raise (UnreadablePdfError if problem in _FATAL else _RefusedError)(problem)
        return frame.untrusted_content


def _check_cheaply(pdf: bytes) -> None:
    """Raise UnreadablePdfError for files that can be refused without a worker."""
    if not pdf:
        raise UnreadablePdfError(PdfProblem.EMPTY)
    if len(pdf) > limits.FILE_BYTES:
        raise UnreadablePdfError(PdfProblem.TOO_LARGE)
    if b"%PDF-" not in pdf[: limits.HEADER_BYTES]:
        raise UnreadablePdfError(PdfProblem.NOT_A_PDF)


def start_worker(
    start: Callable[[], Child], deadlines: Deadlines
) -> tuple[Child, tuple[str, ...]]:
    """Start a worker; return it once it has given up its rights, with its active layers."""
    refuse_if_held("starting a reader of PDFs")
    try:
        child = start()
    except OSError as error:
        raise UnreadablePdfError(PdfProblem.NO_READER) from error
    try:
        clock = time.monotonic() + deadlines.start * deadlines.patience
        until = Until(child.worked() + deadlines.start, clock)
        frame = child.receive(until, messages.HELLO)
        return child, answers.to_layers(frame.untrusted_content)
    except UnreadablePdfError as error:  # it has not seen the PDF yet
        child.close()
        raise UnreadablePdfError(PdfProblem.NO_READER) from error
    except BaseException:
        child.close()
        raise


def layers_here() -> tuple[str, ...]:
    """Return which of ``confinement.LAYERS`` work on this machine, by starting a worker."""
    child, layers = start_worker(Child, _USUAL)
    child.close()
    return layers
