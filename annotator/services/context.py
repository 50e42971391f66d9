"""The context of a use case: a session, a person, the time, and the stores."""

import secrets
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from annotator.domain.matching.anchoring import Document
from annotator.domain.matching.comparison import Comparison
from annotator.domain.permissions import Action, Role, require
from annotator.domain.text.context_guard import ContextGuard
from annotator.pdf.sandbox import (
    DrawingQueue,
    NoRecogniser,
    PdfReader,
    ReaderPool,
    Recogniser,
)
from annotator.search.quotes.index import QuoteIndex
from annotator.search.words.protocol import SearchIndex
from annotator.storage import event_chain, events, index_triggers
from annotator.storage.database.engine import Database
from annotator.storage.disk.files import Files
from annotator.storage.disk.locks import turn

INDEXING_SECONDS = 60.0  # to wait for the lock; chosen, not measured
SURROUNDINGS = 20_000  # quotes whose sentences are kept; chosen: some 10 MB
STARTING_SECONDS = 300.0  # likewise; migrating a large database is slow

Value = TypeVar("Value")


def _one(_value: object) -> int:
    return 1


class Cache(Generic[Value]):
    """Keeps the values used last, by key; thread-safe.

    ``size`` is how many it keeps or, given ``weigh``, how much they weigh together.
    """

    def __init__(self, size: int, weigh: Callable[[Value], int] = _one) -> None:
        self._size = size
        self._weigh = weigh
        self._weight = 0
        self._values: dict[Hashable, Value] = {}
        self._lock = Lock()

    def find(self, key: Hashable) -> Value | None:
        """Return the value of ``key``, which counts as used now, or None."""
        with self._lock:
            value = self._values.pop(key, None)
            if value is not None:
                self._values[key] = value
            return value

    def keep(self, key: Hashable, value: Value) -> None:
        """Store a value; if the cache is full, drop the least recently used one."""
        with self._lock:
            self._drop(key)
            self._values[key] = value
            self._weight += self._weigh(value)
            while self._weight > self._size:
                self._drop(next(iter(self._values)))

    def _drop(self, key: Hashable) -> None:
        if key in self._values:
            self._weight -= self._weigh(self._values.pop(key))


def starting_turn(data: Path) -> AbstractContextManager[None]:
    """Return a lock on making or migrating what is in the folder ``data``."""
    return turn(data / "start.lock", what="starting", seconds=STARTING_SECONDS)


@dataclass(frozen=True)
class Stores:
    """The stores of one installation, which outlive a request."""

    data: Path
    reports_pdf: Path  # the folder whose files are offered for intake
    database: Database
    files: Files  # of revisions
    staging: Files  # files that were sent, until they become revisions
    copies: Files  # of files without notes; they can be made again
    desk_index: SearchIndex
    public_index: SearchIndex  # holds only what readers may see
    desk_quotes: QuoteIndex
    public_quotes: QuoteIndex  # holds only public files
    pdf_workers: ReaderPool  # kept running between uses
    documents: Cache[Document]
    windows: Cache[Document]  # a few pages of a revision
    comparisons: Cache[Comparison]
    glimpses: Cache[bytes]  # small pictures beside search results
    gates: Cache[Any]  # services.published.gate.Gate, by the newest publication
    collections: Cache[Any]  # services.published.collection.Collection, likewise
    moves: Cache[tuple[str, ...]]  # what moved, by the hashes of two editions
    hashes: Cache[str]  # of files in the reports folder
    # What stands around quotes, by file, version of its text, and span.
    surroundings: Cache[tuple[str, str, ContextGuard | None]] = field(
        default_factory=lambda: Cache(SURROUNDINGS)
    )
    open_pdf: Callable[[bytes], PdfReader] = PdfReader
    drawing_queue: DrawingQueue = field(default_factory=DrawingQueue)
    recogniser: Recogniser = field(default_factory=NoRecogniser)
    draws_ahead: bool = True  # or the pages of a file are drawn when they are shown

    @property
    def pictures(self) -> Path:
        """The folder of cached pictures; it can be deleted at any time."""
        return self.data / "cache" / "pages"

    def starting_turn(self) -> AbstractContextManager[None]:
        """Return a lock on setting up an installation."""
        return starting_turn(self.data)

    def indexing_turn(self) -> AbstractContextManager[None]:
        """Return a lock on reading the database in order to write to the indexes.

        Without it, a process that read before a change could overwrite the index
        entries of one that read after it.
        """
        path = self.data / "index" / "turn.lock"
        return turn(path, what="indexing", seconds=INDEXING_SECONDS)

    def close(self) -> None:
        """Close connections and end child processes."""
        self.pdf_workers.close()
        self.recogniser.close()
        self.database.close()


@dataclass(frozen=True)
class Actor:
    """The person who acts; a reader who is not signed in has no id."""

    name: str
    role: Role
    id: int | None = None


READER = Actor("a reader", Role.READER)


@dataclass(frozen=True)
class Context:
    """One person's request, command or job.

    The code that makes a context also ends its transaction; a service never commits.
    """

    session: Session
    stores: Stores
    actor: Actor
    now: datetime
    act: str = field(default_factory=lambda: secrets.token_hex(8))  # unique id

    def __post_init__(self) -> None:
        events.track(
            self.session,
            actor=self.actor.name,
            actor_id=self.actor.id,
            now=self.now,
            act=self.act,
        )
        index_triggers.track(self.session)
        event_chain.track(self.session)

    def require(self, action: Action) -> None:
        """Raise an error unless this person may do ``action``."""
        require(self.actor.role, action)
