"""Invite labs to respond to a claim, and record what they answer.

Readers see the days, and the response, beside a claim that is public, as soon as an editor
has recorded them: each of these acts is one of publication, and takes an editor.
"""

from collections.abc import Sequence

from annotator.domain.edits import Seen
from annotator.domain.errors import ConflictError
from annotator.domain.invitations import InvitationFacts, checked
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import State
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.storage.claims import claims, invitations, scorecards
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.invitations import Invitation as Invitation


def list_invitations(context: Context, *slugs: str) -> Sequence[Invitation]:
    """Return the standing invitations on these claims, the newest first."""
    context.require(Action.READ_DRAFTS)
    return invitations.of_claims(context.session, slugs)


def public_claims(context: Context, scorecard: str) -> list[Claim]:
    """Return the published claims about the models of a scorecard (a slug)."""
    context.require(Action.READ_DRAFTS)
    row = scorecards.by_slug(context.session, scorecard)
    found = claims.about(context.session, row.models)
    return [claim for claim in found if claim.state is State.PUBLISHED]


def invite(context: Context, claim: str, facts: InvitationFacts) -> Invitation:
    """Record that the lab was invited to respond to a claim (a slug).

    What is recorded already is returned as it is.
    """
    context.require(Action.INVITE_LABS)
    facts = checked(facts)
    row = claims.by_slug(context.session, claim)
    for known in invitations.of_claims(context.session, [claim]):
        if (known.invited_on, known.due_on) == (facts.invited_on, facts.due_on):
            return known
    return _added(context, row, facts)


def invite_to_all(context: Context, scorecard: str, facts: InvitationFacts) -> int:
    """Record one invitation on each published claim of a scorecard; return on how many.

    Those on which the same is recorded already are left as they are.
    """
    context.require(Action.INVITE_LABS)
    facts = checked(facts)
    found = public_claims(context, scorecard)
    if not found:
        raise ConflictError("No claim of this scorecard is published yet.")
    slugs = [claim.slug for claim in found]
    known = {
        row.claim_id
        for row in invitations.of_claims(context.session, slugs)
        if (row.invited_on, row.due_on) == (facts.invited_on, facts.due_on)
    }
    new = [claim for claim in found if claim.id not in known]
    for claim in new:
        _added(context, claim, facts)
    return len(new)


def edit_invitation(
    context: Context,
    claim: str,
    number: int,
    facts: InvitationFacts,
    *,
    made_from: Seen | None = None,
) -> Invitation:
    """Change an invitation, or record the response to it. Raises StaleError."""
    context.require(Action.INVITE_LABS)
    row = invitations.of_claim(context.session, claim, number)
    if row.withdrawn_at is not None:
        raise ConflictError("This invitation was withdrawn; restore it first.")
    typed = vars(checked(facts))
    kept = versions.settle(context, form_fields.INVITATION, row, typed, made_from)
    for name, value in vars(checked(InvitationFacts(**kept))).items():
        setattr(row, name, value)
    context.session.flush()
    return row


def withdraw_invitation(context: Context, claim: str, number: int) -> Invitation:
    """Take back an invitation, with its response."""
    context.require(Action.INVITE_LABS)
    row = invitations.of_claim(context.session, claim, number)
    row.withdrawn_at = row.withdrawn_at or context.now
    context.session.flush()
    return row


def restore_invitation(context: Context, claim: str, number: int) -> Invitation:
    """Put back an invitation that was withdrawn."""
    context.require(Action.INVITE_LABS)
    row = invitations.of_claim(context.session, claim, number)
    row.withdrawn_at = None
    context.session.flush()
    return row


def _added(context: Context, claim: Claim, facts: InvitationFacts) -> Invitation:
    row = Invitation(
        claim_id=claim.id,
        claim_slug=claim.slug,
        **vars(facts),
        created_by_id=context.actor.id,
        created_at=context.now,
    )
    context.session.add(row)
    context.session.flush()
    return row
