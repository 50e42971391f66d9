"""Pictures for shared links: ``/claims/<slug>/card.png`` and that of a scorecard."""

from flask import Blueprint
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.permissions import Action
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.render import picture_answer
from annotator.http.security import allow_elsewhere
from annotator.public.heads import site
from annotator.services.publishing import share_cards

blueprint = Blueprint("share_cards", __name__)


@blueprint.get("/claims/<slug>/card.png")
@allow(Action.READ_PUBLISHED)
def claim(slug: str) -> BaseResponse:
    """Answer with the picture of a claim, for those who see a link to it."""
    picture = share_cards.claim_card(context(), slug, site())
    return allow_elsewhere(picture_answer(picture))


@blueprint.get("/models/<slug>/card.png")
@allow(Action.READ_PUBLISHED)
def scorecard(slug: str) -> BaseResponse:
    """Answer with the picture of a scorecard, for those who see a link to it."""
    picture = share_cards.scorecard_card(context(), slug, site())
    return allow_elsewhere(picture_answer(picture))
