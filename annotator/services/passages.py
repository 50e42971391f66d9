"""Mark passages in a report, take marks back, and find them again in other files."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.anchoring import Document, Placed, Span, TextQuote
from annotator.domain.errors import InvalidError
from annotator.domain.pages import Box
from annotator.domain.permissions import Action
from annotator.domain.text import line_boxes, reading_text
from annotator.domain.vocabulary import PassageKind, PlacementState
from annotator.services.context import Context
from annotator.services.documents import document
from annotator.storage import passages, revisions
from annotator.storage.passages import Passage, Placement
from annotator.storage.reports import Report
from annotator.storage.revisions import Page, Revision

LONGEST_QUOTE = 20_000  # code points; a passage is read, not a chapter
LEAST_SIDE = 4.0  # points: a smaller rectangle is a slip of the hand


@dataclass(frozen=True)
class QuoteNotFound:
    """A quote that a report does not say, or says more than once."""

    quote: str
    page: int | None
    state: PlacementState
    stands_on: int | None = None  # the page it is on, if that is not the one named


def mark_quote(context: Context, *, sha256: str, start: int, end: int) -> Passage:
    """Mark the words from ``start`` to ``end`` (code points) of one file.

    White space at the ends is left out. The same words twice are the same passage.
    """
    context.require(Action.MARK_PASSAGE)
    revision = revisions.by_sha256(context.session, sha256)
    text = document(context, revision)
    span = _trimmed(text, revision, start, end)
    return _find_or_add_quote(context, revision, text, span)


def mark_region(
    context: Context, *, sha256: str, page: int, box: Box, description: str = ""
) -> Passage:
    """Mark a rectangle (points from the top left) of a page: a figure or a table."""
    context.require(Action.MARK_PASSAGE)
    revision = revisions.by_sha256(context.session, sha256)
    shown = revisions.page(context.session, revision, page)
    x0, y0, x1, y1 = _on_page(box, shown)
    if x1 - x0 < LEAST_SIDE or y1 - y0 < LEAST_SIDE:
        raise InvalidError("rectangle", "is too small; drag over the whole figure.")
    return _add(
        context,
        Passage(
            kind=PassageKind.REGION,
            revision_id=revision.id,
            report_id=revision.report_id,
            exact="",
            prefix="",
            suffix="",
            page=page,
            boxes=[[page, x0, y0, x1, y1]],
            description=description.strip(),
        ),
    )


def find_or_mark_region(
    context: Context, *, sha256: str, page: int, box: Box, description: str = ""
) -> Passage:
    """Return the region marked there already, described anew, or mark it."""
    context.require(Action.MARK_PASSAGE)
    revision = revisions.by_sha256(context.session, sha256)
    shown = revisions.page(context.session, revision, page)
    wanted = [[page, *_on_page(box, shown)]]
    for passage in passages.of_report(context.session, revision.report):
        if passage.revision_id == revision.id and passage.boxes == wanted:
            passage.description = description.strip()
            return passage
    return mark_region(
        context, sha256=sha256, page=page, box=box, description=description
    )


def _on_page(box: Box, page: Page) -> Box:
    """Return ``box`` from its top left, without what lies beside the page."""
    x0, y0, x1, y1 = box
    x0, x1 = max(0.0, min(x0, x1)), min(page.width, max(x0, x1))
    y0, y1 = max(0.0, min(y0, y1)), min(page.height, max(y0, y1))
    return x0, y0, x1, y1


def mark_found(
    context: Context,
    *,
    revision: Revision,
    quote: str,
    page: int | None,
    prefix: str = "",
    suffix: str = "",
) -> Passage | QuoteNotFound:
    """Mark a quote given as words, with the page it is said to be on (from 1).

    The words before and after it tell apart two places on that page.
    """
    context.require(Action.MARK_PASSAGE)
    text = document(context, revision)
    placed = text.locate(TextQuote(quote, prefix, suffix), page=page)
    if placed.state is not PlacementState.EXACT or placed.span is None:
        return QuoteNotFound(quote, page, placed.state)
    stands_on = text.page_of(placed.span).number
    if page is not None and stands_on != page:
        return QuoteNotFound(quote, page, PlacementState.MOVED, stands_on)
    return _find_or_add_quote(context, revision, text, placed.span, quote)


def get_passage(context: Context, passage_id: int) -> Passage:
    """Return one passage with its report and placements."""
    context.require(Action.READ_DRAFTS)
    return passages.by_id(context.session, passage_id)


def placed_on(context: Context, revision: Revision) -> Sequence[Placement]:
    """Return where each standing passage stands in ``revision``, in reading order."""
    context.require(Action.READ_DRAFTS)
    return passages.placed_on(context.session, revision)


def withdraw_passage(context: Context, passage_id: int) -> Passage:
    """Take a mark back; it stays in the history and can be restored."""
    context.require(Action.MARK_PASSAGE)
    passage = passages.by_id(context.session, passage_id)
    passage.withdrawn_at = context.now
    return passage


def restore_passage(context: Context, passage_id: int) -> Passage:
    """Put a withdrawn mark back where it was."""
    context.require(Action.MARK_PASSAGE)
    passage = passages.by_id(context.session, passage_id)
    passage.withdrawn_at = None
    return passage


def place_all(context: Context, report: Report, revision: Revision) -> None:
    """Look every standing passage of ``report`` up in a new file of it."""
    standing = passages.of_report(context.session, report)
    if standing:
        text = document(context, revision)
        for passage in standing:
            context.session.add(_place(context, passage, revision, text))


def _trimmed(text: Document, revision: Revision, start: int, end: int) -> Span:
    if not 0 <= start < end <= revision.length:
        raise InvalidError("selection", "lies outside of the report's text.")
    raw = text.slice(start, end)
    start += len(raw) - len(raw.lstrip())
    end -= len(raw) - len(raw.rstrip())
    if start >= end:
        raise InvalidError("selection", "holds no words.")
    if end - start > LONGEST_QUOTE:
        raise InvalidError(
            "selection", f"is longer than {LONGEST_QUOTE:,} characters; mark less."
        )
    return Span(start, end)


def _find_or_add_quote(
    context: Context, revision: Revision, text: Document, span: Span, *said: str
) -> Passage:
    words = {reading_text(text.pages, span.start, span.end), *said}
    known = passages.find_same(context.session, revision, span.start, span.end, words)
    return known or _add_quote(context, revision, text, span)


def _add_quote(
    context: Context, revision: Revision, text: Document, span: Span
) -> Passage:
    quote = text.describe(span)
    boxes = [[page, *box] for page, box in line_boxes(text.pages, span.start, span.end)]
    return _add(
        context,
        Passage(
            kind=PassageKind.QUOTE,
            revision_id=revision.id,
            report_id=revision.report_id,
            exact=quote.exact,
            prefix=quote.prefix,
            suffix=quote.suffix,
            start=span.start,
            end=span.end,
            page=text.page_of(span).number,
            boxes=boxes,
        ),
    )


def _add(context: Context, passage: Passage) -> Passage:
    passage.created_by_id = context.actor.id
    passage.created_at = context.now
    context.session.add(passage)
    context.session.flush()
    pages = [box[0] for box in passage.boxes]
    context.session.add(
        Placement(
            passage_id=passage.id,
            revision_id=passage.revision_id,
            state=PlacementState.EXACT,
            exact=passage.exact,
            start=passage.start,
            end=passage.end,
            page_from=min(pages),
            page_to=max(pages),
            boxes=passage.boxes,
            score=1.0,
            checked_at=context.now,
            confirmed_by_id=context.actor.id,
        )
    )
    context.session.flush()
    return passages.by_id(context.session, passage.id)


def _place(
    context: Context, passage: Passage, revision: Revision, text: Document
) -> Placement:
    if passage.kind is PassageKind.REGION:  # no text says where a picture went
        return _placement(context, passage, revision, Placed(PlacementState.GONE), text)
    quote = TextQuote(passage.exact, passage.prefix, passage.suffix)
    placed = text.place(quote)
    moved = placed.span is not None and text.page_of(placed.span).number != passage.page
    if placed.state is PlacementState.EXACT and moved:
        placed = Placed(PlacementState.MOVED, placed.span, placed.score)
    return _placement(context, passage, revision, placed, text)


def _placement(
    context: Context,
    passage: Passage,
    revision: Revision,
    placed: Placed,
    text: Document,
) -> Placement:
    span = placed.span
    boxes = line_boxes(text.pages, span.start, span.end) if span else []
    pages = [page for page, _ in boxes]
    return Placement(
        passage_id=passage.id,
        revision_id=revision.id,
        state=placed.state,
        exact=reading_text(text.pages, span.start, span.end) if span else "",
        start=span.start if span else None,
        end=span.end if span else None,
        page_from=min(pages, default=None),
        page_to=max(pages, default=None),
        boxes=[[page, *box] for page, box in boxes],
        score=placed.score,
        checked_at=context.now,
    )
