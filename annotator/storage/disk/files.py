"""Files kept by the SHA-256 of their bytes: immutable, written whole or not at all.

Nothing here deletes a file because something went wrong. ``set_aside`` is for the
collector alone, which knows what no row names.
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
from pathlib import Path
from typing import IO

from annotator.domain.errors import AnnotatorError, NoRoomError, NotFoundError
from annotator.write_lock import refuse_if_held

PART = ".part-"  # begins the name of what is being written
ASIDE = ".aside-"  # begins the name of what the collector is about to remove
BEGINNING_BYTES = 1024  # of a file that came in, by which its kind is told

_CHUNK_BYTES = 2**20
_SPARE_BYTES = 2**26  # that stay free on the disk, for the database beside the files
_SHA256 = re.compile(r"[0-9a-f]{64}")


class DamagedFileError(AnnotatorError):
    """A stored file no longer has the bytes that its name promises."""


class MissingFileError(NotFoundError):
    """A file is not in its folder; the disk may only be away."""

    is_passing = True

    def __init__(self, sha256: str) -> None:
        super().__init__("stored file", sha256)


class FolderAwayError(AnnotatorError):
    """The folder that files are kept in is not there; its disk may only be away."""

    is_passing = True


class TooLargeFileError(AnnotatorError):
    """A file that comes in has more bytes than are taken."""


@dataclass(frozen=True)
class Incoming:
    """A file that came in whole and has no name yet."""

    path: Path
    sha256: str
    size: int  # in bytes
    beginning: bytes  # its first BEGINNING_BYTES


class Files:
    """One folder of files, each named by the hash of what is in it."""

    def __init__(self, folder: Path, *, spare_bytes: int = _SPARE_BYTES) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._spare_bytes = spare_bytes

    # Writing

    def put(self, content: bytes) -> str:
        """Store ``content`` and return its SHA-256 in hex; twice is the same as once."""
        refuse_if_held("hashing a file")
        sha256 = hashlib.sha256(content).hexdigest()
        self._require_folder()
        if not self.touch(sha256):
            write_whole(self.path(sha256), content)
        return sha256

    @contextmanager
    def receiving(self, stream: IO[bytes], *, most_bytes: int) -> Iterator[Incoming]:
        """Write down what a stream has, in pieces; it is gone after the block unless kept.

        Raises TooLargeFileError, or NoRoomError if the disk has no room for it.
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
        """Give a file that came in its place; twice the same is once."""
        if not self.touch(incoming.sha256):
            self._move_in(incoming.path, incoming.sha256)

    def take_over(self, sha256: str, other: "Files") -> None:
        """Move a file here from another folder; whoever does it again changes nothing.

        It is in one of the two at every moment, under its name and whole.
        """
        refuse_if_held("moving a file")
        if self.touch(sha256):
            return
        try:
            self._move_in(other.path(sha256), sha256)
        except FileNotFoundError:
            if not self.touch(sha256):  # somebody else may have moved it just now
                raise MissingFileError(sha256) from None

    def _require_folder(self) -> None:
        # A folder that was made anew would hide the one whose disk is only away.
        if not self.folder.is_dir():
            raise FolderAwayError(
                f"The folder {self.folder} is not there; is its disk mounted?"
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
        os.utime(target)  # a day of grace begins now
        _sync(target.parent)
        with suppress(FileNotFoundError):  # an empty folder may have been tidied up
            _sync(source.parent)

    # Reading

    def get(self, sha256: str) -> bytes:
        """Return the bytes with this hash, having checked that they have it."""
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

    def has(self, sha256: str) -> bool:
        """Whether a file with this hash is stored."""
        return self.path(sha256).is_file()

    def touch(self, sha256: str) -> bool:
        """Begin a file's day of grace anew; say whether it is stored at all."""
        try:
            os.utime(self.path(sha256))
        except FileNotFoundError:
            return False
        return True

    def path(self, sha256: str) -> Path:
        """Return where the file with this hash is, or would be."""
        if not _SHA256.fullmatch(sha256):
            raise NotFoundError("stored file", sha256)
        return self.folder / sha256[:2] / sha256

    # Collecting

    def hashes(self) -> Iterator[str]:
        """Yield the hash of every file that is stored, in order."""
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            if _SHA256.fullmatch(path.name):
                yield path.name

    def modified(self, sha256: str) -> float:
        """Return when a file's day of grace began, in seconds of the system's clock."""
        return self.path(sha256).stat().st_mtime

    def set_aside(self, sha256: str) -> "Aside":
        """Take a file out of sight, to be removed or put back."""
        aside = Aside(self.path(sha256))
        aside.take()
        return aside

    def left_aside(self) -> Iterator["Aside"]:
        """Yield what a collector that was stopped has left out of sight."""
        for path in sorted(self.folder.glob(f"[0-9a-f][0-9a-f]/{ASIDE}*")):
            yield Aside(path.with_name(path.name.removeprefix(ASIDE)))

    def parts(self) -> Iterator[Path]:
        """Yield what was being written, or was when the program was stopped."""
        yield from sorted(self.folder.rglob(f"{PART}*"))


class Aside:
    """A file out of sight: whoever stores the same bytes meanwhile does not meet it."""

    def __init__(self, path: Path) -> None:
        self.sha256 = path.name
        self._path = path
        self._aside = path.with_name(ASIDE + path.name)

    def take(self) -> None:
        """Take it out of sight."""
        self._path.replace(self._aside)

    @property
    def modified(self) -> float:
        """When its day of grace began, in seconds of the system's clock."""
        return self._aside.stat().st_mtime

    def put_back(self) -> None:
        """Let it be seen again."""
        self._aside.replace(self._path)
        _sync(self._path.parent)

    def remove(self) -> None:
        """Delete it for good."""
        self._aside.unlink()


def read_from(sha256: str, *places: Files) -> bytes:
    """Return the bytes with this hash from the first of ``places`` that has them."""
    for place in (*places, places[0]):  # it may be moved to the first while we look
        with suppress(MissingFileError):
            return place.get(sha256)
    raise MissingFileError(sha256)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that, whatever happens, it is there whole or not at all."""
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


@contextmanager
def _saying_no_room(folder: Path, needed: int) -> Iterator[None]:
    """Say in words that the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        free = shutil.disk_usage(folder).free
        raise NoRoomError(needed=needed, free=free) from error


def _length(stream: IO[bytes]) -> int:
    """Return how many bytes are left in a stream."""
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
    """Have the names in a folder written down, or they may be lost with the power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
