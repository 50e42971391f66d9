"""What in the database does not agree with the history, a sentence each.

The history is a chain of hashes, so that it shows whether it was altered itself; and what
it tells of a row is compared with the row.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from annotator.domain.history_chain import Head
from annotator.domain.history_words import WORDS
from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.storage import event_chain, told_rows
from annotator.storage.event_chain import Break
from annotator.storage.told_rows import Unexplained, Unreadable

_MOST_VALUES = 3  # of a row that are told
_LONGEST = 80  # characters of a value that are


def head(context: Context) -> Head:
    """Return the newest event's place in the chain and its hash."""
    context.require(Action.READ_DRAFTS)
    return event_chain.head(context.session)


def holds(context: Context, noted: Head) -> bool:
    """Whether the history still has what it had when its head was noted."""
    context.require(Action.READ_DRAFTS)
    there = event_chain.hash_at(context.session, noted.number)
    return noted.number == 0 or there == noted.hash


def faults(context: Context) -> Iterator[str]:
    """Yield what is wrong; of the chain, only where it breaks first.

    All of the history is read, in pieces.
    """
    context.require(Action.READ_DRAFTS)
    if found := event_chain.first_break(context.session):
        yield _broken(found)
    for row in told_rows.unexplained(context.session):
        yield _unexplained(row)


def _broken(found: Break) -> str:
    if found.problem:
        return (
            f"The history cannot be read after event {found.number:,}: {found.problem}."
        )
    if found.said is None:
        return f"Event {found.number:,} of the history is missing."
    said = _event(found.said)
    if not found.number:
        return f"An event is in the history that this program did not write: {said}."
    return (
        f"Event {found.number:,} of the history does not fit to its hash, as it was altered"
        f" or put in another's place: {said}."
    )


def _event(said: Mapping[str, Any]) -> str:
    at: datetime = said["at"]
    when = at.astimezone(UTC).strftime("%d %B %Y, %H:%M UTC").lstrip("0")
    what = _row(str(said["entity"]), str(said["entity_id"]))
    return f"on {when}, {said['actor']} {said['action']} {what}"


def _unexplained(found: Unexplained | Unreadable) -> str:
    if isinstance(found, Unreadable):
        return f"The table {found.table} has a value that is none: {found.problem}."
    row = _row(found.table, found.key)
    if found.there is None:
        return f"The history does not tell that {row} was deleted, but it is gone."
    if found.told is None:
        return f"The history does not tell who added {row}."
    pairs = [
        f"{name} is {_short(found.there[name])} and was {_short(told)}"
        for name, told in found.told.items()
    ]
    more = ", and more" if len(pairs) > _MOST_VALUES else ""
    values = "; ".join(pairs[:_MOST_VALUES])
    return f"The history does not tell who changed {row}: {values}{more}."


def _row(table: str, key: str) -> str:
    """Name a row so that it is found in the database, too."""
    one = WORDS[table].one if table in WORDS else "a row"
    return f"{one} ({table} {key})"


def _short(value: Any) -> str:
    said = "empty" if value is None or value == "" else f"“{value}”"
    return f"{said[:_LONGEST]}…”" if len(said) > _LONGEST else said
