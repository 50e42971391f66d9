"""The rows as the history tells them, compared with the rows as they are.

What the events of a row say it became is what it has to be; of what they do not mention it
has what a new row has. What is secret or counted is not in events, and not compared.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Column, Connection, Select, inspect, select
from sqlalchemy.orm import Session, raiseload, selectinload, undefer

from annotator.storage import event_chain, events
from annotator.storage.database.base import Base, UtcDateTime
from annotator.storage.events import COUNTED, SECRET, UNTRACKED, Event

PROGRAM = "the program"
_AT_ONCE = 100  # rows; each with its events
_GIVEN = {"category", "category_group", "reason", "synonyms"}  # a new database has some


@dataclass
class Told:
    """A row as its events tell it."""

    is_there: bool = False
    is_made: bool = False  # they say so; else they begin later
    values: dict[str, Any] = field(default_factory=dict)

    def then(self, action: str, after: dict[str, Any]) -> None:
        """Take the next event into account."""
        if action == "created":
            self.is_made, self.values = True, {}
        self.is_there = action != "deleted"
        self.values |= after


@dataclass(frozen=True)
class Unexplained:
    """A row that is not as the history tells it."""

    table: str
    key: str
    told: dict[str, Any] | None  # the values that differ; None: no row is told of
    there: dict[str, Any] | None  # as they are; None: the row is not there


@dataclass(frozen=True)
class Unreadable:
    """A table in which a value is none that the program could have written."""

    table: str
    problem: str


def unexplained(session: Session) -> Iterator[Unexplained | Unreadable]:
    """Yield the rows that are not as the history tells them, some rows read at a time."""
    for model in _tracked():
        try:
            yield from _rows(session, model)
            yield from _missing(session, model)
        except ValueError as error:
            yield Unreadable(model.__tablename__, str(error))


def explain(connection: Connection, now: datetime) -> None:
    """Have the history tell what a migration has made of the rows.

    From then on they are as the history tells them.
    """
    with Session(connection, join_transaction_mode="rollback_only") as session:
        found = [x for x in unexplained(session) if isinstance(x, Unexplained)]
        if found:
            act = secrets.token_hex(8)
            events.track(session, actor=PROGRAM, actor_id=None, now=now, act=act)
            event_chain.track(session)
            events.write(session, map(_as_event, found))
            session.commit()


def _as_event(found: Unexplained) -> dict[str, Any]:
    action = "changed" if found.told is not None else "created"
    if found.there is None:
        action = "deleted"
    return {
        "action": action,
        "entity": found.table,
        "entity_id": found.key,
        "before": found.told or {},
        "after": found.there or {},
    }


def _rows(session: Session, model: type[Base]) -> Iterator[Unexplained]:
    query = _whole(model).execution_options(yield_per=_AT_ONCE)
    for rows in session.scalars(query).partitions():
        told = _told(session, [events.named(row) for row in rows])
        for row in rows:
            table, key = events.named(row)
            if table in _GIVEN and key not in told:
                continue
            if found := _compared(row, told.get(key, Told())):
                yield Unexplained(table, key, *found)


def _whole(model: type[Base]) -> Select[Any]:
    """Select rows with all that events tell of them, and nothing else."""
    lists = [
        selectinload(getattr(model, name)).raiseload("*") for name in _lists_of(model)
    ]
    query = select(model).order_by(*inspect(model).primary_key)
    return query.options(undefer("*"), *lists, raiseload("*"))


def _told(session: Session, names: Sequence[tuple[str, str]]) -> dict[str, Told]:
    """Return what is told of rows of a table, by their keys."""
    query = select(Event.entity_id, Event.action, Event.after).where(
        Event.entity == names[0][0], Event.entity_id.in_([key for _, key in names])
    )
    found: dict[str, Told] = {}
    for key, action, after in session.execute(query.order_by(Event.id)):
        found.setdefault(key, Told()).then(action, after)
    return found


def _compared(
    row: Base, told: Told
) -> tuple[dict[str, Any] | None, dict[str, Any]] | None:
    """Return the values of a row as told and as they are, where they differ."""
    there = _values(row)
    if not told.is_there:
        return None, there
    expected = (_defaults(type(row)) if told.is_made else {}) | told.values
    differing = {
        name
        for name in expected.keys() & there.keys()
        if not _is_same(type(row), name, expected[name], there[name])
    }
    if not differing:
        return None
    return (
        {name: expected[name] for name in sorted(differing)},
        {name: there[name] for name in sorted(differing)},
    )


def _missing(session: Session, model: type[Base]) -> Iterator[Unexplained]:
    """Yield the rows that were made, and are not there although nobody deleted them."""
    table = model.__tablename__
    query = (
        select(Event.entity_id, Event.action)
        .where(Event.entity == table)
        .order_by(Event.entity_id, Event.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    told = groupby(session.execute(query), key=lambda row: row.entity_id)
    standing = (key for key, rows in told if [*rows][-1].action != "deleted")
    for keys in _some(standing):
        there = set(_present(session, model, keys))
        yield from (
            Unexplained(table, key, {}, None) for key in keys if key not in there
        )


def _some(keys: Iterable[str]) -> Iterator[list[str]]:
    held: list[str] = []
    for key in keys:
        held.append(key)
        if len(held) == _AT_ONCE:
            yield held
            held = []
    if held:
        yield held


def _present(session: Session, model: type[Base], keys: Sequence[str]) -> Iterator[str]:
    columns = inspect(model).primary_key
    firsts = {key.partition(":")[0] for key in keys}
    ids = [int(first) for first in firsts if first.isdecimal()]
    query = select(*columns).where(columns[0].in_(ids))
    yield from (":".join(map(str, row)) for row in session.execute(query))


# What events tell of rows


def _tracked() -> list[type[Base]]:
    """Return the classes of the rows of which there is a history, by their tables."""
    kept = [
        mapper.class_
        for mapper in Base.registry.mappers
        if not issubclass(mapper.class_, UNTRACKED)
    ]
    return sorted(kept, key=lambda model: model.__tablename__)


def _values(row: Base) -> dict[str, Any]:
    """Return all values of a row that events tell, as they tell them."""
    names = _lists_of(type(row))
    return {
        **{name: events.told(row, name) for name in _columns_of(type(row))},
        **{name: sorted(one.slug for one in getattr(row, name)) for name in names},
    }


def _defaults(model: type[Base]) -> dict[str, Any]:
    """Return the values of a new row of which its event tells nothing."""
    return {
        **{name: _default(column) for name, column in _columns_of(model).items()},
        **{name: [] for name in _lists_of(model)},
    }


def _default(column: Column[Any]) -> Any:
    given: Any = column.default
    if given is not None:
        return events.as_told(given.arg(None) if given.is_callable else given.arg)
    stored: Any = column.server_default
    return None if stored is None else stored.arg


def _columns_of(model: type[Base]) -> dict[str, Column[Any]]:
    """Return the columns that events tell; they tell the key beside the values."""
    mapper = inspect(model)
    own = SECRET | COUNTED | {column.key for column in mapper.primary_key}
    return {
        name: mapper.columns[name]
        for name in mapper.column_attrs.keys()  # noqa: SIM118
        if name not in own
    }


def _lists_of(model: type[Base]) -> list[str]:
    return events.lists(inspect(model))


def _is_same(model: type[Base], name: str, one: Any, other: Any) -> bool:
    """Whether two values that events tell of a column are the same."""
    is_time = name in _columns_of(model) and isinstance(
        _columns_of(model)[name].type, UtcDateTime
    )
    if is_time and one is not None and other is not None:
        return datetime.fromisoformat(one) == datetime.fromisoformat(other)
    return bool(one == other)
