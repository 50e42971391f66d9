"""What changed on the public pages, by day."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from annotator.domain.views.contents import LabView
from annotator.domain.vocabulary import EditionKind

ALIKE = 3  # pages published for the first time in one act that are told as one


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """An edition of a page, or that one was withdrawn; then it names nothing."""

    key: str  # the same for ever, and of no other
    at: datetime
    kind: str  # "claim", "scorecard" or "report"
    is_withdrawal: bool = False
    slug: str = ""
    title: str = ""
    number: int = 0
    by: str = ""
    change: EditionKind | None = None
    note: str = ""
    against: int | None = None  # the edition before, if that may be seen
    has_earlier: bool = False  # it was public before
    moved: tuple[str, ...] = ()  # since that edition, in words
    alike: tuple["ChangeEntry", ...] = ()  # others that were published with it
    # Of what is no edition, as an answer to a reader: what it is, where, and its words.
    told: str = ""
    anchor: str = ""  # on the page
    said: tuple[str, ...] = ()  # plain

    @property
    def is_first(self) -> bool:
        """Whether readers had not seen the page before."""
        return not (self.is_withdrawal or self.has_earlier)


@dataclass(frozen=True, slots=True)
class DayOfChanges:
    """What changed on a day (UTC), newest first."""

    day: date
    entries: tuple[ChangeEntry, ...]


@dataclass(frozen=True, slots=True)
class ChangeList:
    """A page of the changes, and the labs and months by which they are narrowed down."""

    days: tuple[DayOfChanges, ...]
    labs: tuple[LabView, ...]
    lab: LabView | None  # the one that was asked for
    months: tuple[str, ...]  # "2030-03", newest first
    month: str  # the one that was asked for, or ""
    number: int  # of this page, from 1
    has_more: bool


def together(entries: list[ChangeEntry]) -> list[ChangeEntry]:
    """Return entries, those of a first publication of many pages of a kind as one."""
    found: list[list[ChangeEntry]] = []
    for entry in entries:
        last = found[-1][-1] if found else None
        is_like = last and last.is_first and entry.is_first
        if last and is_like and (last.at, last.kind) == (entry.at, entry.kind):
            found[-1].append(entry)
        else:
            found.append([entry])
    return [one for group in found for one in _as_one(group)]


def _as_one(group: list[ChangeEntry]) -> list[ChangeEntry]:
    if len(group) < ALIKE:
        return group
    return [replace(group[0], alike=tuple(group))]


def by_day(entries: list[ChangeEntry]) -> tuple[DayOfChanges, ...]:
    """Return entries, newest first, by their days."""
    days: dict[date, list[ChangeEntry]] = {}
    for entry in entries:
        days.setdefault(entry.at.date(), []).append(entry)
    return tuple(DayOfChanges(day, tuple(its)) for day, its in days.items())
