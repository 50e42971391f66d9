"""The text of a revision, prepared for looking up quotes."""

import re
from collections.abc import Iterator, Sequence

from annotator.domain.matching.anchoring import Document
from annotator.domain.text.canonical_text import PageText
from annotator.domain.text.keys import keyed
from annotator.search.quotes.segment import Stretch
from annotator.services.context import Context
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Page, Revision
from annotator.storage.library.words import page_text, part_of_page

# Code points on each side of a stretch, whose ends are inexact; chosen, not measured.
AROUND = 200


def known_document(context: Context, revision: Revision) -> Document | None:
    """Return the text of ``revision`` if it is in memory, else None."""
    return context.stores.documents.find((revision.id, revision.text_version))


def document(context: Context, revision: Revision) -> Document:
    """Return the text of ``revision``; the last few are kept in memory."""
    found = known_document(context, revision)
    if found is None:
        pages = revisions.pages(context.session, revision)
        found = Document([page_text(page) for page in pages])
        context.stores.documents.keep((revision.id, revision.text_version), found)
    return found


def page_of(context: Context, revision: Revision, number: int) -> PageText:
    """Return a page (from 1) with its words and their boxes."""
    known = known_document(context, revision)  # loading one takes a second
    if known is None or not 1 <= number <= len(known.pages):
        return page_text(revisions.page(context.session, revision, number))
    return known.pages[number - 1]


def window(context: Context, revision: Revision, numbers: Sequence[int]) -> Document:
    """Return some pages (from 1) of ``revision``; recent ones are kept in memory."""
    key = (revision.id, revision.text_version, tuple(numbers))
    found = context.stores.windows.find(key)
    if found is None:
        wanted = [(revision.id, number) for number in numbers]
        pages = revisions.some_pages(context.session, wanted)
        found = Document([page_text(pages[key]) for key in wanted if key in pages])
        context.stores.windows.keep(key, found)
    return found


def excerpts(context: Context, stretches: Sequence[Stretch]) -> Iterator[Document]:
    """Yield the words around each stretch; cheaper than whole pages for many."""
    wanted = {
        (stretch.revision, number) for stretch in stretches for number in stretch.pages
    }
    pages = revisions.some_pages(context.session, wanted)
    for stretch in stretches:
        found = [pages.get((stretch.revision, number)) for number in stretch.pages]
        yield _excerpt([page for page in found if page], stretch.symbols)


def _excerpt(pages: Sequence[Page], symbols: bytes) -> Document:
    """Return the words around a key if a page has it exactly once, else all pages.

    A key may run on overleaf, or be interrupted by a footnote mark.
    """
    spans = list(_spans(pages[0], symbols)) if len(pages) == 1 else []
    if len(spans) != 1:
        return Document([page_text(page) for page in pages])
    [(start, end)] = spans
    return Document([part_of_page(pages[0], start - AROUND, end + AROUND)])


def _spans(page: Page, symbols: bytes) -> Iterator[tuple[int, int]]:
    """Yield the (start, end), in code points, of each occurrence of a key on a page."""
    text = keyed(page.text)
    for found in re.finditer(re.escape(symbols), text.symbols):
        first, last = text.places[[found.start(), found.end() - 1]].tolist()
        yield page.start + first, page.start + last + 1
