"""Passages as readers see them: the exact words, their sentence, and their pictures."""

from collections.abc import Sequence

from annotator.domain.anchoring import Span
from annotator.domain.crops import Crop, crops
from annotator.domain.publications import CropView, QuoteView
from annotator.domain.surroundings import surroundings
from annotator.domain.vocabulary import PassageKind
from annotator.services.context import Context
from annotator.services.documents import document
from annotator.storage import passages
from annotator.storage.passages import Placement
from annotator.storage.revisions import Page

Pages = dict[tuple[int, int], Page]  # by revision id and number


def quote_views(context: Context, passage_ids: Sequence[int]) -> dict[int, QuoteView]:
    """Return each passage as it stands in the newest file where it is sure to."""
    known = passages.in_each_file(context.session, passage_ids)
    placed = {
        passage: found for passage in known if (found := standing(known[passage]))
    }
    pages = passages.pages_of(context.session, list(placed.values()))
    return {found: _view(context, p, pages) for found, p in placed.items()}


def standing(known: Sequence[Placement]) -> Placement | None:
    """Return the newest place to be shown; publishing asks whether it is settled."""
    placed = [each for each in known if each.page_from is not None]
    return next((each for each in placed if each.is_settled), next(iter(placed), None))


def crops_of(placement: Placement, pages: Pages) -> list[Crop]:
    """Return what the pictures of a placement show, one for each of its pages."""
    revision = placement.revision_id
    sizes = {n: (p.width, p.height) for (r, n), p in pages.items() if r == revision}
    boxes = [(page, (x0, y0, x1, y1)) for page, x0, y0, x1, y1 in placement.boxes]
    return crops(boxes, sizes)


def _view(context: Context, placement: Placement, pages: Pages) -> QuoteView:
    passage = placement.passage
    before, after = "", ""
    if placement.start is not None and placement.end is not None:
        text = document(context, placement.revision)
        before, after = surroundings(text, Span(placement.start, placement.end))
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
        report_title=passage.report.title,
        revision=placement.revision.sha256,
        page=first.number,
        page_label=first.label,
        crops=tuple(crop_views(placement, pages)),
    )


def crop_views(placement: Placement, pages: Pages) -> list[CropView]:
    """Return the sizes of the pictures of a placement; none if it is nowhere."""
    views = []
    for part, crop in enumerate(crops_of(placement, pages), start=1):
        width, height = crop.css_size
        label = pages[placement.revision_id, crop.page].label
        views.append(CropView(part, label, width, height))
    return views
