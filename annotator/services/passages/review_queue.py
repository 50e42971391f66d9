"""The review queue: passages that a new file changed, and what people decide on them.

A decision is a new placement with the person who made it. Nothing is overwritten: to
undo a decision, a copy of the placement before it is added.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.matching.anchoring import Document
from annotator.domain.matching.differences import DiffPart, WordChange, word_diff
from annotator.domain.permissions import Action
from annotator.domain.text.pages import Box
from annotator.domain.text.spans import Span
from annotator.domain.views.contents import CropView
from annotator.domain.vocabulary import PassageKind, PlacementState
from annotator.services.context import Context
from annotator.services.library.texts import document
from annotator.services.passages import placing
from annotator.services.passages.quote_views import crop_views
from annotator.services.published.gate import gate_of
from annotator.storage.claims import evidence
from annotator.storage.claims.claims import Claim
from annotator.storage.library import revisions
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Placement as Placement
from annotator.storage.passages.passages import Unsettled
from annotator.storage.published import publications

_WORST_FIRST = (
    PlacementState.GONE,
    PlacementState.UNREADABLE,
    PlacementState.AMBIGUOUS,
    PlacementState.EDITED,
)


@dataclass(frozen=True)
class PlacementChoice:
    """A place where a passage may be now."""

    start: int
    end: int
    page_label: str
    score: float
    segments: tuple[DiffPart, ...]  # from the passage's words to the words there


@dataclass(frozen=True)
class Item:
    """A passage that waits for a decision: as it was, and as it may be now."""

    placement: Placement  # in the newest file
    before: Placement  # the last settled one
    crops_before: tuple[CropView, ...]
    crops_now: tuple[CropView, ...]
    segments: tuple[DiffPart, ...]  # from the words before to those now
    choices: tuple[PlacementChoice, ...]
    claims: tuple[Claim, ...]  # that rest on it
    is_public: bool  # readers see the passage, and this file

    @property
    def changed(self) -> list[str]:
        """The words and numbers that decide the meaning and differ."""
        return [str(WordChange(*pair)) for pair in self.placement.changed]

    @property
    def near_page(self) -> int:
        """The page (from 1) of the newest file on which to look first."""
        now, then = self.placement.revision, self.before.revision
        if self.placement.page_from is not None:
            return self.placement.page_from
        page = (self.before.page_from or 1) * now.page_count / then.page_count
        return max(1, round(page))


def count(context: Context) -> int:
    """Return how many passages wait for a decision."""
    context.require(Action.READ_DRAFTS)
    return passages.count_unsettled(context.session)


def queue(context: Context, *, limit: int = 20) -> tuple[int, list[Item]]:
    """Return how many passages wait for a decision, and the most urgent of them."""
    context.require(Action.READ_DRAFTS)
    waiting = passages.unsettled_keys(context.session)
    ids = [placement.passage_id for placement in waiting]
    public = publications.shown_passages(context.session, ids)
    first = sorted(waiting, key=lambda found: _sort_key(found, public))[:limit]
    rows = passages.placements_by_ids(context.session, [found.id for found in first])
    return len(waiting), _items(context, [rows[found.id] for found in first], public)


def item(context: Context, passage_id: int) -> Item | None:
    """Return the open item of a passage, or None if there is nothing to decide."""
    context.require(Action.READ_DRAFTS)
    found = passages.current(context.session, [passage_id]).get(passage_id)
    if found is None or found.is_settled:
        return None
    public = publications.shown_passages(context.session, [passage_id])
    [made] = _items(context, [found], public)
    return made


def accept(context: Context, placement_id: int) -> Placement:
    """Accept the words found in the newest file as the passage."""
    row = _open(context, placement_id)
    if row.page_from is None:
        raise ConflictError(
            f"The passage is {row.state}, so there is nothing to accept. Choose its "
            "place, or mark it as gone."
        )
    return _decide(context, passages.copy_of(row))


def look_ahead(context: Context, placement_id: int) -> None:
    """Load the texts that ``reattach`` uses, before its transaction."""
    context.require(Action.MARK_PASSAGE)
    row = passages.placement_by_id(context.session, placement_id)
    if row.passage.kind is PassageKind.QUOTE:
        document(context, row.revision)
        placing.sought(context, _last_sure(context, row))


def reattach(context: Context, placement_id: int, start: int, end: int) -> Placement:
    """Decide that a passage is now from ``start`` to ``end`` (code points)."""
    row = _open(context, placement_id)
    if row.passage.kind is PassageKind.REGION:
        raise InvalidError(
            "start", "is text, and the passage is a figure.", label="selection"
        )
    text = document(context, row.revision)
    span = _trimmed(text, start, end)
    before = _last_sure(context, row)
    quote, hint = placing.sought(context, before)
    placed = placing.moved_if(text.judge(quote, span), hint, text)
    found = placing.placement(context, row.passage, row.revision, placed, text)
    return _decide(context, found)


def reattach_region(
    context: Context, placement_id: int, page: int, box: Box
) -> Placement:
    """Decide that a figure is now in ``box`` (points) on ``page`` (from 1)."""
    row = _open(context, placement_id)
    if row.passage.kind is not PassageKind.REGION:
        raise InvalidError(
            "start", "is a rectangle, and the passage is text.", label="selection"
        )
    shown = revisions.page(context.session, row.revision, page)
    x0, y0, x1, y1 = box
    if not (0 <= x0 < x1 <= shown.width + 1 and 0 <= y0 < y1 <= shown.height + 1):
        raise InvalidError("start", "is not on the page.", label="selection")
    return _decide(
        context,
        passages.copy_of(
            row,
            state=PlacementState.EDITED,
            page_from=page,
            page_to=page,
            boxes=[[page, *box]],
        ),
    )


def mark_gone(context: Context, placement_id: int) -> Placement:
    """Decide that the newest file no longer has the passage."""
    row = _open(context, placement_id)
    gone = passages.copy_of(
        row,
        state=PlacementState.GONE,
        exact="",
        start=None,
        end=None,
        page_from=None,
        page_to=None,
        boxes=[],
        changed=[],
    )
    return _decide(context, gone)


def undo(context: Context, passage_id: int) -> Placement:
    """Undo the last decision on a passage."""
    passage = passages.by_id(context.session, passage_id)
    found = passages.current(context.session, [passage.id])[passage.id]
    _require(context, passage.id, found.revision_id)
    rows = passages.all_in_file(context.session, passage_id, found.revision_id)
    if not found.decided or len(rows) < 2:
        raise ConflictError("There is no decision to undo.")
    back = passages.copy_of(rows[1], checked_at=context.now)
    context.session.add(back)
    context.session.flush()
    return back


def _sort_key(row: Unsettled, public: set[int]) -> tuple[bool, int, bool, float]:
    """Return the sort key: public first, then the worst state, then the score."""
    return (
        row.passage_id not in public,
        _WORST_FIRST.index(row.state),
        not row.decides,
        row.score,
    )


def _items(context: Context, rows: Sequence[Placement], public: set[int]) -> list[Item]:
    ids = [row.passage_id for row in rows]
    citing = evidence.claims_citing(context.session, ids)
    known = passages.in_each_file(context.session, ids)
    before = {row.passage_id: _last_of(known[row.passage_id], row) for row in rows}
    pages = passages.pages_of(context.session, [*rows, *before.values()])
    files = gate_of(context).files
    return [
        Item(
            placement=row,
            before=before[row.passage_id],
            crops_before=tuple(crop_views(before[row.passage_id], pages)),
            crops_now=tuple(crop_views(row, pages)),
            segments=tuple(word_diff(_words(before[row.passage_id]), row.exact))
            if row.exact
            else (),
            choices=tuple(_choices(context, row)),
            claims=tuple(citing.get(row.passage_id, ())),
            is_public=row.passage_id in public and row.revision_id in files,
        )
        for row in rows
    ]


def _words(row: Placement) -> str:
    return row.exact or row.passage.exact


def _last_sure(context: Context, row: Placement) -> Placement:
    """Return the last settled placement of a passage before the file of ``row``."""
    known = passages.in_each_file(context.session, [row.passage_id])
    return _last_of(known[row.passage_id], row)


def _last_of(known: Sequence[Placement], row: Placement) -> Placement:
    earlier = [
        placement for placement in known if placement.revision_id < row.revision_id
    ]
    return next((placement for placement in earlier if placement.stands), known[-1])


def _choices(context: Context, row: Placement) -> list[PlacementChoice]:
    if row.page_from is not None or not row.candidates:
        return []
    text = document(context, row.revision)
    return [
        _choice(text, row, Span(start, end), score)
        for start, end, score in row.candidates
    ]


def _choice(
    text: Document, row: Placement, span: Span, score: float
) -> PlacementChoice:
    segments = word_diff(row.passage.exact, text.read(span))
    label = text.page_of(span).label
    return PlacementChoice(span.start, span.end, label, score, tuple(segments))


def _open(context: Context, placement_id: int) -> Placement:
    """Return a placement to decide on; raise an error if it is no longer the newest."""
    row = passages.placement_by_id(context.session, placement_id)
    _require(context, row.passage_id, row.revision_id)
    newest = passages.current(context.session, [row.passage_id])[row.passage_id]
    if newest.id != row.id:
        who = newest.confirmed_by.display_name if newest.confirmed_by else "somebody"
        raise ConflictError(
            f"The passage is now “{newest.state}”: {who} decided first, or a newer "
            "file was added. Reload the queue."
        )
    return row


def _require(context: Context, passage_id: int, revision_id: int) -> None:
    """Raise unless the person may decide: what readers see takes an editor.

    In a file that is not public, analysts decide; an editor then publishes the file
    with their decisions, or does not.
    """
    context.require(Action.MARK_PASSAGE)
    is_public = revision_id in gate_of(context).files
    if is_public and publications.shows_passage(context.session, passage_id):
        context.require(Action.PUBLISH)


def _decide(context: Context, row: Placement) -> Placement:
    row.decided, row.confirmed_by_id = True, context.actor.id
    row.checked_at = context.now
    context.session.add(row)
    context.session.flush()
    return row


def _trimmed(text: Document, start: int, end: int) -> Span:
    if not 0 <= start < end <= text.length:
        raise InvalidError("start", "is outside the report's text.", label="selection")
    return Span(start, end)
