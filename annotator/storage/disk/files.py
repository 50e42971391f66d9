"""Files stored by the SHA-256 of their bytes: immutable, written whole or not at all.

Nothing here deletes a stored file after an error. ``set_aside`` is for the collector alone,
which knows the files that no row refers to.
"""

import errno
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from annotator.domain.errors import AnnotatorError, NoRoomError, NotFoundError
from annotator.write_lock import refuse_if_held

PART = ".part-"  # prefix of the name of a file that is being written
ASIDE = ".aside-"  # prefix of the name of a file that the collector may remove
BEGINNING_BYTES = 1024  # of an incoming file, for recognising its kind

_CHUNK_BYTES = 2**20
_SPARE_BYTES = 2**26  # kept free for the database (chosen, not measured)
_SHA256 = re.compile(r"[0-9a-f]{64}")


class DamagedFileError(AnnotatorError):
    """The bytes of a stored file no longer have the hash in its name."""

    is_for_operators = True


class MissingFileError(NotFoundError):
    """A file is not in its folder; perhaps its disk is not mounted."""

    is_passing = True

    def __init__(self, sha256: str) -> None:
        super().__init__("stored file", sha256)


class FolderAwayError(AnnotatorError):
    """The folder of stored files is missing; perhaps its disk is not mounted."""

    is_passing = True
    is_for_operators = True


class TooLargeFileError(AnnotatorError):
    """An incoming file has more bytes than are accepted."""


@dataclass(frozen=True)
class Incoming:
    """A file that was received completely but is not stored under its hash yet."""

    path: Path
    sha256: str
    size: int  # in bytes
    beginning: bytes  # its first BEGINNING_BYTES


class Files:
    """One folder of files, each named by the SHA-256 of its bytes."""

    def __init__(self, folder: Path, *, spare_bytes: int = _SPARE_BYTES) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._spare_bytes = spare_bytes
        self._checked: dict[str, tuple[int, ...]] = {}  # as they were, by hash

    # Writing

    def put(self, content: bytes) -> str:
        """Store ``content`` and return its SHA-256 in hexadecimal; repeating it is harmless.

        A file that was damaged on disk is replaced. Raise FolderAwayError if the folder
        is missing.
        """
        refuse_if_held("hashing a file")
        sha256 = hashlib.sha256(content).hexdigest()
        self._require_folder()
        if not self._touch_whole(sha256):
            write_whole(self.path(sha256), content)
        return sha256

    @contextmanager
    def receiving(self, stream: IO[bytes], *, most_bytes: int) -> Iterator[Incoming]:
        """Receive a stream into a temporary file, deleted after the block unless kept.

        Raise TooLargeFileError if it has more than ``most_bytes``, NoRoomError if the
        disk has no room for it, and FolderAwayError if the folder is missing.
        """
        refuse_if_held("writing a file")
        count = _length(stream)
        if count > most_bytes:
            raise TooLargeFileError(f"more than {most_bytes} bytes")
        self._require_folder()
        self._require_room(count)
        handle, name = tempfile.mkstemp(dir=self.folder, prefix=PART)
        try:
            with _saying_no_room(self.folder, count), os.fdopen(handle, "wb") as file:
                incoming = _copied(stream, file, Path(name))
            yield incoming
        finally:
            Path(name).unlink(missing_ok=True)

    def keep(self, incoming: Incoming) -> None:
        """Store a received file under its hash; repeating it is harmless.

        One that was damaged on disk is replaced.
        """
        if not self._touch_whole(incoming.sha256):
            self._move_in(incoming.path, incoming.sha256)

    def take_over(self, sha256: str, other: "Files") -> None:
        """Move a file here from another folder; repeating it is harmless.

        At any moment, the whole file is in one of the two folders under its name. Raise
        MissingFileError if it is in neither.
        """
        refuse_if_held("moving a file")
        if self._touch_whole(sha256):
            return
        try:
            self._move_in(other.path(sha256), sha256)
        except FileNotFoundError:
            if not self.touch(sha256):  # another process may have moved it just now
                raise MissingFileError(sha256) from None

    def _require_folder(self) -> None:
        # Creating it would hide a folder on a disk that is not mounted.
        if not self.folder.is_dir():
            raise FolderAwayError(
                f"The folder {self.folder} does not exist. Is its disk mounted?"
            )

    def _require_room(self, count: int) -> None:
        free = shutil.disk_usage(self.folder).free - self._spare_bytes
        if free < count:
            raise NoRoomError(needed=count, free=free)

    def _move_in(self, source: Path, sha256: str) -> None:
        self._require_folder()
        target = self.path(sha256)
        _make_folder(target.parent)
        try:
            source.replace(target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            write_whole(target, source.read_bytes())  # the folders are on two disks
        os.utime(target)  # the day of grace begins now
        _sync(target.parent)
        with suppress(FileNotFoundError):  # it may have been removed when empty
            _sync(source.parent)

    # Reading

    def get(self, sha256: str) -> bytes:
        """Return the bytes with this hash, after checking it.

        Raise MissingFileError or DamagedFileError.
        """
        refuse_if_held("reading a file")
        try:
            content = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise MissingFileError(sha256) from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DamagedFileError(
                f"The stored file {sha256} was changed on disk; restore it from a copy."
            )
        return content

    def checked(self, sha256: str) -> Path:
        """Return the path of the file with this hash; it is read only if it has changed.

        Raise MissingFileError or DamagedFileError.
        """
        refuse_if_held("reading a file")
        try:
            now = self.path(sha256).stat()
        except FileNotFoundError:
            raise MissingFileError(sha256) from None
        known = (now.st_ino, now.st_size, now.st_mtime_ns)
        if self._checked.get(sha256) != known:
            self.get(sha256)
            self._checked[sha256] = known
        return self.path(sha256)

    def has(self, sha256: str) -> bool:
        """Whether a file with this hash is stored."""
        return self.path(sha256).is_file()

    def touch(self, sha256: str) -> bool:
        """Restart the day of grace of a file; return whether it is stored.

        The collector deletes no file within its day of grace.
        """
        try:
            os.utime(self.path(sha256))
        except FileNotFoundError:
            return False
        return True

    def _touch_whole(self, sha256: str) -> bool:
        """Restart the day of grace of a file; return whether it is stored undamaged."""
        if not self.touch(sha256):
            return False
        try:
            self.get(sha256)
        except DamagedFileError:
            return False
        return True

    def path(self, sha256: str) -> Path:
        """Return the path of the file with this hash, stored or not.

        Raise NotFoundError if it is not a SHA-256 in hexadecimal.
        """
        if not _SHA256.fullmatch(sha256):
            raise NotFoundError("stored file", sha256)
        return self.folder / sha256[:2] / sha256

    # Collecting

    def hashes(self) -> Iterator[str]:
        """Yield the hash of every stored file, sorted."""
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            if _SHA256.fullmatch(path.name):
                yield path.name

    def modified(self, sha256: str) -> float:
        """Return when the day of grace of a file began, in seconds since 1970 (Unix time)."""
        return self.path(sha256).stat().st_mtime

    def set_aside(self, sha256: str) -> "Aside":
        """Rename a file so that it is not found, to be removed or put back."""
        aside = Aside(self.path(sha256))
        aside.take()
        return aside

    def left_aside(self) -> Iterator["Aside"]:
        """Yield the files that an interrupted collector has left set aside."""
        for path in sorted(self.folder.glob(f"[0-9a-f][0-9a-f]/{ASIDE}*")):
            yield Aside(path.with_name(path.name.removeprefix(ASIDE)))


class Aside:
    """A file that was set aside; the same bytes may be stored again meanwhile."""

    def __init__(self, path: Path) -> None:
        self.sha256 = path.name
        self._path = path
        self._aside = path.with_name(ASIDE + path.name)

    def take(self) -> None:
        """Set the file aside."""
        self._path.replace(self._aside)

    @property
    def modified(self) -> float:
        """When its day of grace began, in seconds since 1970 (Unix time)."""
        return self._aside.stat().st_mtime

    def put_back(self) -> None:
        """Put the file back in its place."""
        self._aside.replace(self._path)
        _sync(self._path.parent)

    def remove(self) -> None:
        """Delete the file."""
        self._aside.unlink()


def read_from(sha256: str, *places: Files) -> bytes:
    """Return the bytes with this hash from the first of ``places`` that has them.

    Raise MissingFileError if none has.
    """
    for place in (*places, places[0]):  # it may be moved there meanwhile
        with suppress(MissingFileError):
            return place.get(sha256)
    raise MissingFileError(sha256)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file atomically: it is there whole or not at all."""
    refuse_if_held("writing a file")
    _make_folder(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=PART)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync(path.parent)


def drop_unfinished(folder: Path, *, before: datetime) -> int:
    """Remove files whose writing was interrupted before then; return how many."""
    dropped = 0
    for path in folder.rglob(f"{PART}*"):
        with suppress(FileNotFoundError):  # it was finished just now
            if path.stat().st_mtime < before.timestamp():
                path.unlink()
                dropped += 1
    return dropped


@contextmanager
def _saying_no_room(folder: Path, needed: int) -> Iterator[None]:
    """Raise NoRoomError if the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        free = shutil.disk_usage(folder).free
        raise NoRoomError(needed=needed, free=free) from error


def _length(stream: IO[bytes]) -> int:
    """Return the number of bytes left in a stream."""
    here = stream.tell()
    end = stream.seek(0, os.SEEK_END)
    stream.seek(here)
    return end - here


def _copied(stream: IO[bytes], file: IO[bytes], path: Path) -> Incoming:
    digest, count, beginning = hashlib.sha256(), 0, b""
    while chunk := stream.read(_CHUNK_BYTES):
        beginning = beginning or chunk[:BEGINNING_BYTES]
        count += len(chunk)
        digest.update(chunk)
        file.write(chunk)
    file.flush()
    os.fsync(file.fileno())
    return Incoming(path, digest.hexdigest(), count, beginning)


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    """Force the names in a folder to the disk (fsync)."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
