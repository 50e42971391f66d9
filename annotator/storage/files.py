"""Files kept by the SHA-256 of their bytes: immutable, written whole or not at all."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from annotator.domain.errors import AnnotatorError, NotFoundError

_SHA256 = re.compile(r"[0-9a-f]{64}")


class DamagedFileError(AnnotatorError):
    """A stored file no longer has the bytes that its name promises."""


class Files:
    """One folder of files, each named by the hash of what is in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Store ``content`` and return its SHA-256 in hex; twice is the same as once."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            write_whole(path, content)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the bytes with this hash, having checked that they have it."""
        path = self.path(sha256)
        if not path.is_file():
            raise NotFoundError("stored file", sha256)
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DamagedFileError(
                f"The stored file {sha256} was changed on disk; restore it from a copy."
            )
        return content

    def has(self, sha256: str) -> bool:
        """Whether a file with this hash is stored."""
        return self.path(sha256).is_file()

    def remove(self, sha256: str) -> None:
        """Forget a file that nothing refers to."""
        self.path(sha256).unlink(missing_ok=True)

    def path(self, sha256: str) -> Path:
        """Return where the file with this hash is, or would be."""
        if not _SHA256.fullmatch(sha256):
            raise NotFoundError("stored file", sha256)
        return self.folder / sha256[:2] / sha256


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that, whatever happens, it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # or the name itself may be lost with the power
    finally:
        os.close(folder)
