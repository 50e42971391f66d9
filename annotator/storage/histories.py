"""The history as acts: which there are, and some of the rows that they changed."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, null, select
from sqlalchemy.orm import Session, aliased

from annotator.storage import belongings
from annotator.storage.accounts import User
from annotator.storage.events import Event

# Their rows are large, and what they are about is read from the tables.
_LARGE = ("publication", "placement", "absence_run", "revision")


@dataclass(frozen=True)
class HistoryFilters:
    """Which acts are listed: those with a change that meets all that is given."""

    person: int | None = None
    is_program: bool = False  # what nobody did who has an account
    tables: tuple[str, ...] = ()
    action: str = ""  # "created", "changed" or "deleted"
    about: tuple[str, int] | None = None  # a thing or what belongs to it: kind and id
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class ActRow:
    """An act, known by its first change that meets the filters."""

    first: int  # id of that event
    act: str
    at: datetime
    actor: str
    person: str  # as whom they sign in; "" if it was nobody with an account


@dataclass(frozen=True)
class ChangeRow:
    """One event, without the values that are large."""

    id: int
    act: str
    action: str
    table: str
    key: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


# Which acts there are


def acts(
    session: Session, filters: HistoryFilters, *, limit: int, offset: int
) -> list[ActRow]:
    """Return acts with a change that meets the filters, the newest first."""
    earlier = aliased(Event)
    is_first = (
        ~select(earlier.id)
        .where(earlier.act == Event.act, earlier.id < Event.id, *_met(earlier, filters))
        .exists()
    )
    query = _acts().where(*_met(Event, filters), is_first)
    query = query.order_by(Event.id.desc()).limit(limit).offset(offset)
    return [ActRow(*row) for row in session.execute(query)]


def act_of(session: Session, event_id: int) -> ActRow | None:
    """Return the act that an event belongs to, if there is that event."""
    row = session.execute(_acts().where(Event.id == event_id)).one_or_none()
    return ActRow(*row) if row else None


def _acts() -> Select[int, str, datetime, str, str]:
    """Select the columns of acts."""
    person = func.coalesce(User.name, "")
    query = select(Event.id, Event.act, Event.at, Event.actor, person)
    return query.outerjoin(User, User.id == Event.actor_id)


def _met(event: type[Event], filters: HistoryFilters) -> list[ColumnElement[bool]]:
    simple = {
        event.actor_id: filters.person,
        event.action: filters.action or None,
    }
    met = [column == value for column, value in simple.items() if value is not None]
    if filters.is_program:
        met.append(event.actor_id.is_(None))
    if filters.tables:
        met.append(event.entity.in_(filters.tables))
    if filters.since is not None:
        met.append(event.at >= filters.since)
    if filters.until is not None:
        met.append(event.at < filters.until)
    if filters.about is not None:
        met.append(belongings.is_about(event, *filters.about))
    return met


# What they changed


def counts(
    session: Session, names: Collection[str]
) -> dict[str, dict[tuple[str, str], int]]:
    """Return how many rows of each table each act created, changed and deleted."""
    query = (
        select(Event.act, Event.entity, Event.action, func.count())
        .where(Event.act.in_(names))
        .group_by(Event.act, Event.entity, Event.action)
    )
    found: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for act, table, action, number in session.execute(query):
        found[act][table, action] = number
    return found


def first_changes(
    session: Session, names: Collection[str], filters: HistoryFilters, most: int
) -> list[ChangeRow]:
    """Return the first changes of each act that meet the filters."""
    place = func.row_number().over(partition_by=Event.act, order_by=Event.id)
    numbered = (
        select(Event.id, place.label("place"))
        .where(Event.act.in_(names), *_met(Event, filters))
        .subquery()
    )
    first = select(numbered.c.id).where(numbered.c.place <= most)
    return _changes(session, Event.id.in_(first))


def some_changes(
    session: Session, names: Collection[str], most: int
) -> list[ChangeRow]:
    """Return the first rows of each table that each act created, changed and deleted."""
    place = func.row_number().over(
        partition_by=(Event.act, Event.entity, Event.action), order_by=Event.id
    )
    numbered = (
        select(Event.id, place.label("place")).where(Event.act.in_(names)).subquery()
    )
    first = select(numbered.c.id).where(numbered.c.place <= most)
    return _changes(session, Event.id.in_(first))


def changes_of(
    session: Session, act: str, *, limit: int, offset: int
) -> list[ChangeRow]:
    """Return a page of the rows that an act changed, in their order."""
    query = select(Event.id).where(Event.act == act).order_by(Event.id)
    ids = session.scalars(query.limit(limit).offset(offset)).all()
    return _changes(session, Event.id.in_(ids))


def _changes(session: Session, which: ColumnElement[bool]) -> list[ChangeRow]:
    is_large = and_(Event.entity.in_(_LARGE), Event.action == "created")
    query = select(
        Event.id,
        Event.act,
        Event.action,
        Event.entity,
        Event.entity_id,
        case((is_large, null()), else_=Event.before),
        case((is_large, null()), else_=Event.after),
    ).where(which)
    return [
        ChangeRow(number, act, action, table, key, before or {}, after or {})
        for number, act, action, table, key, before, after in session.execute(
            query.order_by(Event.id)
        )
    ]
