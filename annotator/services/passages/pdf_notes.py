"""Notes that came with a PDF, with the words that they are on: offered to be used."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.marked_copy import is_name_of, passage_named
from annotator.domain.permissions import Action
from annotator.domain.text.canonical_text import PageText, reading_text
from annotator.domain.text.keys import key as letters_of
from annotator.domain.text.marked_words import marked_area, marked_spans
from annotator.domain.text.note_keys import note_keys
from annotator.domain.text.pages import Box, NoteReply, PdfNote
from annotator.domain.text.spans import Span
from annotator.domain.text.titles import pdf_date
from annotator.services.context import Context
from annotator.services.library.pdf_notes import read_notes
from annotator.services.library.texts import page_of
from annotator.services.passages import marking
from annotator.storage.library.revisions import Revision
from annotator.storage.passages import passages, pdf_notes
from annotator.storage.passages.passages import Passage
from annotator.storage.passages.pdf_notes import KnownNote


@dataclass(frozen=True)
class OfferedNote:
    """A note with the words it is on, or the area if there are none."""

    key: str
    note: PdfNote
    page_label: str
    words: str
    span: Span | None
    area: Box
    passage: int | None = None  # that it was used as and that still stands
    dismissed: bool = False

    @property
    def text(self) -> str:
        """What it says; nothing, if that is only the words that it is on."""
        repeats = letters_of(self.note.text) == letters_of(self.words)
        return "" if repeats else self.note.text

    @property
    def on(self) -> str:
        """The ISO date on which it was made, or ""."""
        return pdf_date(self.note.at)

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it."""
        return self.passage is None and not self.dismissed


@dataclass(frozen=True)
class OwnNote:
    """A mark of this desk that went out with a copy of the file and came back."""

    passage: int
    page_label: str
    words: str
    stands: bool
    replies: tuple[NoteReply, ...]


@dataclass(frozen=True)
class NotesOfFile:
    """The notes that came with a file, those of others and our own."""

    offered: tuple[OfferedNote, ...]
    own: tuple[OwnNote, ...]
    left_out: int

    @property
    def open(self) -> list[OfferedNote]:
        """Those on which nobody has decided."""
        return [note for note in self.offered if note.is_open]

    @property
    def used(self) -> list[OfferedNote]:
        """Those that were used as passages."""
        return [note for note in self.offered if note.passage is not None]

    @property
    def dismissed(self) -> list[OfferedNote]:
        """Those that are hidden."""
        return [
            note for note in self.offered if note.passage is None and note.dismissed
        ]


def list_notes(context: Context, revision: Revision) -> NotesOfFile:
    """Return the notes that came with a file, in the order of its pages."""
    context.require(Action.READ_DRAFTS)
    found = read_notes(context, revision)
    ours = _ours(context, found.notes)
    others = [note for note in found.notes if note.name not in ours]
    return NotesOfFile(
        offered=tuple(_offered(context, revision, others)),
        own=tuple(_own(context, revision, found.notes, ours)),
        left_out=found.left_out,
    )


def notes_of(
    context: Context, passage_ids: Sequence[int]
) -> dict[int, list[KnownNote]]:
    """Return the notes of PDFs that were used as each of these passages, by its id."""
    context.require(Action.READ_DRAFTS)
    found: dict[int, list[KnownNote]] = {number: [] for number in passage_ids}
    for note in pdf_notes.used_as(context.session, passage_ids):
        found[note.passage_id or 0].append(note)
    return found


# Our own


def _ours(context: Context, notes: Sequence[PdfNote]) -> dict[str, Passage]:
    """Return the passages whose marks went out under the names of these notes."""
    named = {note.name: passage_named(note.name) for note in notes}
    wanted = sorted({number for number in named.values() if number})
    known = passages.every_by_ids(context.session, wanted)
    return {
        name: known[number]
        for name, number in named.items()
        if number in known and is_name_of(name, number, mark_told(known[number]))
    }


def mark_told(passage: Passage) -> str:
    """Return what tells a passage from one with its number in another installation."""
    return passage.exact or json.dumps(passage.boxes)


def _own(
    context: Context,
    revision: Revision,
    notes: Sequence[PdfNote],
    ours: dict[str, Passage],
) -> list[OwnNote]:
    found: dict[int, OwnNote] = {}
    for note in notes:
        passage = ours.get(note.name)
        if passage is None or (passage.id in found and not note.replies):
            continue
        found[passage.id] = OwnNote(
            passage=passage.id,
            page_label=page_of(context, revision, note.page).label,
            words=passage.exact or passage.description,
            stands=passage.withdrawn_at is None,
            replies=note.replies,
        )
    return list(found.values())


# Those of others


def _offered(
    context: Context, revision: Revision, notes: Sequence[PdfNote]
) -> list[OfferedNote]:
    pages: dict[int, PageText] = {}
    parts: list[tuple[PdfNote, PageText, Span | None, str]] = []
    for note in notes:
        page = pages.get(note.page) or page_of(context, revision, note.page)
        pages[note.page] = page
        parts += [
            (note, page, span, reading_text([page], span.start, span.end))
            for span in _markable(marked_spans(page, note))
        ] or [(note, page, None, "")]
    known = pdf_notes.of_report(context.session, revision.report_id)
    standing = pdf_notes.standing_passages(context.session, revision.report_id)
    keys = note_keys([(note, words) for note, _, _, words in parts])
    found = []
    for key, (note, page, span, words) in zip(keys, parts, strict=True):
        row = known.get(key)
        passage = row.passage_id if row and row.passage_id in standing else None
        found.append(
            OfferedNote(
                key=key,
                note=note,
                page_label=page.label,
                words=words,
                span=span,
                area=marked_area(page, note),
                passage=passage,
                dismissed=row is not None and row.dismissed_at is not None,
            )
        )
    return found


def _markable(spans: Sequence[Span]) -> list[Span]:
    longest = marking.LONGEST_QUOTE
    return [span for span in spans if span.end - span.start <= longest]
