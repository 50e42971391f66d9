"""Widen a query by the synonyms of its words."""

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

Synonyms = Sequence[Sequence[Words]]  # sets of the same meaning, folded


def widened(query: Query, synonyms: Synonyms) -> Query:
    """Return ``query`` with the synonyms of its words; quoted phrases are left unchanged."""
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
    """Return ``parts`` with each sequence of words that has synonyms as one part."""
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
    return row  # type: ignore[return-value]  # leaves stay leaves


def _longest(
    parts: Sequence[Node], synonyms: Synonyms
) -> tuple[int, tuple[Words, ...]]:
    """Return how many parts, from the first, together have synonyms, and the synonyms."""
    best: int = 0
    others: tuple[Words, ...] = ()
    for alike in synonyms:
        for words in alike:
            length = _parts_saying(parts, words)
            if length > best:
                best, others = length, tuple(x for x in alike if x != words)
    return best, others


def _parts_saying(parts: Sequence[Node], words: Words) -> int:
    """Return how many parts, from the first, make up exactly ``words``; 0 if none do."""
    so_far: Words = ()
    for length, part in enumerate(parts, 1):
        match part:
            case QueryWord(text):
                so_far += (text,)
            case Phrase(own, quoted=False):
                so_far += own
            case _:
                return 0
        if so_far == words:
            return length
        if words[: len(so_far)] != so_far:
            return 0
    return 0
