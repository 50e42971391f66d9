"""Reasons as readers see them: where each recurs."""

from flask import Blueprint, render_template, request

from annotator.domain.permissions import Action
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.services.publishing import reason_pages

blueprint = Blueprint("reasons_named", __name__)


@blueprint.get("/reasons/<slug>")
@allow(Action.READ_PUBLISHED)
def show(slug: str) -> str:
    """Show the public claims that are not shown for a reason, a page at a time."""
    number = request.args.get("page", default=1, type=int)
    page = reason_pages.reason_page(context(), slug, number)
    return render_template("public/reason.html", page=page)
