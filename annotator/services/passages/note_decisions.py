"""Decide on notes that came with a PDF: use them as passages, once, or dismiss them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.permissions import Action
from annotator.domain.text.pages import Box
from annotator.domain.text.titles import pdf_date
from annotator.domain.vocabulary import PassageKind
from annotator.services.context import Context
from annotator.services.library.texts import document
from annotator.services.passages import marking, regions
from annotator.services.passages.pdf_notes import OfferedNote, list_notes
from annotator.storage.database.engine import take_turns
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Revision
from annotator.storage.passages import marks, passages, pdf_notes
from annotator.storage.passages.passages import Passage
from annotator.storage.passages.pdf_notes import KnownNote

MOST_AT_ONCE = 200  # notes that one act decides on (chosen: they are one transaction)
_SAME = 2.0  # points between the sides of two frames that are the same


@dataclass(frozen=True)
class Chosen:
    """Notes on which somebody decides, with the pictures of those that are figures."""

    sha256: str
    text_version: str
    notes: tuple[OfferedNote, ...]
    pictures: dict[str, str]  # by key: see regions.region_picture


def look_ahead(
    context: Context, revision: Revision, keys: Collection[str], *, drawn: bool = True
) -> Chosen:
    """Read the notes with these keys before the transaction that decides on them.

    Unless ``drawn`` is false, figures are drawn for ``use_notes``. Raises InvalidError if
    there are none, or too many at once.
    """
    context.require(Action.MARK_PASSAGE)
    wanted = set(keys)
    listed = list_notes(context, revision)
    chosen = tuple(note for note in listed.offered if note.key in wanted)
    if not chosen:
        raise InvalidError("notes", "choose at least one from the list.")
    if len(chosen) > MOST_AT_ONCE:
        raise InvalidError("notes", f"choose at most {MOST_AT_ONCE} at once.")
    document(context, revision)
    pictures = {
        note.key: regions.region_picture(
            context, sha256=revision.sha256, page=note.note.page, box=note.area
        )
        for note in chosen
        if drawn and note.span is None
    }
    return Chosen(revision.sha256, revision.text_version, chosen, pictures)


def use_notes(context: Context, chosen: Chosen) -> list[Passage]:
    """Mark a passage for each note that was chosen, and return those passages.

    A note that is used already, here or in another file of the report, is not used again.
    """
    context.require(Action.MARK_PASSAGE)
    revision = _newest(context, chosen)
    rows = _rows(context, revision, chosen)
    standing = pdf_notes.standing_passages(context.session, revision.report_id)
    made = []
    for offered, row in rows:
        if row.passage_id is None or row.passage_id not in standing:
            passage = _mark(context, revision, offered, chosen.pictures)
            row.passage_id = passage.id
            made.append(passage)
        row.dismissed_at = None
    context.session.flush()
    return made


def dismiss_notes(context: Context, chosen: Chosen) -> None:
    """Hide notes from the list of those that are offered."""
    context.require(Action.MARK_PASSAGE)
    revision = revisions.by_sha256(context.session, chosen.sha256)
    for _, row in _rows(context, revision, chosen):
        row.dismissed_at = row.dismissed_at or context.now


def offer_again(context: Context, chosen: Chosen) -> None:
    """Offer notes that were dismissed."""
    context.require(Action.MARK_PASSAGE)
    revision = revisions.by_sha256(context.session, chosen.sha256)
    for _, row in _rows(context, revision, chosen):
        row.dismissed_at = None


def _newest(context: Context, chosen: Chosen) -> Revision:
    """Return the file, which must be the newest and as it was when it was read."""
    revision = revisions.by_sha256(context.session, chosen.sha256)
    if revisions.newest(context.session, revision.report).id != revision.id:
        raise ConflictError(
            "This is an earlier file of the report; a newer one was added. Use the "
            "notes of that one."
        )
    if revision.text_version != chosen.text_version:
        raise ConflictError("The file was read again in the meantime. Try again.")
    return revision


def _rows(
    context: Context, revision: Revision, chosen: Chosen
) -> list[tuple[OfferedNote, KnownNote]]:
    """Return each note with its row, which is added if nobody has decided on it yet."""
    take_turns(context.session, f"notes in files of report {revision.report_id}")
    keys = [note.key for note in chosen.notes]
    known = pdf_notes.of_report(context.session, revision.report_id, keys)
    found = []
    for offered in chosen.notes:
        row = known.get(offered.key) or _new_row(context, revision, offered)
        row.decided_at, row.decided_by_id = context.now, context.actor.id
        found.append((offered, row))
    return found


def _new_row(context: Context, revision: Revision, offered: OfferedNote) -> KnownNote:
    note = offered.note
    row = KnownNote(
        report_id=revision.report_id,
        revision_id=revision.id,
        key=offered.key,
        page=note.page,
        kind=note.kind,
        text=offered.text,
        author=note.author,
        colour=note.colour,
        at=pdf_date(note.at),
        replies=[[r.author, r.text, pdf_date(r.at)] for r in note.replies],
    )
    context.session.add(row)
    return row


def _mark(
    context: Context,
    revision: Revision,
    offered: OfferedNote,
    pictures: dict[str, str],
) -> Passage:
    sha256, page = revision.sha256, offered.note.page
    if offered.span:
        span = offered.span
        return marking.mark_quote(
            context, sha256=sha256, start=span.start, end=span.end
        )
    there = _figure_there(context, revision, page, offered.area)
    if there is not None:
        return passages.by_id(context.session, there)
    picture = pictures[offered.key]
    return regions.mark_region(
        context, sha256=sha256, page=page, box=offered.area, picture=picture
    )


def _figure_there(
    context: Context, revision: Revision, page: int, area: Box
) -> int | None:
    """Return the figure that is marked there already, in this file or an earlier one."""
    for row in marks.on_pages(context.session, revision, page, page):
        if row.kind is PassageKind.REGION and any(
            number == page and _is_near(box, area) for number, *box in row.boxes
        ):
            return row.passage
    return None


def _is_near(one: Sequence[float], other: Sequence[float]) -> bool:
    return all(abs(a - b) <= _SAME for a, b in zip(one, other, strict=True))
