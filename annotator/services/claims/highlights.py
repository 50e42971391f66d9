"""The marks that analysts see on the pages of a report, with their stances."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.domain.errors import InvalidError
from annotator.domain.text.canonical_text import line_boxes
from annotator.domain.text.pages import Box
from annotator.domain.vocabulary import PassageKind, PlacementState, Stance
from annotator.services.claims import evidence
from annotator.services.context import Context
from annotator.services.library.texts import document
from annotator.services.passages import marking
from annotator.storage.claims.evidence import Evidence
from annotator.storage.library.revisions import Revision
from annotator.storage.passages.passages import Passage, Placement

Boxes = dict[int, list[Box]]  # by page (from 1), in points, one per line


@dataclass(frozen=True)
class DeskMark:
    """A passage as it is drawn: its boxes, and its links to claims."""

    passage: int
    kind: PassageKind
    state: PlacementState
    words: str  # of the quote, or what the region shows
    boxes: Boxes  # empty if it is not in this file
    links: tuple[Evidence, ...]

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
    placed = marking.placed_on(context, revision)
    links = evidence.links_of_passages(context, [p.passage_id for p in placed])
    marks = [_mark(placement, links[placement.passage_id]) for placement in placed]
    return sorted(marks, key=_reading_order)


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
            "start", "do not name a part of the report.", label="start and end"
        )
    pages = document(context, revision).pages
    return _boxes([page, *box] for page, box in line_boxes(pages, start, end))


def _mark(placement: Placement, links: Sequence[Evidence]) -> DeskMark:
    passage = placement.passage
    return DeskMark(
        passage=passage.id,
        kind=passage.kind,
        state=placement.state,
        words=placement.exact
        or passage.exact
        or passage.description
        or "Figure or table",
        boxes=_boxes(placement.boxes),
        links=tuple(links),
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
