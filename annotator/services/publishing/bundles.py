"""What a claim's bundle is made of: its frozen words, and the pictures of its passages."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from annotator.domain.errors import ConflictError
from annotator.domain.views.contents import QuoteView
from annotator.domain.views.pages import ClaimPage
from annotator.domain.views.reports import PublicReportView
from annotator.services.context import Context
from annotator.services.passages import pictures
from annotator.services.published.gate import gate_of
from annotator.services.published.snapshots import quotes_in
from annotator.services.publishing import pages
from annotator.storage.disk import cache
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind

MOST_PICTURES = 100
MOST_BYTES = 30 * 2**20  # of pictures together


@dataclass(frozen=True)
class Contents:
    """A published claim with the very bytes that are sealed, its quotes and its reports."""

    page: ClaimPage
    body: bytes
    quotes: tuple[QuoteView, ...]  # each once
    reports: dict[str, PublicReportView]  # by slug


def contents(context: Context, slug: str) -> Contents:
    """Return what is taken away of a published claim.

    Raises NotFoundError, WithdrawnError if it was public, or ConflictError if words of it
    are withheld, as they are in what is sealed.
    """
    page = pages.claim_page(context, slug)
    found = publications.find(context.session, PageKind.CLAIM, slug)
    if found is None or page.status.hidden or page.status.broken:
        raise ConflictError(
            "A quote of this claim is withheld, so the claim cannot be downloaded as "
            "a bundle."
        )
    quotes = {quote.passage: quote for quote in quotes_in(page.claim)}
    return Contents(
        page, found.body.encode(), tuple(quotes.values()), gate_of(context).reports
    )


def pictures_of(context: Context, quotes: Iterable[QuoteView]) -> dict[str, bytes]:
    """Return the pictures of quotes by their names in a bundle, as many as have room."""
    drawn: dict[str, bytes] = {}
    size = 0
    for quote in quotes:
        for crop in quote.crops:
            if len(drawn) == MOST_PICTURES or size > MOST_BYTES:
                return drawn
            picture = pictures.crop(
                context, passage_id=quote.passage, part=crop.part, of=quote.revision
            )
            drawn[f"pictures/passage-{quote.passage}-{crop.part}.png"] = picture
            size += len(picture)
    return drawn


def kept(context: Context, made_of: bytes, make: Callable[[], bytes]) -> bytes:
    """Return the bundle that is made of these bytes, from the cache or made now."""
    name = hashlib.sha256(made_of).hexdigest()
    path = context.stores.pictures / "bundles" / name[:2] / f"{name}.zip"
    bundle = cache.read(path)
    if bundle is None:
        bundle = make()
        cache.keep(path, bundle)
    return bundle
