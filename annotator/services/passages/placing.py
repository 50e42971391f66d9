"""Find the passages of a report in another file of it, and record their placements."""

from collections.abc import Sequence

from annotator.domain.matching.anchoring import Document, Hint, Placed, TextQuote
from annotator.domain.permissions import Action
from annotator.domain.text.canonical_text import line_boxes
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import PassageKind, PlacementState
from annotator.services import jobs
from annotator.services.context import Context
from annotator.services.library.texts import document
from annotator.services.passages import picture_checks
from annotator.services.passages.placing_regions import place_region
from annotator.storage.library import reports, revisions
from annotator.storage.library.revisions import Revision
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Passage, Placement


def place_later(context: Context, revision: Revision) -> None:
    """Queue the placing of a report's passages, if it has any, in a file of it."""
    if passages.not_placed_on(context.session, revision):
        jobs.put(
            context,
            kind="place",
            title=f"Find the passages of “{revision.report.title}” in its new file",
            payload={
                "revision": revision.sha256,
                "report": revision.report.slug,
            },
        )


def waiting(context: Context, sha256: str) -> Sequence[int]:
    """Return the ids of the passages that were not yet looked for in a file."""
    context.require(Action.READ_DRAFTS)
    revision = revisions.by_sha256(context.session, sha256)
    return passages.not_placed_on(context.session, revision)


def find_places(
    context: Context, sha256: str, passage_ids: Sequence[int]
) -> list[Placement]:
    """Return the placements of some passages in a file; nothing is stored."""
    context.require(Action.READ_DRAFTS)
    revision = revisions.by_sha256(context.session, sha256)
    text = document(context, revision)
    known = passages.in_each_file(context.session, passage_ids)
    rows = []
    for passage_id in passage_ids:
        last = _last(known[passage_id], revision)
        if last.revision_id == revision.id:
            row = _follow(context, last, revision, text, revision.text_version)
        else:
            row = _look_up(context, last, revision, text)
        rows.append(row)
    return rows


def keep_places(context: Context, sha256: str, rows: Sequence[Placement]) -> None:
    """Store placements in a file, except of passages that were placed there meanwhile.

    Placements that were found in a text that the file no longer has are left out.
    """
    context.require(Action.ADD_REPORT)
    revision = revisions.by_sha256(context.session, sha256)
    waiting = set(passages.not_placed_on(context.session, revision))
    kept = [
        row
        for row in rows
        if row.passage_id in waiting and row.text_version == revision.text_version
    ]
    context.session.add_all(kept)
    context.session.flush()
    for row in kept:
        if row.start is not None:
            picture_checks.check_later(context, row.passage_id)


def follow_places(
    context: Context, sha256: str, text: Document, text_version: str
) -> list[Placement]:
    """Return the placements of a file's passages in its new text; nothing is stored.

    As the file is the same, an earlier placement or decision is repeated if the new
    text has its words; otherwise the passage waits in the review queue.
    """
    context.require(Action.READ_DRAFTS)
    revision = revisions.by_sha256(context.session, sha256)
    known = passages.in_each_file(
        context.session, passages.on_file(context.session, revision)
    )
    return [
        _follow(context, _last(placements, revision), revision, text, text_version)
        for placements in known.values()
    ]


def newest_in(context: Context, revision: Revision) -> dict[int, int]:
    """Return the id of each passage's newest placement in a file, by passage id."""
    context.require(Action.READ_DRAFTS)
    return passages.newest_in_file(context.session, revision)


def placements_on(context: Context, report: str, name: str = "") -> Sequence[Placement]:
    """Return the placements of a report's passages in one file of it.

    ``name`` is the beginning of the file's SHA-256; "" is the newest file.
    """
    context.require(Action.READ_DRAFTS)
    found = reports.by_slug(context.session, report)
    revision = revisions.named(context.session, found, name)
    return passages.placed_on(context.session, revision)


def sought(context: Context, last: Placement) -> tuple[TextQuote, Hint]:
    """Return the words of a passage to look for, and a hint at where they are.

    These are the words last accepted, which at first are those an analyst marked.
    """
    passage = last.passage
    if last.exact == passage.exact or last.start is None or last.end is None:
        quote = TextQuote(passage.exact, passage.prefix, passage.suffix)
        hint = Hint(
            passage.page, passage.position, passage.occurrence, passage.occurrences
        )
        return quote, hint
    text = document(context, last.revision)
    span = Span(last.start, last.end)
    quote = text.describe(span)
    return quote, text.hint(span, quote.exact)


def placement(
    context: Context,
    passage: Passage,
    revision: Revision,
    placed: Placed,
    text: Document,
) -> Placement:
    """Return the placement row of a quote in ``revision``."""
    span = placed.span
    boxes = line_boxes(text.pages, span.start, span.end) if span else []
    pages = [page for page, _ in boxes]
    return Placement(
        passage_id=passage.id,
        revision_id=revision.id,
        state=placed.state,
        exact=text.read(span) if span else "",
        start=span.start if span else None,
        end=span.end if span else None,
        page_from=min(pages, default=None),
        page_to=max(pages, default=None),
        boxes=[[page, *box] for page, box in boxes],
        score=placed.score,
        runner_up=placed.runner_up,
        candidates=[
            [candidate.span.start, candidate.span.end, round(candidate.score, 4)]
            for candidate in placed.candidates
        ],
        changed=[[change.before, change.after] for change in placed.changed],
        text_version=revision.text_version,
        checked_at=context.now,
        decided=False,
    )


def _last(known: Sequence[Placement], revision: Revision) -> Placement:
    """Return the placement in the same file, or the last accepted one before it."""
    here = [placement for placement in known if placement.revision_id == revision.id]
    earlier = [placement for placement in known if placement.revision_id < revision.id]
    there = [placement for placement in (here or earlier) if placement.stands]
    return (there or here or earlier or list(known))[0]


def _look_up(
    context: Context, last: Placement, revision: Revision, text: Document
) -> Placement:
    if last.passage.kind is PassageKind.REGION:
        return place_region(context, last, revision, text)
    quote, hint = sought(context, last)
    placed = moved_if(text.place(quote, hint), hint, text)
    if placed.state is PlacementState.GONE and _is_scanned(text, hint):
        placed = Placed(PlacementState.UNREADABLE, score=placed.score)
    return placement(context, last.passage, revision, placed, text)


def _is_scanned(text: Document, hint: Hint) -> bool:
    """Whether a page on which the passage may be has no text, so that none can tell."""
    page = hint.page or 1
    near = text.pages[max(0, page - 2) : page + 1]
    return any(not candidate.words for candidate in near)


def moved_if(placed: Placed, hint: Hint, text: Document) -> Placed:
    """Return a placement as MOVED if it is EXACT but on another page."""
    span = placed.span
    if placed.state is not PlacementState.EXACT or span is None:
        return placed
    if text.page_of(span).number == hint.page:
        return placed
    return Placed(PlacementState.MOVED, span, placed.score, placed.candidates)


def _follow(
    context: Context,
    last: Placement,
    revision: Revision,
    text: Document,
    text_version: str,
) -> Placement:
    """Return the placement of a passage after its own file was read again."""
    if last.start is None:  # a region, or gone: nothing depends on the text
        return passages.copy_of(last, text_version=text_version, checked_at=context.now)
    quote = TextQuote(last.exact)
    hint = Hint(last.page_from, last.start / max(1, text.length))
    row = placement(context, last.passage, revision, text.place(quote, hint), text)
    row.text_version = text_version
    if row.state is PlacementState.EXACT:
        row.state, row.changed = last.state, last.changed
        row.decided, row.confirmed_by_id = last.decided, last.confirmed_by_id
    return row
