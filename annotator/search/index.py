"""What the program asks of a search engine, whichever it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """One searchable page."""

    key: str  # "<revision id>:<page number>"
    report: str  # slug
    lab: str  # slug
    models: tuple[str, ...]  # slugs
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: every term, every phrase, none of what is excluded."""

    terms: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[str, ...] = ()
    lab: str = ""
    model: str = ""
    report: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found."""

    key: str
    report: str
    score: float


@dataclass(frozen=True, slots=True)
class Hits:
    """Some of the pages that were found, best first, and how many there are."""

    total: int
    hits: tuple[Hit, ...]


class SearchIndex(Protocol):
    """A copy of the texts that answers questions fast; safe to delete and rebuild."""

    def replace(self, report: str, entries: Iterable[Entry]) -> None:
        """Index ``entries`` in place of all that the index holds of ``report``."""
        ...

    def remove(self, report: str) -> None:
        """Forget all entries of ``report``."""
        ...

    def search(self, query: Query, *, limit: int, offset: int = 0) -> Hits:
        """Return the pages that say what ``query`` asks for, best first."""
        ...

    def reports(self) -> set[str]:
        """Return the reports that the index holds entries of."""
        ...
