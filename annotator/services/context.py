"""What every use case needs: a session, a person, the time, and the stores."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

from sqlalchemy.orm import Session

from annotator.domain.anchoring import Document
from annotator.domain.permissions import Action, Role, require
from annotator.pdf.sandbox import ReaderPool
from annotator.search.index import SearchIndex
from annotator.storage import events
from annotator.storage.engine import Database
from annotator.storage.files import Files


class DocumentCache:
    """The texts of a few revisions, ready for looking quotes up in; thread-safe."""

    SIZE = 6  # a 300-page report takes about 60 MB

    def __init__(self) -> None:
        self._documents: dict[int, Document] = {}
        self._lock = Lock()

    def find(self, revision_id: int) -> Document | None:
        """Return the text of a revision if it is here, and keep it from being dropped."""
        with self._lock:
            document = self._documents.pop(revision_id, None)
            if document is not None:
                self._documents[revision_id] = document
            return document

    def keep(self, revision_id: int, document: Document) -> None:
        """Keep a text, and drop the one that was used longest ago."""
        with self._lock:
            self._documents[revision_id] = document
            while len(self._documents) > self.SIZE:
                del self._documents[next(iter(self._documents))]


@dataclass(frozen=True)
class Stores:
    """Everything of an installation that outlives a request."""

    data: Path
    reports_pdf: Path  # the folder whose files are offered for intake
    database: Database
    files: Files
    desk_index: SearchIndex
    public_index: SearchIndex  # holds nothing that readers may not see
    readers: ReaderPool
    documents: DocumentCache

    @property
    def pictures(self) -> Path:
        """The folder of page images; it can be deleted at any time."""
        return self.data / "cache" / "pages"

    def close(self) -> None:
        """Close connections and end child processes."""
        self.readers.close()
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

    def __post_init__(self) -> None:
        events.track(
            self.session, actor=self.actor.name, actor_id=self.actor.id, now=self.now
        )

    def require(self, action: Action) -> None:
        """Raise unless this person may do ``action``."""
        require(self.actor.role, action)
