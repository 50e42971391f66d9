"""What the program asks of a search engine, whichever it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from annotator.domain.vocabulary import HitKind
from annotator.search.query.tree import Query


@dataclass(frozen=True, slots=True)
class Facts:
    """What a unit can be narrowed by; all are slugs or words of the vocabulary.

    A sentence or passage has its report's facts, and adds its own to them.
    """

    report: str = ""
    lab: str = ""
    models: tuple[str, ...] = ()
    kind: str = ""  # of the report
    published: str = ""  # of the report: an ISO date, or words
    categories: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexUnit:
    """One thing that can be found, with the words that are searched.

    ``start`` and ``end`` are a span of the canonical text of the report's newest file,
    in code points; both 0 for what has none there.
    """

    kind: HitKind
    number: int  # of the revision, passage, claim, claim of the critique, or report
    text: str
    report: int = 0  # its number; 0 for what belongs to none
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
    """Some of what was found, best first, with all that can be said of the whole.

    ``words`` are the folded words that were looked for, in every form that was taken
    for them; ``counts`` says for each facet how much was found of each value;
    ``instead`` says for a word that the index does not have the nearest that it has.
    """

    total: int
    hits: tuple[Hit, ...]
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()  # synonyms that were looked for, as they are written
    nearly: bool = False  # not all have all of the words
    instead: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """What an index says it holds of a group: how many units, and a print of them."""

    units: int
    print: str


class SearchIndex(Protocol):
    """A copy of the texts that answers questions fast; safe to delete and rebuild.

    Units come and go in groups, each under a name such as "text:wren-card". Any number
    of threads and processes may use an index at once. Readers see a change whole or not
    at all, and see it as soon as it is made. An index that cannot be read is set aside
    and begun anew, empty, with ``needs_rebuild`` set.
    """

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index was begun empty and nobody has filled it since."""
        ...

    def rebuilt(self) -> None:
        """Take note that the index now holds all that it should."""
        ...

    def replace(self, groups: Mapping[str, Iterable[IndexUnit]]) -> None:
        """Hold exactly these units of these groups, all in one change.

        A group without units is forgotten. Raise IndexBusyError if others write for
        too long.
        """
        ...

    def search(
        self, query: Query, *, limit: int, offset: int = 0, by_date: bool = False
    ) -> Hits:
        """Return what says what ``query`` asks for, best (or newest) first.

        At most ``limit`` (from 1) after the first ``offset``. Raise
        IndexUnreadableError if the index turns out to be damaged.
        """
        ...

    def held(self) -> dict[str, Held]:
        """Return what the index holds of each group, as counted in its postings."""
        ...
