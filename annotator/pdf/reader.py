"""One PDF in a worker of its own: ask it, check what it answers, end it."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from annotator.domain.errors import NotFoundError, PdfProblem, UnreadablePdfError
from annotator.domain.pages import Box, PdfFacts, RawPage
from annotator.pdf import answers, frames, limits
from annotator.pdf.child import Child


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long a reader may take, in seconds of the clock on the wall."""

    start: float = limits.START_SECONDS
    request: float = limits.REQUEST_SECONDS
    document: float = limits.DOCUMENT_SECONDS  # all requests together


_USUAL = Deadlines()
_FATAL = (PdfProblem.NONSENSE, PdfProblem.TOO_MUCH_MEMORY)  # for a worker that says so


class _RefusedError(UnreadablePdfError):
    """The worker is well, and says in its own words that this cannot be read."""


class PdfReader:
    """One PDF in a worker of its own; usable from any thread, one request at a time.

    Whatever goes wrong is an ``UnreadablePdfError`` with a ``PdfProblem``. After a page
    that cannot be read the others still can; a reader whose worker died or had to be
    stopped has ``failed``, and says the same to every later request.
    """

    def __init__(
        self,
        pdf: bytes,
        *,
        deadlines: Deadlines = _USUAL,
        start: Callable[[], Child] = Child,
    ) -> None:
        """Start a worker on ``pdf``; raise if it cannot be opened."""
        _check_cheaply(pdf)
        self._deadlines = deadlines
        self._lock = threading.Lock()
        self._failure: PdfProblem | None = None
        self._lengths: dict[int, int] = {}  # of each page read so far, in code points
        self.seconds = 0.0  # of work done so far
        self._child, self.layers = _start(start, deadlines.start)
        try:
            self.page_count = self._open(pdf)
        except BaseException:
            self.close()
            raise

    def _open(self, pdf: bytes) -> int:
        with self._working() as until:
            self._child.send(frames.PDF, pdf, until)
            return answers.to_page_count(self._answer(until, frames.JSON))

    @property
    def failed(self) -> bool:
        """Whether the worker is gone, so that no request can succeed."""
        return self._failure is not None

    def facts(self) -> PdfFacts:
        """Return what the PDF says about itself as a whole."""
        with self._working() as until:
            untrusted = self._ask(until, frames.JSON, "facts")
            return answers.to_facts(untrusted, self.page_count)

    def page(self, number: int) -> RawPage:
        """Return the text and links of a page, counted from 1."""
        self._check_number(number)
        with self._working() as until:
            untrusted = self._ask(until, frames.JSON, "page", number)
            page = answers.to_page(untrusted, number)
            self._count_text(page)
            return page

    def image(
        self,
        number: int,
        *,
        scale: float,
        clip: Box | None = None,
        marks: Sequence[Box] = (),
    ) -> bytes:
        """Return a PNG of a page, or of the box ``clip`` on it, with ``marks`` marked.

        Boxes are in points on the page as it is shown, also where there is a clip.
        ``scale`` is in pixels per point; an image that would have too many pixels is
        made at the largest scale that is allowed.
        """
        self._check_number(number)
        if not 0 < scale <= limits.SCALE:
            raise ValueError(f"scale {scale} is not between 0 and {limits.SCALE}")
        if len(marks) > limits.MARKS:
            raise ValueError(f"more than {limits.MARKS} boxes are to be marked")
        with self._working() as until:
            request = ("image", number, float(scale), clip, [*marks])
            return answers.to_png(self._ask(until, frames.PNG, *request))

    def close(self) -> None:
        """End the worker at once, even in the middle of a request."""
        self._failure = self._failure or PdfProblem.NO_READER
        self._child.kill()
        with self._lock:  # whoever was waiting for an answer knows by now
            self._child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check_number(self, number: int) -> None:
        if not 1 <= number <= self.page_count:
            raise NotFoundError("page", number)

    def _count_text(self, page: RawPage) -> None:
        self._lengths[page.number] = sum(
            len(word.text) for line in page.lines for word in line.words
        )
        if sum(self._lengths.values()) > limits.DOCUMENT_CODE_POINTS:
            raise UnreadablePdfError(PdfProblem.TOO_MUCH_TEXT)

    @contextmanager
    def _working(self) -> Iterator[float]:
        """Keep others out; yield when the time is up; end the worker if it fails us."""
        with self._lock:
            if self._failure is not None:
                raise UnreadablePdfError(self._failure)
            began = time.monotonic()
            left = self._deadlines.document - self.seconds
            try:
                yield began + min(self._deadlines.request, left)
            except _RefusedError:
                raise
            except UnreadablePdfError as error:
                raise UnreadablePdfError(self._fail(error.problem)) from error
            except BaseException:  # the pipe may be in the middle of a frame
                self._fail(PdfProblem.NONSENSE)
                raise
            finally:
                self.seconds += time.monotonic() - began

    def _fail(self, problem: PdfProblem) -> PdfProblem:
        """End the worker; return why, which is what came first."""
        self._failure = self._failure or problem
        self._child.kill()
        return self._failure

    def _ask(self, until: float, kind: bytes, *request: object) -> bytes:
        self._child.send(frames.REQUEST, json.dumps(request).encode(), until)
        return self._answer(until, kind)

    def _answer(self, until: float, kind: bytes) -> bytes:
        frame = self._child.receive(until, kind, frames.PROBLEM)
        if frame.kind == frames.PROBLEM:
            problem = answers.to_problem(frame.untrusted_content)
            raise (UnreadablePdfError if problem in _FATAL else _RefusedError)(problem)
        return frame.untrusted_content


def _check_cheaply(pdf: bytes) -> None:
    """Refuse what needs no worker to be refused."""
    if not pdf:
        raise UnreadablePdfError(PdfProblem.EMPTY)
    if len(pdf) > limits.FILE_BYTES:
        raise UnreadablePdfError(PdfProblem.TOO_LARGE)
    if b"%PDF-" not in pdf[: limits.HEADER_BYTES]:
        raise UnreadablePdfError(PdfProblem.NOT_A_PDF)


def _start(start: Callable[[], Child], seconds: float) -> tuple[Child, tuple[str, ...]]:
    """Return a worker that has loaded PyMuPDF and given up its rights, and its layers."""
    try:
        child = start()
    except OSError as error:
        raise UnreadablePdfError(PdfProblem.NO_READER) from error
    try:
        frame = child.receive(time.monotonic() + seconds, frames.HELLO)
        return child, answers.to_layers(frame.untrusted_content)
    except UnreadablePdfError as error:  # it has not seen the PDF yet
        child.close()
        raise UnreadablePdfError(PdfProblem.NO_READER) from error
    except BaseException:
        child.close()
        raise


def layers_here() -> tuple[str, ...]:
    """Return which of ``confinement.LAYERS`` hold on this machine, by starting a worker."""
    child, layers = _start(Child, limits.START_SECONDS)
    child.close()
    return layers
