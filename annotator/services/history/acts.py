"""The history, act by act: it is read from the append-only events.

A page of it takes as many queries however many acts it lists.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from annotator.domain.errors import NotFoundError
from annotator.domain.history_sentences import Part, sentence
from annotator.domain.history_words import THINGS
from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.services.history import rows as words
from annotator.services.history.rows import HistoryRow
from annotator.storage import histories
from annotator.storage.histories import ActRow, HistoryFilters
from annotator.storage.work import acts
from annotator.storage.work.acts import ToldAct, ToldKind

ACTS_ON_A_PAGE = 25
ROWS_ON_A_PAGE = 50
LOOKED_AT = 30  # rows of each table and act that a sentence is made from


@dataclass(frozen=True)
class Asked:
    """What somebody asks the history for; "" and None are for everything."""

    person: int | None = None
    is_program: bool = False
    thing: str = ""  # a key of ``THINGS``
    action: str = ""  # "created", "changed" or "deleted"
    about: tuple[str, int] | None = None  # kind and id: it, or what belongs to it
    day: date | None = None

    def filters(self) -> HistoryFilters:
        """Return it as the database is asked."""
        since = datetime.combine(self.day, time(), UTC) if self.day else None
        return HistoryFilters(
            person=self.person,
            is_program=self.is_program,
            tables=THINGS.get(self.thing, ()),
            action=self.action,
            about=self.about,
            since=since,
            until=since + timedelta(days=1) if since else None,
        )


@dataclass(frozen=True)
class HistoryAct:
    """One act, as a sentence after the name of who did it."""

    first: int  # id of an event of it, which names it in addresses
    at: datetime
    actor: str
    parts: tuple[Part, ...]
    rows: int
    told: ToldAct | None  # what it was, where the rows do not say so
    person: str = ""  # as whom the actor signs in; "" if they have no account

    @property
    def is_undoing(self) -> bool:
        """Whether it undid another act."""
        return self.told is not None and self.told.kind is ToldKind.UNDONE

    @property
    def is_redoing(self) -> bool:
        """Whether it redid an act that was undone."""
        return self.told is not None and self.told.kind is ToldKind.REDONE


@dataclass(frozen=True)
class ActPage:
    """One page of the history; pages count from 1."""

    acts: Sequence[HistoryAct]
    number: int
    has_more: bool


@dataclass(frozen=True)
class ActRows:
    """An act with one page of its rows."""

    act: HistoryAct
    rows: Sequence[HistoryRow]
    number: int

    @property
    def has_more(self) -> bool:
        """Whether there is a page after this one."""
        return self.number * ROWS_ON_A_PAGE < self.act.rows


def list_acts(context: Context, asked: Asked, page: int = 1) -> ActPage:
    """Return one page of the acts that are asked for, newest first."""
    context.require(Action.READ_DRAFTS)
    number = max(1, page)
    found = histories.acts(
        context.session,
        asked.filters(),
        limit=ACTS_ON_A_PAGE + 1,
        offset=(number - 1) * ACTS_ON_A_PAGE,
    )
    acts_of_page = told(context, found[:ACTS_ON_A_PAGE])
    return ActPage(acts_of_page, number, len(found) > ACTS_ON_A_PAGE)


def get_act(context: Context, first: int, page: int = 1) -> ActRows:
    """Return an act, named by one of its events, with a page of its rows."""
    context.require(Action.READ_DRAFTS)
    number = max(1, page)
    found = histories.act_of(context.session, first)
    if found is None:
        raise NotFoundError("act", first)
    rows = histories.changes_of(
        context.session,
        found.act,
        limit=ROWS_ON_A_PAGE,
        offset=(number - 1) * ROWS_ON_A_PAGE,
    )
    [act] = told(context, [found])
    return ActRows(act, words.rows_of(context, rows), number)


def told(context: Context, found: Sequence[ActRow]) -> list[HistoryAct]:
    """Return acts in words; it takes as many queries however many there are."""
    context.require(Action.READ_DRAFTS)
    names = [row.act for row in found]
    counts = histories.counts(context.session, names)
    changes = histories.some_changes(context.session, names, LOOKED_AT)
    known = words.things_of(context, changes)
    said = acts.told(context.session, names)
    return [
        HistoryAct(
            first=row.first,
            at=row.at,
            actor=row.actor,
            parts=sentence(
                [
                    words.change_of(x, known)
                    for x in changes
                    if x.act == row.act and words.is_told(x)
                ],
                counts.get(row.act, {}),
            ),
            rows=sum(counts.get(row.act, {}).values()),
            told=said.get(row.act),
            person=row.person,
        )
        for row in found
    ]
