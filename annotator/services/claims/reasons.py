"""The reasons that verdicts may name: what they are called, what they mean, their order.

Readers see a change when a claim that names the reason is published again. Only editors
make one, as it is a change to every verdict.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.edits import Seen
from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.permissions import Action
from annotator.domain.slugs import slugify
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.services.edits.ordered_rows import (
    check_length,
    checked_name,
    next_position,
    place_after,
    place_before,
    put_in_order,
)
from annotator.storage.claims import reasons, verdicts
from annotator.storage.claims.reasons import Reason as Reason

LONGEST_EXPLANATION = 300  # code points
MOST_REASONS = 40  # each has a row in the form of a verdict


@dataclass(frozen=True)
class ReasonFacts:
    """What people write about a reason; the explanation is one sentence."""

    name: str
    explanation: str


def list_reasons(context: Context) -> Sequence[Reason]:
    """Return every reason, in the order of the list."""
    context.require(Action.READ_DRAFTS)
    return reasons.every(context.session)


def count_verdicts(context: Context) -> Mapping[int, int]:
    """Return how many verdicts have named each reason that was named, by its id."""
    context.require(Action.READ_DRAFTS)
    return verdicts.count_by_reason(context.session)


def add_reason(
    context: Context, facts: ReasonFacts, *, slug: str = "", after: str | None = None
) -> Reason:
    """Add a reason, after the one with the slug ``after`` ("": as the first), or last."""
    known = _in_hand(context)
    if len(known) >= MOST_REASONS:
        raise InvalidError(
            "name", f"is one too many: at most {MOST_REASONS} reasons are allowed."
        )
    facts = _checked(facts, known)
    reason = Reason(
        slug=slug or slugify(facts.name, {other.slug for other in known}),
        name=facts.name,
        explanation=facts.explanation,
        position=next_position(known),
    )
    known.insert(place_after(known, after), reason)
    context.session.add(reason)
    put_in_order(context, known)
    return reason


def edit_reason(
    context: Context, slug: str, facts: ReasonFacts, *, made_from: Seen | None = None
) -> Reason:
    """Change the name and the explanation of a reason. Raises StaleError."""
    known = _in_hand(context)
    reason = reasons.by_slug(context.session, slug)
    typed = vars(_checked(facts, [other for other in known if other is not reason]))
    kept = versions.settle(context, form_fields.REASON, reason, typed, made_from)
    reason.name, reason.explanation = kept["name"], kept["explanation"]
    context.session.flush()
    return reason


def move_reason(context: Context, slug: str, *, before: str) -> Reason:
    """Have a reason stand before another one (a slug), or last ("")."""
    known = _in_hand(context)
    reason = reasons.by_slug(context.session, slug)
    known.remove(reason)
    known.insert(place_before(known, before), reason)
    put_in_order(context, known)
    return reason


def remove_reason(context: Context, slug: str) -> None:
    """Remove a reason. Raises ConflictError if a verdict names it, or once did."""
    _in_hand(context)
    reason = reasons.by_slug(context.session, slug)
    if verdicts.count_by_reason(context.session).get(reason.id):
        raise ConflictError(
            f"Verdicts name “{reason.name}”, and every verdict is kept, so it can be "
            "renamed but not removed."
        )
    context.session.delete(reason)
    context.session.flush()


def _in_hand(context: Context) -> list[Reason]:
    """Return every reason; nobody else changes them meanwhile."""
    context.require(Action.EDIT_REASONS)
    reasons.hold_order(context.session)
    return [*reasons.every(context.session)]


def _checked(facts: ReasonFacts, others: Sequence[Reason]) -> ReasonFacts:
    """Return facts as they are stored; raise InvalidError if one is wrong."""
    explanation = " ".join(facts.explanation.split())
    if not explanation:
        raise InvalidError(
            "explanation", "is required: explain in one sentence what it means."
        )
    check_length("explanation", explanation, LONGEST_EXPLANATION)
    name = checked_name(facts.name, {other.name.casefold() for other in others})
    return ReasonFacts(name, explanation)
