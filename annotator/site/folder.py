"""The folder of a site of files: only what changed is written, and only ours is removed.

The site is made beside the folder and then moved in, file by file, each of them whole. A
list in the folder names our files. It names those to come before the first is moved, so
that after a kill at any moment the next run knows what is ours.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from annotator.domain.errors import AnnotatorError

LIST = ".annotator-site.json"


class NotOursError(AnnotatorError):
    """A file is in the way that this program has not written."""


@dataclass(frozen=True)
class Written:
    """What became of the files of a site."""

    written: int
    unchanged: int
    removed: int


class SiteFolder:
    """A folder for a site, which is being made anew."""

    def __init__(self, folder: Path, beside: Path) -> None:
        self._folder = folder
        self._beside = beside
        self._names: set[str] = set()

    @classmethod
    @contextmanager
    def beside(cls, folder: Path) -> Iterator[Self]:
        """Yield a site that is being made; what was not moved in is dropped at the end."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        prefix = f".{folder.name}-"
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=prefix) as made:
            yield cls(folder, Path(made))

    def add(self, name: str, content: bytes) -> None:
        """Add a file; its name is a path in the folder."""
        path = self._beside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self._names.add(name)

    def move_in(self) -> Written:
        """Make the folder hold these files; raise NotOursError and change nothing else.

        Files that somebody else has put there stay.
        """
        before = _listed(self._folder)
        changed = [name for name in sorted(self._names) if not self._is_there(name)]
        for name in changed:
            in_the_way = self._in_the_way(name, before)
            if in_the_way is not None:
                raise NotOursError(
                    f"{in_the_way} is in the way, and not of this site; move it."
                )
        gone = sorted(before - self._names)
        self._list(before | self._names)
        for name in changed:
            target = self._folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (self._beside / name).replace(target)
        for name in gone:
            self._remove(name)
        self._list(self._names)
        return Written(len(changed), len(self._names) - len(changed), len(gone))

    def _is_there(self, name: str) -> bool:
        made, there = self._beside / name, self._folder / name
        with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            is_as_long = made.stat().st_size == there.stat().st_size
            return is_as_long and made.read_bytes() == there.read_bytes()
        return False

    def _in_the_way(self, name: str, ours: set[str]) -> Path | None:
        """Return the file of somebody else where a file or its folder is to be."""
        target = self._folder / name
        if name not in ours and target.exists():
            return target
        above = [self._folder / one for one in Path(name).parents]
        return next((path for path in above if path.is_file()), None)

    def _remove(self, name: str) -> None:
        path = self._folder / name
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == self._folder or any(folder.iterdir()):
                break
            folder.rmdir()

    def _list(self, names: set[str]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._beside / LIST
        path.write_text(json.dumps({"files": sorted(names)}, indent=0) + "\n")
        with path.open("rb") as file:
            os.fsync(file.fileno())
        path.replace(self._folder / LIST)


def _listed(folder: Path) -> set[str]:
    """Return the names of our files in a folder."""
    try:
        told = json.loads((folder / LIST).read_text())
        names = {str(name) for name in told["files"]}
    except FileNotFoundError:
        return set()
    except (ValueError, KeyError, TypeError):
        raise NotOursError(
            f"{folder / LIST} is not the list of a site; move it."
        ) from None
    # Nobody's list may name what lies elsewhere.
    root = folder.resolve()
    return {name for name in names if (root / name).resolve().is_relative_to(root)}
