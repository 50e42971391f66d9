"""The interface of an index of words, whichever search engine implements it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from annotator.domain.vocabulary import HitKind
from annotator.search.query.tree import Query


@dataclass(frozen=True, slots=True)
class Facts:
    """What units can be filtered by: slugs and words of the vocabulary.

    A sentence or passage has its report's facts in addition to its own.
    """

    report: str = ""
    lab: str = ""
    models: tuple[str, ...] = ()
    kind: str = ""  # of the report
    published: str = ""  # of the report: a date fact (domain.input.dates)
    categories: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexUnit:
    """One thing that can be found, with the text that is searched.

    ``start`` and ``end`` are a span of the canonical text of ``file``, in code points; all
    three are 0 for a unit that has none.
    """

    kind: HitKind
    number: int  # of the revision, passage, claim, claim of the critique, or report
    text: str
    report: int = 0  # its number; 0 if it belongs to none
    file: int = 0  # the number of the revision
    page: int = 0  # from 1, on which it begins
    start: int = 0
    end: int = 0
    facts: Facts | None = None  # None for sentences: they have their report's


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit that was found."""

    kind: HitKind
    number: int
    report: int
    page: int
    start: int
    end: int
    score: float  # only comparable within one search


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of hits, best first, and facts about everything that was found.

    ``words`` are the folded words that were searched for, in all forms that matched.
    ``counts`` gives, for each facet, the number of hits with each value. ``instead``
    suggests the nearest word of the index for a word that it does not have.
    """

    total: int
    hits: tuple[Hit, ...]
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()  # synonyms that were searched for, as written
    nearly: bool = False  # True if some hits lack some of the words
    instead: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """What an index holds of a group: the number of its units, and their checksum."""

    units: int
    print: str


class SearchIndex(Protocol):
    """An index of the words of units; it can be deleted and rebuilt at any time.

    Units are added and removed in groups, each under a name such as "text:wren-card".
    Any number of threads and processes may use an index at once. A change is seen whole
    or not at all, and as soon as it is made. An index that cannot be read is set aside
    and replaced by an empty one, with ``needs_rebuild`` set.
    """

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index was started empty and has not been filled since."""
        ...

    def rebuilt(self) -> None:
        """Record that the index now holds everything that it should."""
        ...

    def replace(self, groups: Mapping[str, Iterable[IndexUnit]]) -> None:
        """Replace the units of these groups, all in one change.

        A group without units is removed. Raise IndexBusyError if others write for too
        long.
        """
        ...

    def search(
        self, query: Query, *, limit: int, offset: int = 0, by_date: bool = False
    ) -> Hits:
        """Return the units that match ``query``, the best or newest first.

        At most ``limit`` hits (at least 1) after the first ``offset`` are returned. Raise
        IndexUnreadableError if the index turns out to be damaged.
        """
        ...

    def held(self) -> dict[str, Held]:
        """Return what the index holds of each group, counted in its postings."""
        ...
