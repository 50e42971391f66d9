"""Merge a save with what others saved meanwhile, for all forms that edit.

A use case passes the values that were typed. They are merged with the stored ones; if
both changed a field, a StaleError says which.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotator.domain import edits
from annotator.domain.edits import Difference, Seen, StaleError
from annotator.services.context import Context
from annotator.storage import events

NOBODY = "somebody"  # the author of a change made before there was a history


@dataclass(frozen=True)
class EditField:
    """One field of a form that edits."""

    name: str
    label: str  # in the form
    read: Callable[[Any], Any]  # returns the row's value; "" or () if there is no row
    column: str = ""  # its name in the history, if that differs
    say: Callable[[Context, Any], str] | None = None  # puts a value in words

    def words(self, context: Context, value: Any) -> str:
        """Return a value in words."""
        if self.say is not None:
            return self.say(context, value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return ", ".join(value) if isinstance(value, tuple) else str(value or "")


def by_attribute(name: str, label: str) -> EditField:
    """Return a field that reads the row's attribute of the same name."""
    return EditField(name, label, lambda row: getattr(row, name) if row else "")


EditFields = Sequence[EditField]


def seen(fields: EditFields, row: Any) -> Seen:
    """Return the version that a form showing ``row`` carries; None: no row yet."""
    return edits.seen(_version(row), _values(fields, row))


def settle(
    context: Context,
    fields: EditFields,
    row: Any,
    typed: Mapping[str, Any],
    made_from: Seen | None,
) -> dict[str, Any]:
    """Return the values to save: what was typed, and what only others changed.

    ``typed`` has the values as they would be stored. ``made_from`` is None if there was
    no form; then nothing can be stale. Raises StaleError if both changed a field.
    """
    if made_from is None:
        return dict(typed)
    now = _values(fields, row)
    merged = edits.merge(typed, now, made_from)
    if not merged.clashes and not made_from.put:
        return merged.values
    differences = [
        _difference(context, field, row, merged.values[field.name], now[field.name])
        for field in fields
        if field.name in merged.clashes
    ]
    raise StaleError(differences, merged.values, edits.seen(_version(row), now))


def _values(fields: EditFields, row: Any) -> dict[str, Any]:
    return {field.name: field.read(row) for field in fields}


def _version(row: Any) -> int:
    """Return a row's version or, if rows of its kind are never changed, its id."""
    if row is None:
        return 0
    version: int = getattr(row, "version", None) or row.id
    return version


def _difference(
    context: Context, field: EditField, row: Any, mine: Any, theirs: Any
) -> Difference:
    by, at = _who(context, field, row)
    return Difference(
        field=field.name,
        label=field.label,
        mine=field.words(context, mine),
        theirs=field.words(context, theirs),
        by=by,
        at=at,
    )


def _who(context: Context, field: EditField, row: Any) -> tuple[str, datetime | None]:
    """Return who gave a field its present value, and when."""
    if row is None:
        return NOBODY, None
    column = field.column or field.name
    change = events.last_change_of(context.session, row, column)
    return (change.actor, change.at) if change else (NOBODY, None)
