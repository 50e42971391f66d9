"""Whether the program runs, and whether it can do its work: for whoever watches it."""

from flask import Blueprint, Response, jsonify

from annotator.domain.permissions import Action
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.services import health

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@allow(Action.READ_PUBLISHED)
def runs() -> Response:
    """Answer 200 as long as the program answers at all."""
    return _kept_by_nobody(Response("ok\n", mimetype="text/plain"))


@blueprint.get("/readyz")
@allow(Action.READ_PUBLISHED)
def is_ready() -> Response:
    """Answer 200 if every part can do its work, else 503; the body names each."""
    parts = health.parts(context())
    response = jsonify({part.name: part.problem or "ready" for part in parts})
    if any(part.problem for part in parts):
        response.status_code = 503
    return _kept_by_nobody(response)


def _kept_by_nobody(response: Response) -> Response:
    response.cache_control.no_store = True
    return response
