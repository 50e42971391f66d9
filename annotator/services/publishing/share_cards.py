"""Pictures that stand beside shared links, drawn once and kept with those of pages."""

import hashlib

from annotator.domain.formats import share_card
from annotator.domain.formats.share_card import ShareCard
from annotator.domain.formats.site import Site
from annotator.domain.permissions import Action
from annotator.domain.text.crops import Crop
from annotator.domain.views.contents import QuoteView
from annotator.domain.vocabulary import PassageKind
from annotator.services import readings
from annotator.services.context import Context
from annotator.services.passages.quote_views import crops_of
from annotator.services.published.gate import gate_of
from annotator.services.publishing import pages
from annotator.storage.passages import passages

DRAWING = "1"  # version of the drawing code; a new one invalidates cached pictures


def claim_card(context: Context, slug: str, site: Site) -> bytes:
    """Return the picture (PNG) of a published claim, with the words that decide it.

    Raises NotFoundError, or WithdrawnError if it was public.
    """
    page = pages.claim_page(context, slug)
    said = share_card.of_claim(page, site)
    quote = share_card.deciding_quote(page)
    crop = _crop(context, quote) if quote else None
    return _kept(context, said, quote, crop)


def scorecard_card(context: Context, slug: str, site: Site) -> bytes:
    """Return the picture (PNG) of a published scorecard.

    Raises NotFoundError, or WithdrawnError if it was public.
    """
    page = pages.scorecard_page(context, slug)
    return _kept(context, share_card.of_scorecard(page, site), None, None)


def _crop(context: Context, quote: QuoteView) -> Crop | None:
    """Return the part of a public file on which a quote stands, as it was published."""
    if not gate_of(context).has_file(quote.revision):
        return None
    known = passages.in_each_file(context.session, [quote.passage])
    for placement in known.get(quote.passage, ()):
        if placement.revision.sha256 == quote.revision and placement.boxes:
            parts = crops_of(placement, passages.pages_of(context.session, [placement]))
            return next((part for part in parts if part.page == quote.page), None)
    return None


def _kept(
    context: Context, said: ShareCard, quote: QuoteView | None, crop: Crop | None
) -> bytes:
    """Return a picture from the cache, where it is known by all that is drawn."""
    context.require(Action.READ_PUBLISHED)
    shown = (quote.revision, crop) if quote and crop else None
    name = hashlib.sha256(f"{DRAWING} {said!r} {shown!r}".encode()).hexdigest()
    path = context.stores.pictures / "cards" / name[:2] / f"{name}.png"
    return readings.kept(
        context,
        path,
        quote.revision if quote else "",
        lambda: _drawn(context, said, quote, crop),
    )


def _drawn(
    context: Context, said: ShareCard, quote: QuoteView | None, crop: Crop | None
) -> bytes:
    if quote is None or crop is None:
        blank = _blank_pdf()
        key = hashlib.sha256(blank).hexdigest()
        with context.stores.pdf_workers.reader(key, lambda: blank) as reader:
            return reader.card(said)
    # A figure is shown unmarked; only words are marked.
    marks = crop.boxes if quote.kind is PassageKind.QUOTE else ()
    shown = (crop.page, crop.clip, marks)
    return readings.drawn(
        context, quote.revision, crop.page, lambda reader: reader.card(said, shown)
    )


def _blank_pdf() -> bytes:
    """Return a PDF of one empty page, for a picture that shows no part of a report."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + (
        b"xref\n0 4\n0000000000 65535 f \n%strailer<</Size 4/Root 1 0 R>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (table, len(written))
    )
