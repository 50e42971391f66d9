"""Mark passages in a report, and withdraw marks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from annotator.domain.errors import InvalidError, RemovedError
from annotator.domain.matching.anchoring import Document, Hint, TextQuote
from annotator.domain.matching.selectors import Selector, selectors
from annotator.domain.permissions import Action
from annotator.domain.text.canonical_text import line_boxes, reading_text
from annotator.domain.text.headings import heading_above
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import PassageKind, PlacementState
from annotator.services.context import Context
from annotator.services.library.reports import hold_off_removals
from annotator.services.library.texts import document
from annotator.services.passages import picture_checks, twins
from annotator.storage.library import reports, revisions
from annotator.storage.library.revisions import Revision
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Passage as Passage
from annotator.storage.passages.passages import Placement

# Chosen, not measured.
LONGEST_QUOTE = 20_000  # code points
NEARLY = 0.9  # least likeness at which the report's words replace those of a quote


@dataclass(frozen=True)
class QuoteNotFound:
    """Why a quote was not marked: the report does not say it, or says it repeatedly."""

    quote: str
    page: int | None
    state: PlacementState
    stands_on: int | None = None  # the page it is on, if not the one that was named

    @property
    def problem(self) -> str:
        """The reason in words."""
        if self.stands_on is not None:
            return f"It is on page {self.stands_on}, not on page {self.page}."
        if self.state is PlacementState.AMBIGUOUS:
            return "The report contains it, or something like it, in several places."
        return "The report does not contain it."


def mark_quote(context: Context, *, sha256: str, start: int, end: int) -> Passage:
    """Mark the words from ``start`` to ``end`` (code points) of a file.

    White space at the ends is left out. Words that are marked already are not marked
    twice; their passage is returned.
    """
    context.require(Action.MARK_PASSAGE)
    revision = revisions.by_sha256(context.session, sha256)
    text = document(context, revision)
    span = _trimmed(text, revision, start, end)
    return _find_or_add_quote(context, revision, text, span)


def mark_found(
    context: Context,
    *,
    revision: Revision,
    quote: str,
    page: int | None,
    prefix: str = "",
    suffix: str = "",
) -> Passage | QuoteNotFound:
    """Mark a quote given as words, on ``page`` (from 1) or anywhere.

    ``prefix`` and ``suffix``, the words around it, distinguish two places on a page.
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


def look_ahead(context: Context, report: str) -> None:
    """Load the text of a report's newest file, before the transaction that uses it."""
    context.require(Action.READ_DRAFTS)
    found = reports.by_slug(context.session, report)
    document(context, revisions.newest(context.session, found))


def mark_all(
    context: Context, report: str, quotes: Sequence[tuple[str, int | None]]
) -> list[Passage | QuoteNotFound]:
    """Mark quotes, each with its page or None, in a report's newest file.

    If the report nearly says a quote, its own words are marked, unless a difference
    decides the meaning. A quote that it does not say is not marked.
    """
    context.require(Action.MARK_PASSAGE)
    revision = revisions.newest(
        context.session, reports.by_slug(context.session, report)
    )
    text = document(context, revision)
    return [_mark_said(context, revision, text, *sought) for sought in quotes]


def _mark_said(
    context: Context, revision: Revision, text: Document, quote: str, page: int | None
) -> Passage | QuoteNotFound:
    placed = text.locate(TextQuote(quote), page=page)
    if placed.state is PlacementState.GONE:
        placed = text.place(TextQuote(quote), Hint(page=page))
    if placed.span is None or placed.changed or placed.score < NEARLY:
        lost = placed.state if placed.span is None else PlacementState.GONE
        return QuoteNotFound(quote, page, lost)
    return _find_or_add_quote(context, revision, text, placed.span)


def selectors_of(passage: Passage) -> list[Selector]:
    """Return the W3C selectors of a passage in the file it was marked in."""
    boxes = [(page, (x0, y0, x1, y1)) for page, x0, y0, x1, y1 in passage.boxes]
    if passage.start is None or passage.end is None:
        return selectors(None, None, boxes)
    quote = TextQuote(passage.exact, passage.prefix, passage.suffix)
    return selectors(quote, Span(passage.start, passage.end), boxes)


def get_passage(context: Context, passage_id: int) -> Passage:
    """Return a passage with its report and placements; raise NotFoundError."""
    context.require(Action.READ_DRAFTS)
    return passages.by_id(context.session, passage_id)


def get_passages(context: Context, numbers: Collection[int]) -> dict[int, Passage]:
    """Return these passages with their reports, by id."""
    context.require(Action.READ_DRAFTS)
    return passages.by_ids(context.session, [*numbers])


def placed_on(context: Context, revision: Revision) -> Sequence[Placement]:
    """Return the placements of standing passages in ``revision``, in reading order."""
    context.require(Action.READ_DRAFTS)
    return passages.placed_on(context.session, revision)


def withdraw_passage(context: Context, passage_id: int) -> Passage:
    """Withdraw a mark; it stays in the history and can be restored."""
    context.require(Action.MARK_PASSAGE)
    passage = passages.by_id(context.session, passage_id)
    passage.withdrawn_at = context.now
    return passage


def restore_passage(context: Context, passage_id: int) -> Passage:
    """Restore a withdrawn mark."""
    context.require(Action.MARK_PASSAGE)
    passage = passages.by_id(context.session, passage_id)
    passage.withdrawn_at = None
    twins.look_later(context, passage)  # files may have come in since
    return passage


def look_again(context: Context, found: Sequence[Passage]) -> None:
    """Queue the search for passages that are restored: files may have come in since.

    Raises RemovedError if a file that one of them was marked in was removed.
    """
    context.require(Action.MARK_PASSAGE)
    gone = passages.in_removed_files(context.session, [row.id for row in found])
    if gone:
        raise RemovedError("passage", min(gone))
    twins.look_for_all_later(context, found)


def _trimmed(text: Document, revision: Revision, start: int, end: int) -> Span:
    if not 0 <= start < end <= revision.length:
        raise InvalidError("start", "is outside the report's text.", label="selection")
    raw = text.slice(start, end)
    start += len(raw) - len(raw.lstrip())
    end -= len(raw) - len(raw.rstrip())
    if start >= end:
        raise InvalidError("start", "contains no words.", label="selection")
    if not text.read(Span(start, end)):
        raise InvalidError(
            "start",
            "contains only words that the page does not show.",
            label="selection",
        )
    if end - start > LONGEST_QUOTE:
        raise InvalidError(
            "start",
            f"is longer than {LONGEST_QUOTE:,} characters; mark less.",
            label="selection",
        )
    return Span(start, end)


def _find_or_add_quote(
    context: Context, revision: Revision, text: Document, span: Span, *wordings: str
) -> Passage:
    words = {reading_text(text.pages, span.start, span.end), *wordings}
    known = passages.find_same(context.session, revision, span.start, span.end, words)
    if known is None:
        return _add_quote(context, revision, text, span)
    return passages.by_id(context.session, known.id)  # with its report and places


def _add_quote(
    context: Context, revision: Revision, text: Document, span: Span
) -> Passage:
    quote = text.describe(span)
    hint = text.hint(span, quote.exact)
    boxes = [[page, *box] for page, box in line_boxes(text.pages, span.start, span.end)]
    passage = Passage(
        kind=PassageKind.QUOTE,
        revision_id=revision.id,
        report_id=revision.report_id,
        exact=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
        start=span.start,
        end=span.end,
        page=hint.page,
        position=hint.position,
        occurrence=hint.occurrence,
        occurrences=hint.occurrences,
        heading=_heading(revision, text, span.start),
        boxes=boxes,
    )
    return add(context, revision, passage)


def _heading(revision: Revision, text: Document, offset: int) -> str:
    outline = [(level, title, page) for level, title, page in revision.outline]
    return heading_above(text.pages, outline, offset)


def add(context: Context, revision: Revision, passage: Passage) -> Passage:
    """Store a new passage with its placement in ``revision``, and queue what follows."""
    context.require(Action.MARK_PASSAGE)
    hold_off_removals(context)
    revisions.by_sha256(context.session, revision.sha256)  # it may be removed by now
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
            text_version=revision.text_version,
            checked_at=context.now,
            decided=True,
            confirmed_by_id=context.actor.id,
        )
    )
    context.session.flush()
    twins.look_later(context, passage)
    if passage.kind is PassageKind.QUOTE:
        picture_checks.check_later(context, passage.id)
    return passages.by_id(context.session, passage.id)
