"""Serve one PDF, or pictures, over pipes; the main loop of all workers.

A worker is a module with a ``Library``. It first reads a small PDF of its own, so that the
library loads everything it needs, and then calls ``run``. Problems with a PDF are reported
by the name of a ``PdfProblem``, never in words that the PDF may have chosen.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from annotator.pdf import confinement, limits, messages

Answer = tuple[bytes, bytes]  # the kind and the content of a frame


class Refusal(Exception):  # noqa: N818  -- an answer, not an error of ours
    """The PDF, or a part of it, cannot be read; ``args[0]`` names the PdfProblem."""


def _nothing() -> None:
    """Do nothing, for a library that needs no tidying."""


@dataclass(frozen=True)
class Library:
    """What a worker needs of the library that reads PDFs for it."""

    open: Callable[[bytes], Any]
    page_count: Callable[[Any], int]
    answer: Callable[[Any, list[Any]], Answer]  # the PDF, and [verb, argument …]
    problems: Mapping[type[BaseException], str] = field(default_factory=dict)
    tidy: Callable[[], object] = _nothing  # after each request
    seconds: float = limits.REQUEST_SECONDS  # of work for one request


# What every worker refuses


def check_header(content: bytes) -> None:
    """Raise Refusal if the file has no PDF header."""
    if b"%PDF-" not in content[: limits.HEADER_BYTES]:
        raise Refusal("NOT_A_PDF")


def check_page_count(count: int) -> None:
    """Raise Refusal if the PDF has no pages, or more than ``limits.PAGES``."""
    if count < 1:
        raise Refusal("NO_PAGES")
    if count > limits.PAGES:
        raise Refusal("TOO_MANY_PAGES")


def check_page_size(width: float, height: float) -> None:
    """Raise Refusal if the size of a page, in points, is out of bounds."""
    if max(width, height) > limits.PAGE_SIDE_POINTS:
        raise Refusal("TOO_BIG_A_PAGE")
    if not min(width, height) >= limits.PAGE_SIDE_LEAST:  # or NaN
        raise Refusal("DAMAGED")


# Answers


def as_json(value: object) -> Answer:
    """Return the answer that holds ``value``; raise Refusal if it is too large."""
    content = json.dumps(value, separators=(",", ":")).encode()
    if len(content) > limits.ANSWER_BYTES:
        raise Refusal("TOO_MUCH_TEXT")
    return messages.JSON, content


def problem(error: BaseException, problems: Mapping[type[BaseException], str]) -> str:
    """Return the name of the PdfProblem that ``error`` stands for.

    ``problems`` maps the library's own errors to such names.
    """
    if isinstance(error, Refusal):
        return str(error.args[0])
    text = str(error)
    if isinstance(error, MemoryError) or "malloc" in text or "alloc (" in text:
        return "TOO_MUCH_MEMORY"
    named = (name for kind, name in problems.items() if isinstance(error, kind))
    return next(named, "DAMAGED")


def _guarded(
    library: Library, work: Callable[..., Any], *arguments: object
) -> tuple[Any, Answer | None]:
    """Return the result of ``work``, or the frame that reports why it failed."""
    _end_after(library.seconds + 5)  # in case the parent is gone
    try:
        return work(*arguments), None
    except BaseException as error:  # noqa: BLE001  -- a PDF must not end the worker
        name = problem(error, library.problems)
        return None, (messages.PROBLEM, name.encode())
    finally:
        _end_after(0)
        library.tidy()


def _end_after(seconds: float) -> None:
    """Have the kernel end this process after so much work, or by the clock; 0: never."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * limits.PATIENCE)


# Pipes


def run(library: Library) -> None:
    """Serve one PDF from standard input to standard output, then end."""
    with _own_output() as answers:
        serve(library, sys.stdin.buffer, answers)


def run_pictures(recognise: Callable[[bytes], Answer]) -> None:
    """Serve pictures from standard input to standard output, then end."""
    with _own_output() as answers:
        serve_pictures(recognise, sys.stdin.buffer, answers)


@contextmanager
def _own_output() -> Iterator[BinaryIO]:
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # discard what a library prints
        yield answers


def serve(library: Library, requests: BinaryIO, answers: BinaryIO) -> None:
    """Give up all rights, read a PDF and requests from a pipe, and answer on another."""
    _send(answers, messages.HELLO, json.dumps(confinement.confine()).encode())
    content = _receive(requests, limits.FILE_BYTES)
    pdf, failed = _guarded(library, library.open, content)
    _send(answers, *(failed or as_json({"page_count": library.page_count(pdf)})))
    while not failed and (request := _receive(requests, limits.REQUEST_BYTES)):
        answered, wrong = _guarded(library, _answer, library, pdf, request)
        _send(answers, *(wrong or answered))


def serve_pictures(
    recognise: Callable[[bytes], Answer], requests: BinaryIO, answers: BinaryIO
) -> None:
    """Give up all rights, and answer pictures from a pipe on another."""
    confined = confinement.confine(limits.OCR_MEMORY_BYTES)
    _send(answers, messages.HELLO, json.dumps(confined).encode())
    library = Library(bytes, len, lambda *_: (b"", b""), seconds=limits.OCR_SECONDS)
    while content := _receive(requests, limits.PICTURE_BYTES):
        answered, wrong = _guarded(library, recognise, content)
        _send(answers, *(wrong or answered))


def _answer(library: Library, pdf: object, request: bytes) -> Answer:
    return library.answer(pdf, json.loads(request))


def _receive(pipe: BinaryIO, most: int) -> bytes:
    """Return the content of the next frame; b"" at the end, or if it is too large."""
    header = pipe.read(messages.HEADER.size)
    if len(header) < messages.HEADER.size:
        return b""
    _, length = messages.HEADER.unpack(header)
    return pipe.read(length) if length <= most else b""


def _send(pipe: BinaryIO, kind: bytes, content: bytes) -> None:
    pipe.write(messages.frame(kind, content))
    pipe.flush()
