"""Undo and redo what somebody did in the pages of a report.

What an act changed is known from its events; undoing it is an act of its own, whose events
say how to redo it. Nothing is deleted: what an act made is withdrawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from annotator.domain.errors import ConflictError
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import State
from annotator.services.context import Context
from annotator.services.passages import marking
from annotator.storage import events
from annotator.storage.claims import claims, evaluations, evidence, tensions
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.evidence import Evidence
from annotator.storage.claims.tensions import Tension
from annotator.storage.events import Event
from annotator.storage.library.reports import Report
from annotator.storage.passages import passages, tags
from annotator.storage.passages.passages import Passage
from annotator.storage.passages.tags import PassageTag
from annotator.storage.work import acts
from annotator.storage.work.acts import Act, ActState, ToldAct, ToldKind

Row: TypeAlias = Passage | Evidence | Tension | Claim


@dataclass
class Reverted:
    """What undoing or redoing an act has changed."""

    said: str = ""  # what the act did
    passages: set[int] = field(default_factory=set)


def record(context: Context, report: Report, said: str) -> None:
    """Record what this act does in the pages of ``report``, so that it can be undone.

    ``said`` is in words, such as "Marked “…”". What was undone before cannot be redone
    any more.
    """
    context.require(Action.MARK_PASSAGE)
    acts.pass_undone(context.session, report.id, context.actor.id)
    context.session.add(
        Act(
            report_id=report.id,
            user_id=context.actor.id,
            act=context.act,
            said=said,
            at=context.now,
            state=ActState.DONE,
        )
    )


def undo(context: Context, report: Report) -> Reverted | None:
    """Undo what this person did last in ``report``; None if there is nothing to undo.

    Raises ConflictError if somebody has changed the same since.
    """
    context.require(Action.MARK_PASSAGE)
    act = acts.to_undo(context.session, report.id, context.actor.id)
    return _turn(context, act, ActState.UNDONE)


def redo(context: Context, report: Report) -> Reverted | None:
    """Redo what this person undid last; None if there is nothing to redo.

    Raises ConflictError if somebody has changed the same since.
    """
    context.require(Action.MARK_PASSAGE)
    act = acts.to_redo(context.session, report.id, context.actor.id)
    return _turn(context, act, ActState.DONE)


def _turn(context: Context, act: Act | None, state: ActState) -> Reverted | None:
    if act is None:
        return None
    reverted = revert(context, act.act)
    kind = ToldKind.UNDONE if state is ActState.UNDONE else ToldKind.REDONE
    tell(context, kind, act.said)
    act.act, act.state = context.act, state
    reverted.said = act.said
    return reverted


def tell(context: Context, kind: ToldKind, said: str) -> None:
    """Say in words what this act does, for the history."""
    context.require(Action.MARK_PASSAGE)
    context.session.add(ToldAct(act=context.act, kind=kind, said=said))


def revert(context: Context, act: str) -> Reverted:
    """Set back what the events of ``act`` changed, and withdraw what they made.

    A passage or claim that is used elsewhere by now stays. Raises ConflictError if
    somebody has changed the same since.
    """
    context.require(Action.WRITE_CLAIM)
    reverted = Reverted()
    changes = events.of_act(context.session, act)
    rows = _changed_rows(context, changes)
    restored = []
    for change in reversed(changes):
        if change.entity == "passage_tag":
            reverted.passages.add(_revert_tag(context, change))
            continue
        row = rows.get((change.entity, change.entity_id))
        if row is None:
            continue
        _note_passages(reverted, row, change)
        if change.action == "created":
            _withdraw(context, row)
        else:
            _set_back(context, row, change)
            if isinstance(row, Passage) and row.withdrawn_at is None:
                restored.append(row)
    context.session.flush()
    marking.look_again(context, restored)
    return reverted


def _changed_rows(
    context: Context, changes: Sequence[Event]
) -> dict[tuple[str, str], Row]:
    """Return the rows that can be set back, by table and key; a query for each table."""
    session = context.session

    def keys(table: str) -> list[int]:
        return [int(change.entity_id) for change in changes if change.entity == table]

    marks = passages.every_by_ids(session, keys("passage"))
    made = claims.by_ids(session, keys("claim"))
    links = evidence.by_ids(session, keys("evidence"))
    tense = tensions.by_ids(session, keys("tension"))
    return {
        **{("passage", str(number)): row for number, row in marks.items()},
        **{("claim", str(number)): row for number, row in made.items()},
        **{("evidence", str(row.id)): row for row in links},
        **{("tension", str(row.id)): row for row in tense},
    }


def _revert_tag(context: Context, change: Event) -> int:
    """Take off a tag that was given, or give one that was taken off."""
    number, _, tag = change.entity_id.partition(":")
    there = tags.rows(context.session, [int(number)], tag)
    if change.action == "created":
        for row in there:
            context.session.delete(row)
    elif not there:
        context.session.add(PassageTag(passage_id=int(number), tag=tag))
    return int(number)


def _note_passages(reverted: Reverted, row: Row, change: Event) -> None:
    match row:
        case Passage():
            reverted.passages.add(row.id)
        case Evidence():
            named = (
                row.passage_id,
                *(values.get("passage_id") for values in (change.before, change.after)),
            )
            reverted.passages.update(passage for passage in named if passage)


def _withdraw(context: Context, row: Row) -> None:
    match row:
        case Evidence() | Tension() if row.withdrawn_at is None:
            row.withdrawn_at = context.now
        case Passage() if row.withdrawn_at is None:
            if not _is_used(context, row):
                marking.withdraw_passage(context, row.id)
        case Claim() if row.state is State.DRAFT and not _is_argued(context, row):
            row.state = State.WITHDRAWN


def _is_used(context: Context, passage: Passage) -> bool:
    session = context.session
    return bool(
        evidence.links_to(session, [passage.id])
        or claims.asserted_in(session, passage.id)
        or evaluations.citing(session, passage.id)
        or tensions.citing(session, [passage.id])
    )


def _is_argued(context: Context, claim: Claim) -> bool:
    whole = claims.by_slug(context.session, claim.slug)
    return bool(
        whole.subclaims
        or evidence.of_claims(context.session, [claim.id])
        or tensions.of_claims(context.session, [claim.id])
    )


def _set_back(context: Context, row: Row, change: Event) -> None:
    for name, value in change.before.items():
        if events.told(row, name) != change.after[name]:
            later = events.last_change_of(context.session, row, name)
            by = later.actor if later else "Somebody"
            raise ConflictError(f"{by} has changed this since, so it was not undone.")
        setattr(row, name, events.untold(row, name, value))
