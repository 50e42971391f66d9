"""The rows that an act changed, in words: what each is about, before and after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.domain import edits
from annotator.domain.history_sentences import Change, Named, Part, sentence
from annotator.domain.history_words import WORDS
from annotator.domain.matching.differences import DiffKind, DiffPart
from annotator.services.context import Context
from annotator.storage import things
from annotator.storage.histories import ChangeRow
from annotator.storage.things import Thing

MOST_SAID = 2_000  # characters that are shown of what was removed or added in one place

Things = Mapping[tuple[str, str], Thing]

_SHOWN_AS = {  # a row is told as what it is about, where that is not itself
    "evidence": ("passage", "absence", "result"),
    "placement": ("passage",),
    "picture_decision": ("passage",),
    "absence_run": ("absence",),
    "absence_judgement": ("absence",),
    "passage_tag": ("passage",),
    "card": ("category",),
    "verdict_reason": ("reason",),
}
_IDS = {  # columns that hold the id of a row of another table
    "claim_id": "claim",
    "passage_id": "passage",
    "absence_id": "absence",
    "category_id": "category",
    "parent_id": "claim",
    "assertion_id": "passage",
    "report_id": "report",
    "other_id": "passage",
    "result_id": "result",
}


@dataclass(frozen=True)
class FieldChange:
    """A value before and after, as one text with what was removed and added."""

    label: str
    segments: Sequence[DiffPart]


@dataclass(frozen=True)
class HistoryRow:
    """One row that an act changed, in words."""

    parts: tuple[Part, ...]
    fields: Sequence[FieldChange]


def rows_of(context: Context, rows: Sequence[ChangeRow]) -> list[HistoryRow]:
    """Return rows in words, each with what it said before and says now."""
    known = things_of(context, rows)
    replaced = {
        table: things.wordings_before(
            context.session, table, [int(x.key) for x in rows if x.table == table]
        )
        for table in ("critique", "verdict")
    }
    return [
        HistoryRow(alone(row, known), fields_of(row, known, before))
        for row in rows
        for before in [replaced.get(row.table, {}).get(row.key, {})]
    ]


def alone(row: ChangeRow, known: Things) -> tuple[Part, ...]:
    """Say what became of one row."""
    if not is_told(row):  # a row of a table that is gone
        return (Part(f"{row.action} {row.table} {row.key}"),)
    change = change_of(row, known)
    parts = sentence([change], {(row.table, row.action): 1})
    return parts or (Part(f"changed {WORDS[row.table].one}"),)


def is_told(row: ChangeRow) -> bool:
    """Whether there are words for a row; there are none for tables of long ago."""
    return row.table in WORDS


def things_of(context: Context, rows: Iterable[ChangeRow]) -> Things:
    """Return all that rows are about, or led to before."""
    keys: set[tuple[str, str]] = set()
    for row in rows:
        table, key = _own(row)
        keys.add((table, key))
        for values in (row.before, row.after):
            keys |= {
                (other, str(values[name]))
                for name, other in _IDS.items()
                if values.get(name) is not None
            }
    return things.things(context.session, keys)


def _own(row: ChangeRow) -> tuple[str, str]:
    """Return the table and key under which a row's names are found."""
    first = row.key.partition(":")[0]
    return ("passage", first) if row.table == "passage_tag" else (row.table, row.key)


def change_of(row: ChangeRow, known: Things) -> Change:
    """Return a row as sentences are made from it."""
    own = known.get(_own(row))
    around = _around(own, known)
    facts = dict(own.facts) if own and row.action == "created" else {}
    if row.table == "passage_tag":
        around["tag"] = Named("tag", "", row.key.partition(":")[2])
    if own and row.table == "override":
        around["reason"] = Named("reason", "", str(own.facts["because"]))
    return Change(
        table=row.table,
        action=row.action,
        what=_what(row, own, around, known),
        after={**row.after, **facts},
        of=around,
    )


def _what(
    row: ChangeRow, own: Thing | None, around: Mapping[str, Named], known: Things
) -> Named:
    """Return what a row is told as."""
    if own is None:
        return Named(row.table, row.key, _said_then(row))
    if row.table == "publication":
        return _page(own)
    if row.table == "override":
        return _page(known["publication", own.points["publication"]])
    shown = [x for x in _SHOWN_AS.get(row.table, ()) if x in around]
    what = around[shown[0]] if shown else _named(own, around)
    if row.table == "card" and "scorecard" in around:  # it has no page of its own
        return Named("card", around["scorecard"].key, what.name)
    return what


def _page(publication: Thing) -> Named:
    """Return the page that a publication is an edition of."""
    return Named(str(publication.facts["kind"]), publication.slug, publication.name)


def _said_then(row: ChangeRow) -> str:
    """Return the name of a row that is no longer there, from its event."""
    then = {**row.before, **row.after}
    words = then.get("words") or then.get("name") or then.get("title") or ""
    return ", ".join(words) if isinstance(words, list) else str(words)


def _around(own: Thing | None, known: Things) -> dict[str, Named]:
    """Return what a thing belongs to, by table, over two steps."""
    found: dict[str, Named] = {}
    near = [own] if own else []
    for _ in range(2):
        near = [
            known[table, key]
            for thing in near
            for table, key in thing.points.items()
            if (table, key) in known
        ]
        for thing in near:
            found.setdefault(
                thing.table, Named(thing.table, thing.slug or thing.key, _name(thing))
            )
    return found


def _named(thing: Thing, around: Mapping[str, Named]) -> Named:
    key = thing.slug or thing.key
    if thing.table == "revision" and "report" in around:
        key = around["report"].key
    return Named(thing.table, key, _name(thing))


def _name(thing: Thing) -> str:
    if thing.table == "passage":
        return thing.name or str(thing.facts["description"]) or "figure or table"
    return thing.name


# What it said before and after

_TOLD_WHEN_CREATED = {
    "critique": ("body", "change_our_mind", "ask_the_lab"),
    "verdict": ("shown", "credence", "rationale"),
    "verdict_reason": ("sentence",),
    "evidence": ("stance", "note"),
    "tension": ("passage_id", "other_id", "result_id"),
    "override": ("findings",),
    "absence_judgement": ("says", "reason"),
    "picture_decision": ("reason",),
    "change_coding": ("effect", "notice"),
}
_LABELS = {
    "body": "critique",
    "change_our_mind": "what would change our mind",
    "ask_the_lab": "what we ask the lab",
    "exact": "words",
    "group": "part of the scorecard",
    "parent_id": "part of",
    "assertion_id": "stated in",
    "other_id": "other passage",
    "findings": "what was found",
}


def fields_of(
    row: ChangeRow, known: Things, replaced: Mapping[str, Any]
) -> list[FieldChange]:
    """Return what a row's values were and are.

    ``replaced`` has the values of the critique or verdict in whose place it was written.
    """
    if row.action == "changed":
        names, before = [x for x in row.after if not x.endswith("_at")], row.before
    else:
        names, before = list(_TOLD_WHEN_CREATED.get(row.table, ())), replaced
    values = {
        name: (_value(name, before.get(name), known), _value(name, now, known))
        for name, now in row.after.items()
        if name in names
    }
    return [
        FieldChange(_LABELS.get(name, _label(name)), _compared(old, new))
        for name, (old, new) in values.items()
        if old != new
    ]


def _compared(old: str, new: str) -> list[DiffPart]:
    return [_short(part) for part in edits.compared(old, new)]


def _short(part: DiffPart) -> DiffPart:
    is_long = part.kind is not DiffKind.SAME and len(part.text) > MOST_SAID
    return replace(part, text=f"{part.text[:MOST_SAID]} …") if is_long else part


def _label(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ")


def _value(name: str, value: Any, known: Things) -> str:
    if value is None or value == "":
        return ""
    if name in _IDS:
        thing = known.get((_IDS[name], str(value)))
        return _name(thing) if thing else str(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
