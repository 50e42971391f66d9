"""The manifest of a quote index: which segments are in use, and which texts in them."""

import json
import logging
import os
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

NAME = "manifest.json"
FORMAT = 3  # of manifest and segments; an index of another is rebuilt

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """A segment, and the texts in it that are in use."""

    file: str
    bytes: int
    checksum: int  # CRC-32 of the file
    symbols: int
    versions: Mapping[int, str]  # by revision: the version of its text

    def without(self, revisions: Collection[int]) -> "Part":
        """Return the part without the texts of some revisions."""
        kept = {id_: v for id_, v in self.versions.items() if id_ not in revisions}
        return replace(self, versions=kept)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The parts of an index; it is not whole if some were lost and not put back."""

    parts: Sequence[Part] = ()
    is_whole: bool = True


def read(folder: Path) -> Manifest:
    """Return what an index is made of: nothing, if its manifest is damaged or older."""
    try:
        checksum, _, content = (folder / NAME).read_bytes().partition(b"\n")
    except FileNotFoundError:
        return Manifest()
    if checksum != _checksum(content):
        log.warning("%s: the manifest is damaged or of another version", folder)
        return Manifest(is_whole=False)
    saved = json.loads(content)
    return Manifest([_part(part) for part in saved["parts"]], saved["is_whole"])


def write(folder: Path, told: Manifest) -> None:
    """Replace the manifest atomically: a killed process leaves the old or the new one."""
    begun = folder / "manifest.begun"
    saved = {
        "is_whole": told.is_whole,
        "parts": [_as_json(part) for part in told.parts],
    }
    content = json.dumps(saved).encode()
    begun.write_bytes(_checksum(content) + b"\n" + content)
    force_to_disk(begun)
    begun.replace(folder / NAME)
    force_to_disk(folder)


def _checksum(content: bytes) -> bytes:
    return f"{FORMAT} {zlib.crc32(content):08x}".encode()


def force_to_disk(path: Path) -> None:
    """Force a file, or the names in a folder, to the disk (fsync)."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _as_json(part: Part) -> dict[str, Any]:
    return {
        "file": part.file,
        "bytes": part.bytes,
        "checksum": part.checksum,
        "symbols": part.symbols,
        "versions": {str(id_): made for id_, made in part.versions.items()},
    }


def _part(saved: dict[str, Any]) -> Part:
    versions = {int(id_): made for id_, made in saved["versions"].items()}
    return Part(**{**saved, "versions": versions})
