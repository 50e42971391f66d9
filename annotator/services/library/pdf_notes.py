"""The notes that came with a PDF, read out of the stored file and kept in a cache."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from annotator.domain.errors import UnreadablePdfError
from annotator.domain.permissions import Action
from annotator.domain.text.page_faults import PageFault
from annotator.domain.text.pages import NoteKind, NoteReply, PageNotes, PdfNote
from annotator.pdf.reader import PdfReader
from annotator.services import readings
from annotator.services.context import Context
from annotator.storage.library.revisions import Revision

MOST = 5_000  # notes of a file that are kept (chosen)
_READ = "1"  # version of what is kept; a new one is read anew


@dataclass(frozen=True)
class FileNotes:
    """The notes of a file, page by page, and how many are not among them."""

    notes: tuple[PdfNote, ...]
    left_out: int = 0


def has_notes(revision: Revision) -> bool:
    """Whether somebody has put anything on the pages of a file."""
    return bool(revision.faults.get(PageFault.NOTES))


def read_notes(context: Context, revision: Revision) -> FileNotes:
    """Return what somebody put on the pages of a file."""
    context.require(Action.READ_DRAFTS)
    if not has_notes(revision):
        return FileNotes(())
    path = context.stores.pictures / revision.sha256 / f"notes-{_READ}.json"
    find = lambda: json.dumps(asdict(_read(context, revision))).encode()  # noqa: E731
    kept = json.loads(readings.kept(context, path, revision.sha256, find))
    return FileNotes(tuple(map(_note, kept["notes"])), kept["left_out"])


def _read(context: Context, revision: Revision) -> FileNotes:
    notes: list[PdfNote] = []
    left_out = 0
    with readings.stored_pdf(context, revision.sha256) as reader:
        for number in revision.faults[PageFault.NOTES]:
            found = _of_page(reader, number)
            room = MOST - len(notes)
            notes += found.notes[:room]
            left_out += found.left_out + len(found.notes[room:])
    return FileNotes(tuple(notes), left_out)


def _of_page(reader: PdfReader, number: int) -> PageNotes:
    """Return the notes of a page; raise UnreadablePdfError if the reader has failed."""
    try:
        return reader.notes(number)
    except UnreadablePdfError:
        if reader.failed:
            raise
        return PageNotes((), left_out=1)


def _note(kept: dict[str, Any]) -> PdfNote:
    return PdfNote(
        **{
            **kept,
            "kind": NoteKind(kept["kind"]),
            "boxes": tuple((x0, y0, x1, y1) for x0, y0, x1, y1 in kept["boxes"]),
            "replies": tuple(NoteReply(**reply) for reply in kept["replies"]),
        }
    )
