"""Link claims to their evidence: passages, results, absences, outside sources."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from annotator.domain.edits import Seen
from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.input.choices import choice
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import AimsAt, LoadBearing, Stance, Strength
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.services.library import reports
from annotator.storage.claims import absences, claims, evaluations, evidence
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.evidence import Evidence as Evidence
from annotator.storage.passages import passages

LONGEST_NOTE = 5_000  # code points


@dataclass(frozen=True)
class Weight:
    """How a piece of evidence bears on its claim."""

    stance: str
    aims_at: str = AimsAt.CLAIM
    load_bearing: str = LoadBearing.UNKNOWN
    strength: str = Strength.NOT_RATED
    reasons: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Target:
    """What a link points to: exactly one passage, result, absence or outside source."""

    passage: int | None = None
    result: int | None = None
    absence: int | None = None
    source_url: str = ""
    source_title: str = ""


def list_evidence(context: Context, claim_list: Sequence[Claim]) -> Sequence[Evidence]:
    """Return the standing evidence of these claims, in the order of linking."""
    context.require(Action.READ_DRAFTS)
    return evidence.of_claims(context.session, [claim.id for claim in claim_list])


def get_evidence(context: Context, evidence_id: int) -> Evidence:
    """Return a piece of evidence with its claim and target; raise NotFoundError."""
    context.require(Action.READ_DRAFTS)
    return evidence.by_id(context.session, evidence_id)


def links_of_passages(
    context: Context, passage_ids: Sequence[int]
) -> dict[int, list[Evidence]]:
    """Return the standing evidence that points to each passage, by passage id."""
    context.require(Action.READ_DRAFTS)
    links: dict[int, list[Evidence]] = {passage_id: [] for passage_id in passage_ids}
    for link in evidence.of_passages(context.session, passage_ids):
        if link.passage_id is not None:
            links[link.passage_id].append(link)
    return links


def link_evidence(
    context: Context, *, claim: str, target: Target, weight: Weight
) -> Evidence:
    """Link a claim (its slug) to a target."""
    context.require(Action.WRITE_CLAIM)
    link = Evidence(
        claim_id=claims.by_slug(context.session, claim).id,
        created_by_id=context.actor.id,
        created_at=context.now,
        source_url="",
        source_title="",
    )
    _set_target(context, link, target)
    _set_weight(link, weight)
    context.session.add(link)
    context.session.flush()
    return evidence.by_id(context.session, link.id)


def link_passages(
    context: Context, claim: Claim, passage_ids: Sequence[int], weight: Weight
) -> None:
    """Link a claim to many passages that are there, each with the same weight."""
    context.require(Action.WRITE_CLAIM)
    made = [
        Evidence(
            claim_id=claim.id,
            passage_id=number,
            source_url="",
            source_title="",
            created_by_id=context.actor.id,
            created_at=context.now,
        )
        for number in passage_ids
    ]
    for link in made:
        _set_weight(link, weight)
    context.session.add_all(made)
    context.session.flush()


def weigh_evidence(
    context: Context,
    evidence_id: int,
    weight: Weight,
    *,
    made_from: Seen | None = None,
) -> Evidence:
    """Change how a piece of evidence bears on its claim.

    ``made_from`` is the version from which the form was made. Raises StaleError.
    """
    context.require(Action.WRITE_CLAIM)
    link = evidence.by_id(context.session, evidence_id)
    if made_from is not None and link.withdrawn_at is not None:
        raise ConflictError("This link has been removed; restore it first.")
    typed = asdict(_as_stored(weight))
    kept = versions.settle(context, form_fields.EVIDENCE, link, typed, made_from)
    _set_weight(link, Weight(**kept))
    context.session.flush()
    return link


def _as_stored(weight: Weight) -> Weight:
    reasons = tuple(reason.strip() for reason in weight.reasons if reason.strip())
    return replace(weight, reasons=reasons, note=weight.note.strip())


def withdraw_evidence(context: Context, evidence_id: int) -> Evidence:
    """Withdraw a link; its passage and its history stay."""
    context.require(Action.WRITE_CLAIM)
    link = evidence.by_id(context.session, evidence_id)
    link.withdrawn_at = context.now
    return link


def restore_evidence(context: Context, evidence_id: int) -> Evidence:
    """Restore a withdrawn link."""
    context.require(Action.WRITE_CLAIM)
    link = evidence.by_id(context.session, evidence_id)
    _refuse_if_removed(context, link)
    if link.result is not None and link.result.withdrawn_at is not None:
        raise ConflictError("Its result was withdrawn. Restore the result first.")
    link.withdrawn_at = None
    return link


def _refuse_if_removed(context: Context, link: Evidence) -> None:
    """Raise RemovedError if the report that a link leads to was removed."""
    reports.hold_off_removals(context)
    if link.passage_id is not None:
        passages.by_id(context.session, link.passage_id)
    if link.absence_id is not None:
        absences.by_id(context.session, link.absence_id)


def _set_target(context: Context, link: Evidence, target: Target) -> None:
    given = [
        target.passage is not None,
        target.result is not None,
        target.absence is not None,
        bool(target.source_url),
    ]
    if sum(given) != 1:
        raise InvalidError(
            "evidence", "must name exactly one passage, result, absence or source."
        )
    if target.source_url and not target.source_url.startswith(("https://", "http://")):
        raise InvalidError("source_url", "must begin with https:// or http://")
    reports.hold_off_removals(context)
    if target.passage is not None:
        link.passage_id = passages.by_id(context.session, target.passage).id
    if target.absence is not None:
        link.absence_id = absences.by_id(context.session, target.absence).id
    if target.result is not None:
        result = evaluations.result_by_id(context.session, target.result)
        if result.withdrawn_at is not None:
            raise ConflictError("This result is withdrawn; restore it first.")
        link.result_id = result.id
    link.source_url = target.source_url
    link.source_title = target.source_title.strip() or target.source_url


def _set_weight(link: Evidence, weight: Weight) -> None:
    if len(weight.note) > LONGEST_NOTE:
        raise InvalidError("note", f"is longer than {LONGEST_NOTE:,} characters.")
    link.stance = choice("stance", Stance, weight.stance)
    link.aims_at = choice("aims_at", AimsAt, weight.aims_at)
    link.load_bearing = choice(
        "load_bearing", LoadBearing, weight.load_bearing, label="load-bearing"
    )
    link.strength = choice("strength", Strength, weight.strength)
    link.reasons = list(_as_stored(weight).reasons)
    link.note = _as_stored(weight).note
