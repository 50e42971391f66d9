"""Whether the program runs and can do its work, and figures: for whoever watches it."""

from hmac import compare_digest

from flask import Blueprint, Response, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST
from werkzeug.exceptions import NotFound

from annotator.domain.permissions import Action
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.metrics import metrics
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


@blueprint.get("/metrics")
@allow(Action.READ_PUBLISHED)
def figures() -> Response:
    """Answer with figures for Prometheus, to whoever sends the token that is set."""
    token = current_app.config["METRICS_TOKEN"]
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not compare_digest(sent.encode(), token.encode()):
        raise NotFound
    exposed = metrics().exposed(health.figures(context()))
    return _kept_by_nobody(Response(exposed, content_type=CONTENT_TYPE_LATEST))


def _kept_by_nobody(response: Response) -> Response:
    response.cache_control.no_store = True
    return response
