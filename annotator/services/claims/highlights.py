"""The marks that analysts see on the pages of a report, with their stances."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Action
from annotator.domain.text.canonical_text import line_boxes
from annotator.domain.text.pages import Box
from annotator.domain.vocabulary import PassageKind, PlacementState, Stance
from annotator.services.context import Context
from annotator.services.library.texts import document
from annotator.services.passages import marking
from annotator.storage import events
from annotator.storage.claims import evidence
from annotator.storage.claims.evidence import LinkRow
from annotator.storage.library.revisions import Revision
from annotator.storage.passages import marks
from annotator.storage.passages.marks import MarkRow
from annotator.storage.passages.passages import SURE, Passage

Boxes = dict[int, list[Box]]  # by page (from 1), in points, one per line

MOST_CHANGES = 500  # events; after more, all marks are read anew (chosen)
_OVERLAP = timedelta(seconds=15)  # in which another transaction has surely ended


@dataclass(frozen=True)
class DeskMark:
    """A passage as it is drawn: its boxes, and its links to claims."""

    passage: int
    kind: PassageKind
    state: PlacementState
    needs_review: bool
    words: str  # of the quote, or what the region shows
    start: int | None  # code points of the canonical text; None for a region
    end: int | None
    boxes: Boxes  # empty if it is not in this file
    links: tuple[LinkRow, ...]
    author: str

    @property
    def stances(self) -> list[Stance]:
        """The stances of its links, without repetition, in the vocabulary's order."""
        taken = {link.stance for link in self.links}
        return [stance for stance in Stance if stance in taken]

    @property
    def pages(self) -> list[int]:
        """The numbers of the pages on which it is drawn."""
        return list(self.boxes)


def desk_marks(context: Context, revision: Revision) -> list[DeskMark]:
    """Return the marks of a file in reading order; those without a place come last."""
    context.require(Action.READ_DRAFTS)
    rows = marks.every(context.session, revision)
    links = evidence.links_in_report(context.session, revision.report_id)
    return _desk_marks(rows, links)


def marks_on(
    context: Context, revision: Revision, first: int, last: int
) -> list[DeskMark]:
    """Return the marks that touch the pages from ``first`` to ``last`` (from 1)."""
    context.require(Action.READ_DRAFTS)
    rows = marks.on_pages(context.session, revision, first, last)
    return _linked(context, rows)


def marks_of(
    context: Context, revision: Revision, passage_ids: Collection[int]
) -> list[DeskMark]:
    """Return those of these passages that stand, as marks of a file."""
    context.require(Action.READ_DRAFTS)
    return _linked(context, marks.of_passages(context.session, revision, passage_ids))


@dataclass(frozen=True)
class MarkChanges:
    """Which marks were changed since an event; None: too many to say."""

    newest: int  # the id of the newest event, from which to ask next
    passages: set[int] | None


def changes_since(context: Context, event: int) -> MarkChanges:
    """Return the passages that were changed after the event with this id."""
    context.require(Action.READ_DRAFTS)
    touched = events.passages_touched(
        context.session,
        after=event,
        since=context.now - _OVERLAP,
        most=MOST_CHANGES,
    )
    return MarkChanges(events.newest_id(context.session), touched)


def newest_change(context: Context) -> int:
    """Return the id of the newest event, for ``changes_since``."""
    context.require(Action.READ_DRAFTS)
    return events.newest_id(context.session)


def by_page(marks: Iterable[DeskMark]) -> dict[int, list[DeskMark]]:
    """Return marks by the page on which they are drawn."""
    found: dict[int, list[DeskMark]] = defaultdict(list)
    for mark in marks:
        for page in mark.pages:
            found[page].append(mark)
    return dict(found)


def pages_touched(passage: Passage, revision: Revision) -> list[int]:
    """Return the pages of ``revision`` on which a passage is, even if withdrawn."""
    there = [p for p in passage.placements if p.revision_id == revision.id]
    return list(_boxes(there[-1].boxes)) if there else []


def span_boxes(context: Context, revision: Revision, start: int, end: int) -> Boxes:
    """Return the boxes of the lines between two offsets (code points) of a file."""
    if not 0 <= start < end <= min(revision.length, start + marking.LONGEST_QUOTE):
        raise InvalidError(
            "start", "do not identify a part of the report.", label="start and end"
        )
    pages = document(context, revision).pages
    return _boxes([page, *box] for page, box in line_boxes(pages, start, end))


def _linked(context: Context, rows: Sequence[MarkRow]) -> list[DeskMark]:
    links = evidence.links_to(context.session, [row.passage for row in rows])
    return _desk_marks(rows, links)


def _desk_marks(rows: Iterable[MarkRow], links: Iterable[LinkRow]) -> list[DeskMark]:
    links_of: dict[int, list[LinkRow]] = defaultdict(list)
    for link in links:
        links_of[link.passage].append(link)
    found = [_mark(row, links_of.get(row.passage, ())) for row in rows]
    return sorted(found, key=_reading_order)


def _mark(row: MarkRow, links: Sequence[LinkRow]) -> DeskMark:
    return DeskMark(
        passage=row.passage,
        kind=row.kind,
        state=row.state,
        needs_review=not row.decided and row.state not in SURE,
        words=row.exact or row.marked or row.description or "Figure or table",
        start=row.start,
        end=row.end,
        boxes=_boxes(row.boxes),
        links=tuple(links),
        author=row.author,
    )


def _boxes(rows: Iterable[Sequence[float]]) -> Boxes:
    found: Boxes = defaultdict(list)
    for page, x0, y0, x1, y1 in rows:
        found[int(page)].append((x0, y0, x1, y1))
    return dict(found)


def _reading_order(mark: DeskMark) -> tuple[bool, int, float, float]:
    if not mark.boxes:
        return True, 0, 0.0, mark.passage
    page, boxes = next(iter(mark.boxes.items()))
    x0, y0, _, _ = boxes[0]
    return False, page, y0, x0
