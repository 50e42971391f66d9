"""The text of a revision, ready for looking quotes up in."""

from annotator.domain.anchoring import Document
from annotator.services.context import Context
from annotator.storage import revisions
from annotator.storage.revisions import Revision
from annotator.storage.words import page_text


def document(context: Context, revision: Revision) -> Document:
    """Return the text of ``revision``; the last few are kept in memory."""
    cache = context.stores.documents
    found = cache.find(revision.id)
    if found is None:
        pages = revisions.pages(context.session, revision)
        found = Document([page_text(page) for page in pages])
        cache.keep(revision.id, found)
    return found
