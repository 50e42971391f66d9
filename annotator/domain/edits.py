"""Detect conflicting edits: what a form was made from, and what others changed since.

A form carries the version of what it shows and a digest of each field. When the form is
sent, these tell which fields its user changed and which somebody else changed meanwhile;
the old texts need not be sent along.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from annotator.domain.errors import ConflictError
from annotator.domain.matching.differences import DiffKind, DiffPart, word_diff

_LENGTH = 16  # hexadecimal digits of a digest
_VERSION = re.compile(r"\d{1,18}")
_DIGEST = re.compile(rf"(\w+):([0-9a-f]{{{_LENGTH}}})")
_UNKNOWN = -1  # a version that no row has
# Chosen, not measured.
_LONGEST = 8_000  # code points of two wordings that are compared word by word
_AROUND = 160  # code points shown on either side of a difference


@dataclass(frozen=True)
class Seen:
    """What a form was made from; the form carries ``str()`` of it."""

    version: int
    digests: Mapping[str, str]  # by the name of the field
    told: frozenset[str] = frozenset()  # fields whose conflict the user was shown
    put: str = ""  # the field in which the user takes the other wording

    def __str__(self) -> str:
        parts = [f"{name}:{value}" for name, value in self.digests.items()]
        return " ".join([str(self.version), *parts])


@dataclass(frozen=True)
class Merged:
    """Two people's changes merged; where they clash, the sender's own words are kept."""

    values: dict[str, Any]
    clashes: tuple[str, ...]  # names of fields


@dataclass(frozen=True)
class Difference:
    """A field that two people changed: both wordings, and who saved the other one."""

    field: str
    label: str
    mine: str
    theirs: str
    by: str
    at: datetime | None

    @property
    def my_words(self) -> list[DiffPart]:
        """My wording; what the other lacks is marked as added."""
        return [s for s in self._segments() if s.kind is not DiffKind.REMOVED]

    @property
    def their_words(self) -> list[DiffPart]:
        """The other wording; what mine lacks is marked as removed."""
        return [s for s in self._segments() if s.kind is not DiffKind.ADDED]

    def _segments(self) -> list[DiffPart]:
        return compared(self.theirs, self.mine)


class StaleError(ConflictError):
    """Since the form was made, somebody else changed a field that it changes too.

    ``values`` are what the form shows next: both people's changes merged, with the
    sender's own words where they clash. ``seen`` is what that form is made from.
    """

    def __init__(
        self, differences: Sequence[Difference], values: Mapping[str, Any], seen: Seen
    ) -> None:
        changes = "; ".join(
            f"{difference.by} changed “{difference.label}”"
            for difference in differences
        )
        super().__init__(f"Not saved: in the meantime {changes or 'it was changed'}.")
        self.differences = tuple(differences)
        self.values = dict(values)
        self.seen = seen


def seen(version: int, values: Mapping[str, Any]) -> Seen:
    """Return what a form that shows ``values`` was made from."""
    return Seen(version, {name: digest(value) for name, value in values.items()})


def read_seen(untrusted: str, *, told: Iterable[str] = (), put: str = "") -> Seen:
    """Return what a form says it was made from; if malformed, a version that no row has."""
    first, *others = untrusted.split() or [""]
    version = int(first) if _VERSION.fullmatch(first) else _UNKNOWN
    matches = [_DIGEST.fullmatch(other) for other in others]
    digests = {match[1]: match[2] for match in matches if match}
    return Seen(version, digests, frozenset(told), put)


def digest(value: Any) -> str:
    """Return a short digest of a field's value; CRLF and LF give the same digest."""
    plain = json.dumps(value, ensure_ascii=True).replace("\\r\\n", "\\n")
    return sha256(plain.encode()).hexdigest()[:_LENGTH]


def merge(mine: Mapping[str, Any], now: Mapping[str, Any], seen: Seen) -> Merged:
    """Merge what one person typed (``mine``) with what is stored ``now``, field by field.

    A field that only one of the two changed keeps that person's value.
    """
    values: dict[str, Any] = {}
    clashes = []
    for name, typed in mine.items():
        stands, base = digest(now[name]), seen.digests.get(name)
        untouched = digest(typed) == base
        if name == seen.put or untouched or digest(typed) == stands:
            values[name] = now[name]
            continue
        values[name] = typed
        if base != stands or (seen.put and name in seen.told):
            clashes.append(name)
    return Merged(values, tuple(clashes))


def compared(old: str, new: str) -> list[DiffPart]:
    """Return both wordings as one text; long common parts are shortened."""
    old, new = (text.replace("\r\n", "\n") for text in (old, new))
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if len(before) + len(after) > _LONGEST:  # comparing words would take too long
        middle = [DiffPart(DiffKind.REMOVED, before), DiffPart(DiffKind.ADDED, after)]
    else:
        middle = word_diff(before, after)
    head, tail = old[:start], old[len(old) - end :]
    around = DiffPart(DiffKind.SAME, head), DiffPart(DiffKind.SAME, tail)
    return [
        _shortened(segment)
        for segment in (around[0], *middle, around[1])
        if segment.text
    ]


def _shared(one: str, other: str) -> int:
    """Return how many code points two texts share at the start, cut to whole words."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    if count < max(len(one), len(other)):
        while count and not one[count - 1].isspace():
            count -= 1
    return count


def _shortened(segment: DiffPart) -> DiffPart:
    text = segment.text
    if segment.kind is not DiffKind.SAME or len(text) <= 3 * _AROUND:
        return segment
    return DiffPart(DiffKind.SAME, f"{text[:_AROUND]} … {text[-_AROUND:]}")
