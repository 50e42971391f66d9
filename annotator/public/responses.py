"""What public pages say of labs that were invited to respond, for templates."""

from flask import Blueprint

from annotator.domain.views.invitations import InvitationCounts, InvitationView
from annotator.http.context import context
from annotator.services.publishing import responses

blueprint = Blueprint("responses", __name__)


@blueprint.app_template_global("invitations_on_claim")
def invitations_on_claim(slug: str) -> list[InvitationView]:
    """Return the invitations on a public claim, newest first."""
    return responses.on_claim(context(), slug)


@blueprint.app_template_global("invitations_on_scorecard")
def invitations_on_scorecard(slug: str) -> InvitationCounts:
    """Return how the invitations on a scorecard's public claims stand."""
    return responses.on_scorecard(context(), slug)
