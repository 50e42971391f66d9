"""Which segments of a quote index count, and whose texts in them."""

import json
import logging
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

NAME = "manifest.json"
FORMAT = 1  # of the manifest and the segments; another one is begun anew

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """A segment, and the texts in it that count."""

    file: str
    bytes: int
    checksum: int  # CRC-32 of the file
    symbols: int
    versions: Mapping[int, str]  # by revision: which reader made the text

    def without(self, revisions: Collection[int]) -> "Part":
        """Return the part with some texts that no longer count."""
        kept = {id_: v for id_, v in self.versions.items() if id_ not in revisions}
        return replace(self, versions=kept)


def read(folder: Path) -> list[Part]:
    """Return the parts of the index in ``folder``; none if there is no manifest."""
    try:
        told = json.loads((folder / NAME).read_text())
    except FileNotFoundError:
        return []
    except ValueError:
        log.warning("the manifest in %s is torn; the index begins anew", folder)
        return []
    return [_part(part) for part in told["parts"]] if told["format"] == FORMAT else []


def write(folder: Path, parts: Sequence[Part]) -> None:
    """Make ``parts`` what counts: all of it, or, if this is killed, nothing."""
    begun = folder / "manifest.begun"
    told = {"format": FORMAT, "parts": [_told(part) for part in parts]}
    begun.write_text(json.dumps(told))
    force_to_disk(begun)
    begun.replace(folder / NAME)
    force_to_disk(folder)


def force_to_disk(path: Path) -> None:
    """Return when a file, or what a folder holds, would survive a loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _told(part: Part) -> dict[str, Any]:
    return {
        "file": part.file,
        "bytes": part.bytes,
        "checksum": part.checksum,
        "symbols": part.symbols,
        "versions": {str(id_): made for id_, made in part.versions.items()},
    }


def _part(told: dict[str, Any]) -> Part:
    versions = {int(id_): made for id_, made in told["versions"].items()}
    return Part(**{**told, "versions": versions})
