"""The errors of this program, named for what a caller can do about them."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum


class AnnotatorError(Exception):
    """Base of every error that this program raises on purpose.

    ``is_passing`` says whether the same attempt may succeed later, ``is_for_operators``
    whether its words are for those who run the program: strangers are not told them.
    """

    is_passing = False
    is_for_operators = False


class NotFoundError(AnnotatorError):
    """There is no such thing, or none that this person may see."""

    def __init__(self, kind: str, key: object) -> None:
        super().__init__(f"There is no {kind} “{key}”.")
        self.kind = kind
        self.key = key


class RemovedError(NotFoundError):
    """It was removed, as added by mistake, and can be restored.

    Its words do not say so, as readers may see them.
    """


class WithdrawnError(NotFoundError):
    """An editor has withdrawn what readers once saw; tells when, not what it said."""

    def __init__(self, kind: str, at: datetime) -> None:
        AnnotatorError.__init__(
            self, f"This {kind} was withdrawn on {at.day} {at:%B %Y}."
        )
        self.kind = kind
        self.at = at


class WithheldError(NotFoundError):
    """Readers once saw it, and cannot have it as it was; says why."""

    def __init__(self, reason: str) -> None:
        AnnotatorError.__init__(self, reason)
        self.kind = "edition"


class ConflictError(AnnotatorError):
    """Something else is already there."""


class ChangedMeanwhileError(ConflictError):
    """Somebody else saved at the same moment; saving again may succeed."""

    def __init__(self) -> None:
        super().__init__(
            "Someone else saved this at the same moment, so your changes were not "
            "saved. Save again."
        )


class SavedAlreadyError(ConflictError):
    """A form that was already saved is sent again with other contents."""

    def __init__(self, made: str) -> None:
        super().__init__(
            "An earlier version of this form was already saved. Open the saved entry "
            "and change it there, or save here again to create another entry."
        )
        self.made = made  # what the first submission made: ``Submission.made``


class ForbiddenError(AnnotatorError):
    """This person may not do that."""


class TooManyError(AnnotatorError):
    """Too much was sent; says how many seconds to wait. ``is_full``: by everybody."""

    def __init__(self, reason: str, seconds: int, *, is_full: bool = False) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.is_full = is_full


class SignInNeededError(AnnotatorError):
    """Nobody is signed in, and this needs an account."""


class InvalidError(AnnotatorError):
    """A field has an invalid value; says which field and why.

    ``field`` is its name in forms and code; ``label`` is what people call it, if that
    differs.
    """

    def __init__(self, field: str, reason: str, *, label: str = "") -> None:
        super().__init__(f"{label or field.replace('_', ' ')}: {reason}")
        self.field = field
        self.reason = reason


class AddressError(InvalidError):
    """A part of an address has an invalid value; says which part and why."""


class InvalidFormError(AnnotatorError):
    """Fields of a form have invalid values; holds one InvalidError for each."""

    def __init__(self, mistakes: Sequence[InvalidError]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = tuple(mistakes)


class QueryError(InvalidError):
    """An invalid query; ``start`` and ``end`` are code points of the typed text."""

    def __init__(self, reason: str, start: int, end: int) -> None:
        super().__init__("search", reason)
        self.start = start
        self.end = end


class InvalidFileError(AnnotatorError):
    """An imported file has mistakes; lists all of them, each with its place."""

    def __init__(self, name: str, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join([f"{name} was not imported:", *mistakes]))
        self.name = name
        self.mistakes = tuple(mistakes)


class PdfProblem(StrEnum):
    """Why a file cannot become a revision; the value is what the person reads."""

    NOT_A_PDF = "This is not a PDF file. Download the report again as a PDF."
    EMPTY = "The file is empty. The download may have failed; download it again."
    TOO_LARGE = "The file is larger than 100 MB, the largest that is accepted."
    ENCRYPTED = (
        "The PDF is locked with a password. Save a copy without a password and upload "
        "that."
    )
    DAMAGED = "The PDF is damaged and cannot be opened. Download it again from the lab."
    CUT_OFF = (
        "The PDF is incomplete: its download stopped early. Download it again, and "
        "compare its size with the lab's copy."
    )
    NO_PAGES = "The PDF has no pages."
    TOO_MANY_PAGES = "The PDF has more than 5,000 pages, the most that is accepted."
    NO_TEXT = (
        "The PDF is a scan: it has images of pages but no text, and no text could be "
        "recognized. Install annotator[eyes], which reads scans, or run the file "
        "through OCR, for example with ocrmypdf, and upload the result."
    )
    DRAWING = (
        "The PDF has drawings but no text; its letters may be drawn as shapes. Export "
        "it again with text, or run it through OCR with ocrmypdf --force-ocr."
    )
    FORM = (
        "The PDF is a form that only Adobe's programs can show (XFA). Open it in one "
        "of them, print it to a PDF, and upload that."
    )
    TOO_SLOW = "Reading the PDF took too long and was stopped."
    TOO_MUCH_MEMORY = "Reading the PDF took more memory than allowed and was stopped."
    TOO_MUCH_TEXT = (
        "The PDF has more text than is accepted: 200,000 characters on a page, "
        "5,000,000 in all."
    )
    TOO_BIG_A_PAGE = "A page of the PDF is too large to be drawn."
    CRASHED = "The PDF crashed the program that reads it, so it was rejected."
    NO_READER = (
        "The program that reads PDFs could not be started or was stopped, so the file "
        "was not read. Run “annotator doctor” to see what is wrong."
    )
    NONSENSE = (
        "The program that reads PDFs gave an invalid answer for this file, so it was "
        "rejected."
    )

    @property
    def is_passing(self) -> bool:
        """Whether the machine may be the cause, so that another try may succeed."""
        return self in _PASSING


# A busy machine is slow, and one that is short of memory kills processes: neither says
# anything about the file. What is wrong with the file itself stays wrong.
_PASSING = frozenset(
    {
        PdfProblem.NO_READER,
        PdfProblem.TOO_SLOW,
        PdfProblem.TOO_MUCH_MEMORY,
        PdfProblem.CRASHED,
    }
)


class UnreadablePdfError(AnnotatorError):
    """A file that cannot be taken in, with the reason a person can act on."""

    def __init__(self, problem: PdfProblem, name: str = "") -> None:
        super().__init__(f"{name}: {problem}" if name else str(problem))
        self.problem = problem
        self.name = name
        self.is_passing = problem.is_passing


class StoreProblem(StrEnum):
    """Why the database does not answer; the value is what the person reads."""

    BUSY = (
        "The database is busy: another process has been writing to it for too long. "
        "Try again in a moment."
    )
    FULL = (
        "The disk of the server is full. The administrator must free up space; then "
        "try again."
    )
    READ_ONLY = (
        "The database can only be read at the moment. The administrator must make it "
        "writable; then try again."
    )
    LOST = (
        "The database cannot be reached. Try again in a moment; if the error "
        "persists, tell the administrator."
    )
    DAMAGED = (
        "The database is damaged, and nothing was changed in it. The administrator "
        "must restore an intact copy."
    )


class StoreUnavailableError(Exception):
    """The database is locked, full, read-only, damaged or unreachable; nothing was saved.

    This is not an AnnotatorError: code that catches those, to show a form again or to
    report a damaged file, must not take a failure of the machine for a user's mistake.
    """

    is_passing = True

    def __init__(self, problem: StoreProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class NoRoomError(AnnotatorError):
    """The disk of the data folder has no room for a file."""

    def __init__(self, *, needed: int, free: int) -> None:
        super().__init__(
            f"The disk of the data folder is nearly full: {_megabytes(free)} are "
            f"free, and this needs {_megabytes(needed)}. Nothing was saved. Free up "
            "space, or tell the administrator, then try again."
        )


class IndexUnreadableError(AnnotatorError):
    """The index was damaged, or made by another version, and is not rebuilt yet."""

    is_passing = True
    is_for_operators = True

    def __init__(self) -> None:
        super().__init__(
            "The search index is being rebuilt, as it was damaged or out of date. This "
            "takes minutes, and nothing else is lost. If neither a server nor a worker "
            "runs, run “annotator index rebuild”."
        )


class IndexBusyError(AnnotatorError):
    """Another writer holds the index and did not finish in time."""

    is_passing = True

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The search index was being written to for more than {seconds:g} seconds. "
            "Try again when the other indexing run has finished."
        )


def _megabytes(count: int) -> str:
    return f"{max(count, 0) / 1e6:,.1f} MB"
