"""The text of a revision, ready for looking quotes up in."""

from collections.abc import Sequence

from annotator.domain.anchoring import Document
from annotator.services.context import Context
from annotator.storage import revisions
from annotator.storage.revisions import Revision
from annotator.storage.words import page_text


def known_document(context: Context, revision: Revision) -> Document | None:
    """Return the text of ``revision`` if it is in memory."""
    return context.stores.documents.find((revision.id, revision.text_version))


def document(context: Context, revision: Revision) -> Document:
    """Return the text of ``revision``; the last few are kept in memory."""
    found = known_document(context, revision)
    if found is None:
        pages = revisions.pages(context.session, revision)
        found = Document([page_text(page) for page in pages])
        context.stores.documents.keep((revision.id, revision.text_version), found)
    return found


def window(context: Context, revision: Revision, numbers: Sequence[int]) -> Document:
    """Return some pages (from 1) of ``revision``; the last few are kept in memory."""
    key = (revision.id, revision.text_version, tuple(numbers))
    found = context.stores.windows.find(key)
    if found is None:
        pages = revisions.some_pages(context.session, revision, numbers)
        found = Document([page_text(page) for page in pages])
        context.stores.windows.keep(key, found)
    return found
