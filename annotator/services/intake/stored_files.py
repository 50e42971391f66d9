"""Remove files that no row names any more, and check the others for damage.

A file stays while a row names it: a revision, an open upload, or an unfinished job. Any
other file stays for a day after its last change, as a row may be about to name it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from filelock import FileLock, Timeout

from annotator.domain.permissions import Action
from annotator.services.context import Context, Stores
from annotator.storage.disk.files import (
    DamagedFileError,
    Files,
    MissingFileError,
    drop_unfinished,
)
from annotator.storage.library import revisions
from annotator.storage.work import jobs, uploads

GRACE = timedelta(days=1)
WITH_FILES = ("inspect", "intake", "reread")  # kinds of jobs that name a file

Names = Callable[[Context], set[str]]
Ask = Callable[[Names], set[str]]  # calls it in a new context that only reads


@dataclass(frozen=True)
class Collected:
    """What was removed: the hashes of files, and the number of unfinished parts."""

    removed: tuple[str, ...] = ()
    parts: int = 0


def collect(stores: Stores, ask: Ask, now: datetime) -> Collected:
    """Remove what no row has named for a day; do nothing if another process does it."""
    try:
        with FileLock(stores.data / "collector.lock", timeout=0):
            return Collected(
                removed=(
                    *_collect(stores.files, lambda: ask(_named_in_files), now),
                    *_collect(stores.staging, lambda: ask(_named_in_staging), now),
                ),
                parts=sum(
                    drop_unfinished(place.folder, before=now - GRACE)
                    for place in (stores.files, stores.staging)
                ),
            )
    except Timeout:
        return Collected()


def _collect(
    place: Files, named: Callable[[], set[str]], now: datetime
) -> Iterator[str]:
    """Remove old files of one folder that no row names, and yield their hashes."""
    for aside in place.left_aside():  # left by an interrupted collection
        aside.put_back()
    names, since = named(), (now - GRACE).timestamp()
    for sha256 in list(place.hashes()):
        if sha256 in names or place.modified(sha256) >= since:
            continue
        aside = place.set_aside(sha256)
        # A process that needs these bytes from now on does not find them, and stores
        # them again; one that found them earlier has touched or named them by now.
        if aside.modified >= since or sha256 in named():
            aside.put_back()
        else:
            aside.remove()
            yield sha256


def _named_in_staging(context: Context) -> set[str]:
    """Return the hashes that staging must keep."""
    context.require(Action.ADD_REPORT)
    session, stores = context.session, context.stores
    named = uploads.named_hashes(session, since=context.now - GRACE)
    for kind in WITH_FILES:
        named |= {str(j.payload.get("sha256")) for j in jobs.unfinished(session, kind)}
    lost = {x for x in revisions.every_hash(session) if not stores.files.has(x)}
    return named | lost


def _named_in_files(context: Context) -> set[str]:
    """Return the hashes that the files must keep."""
    return revisions.every_hash(context.session) | _named_in_staging(context)


# Checking


@dataclass(frozen=True)
class FileFault:
    """A file that is missing, damaged, or named by no row."""

    sha256: str
    problem: str
    report: str = ""  # the slug of the report whose file it is

    @property
    def is_loss(self) -> bool:
        """Whether a file that a row names is missing or damaged."""
        return bool(self.report)


def check_files(context: Context) -> Iterator[FileFault]:
    """Read every file that a revision names, and yield all faults."""
    context.require(Action.READ_DRAFTS)
    files = context.stores.files
    for revision in revisions.all_with_reports(context.session):
        try:
            files.get(revision.sha256)
        except MissingFileError:
            yield FileFault(revision.sha256, "is missing", revision.report.slug)
        except DamagedFileError:
            yield FileFault(revision.sha256, "is damaged", revision.report.slug)
    named = _named_in_files(context)
    for sha256 in files.hashes():
        if sha256 not in named:
            yield FileFault(sha256, "is not used; it will be removed after a day")
