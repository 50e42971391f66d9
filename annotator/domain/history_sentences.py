"""Sentences of what people did: the rows that an act changed, in the words of their tables."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from annotator.domain.history_words import PUBLISHED, WORDS, Words

LONGEST_NAME = 90  # characters that are said of a text
MOST_CLAUSES = 3
_HOLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Named:
    """One thing as a sentence names it; its slug or id leads to its page."""

    table: str
    key: str  # its slug, or its id if it has none
    name: str = ""  # what it is called, or what it says


@dataclass(frozen=True)
class Change:
    """One row that was created, changed or deleted."""

    table: str
    action: str  # "created", "changed" or "deleted"
    what: Named
    after: Mapping[str, Any] = field(default_factory=dict)  # values that are new
    of: Mapping[str, Named] = field(default_factory=dict)  # by table


@dataclass(frozen=True)
class Part:
    """A piece of a sentence; with a table, it names a thing that has a page."""

    text: str
    table: str = ""
    key: str = ""


def sentence(
    changes: Sequence[Change], counts: Mapping[tuple[str, str], int]
) -> tuple[Part, ...]:
    """Say what an act did, from some changes of each table and action.

    ``counts`` says how many changes of a table and an action there were.
    """
    groups = _groups(changes)
    tables = {group[0].table for group in groups}
    groups = [x for x in groups if _words(x[0]).under not in tables]
    loud = [group for group in groups if not _words(group[0]).is_aside]
    told, said = loud or groups, []
    for group in told[:MOST_CLAUSES]:
        said.append(_clause(group, _number(group, changes, counts)))
    parts = [part for clause in _joined(said) for part in clause]
    shown = counts.get(("published_passage", "created"), 0)
    if shown and loud:
        words = WORDS["published_passage"]
        parts.append(Part(f" with {_counted(shown, words)}"))
    reasons = [change.after.get("because") for change in changes if _is_over(change)]
    if reasons and loud:
        parts.append(Part(f" despite findings; reason: {quoted(str(reasons[0]))}"))
    left = sum(len(group) for group in told[MOST_CLAUSES:])
    if left:
        parts.append(Part(", and more"))
    return tuple(parts)


def _is_over(change: Change) -> bool:
    """Whether it tells that something was published over what was found."""
    return change.table == "override"


def phrase(change: Change) -> str:
    """Return the phrase for one change, with holes for what it names."""
    words = _words(change)
    match change.action:
        case "deleted":
            return words.deleted
        case "created":
            holding = [x for x in words.created_if if change.after.get(x)]
            return words.created_if[holding[0]] if holding else words.created
        case _:
            holding = [x for x in words.fields if _holds(x, change.after, words)]
            return words.fields[holding[0]] if holding else words.changed


def _holds(told: str, after: Mapping[str, Any], words: Words) -> bool:
    """Whether what ``Words.fields`` tells under ``told`` has happened."""
    name, _, value = told.lstrip("-").partition("=")
    if name not in after:
        return False
    if value:
        return str(after[name]) == value
    if told.startswith("-"):
        return not after[name]
    return bool(after[name]) or f"-{name}" not in words.fields


def _words(change: Change) -> Words:
    if change.table == "publication":
        return PUBLISHED.get(str(change.after.get("kind")), WORDS["publication"])
    return WORDS[change.table]


def _groups(changes: Sequence[Change]) -> list[list[Change]]:
    """Return the changes that are told together, the most important first."""

    def told(change: Change) -> tuple[int, str, str, str]:
        words = _words(change)
        rank = words.rank + (10 if words.is_aside else 0)
        return rank, change.table, words.many, phrase(change)

    ordered = sorted((x for x in changes if phrase(x)), key=told)
    return [list(group) for _, group in groupby(ordered, key=told)]


def _number(
    group: Sequence[Change],
    changes: Sequence[Change],
    counts: Mapping[tuple[str, str], int],
) -> int:
    """Return how many changes a group stands for."""
    key = group[0].table, group[0].action
    same = sum((change.table, change.action) == key for change in changes)
    return counts.get(key, 0) if len(group) == same else len(group)


def _clause(group: Sequence[Change], number: int) -> tuple[Part, ...]:
    said = phrase(group[0])
    pieces = _HOLE.split(said)
    parts = []
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            parts.append(Part(piece))
        elif piece == "what":
            parts.append(_what(group, number))
        else:
            parts.append(_of(group, piece, is_all=number == len(group)))
    return tuple(part for part in parts if part.text)


def _what(group: Sequence[Change], number: int) -> Part:
    words, what = _words(group[0]), group[0].what
    linked = {change.what.table for change in group}
    if len(linked) == 1 and (other := WORDS.get(what.table)):
        words = words if what.table == group[0].table else other
    if number > 1:
        return Part(_counted(number, words))
    if not what.name:
        return Part(words.one)
    name = f"{words.the} {quoted(what.name)}".strip()
    return Part(name, what.table, what.key)


def _of(group: Sequence[Change], table: str, *, is_all: bool) -> Part:
    """Name what the changes of a group belong to."""
    named = {change.of[table] for change in group if table in change.of}
    words = WORDS.get(table)
    if len(named) == 1:
        [one] = named
        return Part(quoted(one.name) if one.name else "it", one.table, one.key)
    many = words.many if words else f"{table}s"
    if named and is_all:
        return Part(f"{len(named)} {many}")
    return Part(f"several {many}" if named else many)


def quoted(name: str) -> str:
    """Return a name in quotation marks, cut if it is long."""
    plain = " ".join(name.split())
    short = (
        f"{plain[: LONGEST_NAME - 1].rstrip()}…" if len(plain) > LONGEST_NAME else plain
    )
    return f"“{short}”"


def _counted(number: int, words: Words) -> str:
    return words.one if number == 1 else f"{number:,} {words.many}"


def _joined(clauses: Sequence[tuple[Part, ...]]) -> Iterable[tuple[Part, ...]]:
    for place, clause in enumerate(clauses):
        if place:
            yield (Part(" and " if place == len(clauses) - 1 else ", "),)
        yield clause
