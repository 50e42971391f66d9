"""Do one thing to many passages: link, withdraw, restore or tag them, in one act.

It is done to all of them or to none. What forbids it for any of them is told, and so is
what somebody has changed since the page was made from which they were chosen.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.permissions import Action
from annotator.services.claims import acts
from annotator.services.claims import evidence as links
from annotator.services.claims.acts import Reverted
from annotator.services.claims.evidence import Weight
from annotator.services.claims.passage_lists import MOST_AT_ONCE, PassageFilters
from annotator.services.context import Context
from annotator.services.library.reports import hold_off_removals
from annotator.services.passages import marking
from annotator.storage import events, passage_lists
from annotator.storage.claims import claims, evaluations, evidence, tensions
from annotator.storage.passages import passages, tags
from annotator.storage.passages.passages import Passage
from annotator.storage.passages.tags import PassageTag
from annotator.storage.work.acts import ToldKind
from annotator.storage.work.acts import told as told_acts

NAMED = 5  # passages that a refusal names
LONGEST_TAG = 40  # characters
_MOST_CHANGES = 20_000  # events since a page was made that are looked through
_CHANGING = ("passage", "evidence", "placement", "passage_tag")


@dataclass(frozen=True)
class Chosen:
    """Passages that were chosen on a page: some of them, or all that met its filters."""

    ids: tuple[int, ...] = ()
    everything: PassageFilters | None = None
    found: int = 0  # how many met them when the page was made
    seen: int | None = None  # the newest event then; see ``PassagePage``


@dataclass
class _Reasons:
    """Why passages cannot be changed, with those that each reason is about."""

    found: dict[str, list[Passage]] = field(default_factory=dict)

    def add(self, reason: str, about: Iterable[Passage]) -> None:
        if rows := list(about):
            self.found.setdefault(reason, []).extend(rows)

    def refuse(self) -> None:
        if self.found:
            told = [f"{reason}: {_named(rows)}" for reason, rows in self.found.items()]
            raise ConflictError("Nothing was changed. " + " ".join(told))


def link_all(context: Context, chosen: Chosen, *, claim: str, weight: Weight) -> str:
    """Link passages to a claim; return in words what was done."""
    context.require(Action.WRITE_CLAIM)
    rows = _chosen(context, chosen)
    linked_to = claims.by_slug(context.session, claim)
    reasons = _Reasons()
    reasons.add("Withdrawn; restore first", (x for x in rows if x.withdrawn_at))
    stance = str(weight.stance)
    there = {
        link.passage
        for link in evidence.links_to(context.session, [row.id for row in rows])
        if link.claim == linked_to.slug and link.stance == stance
    }
    reasons.add(
        f"Linked to this claim already, as “{stance}”",
        (x for x in rows if x.id in there),
    )
    reasons.refuse()
    links.link_passages(context, linked_to, [row.id for row in rows], weight)
    return _tell(context, f"Linked {_count(rows)} to “{linked_to.text[:70]}”")


def withdraw_all(context: Context, chosen: Chosen) -> str:
    """Withdraw passages with their links; return in words what was done."""
    context.require(Action.WRITE_CLAIM)
    rows = [row for row in _chosen(context, chosen) if row.withdrawn_at is None]
    ids = [row.id for row in rows]
    reasons = _Reasons()
    for source, cited in (
        *claims.asserting(context.session, ids),
        *evaluations.citing_any(context.session, ids),
        *tensions.citing(context.session, ids),
    ):
        reasons.add(
            f"Cited by “{source[:90]}”; change that first",
            (row for row in rows if row.id == cited),
        )
    reasons.refuse()
    for link in evidence.plain_of_passages(context.session, ids):
        link.withdrawn_at = context.now
    for row in rows:
        row.withdrawn_at = context.now
    return _tell(context, f"Withdrew {_count(rows)}")


def restore_all(context: Context, chosen: Chosen) -> str:
    """Restore withdrawn passages with the links that were withdrawn with them."""
    context.require(Action.WRITE_CLAIM)
    rows = [row for row in _chosen(context, chosen) if row.withdrawn_at is not None]
    ids = [row.id for row in rows]
    last = events.last_changes(context.session, "passage", ids, "withdrawn_at")
    withdrawn_in = {change.act for change in last.values()}
    known = evidence.plain_of_passages(context.session, ids, withdrawn=True)
    changes = events.acts_of_changes(
        context.session, "evidence", [link.id for link in known], withdrawn_in
    )
    then = {
        int(change.entity_id): change.after["withdrawn_at"]
        for change in changes
        if change.after.get("withdrawn_at")
    }
    for link in known:
        if then.get(link.id) == events.told(link, "withdrawn_at"):
            link.withdrawn_at = None
    for row in rows:
        row.withdrawn_at = None
    marking.look_again(context, rows)
    return _tell(context, f"Restored {_count(rows)}")


def tag_all(context: Context, chosen: Chosen, tag: str) -> str:
    """Give passages a tag, unless they have it; return in words what was done."""
    context.require(Action.MARK_PASSAGE)
    tag = _tag(tag)
    rows = _chosen(context, chosen)
    there = {
        row.passage_id
        for row in tags.rows(context.session, [row.id for row in rows], tag)
    }
    new = [row for row in rows if row.id not in there]
    context.session.add_all(PassageTag(passage_id=row.id, tag=tag) for row in new)
    return _tell(context, f"Tagged {_count(new)} as “{tag}”")


def tag_passage(context: Context, passage_id: int, typed: Sequence[str]) -> None:
    """Give one passage the tags that it lacks."""
    context.require(Action.MARK_PASSAGE)
    has = tags.of_passages(context.session, [passage_id]).get(passage_id, ())
    new = {_tag(tag) for tag in typed} - set(has)
    context.session.add_all(
        PassageTag(passage_id=passage_id, tag=tag) for tag in sorted(new)
    )
    context.session.flush()


def untag_all(context: Context, chosen: Chosen, tag: str) -> str:
    """Take a tag off passages that have it; return in words what was done."""
    context.require(Action.MARK_PASSAGE)
    tag = _tag(tag)
    rows = tags.rows(context.session, [row.id for row in _chosen(context, chosen)], tag)
    for row in rows:
        context.session.delete(row)
    return _tell(context, f"Removed the tag “{tag}” from {_count(rows)}")


@dataclass(frozen=True)
class LastAct:
    """An act that was done to many passages, and whether it can be undone or redone."""

    act: str
    said: str
    is_undone: bool


def find_act(context: Context, act: str) -> LastAct | None:
    """Return an act of this person that changed many passages at once, or None."""
    context.require(Action.READ_DRAFTS)
    told = told_acts(context.session, [act]).get(act)
    done = events.first_of_act(context.session, act)
    if told is None or done is None or done.actor_id != context.actor.id:
        return None
    return LastAct(act, told.said, told.kind is ToldKind.UNDONE)


def undo(context: Context, act: str) -> Reverted:
    """Undo one's own act on many passages, or redo one that was undone.

    Raises ConflictError if somebody has changed the same since.
    """
    context.require(Action.WRITE_CLAIM)
    found = find_act(context, act)
    if found is None:
        raise ConflictError("You have no such change to undo.")
    reverted = acts.revert(context, act)
    acts.tell(
        context, ToldKind.REDONE if found.is_undone else ToldKind.UNDONE, found.said
    )
    reverted.said = found.said
    return reverted


# Which passages


def _chosen(context: Context, chosen: Chosen) -> Sequence[Passage]:
    """Return the passages that were chosen; refuse if they changed since."""
    hold_off_removals(context)
    ids = chosen.ids
    if chosen.everything is not None:
        ids = tuple(
            passage_lists.ids(
                context.session, chosen.everything, limit=MOST_AT_ONCE + 1
            )
        )
    if not ids:
        raise InvalidError("passages", "choose some passages first.")
    if len(ids) > MOST_AT_ONCE:
        raise InvalidError(
            "passages",
            f"are more than {MOST_AT_ONCE}; narrow the list and make the change in "
            "parts.",
        )
    if chosen.everything is not None and len(ids) != chosen.found:
        raise ConflictError(
            f"Nothing was changed. The list had {chosen.found} passages when you "
            f"opened this page and has {len(ids)} now. Review it, then try again."
        )
    rows = passages.every_by_ids(context.session, ids)
    reasons = _Reasons()
    gone = passages.in_removed_files(context.session, ids)
    reasons.add("Removed with the report", (rows[x] for x in sorted(gone)))
    _add_changed(context, chosen, rows.values(), reasons)
    reasons.refuse()
    return [rows[number] for number in ids if number in rows]


def _add_changed(
    context: Context, chosen: Chosen, rows: Collection[Passage], reasons: _Reasons
) -> None:
    if chosen.seen is None:
        return
    since = events.changes_since(context.session, chosen.seen, _CHANGING, _MOST_CHANGES)
    if len(since) == _MOST_CHANGES:
        raise ConflictError(
            "Nothing was changed. Too much has changed since you opened this page; "
            "reload it."
        )
    by: dict[int, str] = {}
    linked = evidence.passages_by_link(
        context.session, [int(x.entity_id) for x in since if x.entity == "evidence"]
    )
    for change in since:
        for passage in events.passages_about(change, linked):
            by[passage] = change.actor
    for row in rows:
        if row.id in by:
            reasons.add(f"Changed in the meantime by {by[row.id]}", [row])


# Words


def _tag(typed: str) -> str:
    tag = " ".join(typed.split()).lower()
    if not tag:
        raise InvalidError("tag", "enter the tag.")
    if len(tag) > LONGEST_TAG or "," in tag:
        raise InvalidError(
            "tag",
            f"must be a short word without commas, at most {LONGEST_TAG} characters.",
        )
    return tag


def _tell(context: Context, said: str) -> str:
    acts.tell(context, ToldKind.DONE, said)
    return said


def _count(rows: Sequence[object]) -> str:
    return "1 passage" if len(rows) == 1 else f"{len(rows)} passages"


def _named(rows: Sequence[Passage]) -> str:
    named = "; ".join(
        f"“{(row.exact or row.description or 'figure or table')[:60]}”"
        for row in rows[:NAMED]
    )
    left = len(rows) - NAMED
    return f"{named} and {left} more." if left > 0 else f"{named}."
