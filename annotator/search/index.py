"""What the program asks of a search engine, whichever it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from annotator.domain.errors import AnnotatorError


class IndexUnreadableError(AnnotatorError):
    """The index is damaged; it was set aside, or will be when it is next written to."""

    def __init__(self) -> None:
        super().__init__(
            "The search index is damaged. Run “annotator index rebuild”; nothing else "
            "is lost, it is made from the database."
        )


class IndexBusyError(AnnotatorError):
    """Somebody else is writing to the index, and did not finish in time."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The search index was being written to for more than {seconds:g} seconds. "
            "Try again when the other indexing is done."
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One searchable page.

    ``text`` is what the page says, read on over line ends, with what its last sentence
    says overleaf, so that a phrase over a page break is found on the first page.
    """

    key: str  # "<revision id>:<page number>"
    report: str  # slug
    lab: str  # slug
    models: tuple[str, ...]  # slugs
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: every term, every phrase, none of what is excluded.

    All words are folded as ``annotator.domain.tokens`` does it; what is excluded is a
    phrase too, often of a single word. A filter that is empty filters nothing.
    """

    terms: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    lab: str = ""
    model: str = ""
    report: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found."""

    key: str
    report: str
    score: float  # only comparable within one search


@dataclass(frozen=True, slots=True)
class Hits:
    """Some of the pages that were found, best first, and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]


class SearchIndex(Protocol):
    """A copy of the texts that answers questions fast; safe to delete and rebuild.

    Any number of threads and processes may use it at once. Readers see a change whole
    or not at all, and see it as soon as it is made. An index that cannot be read is set
    aside and begun anew, empty, with ``needs_rebuild`` set.
    """

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index was begun empty and nobody has filled it since."""
        ...

    def rebuilt(self) -> None:
        """Take note that the index now holds all that it should."""
        ...

    def replace(self, report: str, entries: Iterable[Entry]) -> None:
        """Index ``entries``, all of ``report``, in place of all that is held of it.

        Of several entries with one key the last counts. Raise IndexBusyError if others
        write for too long.
        """
        ...

    def remove(self, report: str) -> None:
        """Forget all entries of ``report``; no error if there are none."""
        ...

    def search(self, query: Query, *, limit: int, offset: int = 0) -> Hits:
        """Return the pages that say what ``query`` asks for, best first.

        At most ``limit`` (from 1) after the first ``offset``. Raise
        IndexUnreadableError if the index turns out to be damaged.
        """
        ...

    def reports(self) -> set[str]:
        """Return the reports that the index holds entries of."""
        ...
