"""PDFs in the reports folder that are not taken in yet, offered on the intake desk."""

import hashlib
from pathlib import Path

from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Action
from annotator.pdf import limits
from annotator.services.context import Context, Stores
from annotator.storage.library import revisions
from annotator.storage.work import uploads
from annotator.write_lock import refuse_if_held


def list_offered(context: Context) -> list[str]:
    """Return the names of the offered files: paths relative to the reports folder."""
    context.require(Action.ADD_REPORT)
    known = revisions.known_hashes(context.session)
    known |= {upload.sha256 for upload in uploads.shown(context.session)}
    stores = context.stores
    found = sorted(stores.reports_pdf.rglob("*.pdf"))
    return [
        path.relative_to(stores.reports_pdf).as_posix()
        for path in found
        if _hash_of(stores, path) not in known
    ]


def offered_path(context: Context, name: str) -> Path:
    """Return the path of the offered file called ``name``."""
    if name in list_offered(context):
        return context.stores.reports_pdf / name
    raise InvalidError(
        "offered", f"“{name}” is no longer among the files offered.", label="file"
    )


def _hash_of(stores: Stores, path: Path) -> str:
    """Return the hash of a file; it is read again only if it seems to have changed."""
    seen = path.stat()
    if seen.st_size > limits.FILE_BYTES:
        return ""
    key = (path, seen.st_size, seen.st_mtime_ns)
    found = stores.hashes.find(key)
    if found is None:
        refuse_if_held("hashing the reports folder")
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        stores.hashes.keep(key, found)
    return found
