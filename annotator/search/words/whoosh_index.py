"""An index of words in a local folder, kept with Whoosh.

The files of a Whoosh index are pickles, and reading a pickle executes it: THE FOLDER IS
CODE. Only this program may have write access to it. An index must never come from elsewhere,
not even from a backup; it is rebuilt from the database.

A change is forced to the disk before it is reported as made. An index that is damaged
nevertheless is set aside and replaced by an empty one; the last one set aside is kept for
inspection. Checksums of all files are compared when an index is opened, and before it is
written to, which is quick (3 GB a second, measured).
"""

import errno
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from whoosh.lang.snowball.english import EnglishStemmer
from whoosh.util.filelock import FileLock, try_for

from annotator.domain.errors import IndexBusyError, IndexUnreadableError
from annotator.search.query.tree import Query
from annotator.search.query.word_forms import Stem
from annotator.search.words.answer import answer
from annotator.search.words.protocol import Held, Hits, IndexUnit
from annotator.search.words.snapshot import IndexSnapshot
from annotator.search.words.whoosh_files import CheckedCodec, CheckedFiles
from annotator.search.words.whoosh_schema import SCHEMA, in_fields, version
from annotator.search.words.whoosh_segment import WhooshSegment

PATIENCE = 30.0  # seconds to wait while others write
MEMORY_MB = 256  # megabytes of postings before they are written to the disk
_OURS = "made-by-annotator"
_NEEDS_REBUILD = "needs-rebuild"
_OPENINGS = 20  # tries; each must lose a race against another commit (chosen)
# Errors of the machine, which say nothing about the index.
_OUTSIDE = {
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT),
    *(errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO),
}

Answer = TypeVar("Answer")
_State = tuple[int, int, int]  # inode and time of the folder's mark, and generation

log = logging.getLogger(__name__)


_stem = Stem(EnglishStemmer().stem)


class WhooshIndex:
    """A search index in one folder; any number of threads and processes may use it."""

    def __init__(self, folder: Path, *, patience: float = PATIENCE) -> None:
        """Open the index in ``folder``, or create one; wait ``patience`` seconds to write."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder / f"whoosh-{version()}"
        self._lock_file = folder / "write.lock"
        self._patience = patience
        if not self._is_sound():
            with self._alone():
                self._mend()
        self._index = self._open()
        self._opening = Lock()
        self._open_now: tuple[_State, IndexSnapshot] | None = None
        self._segments: dict[str, WhooshSegment] = {}

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index was started empty and has not been filled since."""
        return (self._folder / _NEEDS_REBUILD).exists()

    def rebuilt(self) -> None:
        """Record that the index now holds everything that it should.

        The indexes of other versions of the program are removed.
        """
        (self._folder / _NEEDS_REBUILD).unlink(missing_ok=True)
        for other in set(self._folder.parent.glob("whoosh-*")) - {self._folder}:
            shutil.rmtree(other, ignore_errors=True)  # another process may do so too

    def replace(self, groups: Mapping[str, Iterable[IndexUnit]]) -> None:
        """Replace the units of these groups, all in one change."""
        listed = {name: list(units) for name, units in groups.items()}
        if not any(listed.values()) and not listed.keys() & self.held().keys():
            return  # even an empty change would make all readers reload

        def change(writer: Any) -> None:
            for name, units in listed.items():
                writer.delete_by_term("group", name)
                for fields in in_fields(name, units):
                    writer.add_document(**fields)

        self._write(change)

    def search(
        self, query: Query, *, limit: int, offset: int = 0, by_date: bool = False
    ) -> Hits:
        """Return the units that match ``query``, the best or newest first."""
        return self._read(
            lambda snapshot: answer(
                snapshot, query, _stem, limit=limit, offset=offset, by_date=by_date
            )
        )

    def held(self) -> dict[str, Held]:
        """Return what the index holds of each group, counted in its postings."""
        return self._read(IndexSnapshot.held)

    def _read(self, question: Callable[[IndexSnapshot], Answer]) -> Answer:
        """Answer; if the index is torn, set it aside and raise IndexUnreadableError."""
        try:
            return question(self._snapshot())
        except Exception as error:
            if _is_outside(error):
                raise
            self._open_now = None
            with self._alone():
                if self._is_sound():  # repaired meanwhile by another
                    return question(self._snapshot())
                self._begin_anew()
            raise IndexUnreadableError from error

    def _snapshot(self) -> IndexSnapshot:
        """Return the present snapshot, reusing the last one if nothing has changed."""
        with self._opening:
            state = self._state()
            if self._open_now is None or self._open_now[0] != state:
                self._open_now = state, self._read_snapshot()
            return self._open_now[1]

    def _read_snapshot(self) -> IndexSnapshot:
        leaves = [leaf for leaf, _ in self._index.reader().leaf_readers()]
        known, self._segments = self._segments, {}
        parts = []
        for leaf in leaves:
            if not leaf.doc_count_all():
                continue
            whole = leaf.segment()
            segment = known.get(whole.segid) or WhooshSegment(leaf)
            self._segments[segment.name] = segment
            parts.append((segment, set(whole.deleted_docs())))
        return IndexSnapshot(parts)

    def _state(self) -> _State:
        """Return a value that changes with each change of the index.

        The generation alone does not do, as a new index counts from 0 again.
        """
        mark = (self._folder / _OURS).stat()
        return mark.st_ino, mark.st_mtime_ns, self._index.latest_generation()

    def _write(self, change: Callable[[Any], None]) -> None:
        with self._alone():
            self._mend()
            try:
                self._commit(change)
            except Exception as error:
                if _is_outside(error) or self._is_sound():
                    raise
                self._begin_anew()
                self._commit(change)

    def _commit(self, change: Callable[[Any], None]) -> None:
        codec = CheckedCodec()
        # Without Whoosh's own lock: a writer that fails as it begins or ends keeps it, and
        # this process could never write again. Ours (``_alone``) is always released.
        index = self._open()
        with index.writer(codec=codec, limitmb=MEMORY_MB, _lk=False) as writer:
            change(writer)
        _force_to_disk(self._folder)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the write lock: of all threads and processes, only one changes the index."""
        lock = FileLock(str(self._lock_file))
        if not try_for(lock.acquire, timeout=self._patience, delay=0.02):
            raise IndexBusyError(self._patience)
        try:
            yield
        finally:
            lock.release()

    def _open(self) -> Any:  # a FileIndex, which is only partly typed
        return _patiently(lambda: CheckedFiles(self._folder).open_index(schema=SCHEMA))

    def _is_sound(self) -> bool:
        """Whether the index is ours, and its files are as they were written."""
        if not (self._folder / _OURS).exists():
            return False
        try:
            _patiently(CheckedFiles(self._folder).check)
        except Exception as error:
            # Reading a file that is not ours may raise anything.
            if _is_outside(error):
                raise
            # Log text only: a kept error would keep the torn files open.
            log.warning("the search index in %s is torn: %s", self._folder, repr(error))
            return False
        return True

    def _mend(self) -> None:
        if not self._is_sound():
            self._begin_anew()

    def _begin_anew(self) -> None:
        """Set aside the present index, if any, and put an empty one in its place."""
        if self._folder.exists():
            aside = self._folder.with_name("set-aside")
            shutil.rmtree(aside, ignore_errors=True)
            self._folder.rename(aside)
            log.error("the search index was unreadable and is now in %s", aside)
        begun = self._folder.with_name("begun")
        shutil.rmtree(begun, ignore_errors=True)
        begun.mkdir()
        CheckedFiles(begun).create_index(SCHEMA)
        (begun / _OURS).touch()
        (begun / _NEEDS_REBUILD).touch()
        begun.rename(self._folder)


def _patiently(look: Callable[[], Answer]) -> Answer:
    """Return what ``look`` returns; a writer may remove what it has just found."""
    for _ in range(_OPENINGS - 1):
        with suppress(FileNotFoundError):
            return look()
    return look()


def _force_to_disk(folder: Path) -> None:
    for path in [*folder.iterdir(), folder]:  # Whoosh itself never calls fsync
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_outside(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno in _OUTSIDE
