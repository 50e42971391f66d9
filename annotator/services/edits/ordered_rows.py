"""Rows that people name and put in order: their places, names and the length of texts."""

from collections.abc import Container, Sequence
from typing import Protocol

from annotator.domain.errors import ConflictError, InvalidError
from annotator.services.context import Context

LONGEST_NAME = 80  # code points


class Ordered(Protocol):
    """A row with a slug and a place among others."""

    slug: str
    position: int


def place_after(rows: Sequence[Ordered], after: str | None) -> int:
    """Return where to insert a row that stands after the one with this slug.

    "" is the first place; None, and a slug that is not there, the last.
    """
    if after == "":
        return 0
    slugs = [row.slug for row in rows]
    return slugs.index(after) + 1 if after in slugs else len(slugs)


def place_before(rows: Sequence[Ordered], slug: str) -> int:
    """Return where to insert a row that stands before the one with this slug, or last ("").

    Raises ConflictError if there is none.
    """
    slugs = [row.slug for row in rows]
    if slug and slug not in slugs:
        raise ConflictError("The order was changed in the meantime. Check it again.")
    return slugs.index(slug) if slug else len(slugs)


def next_position(rows: Sequence[Ordered]) -> int:
    """Return a position behind all others."""
    return max((row.position for row in rows), default=-1) + 1


def put_in_order(context: Context, rows: Sequence[Ordered]) -> None:
    """Give rows the positions that they have in all, in the order in which they are here.

    So nothing changes but what has moved, and the history tells no more.
    """
    for place, position in enumerate(sorted(row.position for row in rows)):
        rows[place].position = position
    context.session.flush()


def checked_name(typed: str, taken: Container[str]) -> str:
    """Return a name as it is stored; ``taken`` has those of others, casefolded."""
    name = " ".join(typed.split())
    if not name:
        raise InvalidError("name", "is required.")
    check_length("name", name, LONGEST_NAME)
    if name.casefold() in taken:
        raise InvalidError("name", "already exists; choose another.")
    return name


def check_length(field: str, text: str, longest: int) -> None:
    """Raise InvalidError if a text has more than ``longest`` code points."""
    if len(text) > longest:
        raise InvalidError(field, f"is longer than {longest:,} characters.")
