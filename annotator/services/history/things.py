"""The whole history of one thing: who did what to it, and what it said before and after.

What belongs to it counts, too: a claim's links and verdicts, a report's passages. A page
takes as many queries however much it lists.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.errors import NotFoundError
from annotator.domain.history_sentences import Part, quoted
from annotator.domain.history_words import WORDS
from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.services.history import acts
from annotator.services.history.acts import ACTS_ON_A_PAGE, HistoryAct
from annotator.services.history.rows import HistoryRow, rows_of
from annotator.storage import belongings, histories, things
from annotator.storage.histories import HistoryFilters

ROWS_OF_AN_ACT = 10  # that are told on the page of a thing; the act's own page has all


@dataclass(frozen=True)
class ThingAct:
    """An act with the first of its changes that are about the thing."""

    act: HistoryAct
    rows: Sequence[HistoryRow]

    @property
    def more(self) -> int:
        """How many changes the act's own page has besides."""
        return self.act.rows - len(self.rows)


@dataclass(frozen=True)
class ThingHistory:
    """One page of the history of a thing, newest first; pages count from 1."""

    what: Part  # its name, and what leads to its page
    kind: str
    key: str
    acts: Sequence[ThingAct]
    number: int
    has_more: bool

    @property
    def one(self) -> str:
        """What kind of thing it is, such as "a claim"."""
        return WORDS[self.kind].one


def of_thing(context: Context, kind: str, key: str, page: int = 1) -> ThingHistory:
    """Return a page of the history of a thing, by its kind and what its address names.

    Raises NotFoundError if there is no such thing.
    """
    context.require(Action.READ_DRAFTS)
    number = belongings.id_of(context.session, kind, key)
    if number is None:
        raise NotFoundError("thing with a history", key)
    filters, page = HistoryFilters(about=(kind, number)), max(1, page)
    found = histories.acts(
        context.session,
        filters,
        limit=ACTS_ON_A_PAGE + 1,
        offset=(page - 1) * ACTS_ON_A_PAGE,
    )
    shown = found[:ACTS_ON_A_PAGE]
    changes = histories.first_changes(
        context.session, [row.act for row in shown], filters, ROWS_OF_AN_ACT
    )
    told = rows_of(context, changes)
    of_act: dict[str, list[HistoryRow]] = {row.act: [] for row in shown}
    for change, row in zip(changes, told, strict=True):
        of_act[change.act].append(row)
    listed = [
        ThingAct(act, of_act[row.act])
        for row, act in zip(shown, acts.told(context, shown), strict=True)
    ]
    what = _named(context, kind, number, key)
    return ThingHistory(what, kind, key, listed, page, len(found) > ACTS_ON_A_PAGE)


def _named(context: Context, kind: str, number: int, key: str) -> Part:
    thing = things.things(context.session, [(kind, str(number))])[kind, str(number)]
    name = thing.name or str(thing.facts.get("description", ""))
    words = WORDS[kind]
    said = f"{words.the} {quoted(name)}".strip() if name else f"this {kind}"
    return Part(said, kind, key)
