"""Check the notes that a worker answered, and turn them into values: see ``answers``."""

import re

from annotator.domain.input.characters import printed
from annotator.domain.text.pages import NoteKind, NoteReply, PageNotes, PdfNote
from annotator.pdf import limits, messages
from annotator.pdf.answers import to_pdf
from annotator.pdf.untrusted import (
    NonsenseError,
    as_box,
    as_list,
    as_text,
    as_whole,
    parsed,
)

_KINDS = {kind.value: kind for kind in NoteKind}
_COLOUR = re.compile(r"(?:#[0-9a-f]{6})?", re.ASCII)


def to_notes(untrusted: bytes, number: int) -> PageNotes:
    """Return the notes on the page with this number, from 1."""
    match parsed(untrusted):
        case {"notes": untrusted_notes, "left_out": untrusted_count}:
            rows = as_list(untrusted_notes, limits.NOTES_READ)
            notes = tuple(_note(row, number) for row in rows)
            _check_size(notes)
            left_out = as_whole(untrusted_count, 0, limits.PAGE_NOTES)
            return PageNotes(notes, left_out)
    raise NonsenseError


def to_count(untrusted: bytes, count: int) -> None:
    """Require that as many marks were put on as were sent."""
    as_whole(parsed(untrusted), count, count)


def to_marked(untrusted: bytes) -> tuple[bool, bytes]:
    """Return whether a marked PDF is only what follows the PDF as it came, and its bytes.

    They are as hostile as the file that they were made of.
    """
    kind, content = untrusted[:1], untrusted[1:]
    if kind == messages.FOLLOWS and content:
        return True, content
    if kind == messages.WHOLE:
        return False, to_pdf(content)
    raise NonsenseError


def _check_size(notes: tuple[PdfNote, ...]) -> None:
    said = sum(len(n.text) + sum(len(r.text) for r in n.replies) for n in notes)
    boxes = sum(len(note.boxes) for note in notes)
    if said > limits.NOTES_CODE_POINTS or boxes > limits.NOTES_BOXES:
        raise NonsenseError


def _note(untrusted: object, number: int) -> PdfNote:
    match untrusted:
        case [
            str(untrusted_kind),
            [_, *_] as untrusted_boxes,
            untrusted_text,
            untrusted_author,
            str(untrusted_colour),
            untrusted_at,
            untrusted_name,
            untrusted_replies,
        ] if untrusted_kind in _KINDS and _COLOUR.fullmatch(untrusted_colour):
            boxes = as_list(untrusted_boxes, limits.NOTE_BOXES)
            replies = as_list(untrusted_replies, limits.NOTE_REPLIES)
            return PdfNote(
                page=number,
                kind=_KINDS[untrusted_kind],
                boxes=tuple(as_box(box) for box in boxes),
                text=_as_lines(untrusted_text),
                author=_as_printed(untrusted_author),
                colour=untrusted_colour,
                at=_as_printed(untrusted_at),
                name=_as_printed(untrusted_name),
                replies=tuple(_reply(reply) for reply in replies),
            )
    raise NonsenseError


def _reply(untrusted: object) -> NoteReply:
    match untrusted:
        case [untrusted_author, untrusted_text, untrusted_at]:
            return NoteReply(
                author=_as_printed(untrusted_author),
                text=_as_lines(untrusted_text),
                at=_as_printed(untrusted_at),
            )
    raise NonsenseError


def _as_printed(untrusted: object) -> str:
    """Return a line without characters that show nothing, such as marks of direction."""
    text = as_text(untrusted, limits.TITLE_CODE_POINTS)
    if printed(text) != text:
        raise NonsenseError
    return text


def _as_lines(untrusted: object) -> str:
    if not isinstance(untrusted, str) or len(untrusted) > limits.NOTE_CODE_POINTS:
        raise NonsenseError
    if any(printed(line) != line for line in untrusted.split("\n")):
        raise NonsenseError
    return untrusted
