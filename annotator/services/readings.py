"""What is read or drawn from stored PDFs while somebody waits, and the folder of results.

Requests take turns (``pdf.drawing_queue``); jobs and commands have all the time they
need. A page that could not be drawn is remembered for an hour, so that its PDF cannot
keep the machine busy.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from time import time

from annotator.domain.errors import PdfProblem, UnreadablePdfError
from annotator.domain.permissions import Role
from annotator.pdf import limits
from annotator.pdf.sandbox import PdfReader, ReaderGoneError
from annotator.services.context import Context
from annotator.storage.disk import cache
from annotator.write_lock import refuse_if_held

DRAWING = "2"  # version of the drawing code; a new one draws every picture anew
# What a page is to blame for, if nothing else is wrong with the machine.
_REMEMBERED = {
    PdfProblem.TOO_SLOW,
    PdfProblem.TOO_MUCH_MEMORY,
    PdfProblem.TOO_BIG_A_PAGE,
    PdfProblem.CRASHED,
}


@contextmanager
def stored_pdf(context: Context, sha256: str) -> Iterator[PdfReader]:
    """Lend a reader of a stored PDF."""
    refuse_if_held("reading a PDF")
    stores = context.stores
    with stores.pdf_workers.reader(sha256, lambda: stores.files.get(sha256)) as reader:
        yield reader


def turn(context: Context, file: str) -> AbstractContextManager[None]:
    """Return the turn to have a file read for a request; entering may raise TooManyError."""
    actor = context.actor
    is_stranger = actor.role is Role.READER
    if actor.id is None and not is_stranger:
        return nullcontext()  # a job or a command
    return context.stores.drawing_queue.turn(file, is_stranger=is_stranger)


def kept(context: Context, path: Path, file: str, make: Callable[[], bytes]) -> bytes:
    """Return what is kept at ``path``, or make and keep it when it is the file's turn.

    ``file`` is the SHA-256 of what it is made from. A disk that is full or fails costs
    only the time to make it again; that is logged. Raise TooManyError if too many wait.
    """
    found = cache.read(path)
    if found is not None:
        return found
    refuse_if_held("reading a PDF")
    with turn(context, file):
        found = cache.read(path)  # somebody may have made it meanwhile
        if found is None:
            found = make()
            cache.keep(path, found)
        return found


def drawn(
    context: Context, sha256: str, page: int, draw: Callable[[PdfReader], bytes]
) -> bytes:
    """Return a picture of page ``page`` (from 1), or raise UnreadablePdfError.

    A page that could not be drawn within the last hour is not tried again.
    """
    failure = context.stores.pictures / sha256 / f"{page}-failure-{DRAWING}.json"
    problem = _remembered(failure)
    if problem is not None:
        raise UnreadablePdfError(problem)
    try:
        try:
            with stored_pdf(context, sha256) as reader:
                return draw(reader)
        except ReaderGoneError:  # another page ended it, and this one is not to blame
            with stored_pdf(context, sha256) as reader:
                return draw(reader)
    except ReaderGoneError:
        raise
    except UnreadablePdfError as error:
        if error.problem in _REMEMBERED:
            said = {"problem": error.problem.name, "at": time()}
            cache.keep(failure, json.dumps(said).encode())
        raise


def _remembered(failure: Path) -> PdfProblem | None:
    """Return why a page could not be drawn, if that was not long ago."""
    found = cache.read(failure)
    if found is None:
        return None
    said = json.loads(found)
    if abs(time() - said["at"]) > limits.FAILED_DRAWING_SECONDS:
        return None
    return PdfProblem[said["problem"]]
