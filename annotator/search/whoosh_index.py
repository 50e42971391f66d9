"""Search in a folder of this machine, with Whoosh.

The files of a Whoosh index are pickles: whoever can write the folder can run code as us.
It is a copy that we make, and is never read from elsewhere.
"""

import logging
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import Any

from whoosh.analysis import Token, Tokenizer
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.index import FileIndex, create_in, exists_in, open_dir
from whoosh.query import And, Every, Not, Phrase, Term
from whoosh.query import Query as WhooshQuery

from annotator.domain.tokens import tokens
from annotator.search.index import Entry, Hit, Hits, Query

LOCK_SECONDS = 30.0

log = logging.getLogger(__name__)


class _OurTokens(Tokenizer):  # type: ignore[misc]  -- Whoosh has no types
    """Hands our own tokens to Whoosh, in one pass."""

    def __call__(self, value: str, **_kwargs: Any) -> Iterator[Token]:
        token = Token(positions=True, chars=False)
        for position, ours in enumerate(tokens(value)):
            token.text = ours.text
            token.pos = position
            token.boost = 1.0
            token.stopped = False
            yield token


_SCHEMA = Schema(
    key=ID(unique=True, stored=True),
    report=ID(stored=True),
    lab=ID(),
    models=KEYWORD(commas=True),
    text=TEXT(analyzer=_OurTokens(), stored=False),
)
_VERSION = 1  # a new schema gets a new folder


class WhooshIndex:
    """A search index in one folder; any number of threads and processes may use it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / f"v{_VERSION}"
        self._lock = Lock()
        self._index = self._open()

    def replace(self, report: str, entries: Iterable[Entry]) -> None:
        """Index ``entries`` in place of all that the index holds of ``report``."""
        unique = {entry.key: entry for entry in entries}
        with self._lock, self._writer() as writer:
            writer.delete_by_term("report", report)
            for entry in unique.values():
                writer.add_document(
                    key=entry.key,
                    report=entry.report,
                    lab=entry.lab,
                    models=",".join(entry.models),
                    text=entry.text,
                )

    def remove(self, report: str) -> None:
        """Forget all entries of ``report``."""
        with self._lock, self._writer() as writer:
            writer.delete_by_term("report", report)

    def search(self, query: Query, *, limit: int, offset: int = 0) -> Hits:
        """Return the pages that say what ``query`` asks for, best first."""
        with self._index.searcher() as searcher:
            found = searcher.search(_whoosh(query), limit=offset + limit)
            hits = tuple(
                Hit(hit["key"], hit["report"], float(hit.score))
                for hit in found[offset : offset + limit]
            )
            return Hits(len(found), hits)

    def reports(self) -> set[str]:
        """Return the reports that the index holds entries of."""
        with self._index.reader() as reader:
            stored = (reader.stored_fields(number) for number in reader.all_doc_ids())
            return {fields["report"] for fields in stored}

    def _open(self) -> FileIndex:
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            if exists_in(self._folder):
                index = open_dir(self._folder)
                with index.reader() as reader:
                    reader.doc_count()
                return index
        except Exception:
            # Torn files raise whatever unpickling makes of them.
            log.exception(
                "the search index in %s is unreadable; made anew", self._folder
            )
            shutil.rmtree(self._folder)
            self._folder.mkdir()
        return create_in(self._folder, _SCHEMA)

    def _writer(self) -> Any:
        return self._index.writer(timeout=LOCK_SECONDS, limitmb=256)


def _whoosh(query: Query) -> WhooshQuery:
    wanted = [Term("text", term) for term in query.terms]
    wanted += [_phrase(words) for words in query.phrases]
    wanted += [Not(Term("text", term)) for term in query.excluded]
    for field, value in (
        ("lab", query.lab),
        ("models", query.model),
        ("report", query.report),
    ):
        if value:
            wanted.append(Term(field, value, boost=0.0))
    return And(wanted or [Every()])


def _phrase(words: tuple[str, ...]) -> WhooshQuery:
    return Phrase("text", list(words)) if len(words) > 1 else Term("text", words[0])
