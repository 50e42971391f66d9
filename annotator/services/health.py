"""Whether an installation can do its work: its database, files, disk and indexes."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.permissions import Action
from annotator.domain.vocabulary import JobState
from annotator.services.context import Context
from annotator.storage.published import publications
from annotator.storage.work import jobs

LEAST_FREE = 256 * 2**20  # bytes of disk: two reports of the largest size (chosen)


_COUNTED = (JobState.WAITING, JobState.RUNNING, JobState.FAILED)
_NOT_WRITTEN = "cannot be written"


@dataclass(frozen=True)
class Part:
    """A part of an installation, and what is wrong with it, if anything is."""

    name: str
    problem: str = ""


@dataclass(frozen=True)
class Figures:
    """What an installation is like now, in numbers."""

    parts: list[Part]
    jobs: dict[str, int]  # by state, of those that have not ended well
    oldest_job_seconds: float  # since when the oldest job that is due waits; 0 if none
    free_bytes: int  # on the disk of the data folder
    last_publication: float  # seconds since 1970; 0 if nothing was ever published


def figures(context: Context) -> Figures:
    """Return figures; raise StoreUnavailableError if the database does not answer."""
    found = parts(context)
    due_since, _ = jobs.overdue(context.session, context.now)
    last = publications.newest(context.session, 1)
    return Figures(
        parts=found,
        jobs=jobs.how_many(context.session, _COUNTED),
        oldest_job_seconds=(context.now - due_since).total_seconds()
        if due_since
        else 0,
        free_bytes=shutil.disk_usage(context.stores.data).free,
        last_publication=last[0].at.timestamp() if last else 0,
    )


def parts(context: Context) -> list[Part]:
    """Return every part; raise StoreUnavailableError if the database does not answer."""
    context.require(Action.READ_PUBLISHED)
    publications.newest_key(context.session)
    stores = context.stores
    free = shutil.disk_usage(stores.data).free
    indexes = (
        *(stores.desk_index, stores.public_index),
        *(stores.desk_quotes, stores.public_quotes),
    )
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
