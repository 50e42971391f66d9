"""A query as a tree: what was asked for, and where it stands in the typed text."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

Words = tuple[str, ...]
TypedSpan = tuple[int, int]  # start and end in the typed text, in code points


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word in any form with the same stem; folded, like all words here."""

    text: str
    place: TypedSpan = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins with these letters."""

    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word spelled like this, or with one or two letters wrong."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another, in exactly these forms."""

    words: Words
    quoted: bool = True  # False if typed as one word, such as rule-out


@dataclass(frozen=True, slots=True)
class Alike:
    """Words or their synonyms."""

    own: "Node"
    others: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A fact that must have a value; ``filters.FIELDS`` lists the facts."""

    field: str
    value: str
    place: TypedSpan = dataclasses.field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """All of these (AND)."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of these (OR)."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that does not match this (NOT)."""

    part: "Node"


Node = QueryWord | Prefix | Fuzzy | Phrase | Alike | Filter | All | Some | Not
Leaf = QueryWord | Prefix | Fuzzy | Phrase | Alike


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for.

    If no operators were typed, ``loose`` holds the plain words: units that have only some
    of them follow when too few have all. ``strict`` must always match.
    """

    strict: Node = All(())
    loose: tuple[Leaf, ...] = ()

    def leaves(self) -> Iterator[Leaf]:
        """Yield every leaf that is asked for, but none under a NOT."""
        yield from self.loose
        yield from _leaves(self.strict)

    @property
    def phrases(self) -> tuple[Words, ...]:
        """The phrases that are asked for."""
        return tuple(leaf.words for leaf in self.leaves() if isinstance(leaf, Phrase))


def _leaves(node: Node) -> Iterator[Leaf]:
    match node:
        case All(parts) | Some(parts):
            for part in parts:
                yield from _leaves(part)
        case Not() | Filter():
            pass
        case leaf:
            yield leaf
