"""Whether an installation can do its work: its database, files, disk and indexes."""

import os
import shutil
from dataclasses import dataclass

from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.storage.published import publications

LEAST_FREE = 256 * 2**20  # bytes of disk: two reports of the largest size (chosen)


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
        Part("files", "" if os.access(stores.data, os.W_OK) else "cannot be written"),
        Part("disk", "" if free >= LEAST_FREE else "is nearly full"),
        Part(
            "search",
            "is being rebuilt" if any(i.needs_rebuild for i in indexes) else "",
        ),
    ]
