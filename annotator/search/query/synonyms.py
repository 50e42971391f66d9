"""Look for what the field calls the same, beside what was typed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.search.query.tree import (
    Alike,
    All,
    Leaf,
    Node,
    Phrase,
    Query,
    QueryWord,
    Some,
    Words,
)

Synonyms = Sequence[Sequence[Words]]  # sets of what means the same, each folded


def widened(query: Query, synonyms: Synonyms) -> Query:
    """Return ``query`` with the synonyms of its words; what is quoted is left as it is."""
    if not synonyms:
        return query
    return replace(
        query,
        strict=_node(query.strict, synonyms),
        loose=tuple(_row(query.loose, synonyms)),
    )


def _node(node: Node, synonyms: Synonyms) -> Node:
    match node:
        case All(parts):
            return All(tuple(_row([_node(part, synonyms) for part in parts], synonyms)))
        case Some(parts):
            return Some(tuple(_node(part, synonyms) for part in parts))
        case QueryWord() | Phrase():
            [only] = _row([node], synonyms)
            return only
        case _:
            return node


def _row(parts: Iterable[Node], synonyms: Synonyms) -> list[Leaf]:
    """Return ``parts`` with each run of words that has synonyms as one part."""
    left = list(parts)
    row: list[Node] = []
    while left:
        length, others = _longest(left, synonyms)
        if others:
            own = left[0] if length == 1 else All(tuple(left[:length]))
            row.append(Alike(own, others))
        else:
            row.append(left[0])
        del left[: max(1, length)]
    return row  # type: ignore[return-value]  # of a loose query's leaves, leaves


def _longest(
    parts: Sequence[Node], synonyms: Synonyms
) -> tuple[int, tuple[Words, ...]]:
    """Return how many parts, from the first, have synonyms together, and which."""
    best: int = 0
    others: tuple[Words, ...] = ()
    for alike in synonyms:
        for words in alike:
            length = _said_by(parts, words)
            if length > best:
                best, others = length, tuple(x for x in alike if x != words)
    return best, others


def _said_by(parts: Sequence[Node], words: Words) -> int:
    """Return how many parts, from the first, are exactly ``words``; 0 if none are."""
    said: Words = ()
    for length, part in enumerate(parts, 1):
        match part:
            case QueryWord(text):
                said += (text,)
            case Phrase(own, quoted=False):
                said += own
            case _:
                return 0
        if said == words:
            return length
        if words[: len(said)] != said:
            return 0
    return 0
