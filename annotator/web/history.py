"""The history, newest first."""

from flask import Blueprint, render_template, request

from annotator.domain.permissions import Action
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.services import history

blueprint = Blueprint("history", __name__, url_prefix="/desk/history")


@blueprint.get("")
@allow(Action.READ_DRAFTS)
def newest() -> str:
    """List one page of events."""
    number = max(1, request.args.get("page", default=1, type=int))
    return render_template(
        "history/newest.html",
        events=history.newest(context(), number),
        number=number,
        size=history.PAGE_OF_EVENTS,
    )
