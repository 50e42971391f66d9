"""What moved between two editions: fields, and parts that came, went or changed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from annotator.domain.matching.differences import DiffPart, word_diff

SHOWN, CREDENCE = "Shown", "Credence"  # the axes, as fields are called
NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True)
class FieldMove:
    """A field with its wordings in both editions; one of them may be empty."""

    name: str  # as people call it
    before: str
    after: str

    @property
    def is_word(self) -> bool:
        """Whether it is a verdict: a word of the vocabulary, and no text."""
        return self.name.rpartition(": ")[2].capitalize() in {SHOWN, CREDENCE}

    @property
    def segments(self) -> list[DiffPart]:
        """Both wordings as one text."""
        return word_diff(self.before, self.after)


class How(StrEnum):
    """What became of a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class PartMove:
    """A piece of evidence, a tension, a test, a file … that came, went or changed."""

    noun: str  # such as "passage"
    how: How
    title: str  # its words, or its name
    fields: tuple[FieldMove, ...] = ()  # of one that changed


@dataclass(frozen=True, slots=True)
class Moves:
    """All that moved between two editions."""

    fields: tuple[FieldMove, ...] = ()
    parts: tuple[PartMove, ...] = ()


Pairs = Iterable[tuple[str, str]]  # the name of a field, and its text


def moved(before: Pairs, after: Pairs) -> tuple[FieldMove, ...]:
    """Return the fields whose texts differ; a field may be in one of them only."""
    old, new = dict(before), dict(after)
    return tuple(
        FieldMove(name, old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys([*new, *old])
        if old.get(name, "") != new.get(name, "")
    )


@dataclass(frozen=True)
class Sort:
    """A sort of parts: how one is named, and which fields it has."""

    noun: Callable[[Any], str]
    title: Callable[[Any], str]
    fields: Callable[[Any], Pairs]


def parts_moved(
    sort: Sort, before: Mapping[Any, Any], after: Mapping[Any, Any]
) -> tuple[PartMove, ...]:
    """Return the parts that were added, changed or removed; both are by their keys."""
    found = []
    for key, part in after.items():
        if key not in before:
            found.append(PartMove(sort.noun(part), How.ADDED, sort.title(part)))
        elif fields := moved(sort.fields(before[key]), sort.fields(part)):
            found.append(
                PartMove(sort.noun(part), How.CHANGED, sort.title(part), fields)
            )
    found += [
        PartMove(sort.noun(part), How.REMOVED, sort.title(part))
        for key, part in before.items()
        if key not in after
    ]
    return tuple(found)
