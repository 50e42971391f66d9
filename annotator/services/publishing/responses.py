"""What readers see of invitations: beside a claim, and counted on a scorecard.

A lab that has not answered by the day on which it was due is silent from the next day on
(UTC), so that this depends on the day on which it is asked (``published.site_state``).
"""

from collections import Counter

from annotator.domain.invitations import state_of
from annotator.domain.permissions import Action
from annotator.domain.views.invitations import InvitationCounts, InvitationView
from annotator.domain.vocabulary import InvitationState
from annotator.services.context import Context
from annotator.services.published.collection import published
from annotator.services.publishing.pages import belongs
from annotator.storage.claims import invitations
from annotator.storage.claims.invitations import Invitation


def on_claim(context: Context, slug: str) -> list[InvitationView]:
    """Return the invitations on a claim that is public, newest first; else none."""
    context.require(Action.READ_PUBLISHED)
    if slug not in published(context).claims_by_slug:
        return []
    found = invitations.of_claims(context.session, [slug])
    return [_view(context, row) for row in found]


def on_scorecard(context: Context, slug: str) -> InvitationCounts:
    """Return how the newest invitation on each public claim of a scorecard stands."""
    context.require(Action.READ_PUBLISHED)
    shown = published(context)
    card = next((card for card in shown.scorecards if card.slug == slug), None)
    if card is None:
        return InvitationCounts()
    near = shown.claims_by_lab.get(card.lab.slug, [])
    slugs = [claim.slug for claim in near if belongs(claim, card)]
    newest: dict[int, InvitationView] = {}
    for row in invitations.of_claims(context.session, slugs):
        newest.setdefault(row.claim_id, _view(context, row))
    counts = Counter(view.state for view in newest.values())
    due = [v.due_on for v in newest.values() if v.state is InvitationState.INVITED]
    return InvitationCounts(
        invited=counts[InvitationState.INVITED],
        received=counts[InvitationState.RECEIVED],
        silent=counts[InvitationState.SILENT],
        due_on=max(due, default=""),
    )


def _view(context: Context, row: Invitation) -> InvitationView:
    state = state_of(
        response_on=row.response_on, due_on=row.due_on, today=context.now.date()
    )
    return InvitationView(
        id=row.id,
        state=state,
        invited_on=row.invited_on,
        due_on=row.due_on,
        response_on=row.response_on,
        response_text=row.response_text,
        response_url=row.response_url,
    )
