"""Uploads: files that people sent, to be inspected, described, taken in or dismissed.

The bytes stay in staging until they become a revision. The upload's row names them, so
that they are kept; if something goes wrong, the row says what, and the file is still
there.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import IO

from annotator.domain.errors import ConflictError, PdfProblem, UnreadablePdfError
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import JobState, UploadState
from annotator.pdf import limits
from annotator.services import jobs
from annotator.services.context import Context
from annotator.services.intake import intake
from annotator.services.intake.files import ReadFile
from annotator.services.intake.inspection import Inspection, ReportFacts
from annotator.storage.database.engine import take_turns
from annotator.storage.disk.files import Incoming, TooLargeFileError
from annotator.storage.library.reports import Report
from annotator.storage.work import uploads
from annotator.storage.work.uploads import Upload as Upload

LONGEST_NAME = 255  # code points of a file's name
KEPT = timedelta(days=1)  # how long the bytes of a dismissed upload stay


@dataclass(frozen=True)
class Received:
    """A file whose bytes are stored, but that no row names yet."""

    name: str
    sha256: str
    bytes: int


# Sending


def receive_file(context: Context, *, name: str, stream: IO[bytes]) -> Received:
    """Store the bytes of a file, before any transaction.

    Raises UnreadablePdfError if the file is obviously not a PDF of a report, and
    NoRoomError if the disk is full.
    """
    context.require(Action.ADD_REPORT)
    stores = context.stores
    try:
        with stores.staging.receiving(stream, most_bytes=limits.FILE_BYTES) as incoming:
            _check_cheaply(incoming, name)
            if intake.find_known(context, incoming.sha256) is None:
                stores.staging.keep(incoming)
            else:  # restores a stored file that was lost
                stores.files.keep(incoming)
    except TooLargeFileError:
        raise UnreadablePdfError(PdfProblem.TOO_LARGE, name) from None
    return Received(_tidied(name), incoming.sha256, incoming.size)


def _tidied(name: str) -> str:
    """Return a file's name without unprintable characters, cut to its last part."""
    shown = "".join(character for character in name if character.isprintable())
    return shown[-LONGEST_NAME:] or "a file without a name"


def _check_cheaply(incoming: Incoming, name: str) -> None:
    if not incoming.size:
        raise UnreadablePdfError(PdfProblem.EMPTY, name)
    if b"%PDF-" not in incoming.beginning:
        raise UnreadablePdfError(PdfProblem.NOT_A_PDF, name)


def add_upload(context: Context, received: Received) -> Upload | Report:
    """Queue the inspection of a file; return the report instead if it has this file.

    A removed file is restored. Bytes that already have an open upload get no new one.
    """
    context.require(Action.ADD_REPORT)
    take_turns(context.session, f"upload of {received.sha256}")
    known = intake.put_back(context, received.sha256)
    if known is not None:
        return known.report
    there = uploads.under_way(context.session, received.sha256)
    if there is not None:
        return there
    upload = Upload(
        sha256=received.sha256,
        file_name=received.name,
        bytes=received.bytes,
        state=UploadState.INSPECTING,
        created_by_id=context.actor.id,
        created_at=context.now,
        changed_at=context.now,
    )
    context.session.add(upload)
    context.session.flush()
    _inspect_later(context, upload)
    return uploads.by_id(context.session, upload.id)


def _inspect_later(context: Context, upload: Upload) -> None:
    payload = {"upload": upload.id, "sha256": upload.sha256}
    title = f"Inspect {upload.file_name}"
    upload.job = jobs.put(context, kind="inspect", title=title, payload=payload)
    _set_state(context, upload, UploadState.INSPECTING)


def _read_later(context: Context, upload: Upload, facts: ReportFacts) -> None:
    payload = {"upload": upload.id, "sha256": upload.sha256, "facts": asdict(facts)}
    upload.facts = asdict(facts)
    upload.job = jobs.put(context, kind="intake", title=facts.title, payload=payload)
    _set_state(context, upload, UploadState.READING)


def _set_state(
    context: Context, upload: Upload, state: UploadState, problem: str = ""
) -> None:
    upload.state, upload.problem, upload.changed_at = state, problem, context.now
    context.session.flush()


# Seeing


def list_uploads(context: Context) -> Sequence[Upload]:
    """Return the open uploads, newest first."""
    context.require(Action.READ_DRAFTS)
    return uploads.shown(context.session)


def of_file(context: Context, sha256: str) -> Sequence[Upload]:
    """Return every upload of the file with this SHA-256, oldest first."""
    context.require(Action.READ_DRAFTS)
    return uploads.of_file(context.session, sha256)


def list_dismissed(context: Context) -> Sequence[Upload]:
    """Return the uploads dismissed within ``KEPT``, the last one first."""
    context.require(Action.READ_DRAFTS)
    return uploads.dismissed(context.session, context.now - KEPT)


def get_upload(context: Context, upload_id: int) -> Upload:
    """Return one upload with its job and its report."""
    context.require(Action.READ_DRAFTS)
    return uploads.by_id(context.session, upload_id)


def inspection_of(upload: Upload) -> Inspection | None:
    """Return the inspection of an upload, or None before it was inspected."""
    return Inspection.from_json(upload.inspection) if upload.inspection else None


def said_of(upload: Upload) -> ReportFacts | None:
    """Return the facts that a person gave of an upload, or None."""
    return ReportFacts.from_json(upload.facts) if upload.facts else None


def is_dismissed(context: Context, upload_id: int) -> bool:
    """Whether nobody wants to know any more what an upload is."""
    return get_upload(context, upload_id).state is UploadState.DISMISSED


def is_at_work(upload: Upload) -> bool:
    """Whether a job of the upload waits or runs."""
    job = upload.job
    return _has_job(upload) and job is not None and job.state in _OPEN


def may_try_again(upload: Upload) -> bool:
    """Whether its job failed for a reason that may have passed."""
    return _has_job(upload) and not is_at_work(upload)


_OPEN = (JobState.WAITING, JobState.RUNNING)


def _has_job(upload: Upload) -> bool:
    return upload.state in {UploadState.INSPECTING, UploadState.READING}


# Deciding

_DESCRIBED = {UploadState.READING, UploadState.TAKEN_IN}


def describe_upload(context: Context, upload_id: int, facts: ReportFacts) -> Upload:
    """Give the facts of a file, and queue the job that takes it in.

    The same facts may be given again: an answer may have been lost on its way.
    """
    context.require(Action.ADD_REPORT)
    upload = _locked(context, upload_id)
    if upload.state in _DESCRIBED and said_of(upload) == facts:
        return upload
    if upload.state is not UploadState.WAITING:
        raise ConflictError(f"{upload.file_name} is now {upload.state.words}.")
    intake.check_facts(context, facts)
    _read_later(context, upload, facts)
    return upload


def try_again(context: Context, upload_id: int) -> Upload:
    """Queue the failed work again."""
    context.require(Action.ADD_REPORT)
    upload = _locked(context, upload_id)
    if not may_try_again(upload):
        raise ConflictError(f"{upload.file_name} is now {upload.state.words}.")
    _resume(context, upload)
    return upload


def dismiss_upload(context: Context, upload_id: int) -> Upload:
    """Dismiss a file from the intake desk; this can be undone for a day."""
    context.require(Action.ADD_REPORT)
    upload = _locked(context, upload_id)
    if upload.state is UploadState.READING and is_at_work(upload):
        raise ConflictError(
            f"{upload.file_name} is being read; wait until that is done."
        )
    if upload.state not in uploads.SHOWN:
        raise ConflictError(f"{upload.file_name} is already {upload.state.words}.")
    problem = upload.problem if upload.state is UploadState.REFUSED else ""
    _set_state(context, upload, UploadState.DISMISSED, problem)
    return upload


def undo_dismissal(context: Context, upload_id: int) -> Upload:
    """Put a dismissed file back on the intake desk as it was."""
    context.require(Action.ADD_REPORT)
    upload = _locked(context, upload_id)
    if upload.state is not UploadState.DISMISSED:
        raise ConflictError(f"{upload.file_name} is {upload.state.words}.")
    if uploads.under_way(context.session, upload.sha256):
        raise ConflictError("The same file was uploaded again; use that upload.")
    if not _is_stored(context, upload):
        raise ConflictError(
            f"{upload.file_name} was dismissed more than a day ago and is no longer "
            "kept; upload it again."
        )
    if upload.problem:
        _set_state(context, upload, UploadState.REFUSED, upload.problem)
    else:
        _resume(context, upload)
    return upload


def _is_stored(context: Context, upload: Upload) -> bool:
    stores = context.stores
    return any(place.touch(upload.sha256) for place in (stores.files, stores.staging))


def _resume(context: Context, upload: Upload) -> None:
    """Set the state of an upload from what is known of it."""
    facts = said_of(upload)
    if upload.state is UploadState.READING and facts is not None:
        _read_later(context, upload, facts)
    elif upload.inspection is None:
        _inspect_later(context, upload)
    else:
        _set_state(context, upload, UploadState.WAITING)


def _locked(context: Context, upload_id: int) -> Upload:
    """Return an upload, locked until this transaction ends."""
    take_turns(context.session, f"upload {upload_id}")
    return uploads.by_id(context.session, upload_id)


# Results of jobs


def keep_inspection(context: Context, upload_id: int, seen: Inspection) -> None:
    """Store an inspection; an upload dismissed meanwhile stays dismissed."""
    context.require(Action.ADD_REPORT)
    upload = _locked(context, upload_id)
    upload.inspection = asdict(seen)
    if upload.state is UploadState.INSPECTING:
        _set_state(context, upload, UploadState.WAITING)
    context.session.flush()


def refuse_upload(context: Context, upload_id: int, problem: str) -> None:
    """Record why a file can never be taken in."""
    context.require(Action.ADD_REPORT)
    upload = _locked(context, upload_id)
    if upload.state is UploadState.DISMISSED:
        upload.problem = problem
    else:
        _set_state(context, upload, UploadState.REFUSED, problem)


def ask_again(context: Context, upload_id: int, problem: str) -> None:
    """Record what is wrong with the facts of a file, so that they can be corrected."""
    context.require(Action.ADD_REPORT)
    _set_state(context, _locked(context, upload_id), UploadState.WAITING, problem)


def finish_upload(context: Context, upload_id: int, read: ReadFile) -> Report:
    """Take in what was read of an upload, with the facts that a person gave."""
    context.require(Action.ADD_REPORT)
    upload = _locked(context, upload_id)
    facts = said_of(upload)
    if upload.state is not UploadState.READING or facts is None:
        raise ConflictError(f"{upload.file_name} is now {upload.state.words}.")
    upload.report = intake.add_revision(context, read, facts).report
    _set_state(context, upload, UploadState.TAKEN_IN)
    return upload.report
