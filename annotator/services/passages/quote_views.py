"""Passages as readers see them: exact words, the sentence around them, and pictures."""

from collections.abc import Callable, Sequence
from functools import cache

from annotator.domain.text.canonical_text import PageText
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

Pages = dict[tuple[int, int], Page]  # by revision id and number


def quote_views(context: Context, passage_ids: Sequence[int]) -> dict[int, QuoteView]:
    """Return each passage as readers would see it if it were published now, by id.

    The newest public file in which the passage is settled is shown; if there is none,
    the newest file of all.
    """
    known = shown_placements(context, passage_ids)
    placed = {
        passage: found
        for passage in known
        if (found := placement_to_show(known[passage]))
    }
    pages = passages.pages_around(context.session, list(placed.values()))
    gate, read = gate_of(context), cache(page_text)
    return {
        found: _view(gate, p, pages, _around(context, p, pages, read))
        for found, p in placed.items()
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
) -> tuple[str, str]:
    """Return the rest of the sentences of a placement, before and after it."""
    span, revision = placement.span, placement.revision
    if span is None:
        return "", ""
    key = (revision.id, revision.text_version, span.start, span.end)
    found = context.stores.surroundings.find(key)
    if found is None:
        found = surroundings(_text_around(context, placement, pages, read), span)
        context.stores.surroundings.keep(key, found)
    return found


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
