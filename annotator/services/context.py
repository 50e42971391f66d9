"""What every use case needs: a session, a person, the time, and the stores."""

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
from annotator.pdf.sandbox import PdfReader, ReaderPool
from annotator.search.quotes.index import QuoteIndex
from annotator.search.words.protocol import SearchIndex
from annotator.storage import events, index_triggers
from annotator.storage.database.engine import Database
from annotator.storage.disk.files import Files
from annotator.storage.disk.locks import turn

INDEXING_SECONDS = 60.0  # to wait for one's turn
STARTING_SECONDS = 300.0  # a migration of a large database takes its time

Value = TypeVar("Value")


class Cache(Generic[Value]):
    """A few values that take long to make, by what they were made from; thread-safe."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: dict[Hashable, Value] = {}
        self._lock = Lock()

    def find(self, key: Hashable) -> Value | None:
        """Return a value if it is here, and keep it from being dropped."""
        with self._lock:
            value = self._values.pop(key, None)
            if value is not None:
                self._values[key] = value
            return value

    def keep(self, key: Hashable, value: Value) -> None:
        """Keep a value, and drop the one that was used longest ago."""
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._size:
                del self._values[next(iter(self._values))]


def starting_turn(data: Path) -> AbstractContextManager[None]:
    """Be the only process that makes, or migrates, what is in the folder ``data``."""
    return turn(data / "start.lock", what="starting", seconds=STARTING_SECONDS)


@dataclass(frozen=True)
class Stores:
    """Everything of an installation that outlives a request."""

    data: Path
    reports_pdf: Path  # the folder whose files are offered for intake
    database: Database
    files: Files  # of revisions
    staging: Files  # what was sent, until it is a revision's
    desk_index: SearchIndex
    public_index: SearchIndex  # holds nothing that readers may not see
    desk_quotes: QuoteIndex
    public_quotes: QuoteIndex  # of the files of public reports alone
    pdf_workers: ReaderPool  # kept warm
    documents: Cache[Document]
    windows: Cache[Document]  # a page or two of a revision
    comparisons: Cache[Comparison]
    glimpses: Cache[bytes]  # small pictures of what a search found
    gates: Cache[Any]  # a services.gate.Gate, by the newest publication
    hashes: Cache[str]  # of files in the reports folder, as they were last seen
    open_pdf: Callable[[bytes], PdfReader] = PdfReader

    @property
    def pictures(self) -> Path:
        """The folder of page images; it can be deleted at any time."""
        return self.data / "cache" / "pages"

    def starting_turn(self) -> AbstractContextManager[None]:
        """Be the only one who makes what an installation begins with."""
        return starting_turn(self.data)

    def indexing_turn(self) -> AbstractContextManager[None]:
        """Be the only one who reads the database in order to write to the indexes.

        Or somebody who read before a change could write after one who read it.
        """
        path = self.data / "index" / "turn.lock"
        return turn(path, what="indexing", seconds=INDEXING_SECONDS)

    def close(self) -> None:
        """Close connections and end child processes."""
        self.pdf_workers.close()
        self.database.close()


@dataclass(frozen=True)
class Actor:
    """Who acts; nobody who is signed in is a reader without an id."""

    name: str
    role: Role
    id: int | None = None


READER = Actor("a reader", Role.READER)


@dataclass(frozen=True)
class Context:
    """One person's request, command or job.

    Whoever makes a context also ends its transaction; a service never commits.
    """

    session: Session
    stores: Stores
    actor: Actor
    now: datetime
    act: str = field(default_factory=lambda: secrets.token_hex(8))  # of this one alone

    def __post_init__(self) -> None:
        events.track(
            self.session,
            actor=self.actor.name,
            actor_id=self.actor.id,
            now=self.now,
            act=self.act,
        )
        index_triggers.track(self.session)

    def require(self, action: Action) -> None:
        """Raise unless this person may do ``action``."""
        require(self.actor.role, action)
