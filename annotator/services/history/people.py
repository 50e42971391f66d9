"""What one person did, newest first, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from itertools import groupby

from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.services.history import acts
from annotator.services.history.acts import Asked, HistoryAct
from annotator.storage import accounts


@dataclass(frozen=True)
class Day:
    """The acts of one day in UTC, newest first."""

    day: date
    acts: Sequence[HistoryAct]


@dataclass(frozen=True)
class PersonHistory:
    """One page of what a person did; pages count from 1."""

    name: str  # as they sign in
    display_name: str
    days: Sequence[Day]
    number: int
    has_more: bool


def of_person(
    context: Context, name: str, *, thing: str = "", action: str = "", page: int = 1
) -> PersonHistory:
    """Return a page of what a person did, by the name with which they sign in.

    ``thing`` is a key of ``THINGS``, ``action`` is "created", "changed" or "deleted"; "" is
    for everything. Raises NotFoundError if nobody has the name.
    """
    context.require(Action.READ_DRAFTS)
    person = accounts.user_by_name(context.session, name)
    found = acts.list_acts(
        context, Asked(person=person.id, thing=thing, action=action), page
    )
    days = [
        Day(day, list(acts_of_day))
        for day, acts_of_day in groupby(
            found.acts, key=lambda act: act.at.astimezone(UTC).date()
        )
    ]
    return PersonHistory(
        person.name, person.display_name, days, found.number, found.has_more
    )
