"""The chain of the history, written in the transaction of each change, and read again.

Events are chained before the commit, when everything else has been written: whoever takes
its turn at the chain waits for nobody any more, so that writers never wait in a circle.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from annotator.domain import history_chain
from annotator.domain.history_chain import START, Head
from annotator.storage.database.engine import take_turns
from annotator.storage.events import UNCHAINED, Event, EventHash

_AT_ONCE = 200  # events in memory; those of publications hold whole pages
_SAID = list(Event.__table__.columns)
_NAMES = [column.name for column in _SAID]


@dataclass(frozen=True)
class Break:
    """The first event that does not fit into the chain, as it is now."""

    number: int  # in the chain; 0 if it has no place there
    said: Mapping[str, Any] | None  # None if it is not there
    problem: str = ""  # why what comes after ``number`` cannot be read


def track(session: Session) -> None:
    """Have every event of ``session`` chained before its commit."""
    if not event.contains(session, "before_commit", chain):
        event.listen(session, "before_commit", chain)


def chain(session: Session) -> None:
    """Chain the events of this transaction, in their order."""
    if session.in_nested_transaction():
        return  # a savepoint; what it has written may still be undone
    session.flush()
    ids: list[int] = session.info.pop(UNCHAINED, [])
    contents = list(_contents(session, ids))
    if not contents:
        return
    take_turns(session, "the chain of the history")
    place, rows = head(session), []
    for number, content in contents:
        place = history_chain.after(place, content)
        rows.append({"number": place.number, "event_id": number, "hash": place.hash})
    session.execute(insert(EventHash.__table__), rows)  # type: ignore[arg-type]


def _contents(session: Session, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield the digests of events that have no hash, by their ids.

    They are read again, so that it is what the database keeps that is hashed. What was
    undone since, with a savepoint or a transaction, is not among them.
    """
    query = select(*_SAID).outerjoin(EventHash).where(EventHash.number.is_(None))
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), _AT_ONCE):
        some = ordered[start : start + _AT_ONCE]
        found = session.execute(query.where(Event.id.in_(some)).order_by(Event.id))
        yield from ((row.id, history_chain.digest(row._asdict())) for row in found)


def head(session: Session) -> Head:
    """Return the newest place of the chain and its hash."""
    query = select(EventHash.number, EventHash.hash)
    row = session.execute(query.order_by(EventHash.number.desc()).limit(1)).first()
    return Head(*row) if row else START


def hash_at(session: Session, number: int) -> str:
    """Return the hash at a place of the chain; "" if it ends before."""
    return session.scalar(select(EventHash.hash).filter_by(number=number)) or ""


def first_break(session: Session) -> Break | None:
    """Return the first event that does not fit into the chain; None if all do.

    The whole history is read, some of it at a time.
    """
    query = (
        select(EventHash.number, EventHash.hash, *_SAID)
        .outerjoin(Event)
        .order_by(EventHash.number)
        .execution_options(yield_per=_AT_ONCE)
    )
    place = START
    with session.execute(query) as found:
        try:
            for number, hashed, *values in found:
                said = dict(zip(_NAMES, values, strict=True))
                place = history_chain.after(place, history_chain.digest(said))
                if number != place.number or said["id"] is None:
                    return Break(place.number, None)
                if hashed != place.hash:
                    return Break(number, said)
        except ValueError as error:  # no JSON, or no time
            return Break(place.number, None, str(error))
    return _without_place(session)


def _without_place(session: Session) -> Break | None:
    """Return the first event that the program has not written."""
    query = select(*_SAID).outerjoin(EventHash).where(EventHash.number.is_(None))
    row = session.execute(query.order_by(Event.id).limit(1)).first()
    return Break(0, row._asdict()) if row else None
