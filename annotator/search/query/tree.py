"""A query as a tree: what was asked for, and where in the typed text."""

from collections.abc import Iterator
from dataclasses import dataclass, field

Words = tuple[str, ...]
TypedSpan = tuple[int, int]  # start and end in the typed text, in code points


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word, in this form or another of its stem; it is folded, as all words here."""

    text: str
    place: TypedSpan = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins so."""

    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word spelled so, or with a letter or two wrong."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one right after the other, in these very forms."""

    words: Words
    quoted: bool = True  # or it is one word for who typed it, such as rule-out


@dataclass(frozen=True, slots=True)
class Alike:
    """Words, or another way that the field has of saying them."""

    own: "Node"
    others: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """That a fact has a value; what facts there are, ``filters.FIELDS`` says."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class All:
    """Each of these."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of these."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """What this does not fit."""

    part: "Node"


Node = QueryWord | Prefix | Fuzzy | Phrase | Alike | Filter | All | Some | Not
Leaf = QueryWord | Prefix | Fuzzy | Phrase | Alike


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for.

    Without operators ``loose`` holds what was typed as plain words: where too few units
    have all of them, those with most follow. ``strict`` must be fulfilled in any case.
    """

    strict: Node = All(())
    loose: tuple[Leaf, ...] = ()

    def leaves(self) -> Iterator[Leaf]:
        """Yield what is asked for, but not what must not be there."""
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
