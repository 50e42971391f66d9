"""The history: one event for every change, written in the same transaction.

Events are written automatically: every flush of a tracked session adds one event for each
row that it creates, changes or deletes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, event, func, inspect, select
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column

from annotator.domain.errors import AnnotatorError
from annotator.storage.accounts import KnownBrowser, SignIn, SignInFailure, User
from annotator.storage.claims.evidence import Evidence
from annotator.storage.database.base import AppendOnly, Base, Digits, OneOf, UtcDateTime
from annotator.storage.library.revisions import Page
from annotator.storage.passages.picture_checks import PictureCheck
from annotator.storage.passages.twins import Twin
from annotator.storage.published.letters import LetterSending
from annotator.storage.published.seals import Seal
from annotator.storage.work.acts import Act, ToldAct
from annotator.storage.work.jobs import Job, WorkerRow
from annotator.storage.work.submissions import Submission
from annotator.storage.work.uploads import Upload

UNCHAINED = "events without a hash"  # of this session, by their ids
_LOOKED_AT = 500  # newest events of a row that are searched (chosen, not measured)


class Event(AppendOnly, Base):
    """Who changed what, from what to what, and when."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_entity_entity_id", "entity", "entity_id"),
        Index("ix_event_act", "act"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(server_default="")  # which act it belongs to
    actor_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    actor: Mapped[str]  # the person's name then
    action: Mapped[str]  # "created", "changed" or "deleted"
    entity: Mapped[str]  # the table
    entity_id: Mapped[str]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)  # only what changed
    after: Mapped[dict[str, Any]] = mapped_column(JSON)


class EventHash(AppendOnly, Base):
    """The place of an event in the chain of the history, and its hash."""

    __tablename__ = "event_hash"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), unique=True)
    hash: Mapped[str]


class AppendOnlyError(AnnotatorError):
    """The program tried to change or delete an append-only row."""


# Pages and twins can be made again; sign-ins, jobs, workers and uploads are temporary; seals and
# checks of pictures are histories of their own; submissions are deleted after a while;
# acts name events; who sent a letter is forgotten after a day.
UNTRACKED = (
    Act, Event, EventHash, Page, SignIn, SignInFailure, KnownBrowser, Job, LetterSending,
    PictureCheck, Seal, Submission, ToldAct, Twin, Upload, WorkerRow,
)  # fmt: skip
# What strangers wrote, and who they are, could not be erased from a lasting history.
SECRET = {
    *("password_hash", "letter_text", "sender_name", "sender_email", "contact_note"),
}
COUNTED = {"version"}  # it increases with every change, and is not one itself


def track(
    session: Session, *, actor: str, actor_id: int | None, now: datetime, act: str
) -> None:
    """Record every later change in ``session`` as an event of this person and act."""
    session.info["actor"] = {
        "actor": actor,
        "actor_id": actor_id,
        "at": now,
        "act": act,
    }
    if not event.contains(session, "after_flush", _write_events):
        event.listen(session, "before_flush", _refuse_rewriting)
        event.listen(session, "after_flush", _write_events)


def of_entity(session: Session, entity: str, entity_id: str) -> Sequence[Event]:
    """Return the history of one row, oldest first."""
    query = select(Event).where(Event.entity == entity, Event.entity_id == entity_id)
    return session.scalars(query.order_by(Event.id)).all()


def last_change_of(session: Session, row: Base, name: str) -> Event | None:
    """Return the latest event in which the row's value called ``name`` changed."""
    entity, entity_id = named(row)
    query = select(Event).where(Event.entity == entity, Event.entity_id == entity_id)
    newest_first = session.scalars(query.order_by(Event.id.desc()).limit(_LOOKED_AT))
    return next((change for change in newest_first if name in change.after), None)


def last_changes(
    session: Session, entity: str, entity_ids: Collection[int], name: str
) -> dict[int, Event]:
    """Return the latest event in which the value ``name`` changed, by the row's id."""
    query = select(Event).where(
        Event.entity == entity, Event.entity_id.in_([str(key) for key in entity_ids])
    )
    oldest_first = session.scalars(query.order_by(Event.id))
    return {int(row.entity_id): row for row in oldest_first if name in row.after}


def of_act(session: Session, act: str) -> Sequence[Event]:
    """Return the events of one act, oldest first."""
    query = select(Event).where(Event.act == act).order_by(Event.id)
    return session.scalars(query).all()


def newest_id(session: Session) -> int:
    """Return the id of the newest event, or 0."""
    return session.scalar(select(func.max(Event.id))) or 0


def passages_touched(
    session: Session, *, after: int, since: datetime, most: int
) -> set[int] | None:
    """Return the passages that events after the id ``after`` are about.

    Events since a moment count too: on PostgreSQL, an earlier id can be committed later.
    Return None if there are more than ``most`` such events.
    """
    query = (
        select(Event.entity, Event.entity_id, Event.before, Event.after)
        .where(
            (Event.id > after) | ((Event.id > after - most) & (Event.at >= since)),
            Event.entity.in_(("passage", "evidence", "placement")),
        )
        .limit(most + 1)
    )
    rows = session.execute(query).all()
    if len(rows) > most:
        return None
    links = {int(key) for entity, key, _, _ in rows if entity == "evidence"}
    there = select(Evidence.passage_id).where(Evidence.id.in_(links))
    return {
        *(int(key) for entity, key, _, _ in rows if entity == "passage"),
        *_passages_named(*(values for row in rows for values in row[2:])),
        *(passage for passage in session.scalars(there) if passage),
    }


def passages_about(change: Event, linked: Mapping[int, int]) -> set[int]:
    """Return the passages that a change is about; ``linked`` has those of links."""
    match change.entity:
        case "passage":
            return {int(change.entity_id)}
        case "passage_tag":
            return {int(change.entity_id.partition(":")[0])}
        case "evidence":
            there = linked.get(int(change.entity_id))
            named = _passages_named(change.before, change.after)
            return named if there is None else {there, *named}
        case _:
            return _passages_named(change.before, change.after)


def first_of_act(session: Session, act: str) -> Event | None:
    """Return the first event of an act, if there is that act."""
    query = select(Event).where(Event.act == act).order_by(Event.id).limit(1)
    return session.scalar(query)


def _passages_named(*changes: dict[str, Any]) -> set[int]:
    """Return the passages that links and placements led to, before and after."""
    return {change["passage_id"] for change in changes if change.get("passage_id")}


def changes_since(
    session: Session, after: int, tables: Collection[str], most: int
) -> Sequence[Event]:
    """Return at most ``most`` events of tables that have ids above ``after``."""
    query = select(Event).where(Event.id > after, Event.entity.in_(tables))
    return session.scalars(query.order_by(Event.id).limit(most)).all()


def acts_of_changes(
    session: Session, entity: str, entity_ids: Collection[int], acts: Collection[str]
) -> Sequence[Event]:
    """Return what these acts changed of these rows."""
    query = select(Event).where(
        Event.act.in_(acts),
        Event.entity == entity,
        Event.entity_id.in_([str(key) for key in entity_ids]),
    )
    return session.scalars(query.order_by(Event.id)).all()


def acts_with(
    session: Session, acts: Collection[str], tables: Collection[str], name: str
) -> set[str]:
    """Return those of these acts in which a row of the tables was given a ``name``."""
    query = select(Event).where(Event.act.in_(acts), Event.entity.in_(tables))
    return {row.act for row in session.scalars(query) if row.after.get(name)}


def told(row: Base, name: str) -> Any:
    """Return a row's value as events tell it."""
    return as_told(getattr(row, name))


def untold(row: Base, name: str, value: Any) -> Any:
    """Return the value of a row's column that events tell as ``value``."""
    kind = inspect(type(row)).columns[name].type
    if isinstance(kind, UtcDateTime) and value is not None:
        return datetime.fromisoformat(value)
    if isinstance(kind, Digits) and value is not None:
        return Decimal(value)
    return kind.words(value) if isinstance(kind, OneOf) else value


def made_in(session: Session, row: Base) -> str:
    """Return the act in which a row was created, or "" if there is no event for it."""
    entity, entity_id = named(row)
    query = select(Event.act).where(
        Event.entity == entity,
        Event.entity_id == entity_id,
        Event.action == "created",
    )
    return session.scalar(query) or ""


def newest(session: Session, limit: int, offset: int = 0) -> Sequence[Event]:
    """Return the latest events, newest first."""
    query = select(Event).order_by(Event.id.desc()).limit(limit).offset(offset)
    return session.scalars(query).all()


def _refuse_rewriting(
    session: Session, _flush: UOWTransaction, _instances: object
) -> None:
    changed = [entity for entity in session.dirty if session.is_modified(entity)]
    for entity in (*changed, *session.deleted):
        if isinstance(entity, AppendOnly):
            raise AppendOnlyError(f"a {type(entity).__name__} is written once")


def _write_events(session: Session, _flush: UOWTransaction) -> None:
    rows = [
        *_events("created", session.new),
        *_events("changed", session.dirty),
        *_events("deleted", session.deleted),
    ]
    if rows:
        write(session, rows)


def write(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write events of whoever ``session`` is tracked for; they are chained later."""
    actor = session.info["actor"]
    written = session.connection().execute(
        Event.__table__.insert().returning(Event.id),  # type: ignore[attr-defined]
        [{**row, **actor} for row in rows],
    )
    session.info.setdefault(UNCHAINED, []).extend(written.scalars())


def _events(action: str, entities: Iterable[object]) -> list[dict[str, Any]]:
    found = []
    for entity in entities:
        if isinstance(entity, UNTRACKED):
            continue
        before, after = _change(entity)
        if action == "deleted":
            before, after = _values(entity), {}
        elif before == after:
            continue
        found.append(_event(action, entity, before, after))
    return found


def _event(
    action: str, entity: object, before: dict[str, Any], after: dict[str, Any]
) -> dict[str, Any]:
    table, key = named(entity)
    return {
        "action": action,
        "entity": table,
        "entity_id": key,
        "before": before,
        "after": after,
    }


def named(entity: object) -> tuple[str, str]:
    """Return the table and the key of a row, as they are written in events."""
    mapper = inspect(entity, raiseerr=True).mapper
    key = ":".join(map(str, mapper.primary_key_from_instance(entity)))
    return mapper.local_table.name, key


def _change(entity: object) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the changed values of ``entity`` as they were and as they are."""
    before, after = {}, {}
    state = inspect(entity)
    for name in [*state.mapper.column_attrs.keys(), *lists(state.mapper)]:
        if name in COUNTED:
            continue
        history = state.attrs[name].history
        if history.has_changes() and name not in SECRET:
            before[name] = _plain(
                history.deleted, history.unchanged, name, state.mapper
            )
            after[name] = _plain(history.added, history.unchanged, name, state.mapper)
        elif history.has_changes():
            before[name], after[name] = "(hidden)", "(hidden, new)"
    return before, after


def _values(entity: object) -> dict[str, Any]:
    """Return the values of a row that is deleted, but for what is secret."""
    names = set(inspect(entity, raiseerr=True).mapper.column_attrs.keys())
    return {name: as_told(getattr(entity, name)) for name in sorted(names - SECRET)}


def lists(mapper: Any) -> list[str]:
    """Return the names of the lists that events tell as values of a row."""
    return [found.key for found in mapper.relationships if found.secondary is not None]


def _plain(values: Any, kept: Any, name: str, mapper: Any) -> Any:
    if name in mapper.relationships:
        return sorted(value.slug for value in [*(values or ()), *(kept or ())])
    value = values[0] if values else None
    return as_told(value)


def as_told(value: Any) -> Any:
    """Return a value of a row as events tell it."""
    match value:
        case Decimal():
            return str(value)
        case datetime():
            return value.isoformat()
        case StrEnum():
            return str(value)
        case _:
            return value
