"""The third reader, which looks: it recognises the text of pictures (OCR).

It is an extra, ``annotator[eyes]``, and ``Recogniser`` is what all others know of it.
"""

import threading
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from typing import Protocol

from annotator.domain.errors import UnreadablePdfError
from annotator.domain.recognition.pictures import Picture, Recognised, RecognisedWord
from annotator.pdf import answers, child, limits, messages
from annotator.pdf.child import Child, Until
from annotator.pdf.session import Deadlines, start_worker
from annotator.write_lock import refuse_if_held

_USUAL = Deadlines(request=limits.OCR_SECONDS)


class Recogniser(Protocol):
    """Recognises the text of pictures."""

    @property
    def name(self) -> str:
        """Its name and version; empty if there is none on this machine."""

    def lines(self, pictures: Sequence[Picture]) -> list[Recognised]:
        """Return what is read in each picture of one line; raise UnreadablePdfError."""

    def page(self, picture: Picture) -> list[list[RecognisedWord]]:
        """Return the words of a picture of a page, line by line; raise UnreadablePdfError."""

    def close(self) -> None:
        """Stop what it has started."""


class NoRecogniser:
    """Stands in where the extra is not installed: it reads nothing."""

    name = ""

    def lines(self, pictures: Sequence[Picture]) -> list[Recognised]:
        """Return that nothing was read."""
        return [Recognised("", ()) for _ in pictures]

    def page(self, _picture: Picture) -> list[list[RecognisedWord]]:
        """Return that nothing was read."""
        return []

    def close(self) -> None:
        """Do nothing, as nothing was started."""


class OcrReader:
    """RapidOCR in a worker of its own, which is started when it is first needed.

    It is safe to use from any number of threads, which take turns. After some time
    without work the worker is stopped, as its models need 300 MB. One that has failed, or
    has done much work, is stopped as well; the next request starts another.
    """

    def __init__(
        self,
        *,
        idle_seconds: float = limits.IDLE_SECONDS,
        deadlines: Deadlines = _USUAL,
        start: Callable[[], Child] = lambda: Child(child.OCR),
    ) -> None:
        """Read each picture by a deadline; ``start`` starts a worker."""
        self.name = f"RapidOCR {version('rapidocr')}"
        self._idle_seconds, self._start = idle_seconds, start
        self._deadlines = deadlines
        self._turn = threading.Lock()
        self._child: Child | None = None
        self._timer: threading.Timer | None = None

    @property
    def is_running(self) -> bool:
        """Whether its worker is kept ready."""
        return self._child is not None

    def lines(self, pictures: Sequence[Picture]) -> list[Recognised]:
        """Return what is read in each picture of one line; raise UnreadablePdfError."""
        return [
            answers.to_recognised(self._ask(messages.ONE_LINE, picture))
            for picture in pictures
        ]

    def page(self, picture: Picture) -> list[list[RecognisedWord]]:
        """Return the words of a picture of a page, line by line; raise UnreadablePdfError."""
        return answers.to_recognised_lines(self._ask(messages.WHOLE_PAGE, picture))

    def close(self) -> None:
        """Stop the worker."""
        with self._turn:
            self._stop()

    def _ask(self, kind: bytes, picture: Picture) -> bytes:
        refuse_if_held("recognising text")
        content = messages.picture(kind, picture.width, picture.height, picture.samples)
        with self._turn:
            self._set_timer(running=False)
            try:
                return self._answer(content)
            except BaseException:  # an answer may be only partly read
                self._stop()
                raise
            finally:
                self._set_timer(running=True)

    def _answer(self, content: bytes) -> bytes:
        if self._child is not None and self._child.worked() > limits.RETIRE_SECONDS:
            self._stop()
        if self._child is None:
            self._child, _ = start_worker(self._start, self._deadlines)
        allowed, patience = self._deadlines.request, self._deadlines.patience
        until = Until(
            self._child.worked() + allowed, time.monotonic() + allowed * patience
        )
        self._child.send(messages.REQUEST, content, until)
        frame = self._child.receive(until, messages.JSON, messages.PROBLEM)
        if frame.kind == messages.PROBLEM:
            raise UnreadablePdfError(answers.to_problem(frame.untrusted_content))
        return frame.untrusted_content

    def _stop(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None

    def _set_timer(self, *, running: bool) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if running and self._child is not None:
            self._timer = threading.Timer(self._idle_seconds, self.close)
            self._timer.daemon = True
            self._timer.start()


def recogniser_here() -> Recogniser:
    """Return the recogniser of this machine, or one that reads nothing."""
    is_there = find_spec("rapidocr") and find_spec("onnxruntime")
    return OcrReader() if is_there else NoRecogniser()
