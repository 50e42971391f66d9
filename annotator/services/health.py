"""Whether an installation can do its work: its database, files, disk and indexes."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.storage.published import publications

LEAST_FREE = 256 * 2**20  # bytes of disk: two reports of the largest size (chosen)


_NOT_WRITTEN = "cannot be written"


@dataclass(frozen=True)
class Part:
    """A part of an installation, and what is wrong with it, if anything is."""

    name: str
    problem: str = ""


def parts(context: Context) -> list[Part]:
    """Return every part; raise StoreUnavailableError if the database does not answer."""
    context.require(Action.READ_PUBLISHED)
    publications.newest_key(context.session)
    stores = context.stores
    free = shutil.disk_usage(stores.data).free
    indexes = (stores.desk_index, stores.public_index)
    return [
        Part("database"),
        Part("files", "" if _can_be_written(stores.files.folder) else _NOT_WRITTEN),
        Part("disk", "" if free >= LEAST_FREE else "is nearly full"),
        Part(
            "search",
            "is being rebuilt" if any(i.needs_rebuild for i in indexes) else "",
        ),
    ]


def _can_be_written(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK)
