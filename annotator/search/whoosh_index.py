"""Search in a folder of this machine, with Whoosh.

The files of a Whoosh index are pickles, and reading a pickle runs what it says: THE
FOLDER IS CODE. Only this program may be able to write to it, and an index never comes
from elsewhere, not from a backup either: it is made anew from the database.

A change is forced to the disk before it counts as made. An index that is torn all the
same is set aside and begun anew; the last one set aside is kept, for whoever wonders.
Whoosh has no checksums: what changes a byte in the middle of a file may go unnoticed.
"""

import errno
import hashlib
import logging
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from whoosh.analysis.acore import Token
from whoosh.analysis.tokenizers import Tokenizer
from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.query.compound import And
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query as WhooshQuery
from whoosh.query.terms import Term
from whoosh.query.wrappers import Not
from whoosh.util.filelock import FileLock, try_for

from annotator.domain import tokens
from annotator.search.index import (
    Entry,
    Hit,
    Hits,
    IndexBusyError,
    IndexUnreadableError,
    Query,
)

PATIENCE = 30.0  # seconds to wait while others write
MEMORY_MB = 256  # of postings, before they are spilled to the disk
MOST_IDLE = 8  # searchers that are kept open
_OURS = "made-by-annotator"
_NEEDS_REBUILD = "needs-rebuild"
# What says something of the machine, and nothing of the index.
_OUTSIDE = {
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT),
    *(errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO),
}

Answer = TypeVar("Answer")
_State = tuple[int, int, int]  # which folder, and its generation

log = logging.getLogger(__name__)


class _OurWords(Tokenizer):
    """Hands our own folded words to Whoosh, in one pass over the text."""

    def __call__(self, value: str, **_kwargs: Any) -> Iterator[Token]:
        token = Token(positions=True, boosts=True)
        token.boost = 1.0
        for position, word in enumerate(tokens.words(value)):
            token.pos, token.text = position, word
            yield token


class _OurFiles(W3Codec):
    """Names files so that no name comes twice.

    Whoosh draws their names from the common ``random``, which others may have seeded.
    """

    def new_segment(self, storage: Any, indexname: str) -> Any:
        segment = super().new_segment(storage, indexname)  # type: ignore[no-untyped-call]
        segment.segid = secrets.token_hex(8)
        return segment


_SCHEMA = Schema(
    key=ID(unique=True, stored=True),
    report=ID(stored=True),
    lab=ID(),
    models=KEYWORD(commas=True),
    text=TEXT(analyzer=_OurWords()),
)


def _version() -> str:
    """Return what becomes another when an index of this schema could not be read."""
    fields = [
        (name, type(kind).__name__, kind.stored) for name, kind in _SCHEMA.items()
    ]
    return hashlib.sha256(f"{fields} {tokens.RULES}".encode()).hexdigest()[:8]


class WhooshIndex:
    """A search index in one folder; any number of threads and processes may use it."""

    def __init__(self, folder: Path, *, patience: float = PATIENCE) -> None:
        """Open the index in ``folder``, or begin one; wait ``patience`` seconds to write."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder / f"whoosh-{_version()}"
        self._lock_file = folder / "write.lock"
        self._patience = patience
        if not self._is_sound():
            with self._alone():
                self._mend()
        self._index = self._open()
        self._idle: list[tuple[_State, Any]] = []

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index was begun empty and nobody has filled it since."""
        return (self._folder / _NEEDS_REBUILD).exists()

    def rebuilt(self) -> None:
        """Take note that the index now holds all that it should."""
        (self._folder / _NEEDS_REBUILD).unlink(missing_ok=True)

    def replace(self, report: str, entries: Iterable[Entry]) -> None:
        """Index ``entries``, all of ``report``, in place of all that is held of it."""
        # Of two entries with one key in one batch, Whoosh would keep both.
        unique = {entry.key: entry for entry in entries}
        if any(entry.report != report for entry in unique.values()):
            raise ValueError(f"an entry does not belong to the report {report!r}")

        def change(writer: Any) -> None:
            writer.delete_by_term("report", report)
            for entry in unique.values():
                writer.add_document(**_in_fields(entry))

        self._write(change)

    def remove(self, report: str) -> None:
        """Forget all entries of ``report``; no error if there are none."""
        self._write(lambda writer: writer.delete_by_term("report", report))

    def search(self, query: Query, *, limit: int, offset: int = 0) -> Hits:
        """Return the pages that say what ``query`` asks for, best first."""
        wanted, last = _in_whoosh(query), offset + limit

        def answer(searcher: Any) -> Hits:
            # Optimized, Whoosh skips pages that cannot be among the first, and then
            # searches once more to count them.
            found = searcher.search(wanted, limit=last, optimize=False)
            hits = (
                Hit(h["key"], h["report"], float(h.score)) for h in found[offset:last]
            )
            return Hits(len(found), tuple(hits))

        return self._read(answer)

    def reports(self) -> set[str]:
        """Return the reports that the index holds entries of."""
        return self._read(_reports)

    def _read(self, question: Callable[[Any], Answer]) -> Answer:
        """Return the answer; if the index turns out to be torn, set it aside and say so."""
        try:
            return self._ask(question)
        except Exception as error:
            if _is_outside(error):
                raise
            with self._alone():
                if self._is_sound(throughout=True):  # mended since, by somebody else?
                    return self._ask(question)
                self._begin_anew()
            raise IndexUnreadableError from error

    def _ask(self, question: Callable[[Any], Answer]) -> Answer:
        state = self._state()
        searcher = self._taken(state) or self._index.searcher()
        try:
            answer = question(searcher)
        except BaseException:
            searcher.close()
            raise
        self._give_back(state, searcher)
        return answer

    def _taken(self, state: _State) -> Any | None:
        """Return an open searcher for us alone, if there is one of this ``state``.

        To open one takes most of the time of a search, and threads must not share one.
        """
        while True:
            try:
                then, searcher = self._idle.pop()
            except IndexError:
                return None
            if then == state:
                return searcher
            searcher.close()

    def _give_back(self, state: _State, searcher: Any) -> None:
        if len(self._idle) < MOST_IDLE:
            self._idle.append((state, searcher))
        else:
            searcher.close()

    def _state(self) -> _State:
        """Return what becomes another with each change of the index.

        An index that was begun anew counts its generations from 0 again.
        """
        mark = (self._folder / _OURS).stat()
        return mark.st_ino, mark.st_mtime_ns, self._index.latest_generation()

    def _write(self, change: Callable[[Any], None]) -> None:
        with self._alone():
            self._mend()
            try:
                self._commit(change)
            except Exception as error:
                # Only when segments are merged are they read to their ends.
                if _is_outside(error) or self._is_sound(throughout=True):
                    raise
                self._begin_anew()
                self._commit(change)

    def _commit(self, change: Callable[[Any], None]) -> None:
        codec = _OurFiles()  # type: ignore[no-untyped-call]
        with self._open().writer(codec=codec, limitmb=MEMORY_MB) as writer:
            change(writer)
        _force_to_disk(self._folder)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Be the only one, of all threads and processes, that changes the index."""
        lock = FileLock(str(self._lock_file))
        if not try_for(lock.acquire, timeout=self._patience, delay=0.02):
            raise IndexBusyError(self._patience)
        try:
            yield
        finally:
            lock.release()

    def _open(self) -> Any:  # a FileIndex, which is typed in part only
        return open_dir(str(self._folder), schema=_SCHEMA)

    def _is_sound(self, *, throughout: bool = False) -> bool:
        """Whether the index is ours and opens; ``throughout`` reads all of it."""
        if not (self._folder / _OURS).exists():
            return False
        try:
            with self._open().reader() as reader:
                if throughout:
                    _read_all(reader)
        except Exception as error:
            # Torn files raise whatever unpickling makes of them.
            if _is_outside(error):
                raise
            # As text: the error itself would keep the torn files open with the log.
            log.warning("the search index in %s is torn: %s", self._folder, repr(error))
            return False
        return True

    def _mend(self) -> None:
        if not self._is_sound():
            self._begin_anew()

    def _begin_anew(self) -> None:
        """Set aside what is there, and put an empty index in its place."""
        if self._folder.exists():
            aside = self._folder.with_name("set-aside")
            shutil.rmtree(aside, ignore_errors=True)
            self._folder.rename(aside)
            log.error("the search index was unreadable and is now in %s", aside)
        begun = self._folder.with_name("begun")
        shutil.rmtree(begun, ignore_errors=True)
        begun.mkdir()
        create_in(str(begun), _SCHEMA)
        (begun / _OURS).touch()
        (begun / _NEEDS_REBUILD).touch()
        begun.rename(self._folder)


def _force_to_disk(folder: Path) -> None:
    for path in [*folder.iterdir(), folder]:  # Whoosh itself never does
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_outside(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno in _OUTSIDE


def _reports(searcher: Any) -> set[str]:
    reader = searcher.reader()
    # A name stays in the lexicon for a while after its last entry is gone.
    names = reader.field_terms("report")
    return {name for name in names if reader.postings("report", name).is_active()}


def _read_all(reader: Any) -> None:
    for number in reader.all_doc_ids():
        reader.stored_fields(number)
    for field, word in reader.all_terms():
        postings = reader.postings(field, word)
        while postings.is_active():
            postings.value()
            postings.next()


def _in_fields(entry: Entry) -> dict[str, str]:
    return {
        "key": entry.key,
        "report": entry.report,
        "lab": entry.lab,
        "models": ",".join(entry.models),
        "text": entry.text,
    }


def _in_whoosh(query: Query) -> WhooshQuery:
    said = [*((term,) for term in query.terms), *query.phrases]
    filters = {"lab": query.lab, "models": query.model, "report": query.report}
    return And(
        [
            *map(_phrase, said),
            *(Not(_phrase(words)) for words in query.excluded),
            *(Term(field, name, boost=0.0) for field, name in filters.items() if name),
        ]
    )


def _phrase(words: tuple[str, ...]) -> WhooshQuery:
    return Phrase("text", list(words)) if len(words) > 1 else Term("text", words[0])
