"""Copies of an installation for the day its disk is lost, and the way back.

A backup folder has ``files/`` (each stored file once, for ever the same), and for every
backup a database and a list of what belongs to it. The search indexes and the pictures are
made anew from these. The list is written last, so that what has one is complete.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from annotator.domain.errors import AnnotatorError, NotFoundError
from annotator.domain.history_chain import START, Head
from annotator.services.context import Stores
from annotator.storage.database.copying import (
    NotCopiedError,
    copy_database,
    files_named_in,
    history_head_in,
    problems_of,
    put_copy,
    sha256_of,
)
from annotator.storage.disk.files import (
    DamagedFileError,
    Files,
    drop_unfinished,
    write_whole,
)
from annotator.storage.disk.folder_permissions import make_private

KEPT = 14  # backups: two weeks of one a day
_GRACE = timedelta(days=1)  # then what is unfinished is no longer being written; chosen
_NAME = "%Y-%m-%dT%H%M%S.%fZ"
_DATABASE = "annotator.sqlite3"
_SECRET = "secret-key"  # noqa: S105, the name of a file

Progress = Callable[[int, int], None]  # files done, and of how many


class UnreadableListError(AnnotatorError):
    """The list of a backup is damaged."""


@dataclass(frozen=True)
class Backup:
    """A complete backup, as its list says."""

    name: str  # when it was made
    version: str  # of the program that made it
    database_sha256: str
    files: tuple[str, ...]  # SHA-256 of each
    history: Head = START  # the newest event then; a shortened history lacks it


@dataclass(frozen=True)
class Made:
    """What became of a backup that was just made."""

    backup: Backup
    copied: int  # files that the folder did not have yet
    problems: tuple[str, ...]  # files that could not be copied, with the reason


def back_up(
    stores: Stores, folder: Path, *, now: datetime, kept: int = KEPT, progress: Progress
) -> Made:
    """Add a backup to a folder, while the program runs, and keep the newest ``kept``.

    A stored file that is missing or damaged is named among the problems; everything else
    is copied. Raises NotCopiedError if the database cannot be.
    """
    make_private(folder)
    drop_unfinished(folder, before=now - _GRACE)
    name = now.astimezone(UTC).strftime(_NAME)
    path = folder / f"{name}.sqlite3"
    digest = copy_database(stores.database, path)
    if found := problems_of(path):
        path.unlink()
        raise NotCopiedError(f"The database is damaged: {found[0]}")
    named = files_named_in(path)
    copies = _copy_files(stores.files, Files(folder / "files"), named, progress)
    if (secret := stores.data / _SECRET).exists():
        write_whole(folder / _SECRET, secret.read_bytes())
    files = tuple(copies.files)
    made = Backup(name, version("annotator"), digest, files, _head(path))
    write_whole(folder / f"{name}.json", json.dumps(asdict(made), indent=1).encode())
    for old in list_backups(folder)[kept:]:
        _remove(folder, old)
    return Made(made, copies.new, tuple(copies.problems))


@dataclass
class _Copies:
    files: list[str] = field(default_factory=list)
    new: int = 0
    problems: list[str] = field(default_factory=list)


def _copy_files(
    here: Files, there: Files, named: Mapping[str, bool], progress: Progress
) -> _Copies:
    copies = _Copies()
    for done, (sha256, is_needed) in enumerate(named.items(), 1):
        try:
            if not _is_there(there, sha256):
                there.put(here.get(sha256))
                copies.new += 1
            copies.files.append(sha256)
        except (DamagedFileError, NotFoundError) as error:
            if is_needed or isinstance(error, DamagedFileError):
                copies.problems.append(str(error))
        progress(done, len(named))
    return copies


def list_backups(folder: Path) -> list[Backup]:
    """Return the complete backups in a folder, newest first."""
    return [_read(path) for path in sorted(folder.glob("*Z.json"), reverse=True)]


def restore(folder: Path, data: Path, *, name: str = "", progress: Progress) -> Backup:
    """Make an installation in an empty folder from the newest backup, or another one.

    Everything is checked before it is used; the database is put there last, so that a
    folder in which this was interrupted is no installation. Raises NotFoundError if there
    is no such backup, and NotCopiedError if it is damaged or the folder is not empty.
    """
    backup = next((b for b in list_backups(folder) if name in {"", b.name}), None)
    if backup is None:
        raise NotFoundError("backup", name or str(folder))
    if data.exists() and any(data.iterdir()):
        raise NotCopiedError(f"{data} is not empty; name a new folder.")
    if found := problems_in(folder, backup):
        raise NotCopiedError(f"The backup cannot be used: {found[0]}")
    make_private(data)
    there, here = Files(folder / "files"), Files(data / "files")
    for done, sha256 in enumerate(backup.files, 1):
        here.put(there.get(sha256))
        progress(done, len(backup.files))
    if (folder / _SECRET).exists():
        write_whole(data / _SECRET, (folder / _SECRET).read_bytes())
    put_copy(folder / f"{backup.name}.sqlite3", data / _DATABASE)
    return backup


def problems_in(folder: Path, backup: Backup) -> list[str]:
    """Return what is wrong with a backup, a sentence each; every byte of it is read."""
    return list(_problems(folder, backup))


def _problems(folder: Path, backup: Backup) -> Iterator[str]:
    path = folder / f"{backup.name}.sqlite3"
    if not path.exists():
        yield f"{path.name} is missing."
    elif sha256_of(path) != backup.database_sha256:
        yield f"{path.name} is not as it was written."
    else:
        yield from problems_of(path)
    files = Files(folder / "files")
    for sha256 in backup.files:
        try:
            files.get(sha256)
        except (DamagedFileError, NotFoundError) as error:
            yield str(error)


def _head(path: Path) -> Head:
    return Head(*history_head_in(path))


def _is_there(files: Files, sha256: str) -> bool:
    """Whether a file is there and undamaged; else it is to be copied (again)."""
    try:
        files.checked(sha256)
    except (DamagedFileError, NotFoundError):
        return False
    return True


def _read(path: Path) -> Backup:
    try:
        told = json.loads(path.read_text())
        history = Head(**told["history"]) if "history" in told else START
        return Backup(**{**told, "files": tuple(told["files"]), "history": history})
    except (ValueError, TypeError, KeyError):
        raise UnreadableListError(f"{path} is not the list of a backup.") from None


def _remove(folder: Path, backup: Backup) -> None:
    # The list first: without it, the database is no backup.
    (folder / f"{backup.name}.json").unlink(missing_ok=True)
    (folder / f"{backup.name}.sqlite3").unlink(missing_ok=True)
