"""Passages as readers see them: exact words, the sentence around them, and pictures."""

from collections.abc import Callable, Hashable, Sequence
from functools import cache

from annotator.domain.permissions import Action
from annotator.domain.text.canonical_text import PageText
from annotator.domain.text.context_guard import ContextGuard, guard
from annotator.domain.text.crops import Crop, crops
from annotator.domain.text.sentences import surroundings
from annotator.domain.views.contents import CropView, QuoteView
from annotator.domain.vocabulary import PassageKind
from annotator.services.context import Context
from annotator.services.library.texts import known_document
from annotator.services.published.gate import Gate, gate_of, sees_drafts
from annotator.storage.library.revisions import Page
from annotator.storage.library.words import page_text
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Placement

Around = tuple[str, str, ContextGuard | None]
Pages = dict[tuple[int, int], Page]  # by revision id and number


def quote_views(context: Context, passage_ids: Sequence[int]) -> dict[int, QuoteView]:
    """Return each passage as readers would see it if it were published now, by id.

    The newest public file in which the passage is settled is shown; if there is none,
    the newest file of all.
    """
    placed = _placed(context, passage_ids)
    pages = passages.pages_around(context.session, list(placed.values()))
    gate, read = gate_of(context), cache(page_text)
    return {
        found: _view(gate, p, pages, _around(context, p, pages, read)[:2])
        for found, p in placed.items()
    }


def warnings(context: Context, passage_ids: Sequence[int]) -> dict[int, ContextGuard]:
    """Return what is to be known of those quotes whose surroundings may turn them.

    They are those that ``quote_views`` shows, by passage id; after it, this is cheap.
    """
    context.require(Action.READ_DRAFTS)
    placed = _placed(context, passage_ids)
    unread = [p for p in placed.values() if _kept_around(context, p) is None]
    pages = passages.pages_around(context.session, unread) if unread else {}
    read = cache(page_text)
    found = {n: _around(context, p, pages, read)[2] for n, p in placed.items()}
    return {number: guard for number, guard in found.items() if guard is not None}


def _placed(context: Context, passage_ids: Sequence[int]) -> dict[int, Placement]:
    known = shown_placements(context, passage_ids)
    return {
        passage: found
        for passage in known
        if (found := placement_to_show(known[passage]))
    }


def shown_placements(
    context: Context, passage_ids: Sequence[int]
) -> dict[int, list[Placement]]:
    """Return the placements of passages in public files, newest first, by passage id.

    For a passage that stands in none of them, a person who sees drafts gets those in
    all files.
    """
    known = passages.in_each_file(context.session, passage_ids)
    public = gate_of(context).files
    found = {
        passage: [
            placement for placement in placements if placement.revision_id in public
        ]
        for passage, placements in known.items()
    }
    if sees_drafts(context):
        found = {
            passage: placements if _stands(placements) else known[passage]
            for passage, placements in found.items()
        }
    return {passage: placements for passage, placements in found.items() if placements}


def _stands(placements: Sequence[Placement]) -> bool:
    return any(placement.page_from is not None for placement in placements)


def placement_to_show(known: Sequence[Placement]) -> Placement | None:
    """Return the newest placement to show; publishing checks that it is settled."""
    placed = [placement for placement in known if placement.page_from is not None]
    return next(
        (placement for placement in placed if placement.is_settled),
        next(iter(placed), None),
    )


def crops_of(placement: Placement, pages: Pages) -> list[Crop]:
    """Return the crops of a placement, one for each of its pages."""
    revision = placement.revision_id
    sizes = {n: (p.width, p.height) for (r, n), p in pages.items() if r == revision}
    boxes = [(page, (x0, y0, x1, y1)) for page, x0, y0, x1, y1 in placement.boxes]
    return crops(boxes, sizes)


def _view(
    gate: Gate, placement: Placement, pages: Pages, around: tuple[str, str]
) -> QuoteView:
    passage = placement.passage
    before, after = around
    first = pages[placement.revision_id, placement.page_from or passage.page]
    return QuoteView(
        passage=passage.id,
        kind=passage.kind,
        exact=placement.exact
        if passage.kind is PassageKind.QUOTE
        else passage.description,
        before=before,
        after=after,
        report=passage.report.slug,
        report_title=gate.title_of(passage.report),
        revision=placement.revision.sha256,
        page=first.number,
        page_label=first.label,
        crops=tuple(crop_views(placement, pages)),
        read_by=first.read_by,
        confidence=first.confidence,
    )


def _around(
    context: Context,
    placement: Placement,
    pages: Pages,
    read: Callable[[Page], PageText],
) -> Around:
    """Return the rest of the sentences of a placement, before and after it.

    And what stands around them, if it may turn the meaning of the quote.
    """
    if placement.span is None:
        return "", "", None
    found = _kept_around(context, placement)
    if found is None:
        text = _text_around(context, placement, pages, read)
        told = guard(text, placement.span)
        before, after = surroundings(text, placement.span)
        found = before, after, told if told.warns else None
        context.stores.surroundings.keep(_key(placement), found)
    return found


def _kept_around(context: Context, placement: Placement) -> Around | None:
    return context.stores.surroundings.find(_key(placement))


def _key(placement: Placement) -> Hashable:
    revision = placement.revision
    return revision.id, revision.text_version, placement.start, placement.end


def _text_around(
    context: Context,
    placement: Placement,
    pages: Pages,
    read: Callable[[Page], PageText],
) -> Sequence[PageText]:
    """Return the text of the pages around a placement, which contains its sentences.

    The whole text takes a second to load, and this may run inside a transaction. Quotes
    often stand on the same pages, so that ``read`` remembers what it read.
    """
    known = known_document(context, placement.revision)
    if known is not None:
        return known.pages
    first, last = placement.page_from or 1, placement.page_to or 1
    near = [pages.get((placement.revision_id, n)) for n in range(first - 1, last + 2)]
    return [read(page) for page in near if page is not None]


def crop_views(placement: Placement, pages: Pages) -> list[CropView]:
    """Return the sizes of a placement's pictures; none if it has no place."""
    views = []
    for part, crop in enumerate(crops_of(placement, pages), start=1):
        width, height = crop.css_size
        label = pages[placement.revision_id, crop.page].label
        views.append(CropView(part, label, width, height))
    return views
