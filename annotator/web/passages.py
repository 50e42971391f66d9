"""Passages of all reports: found by words and filters, and changed many at once."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.permissions import Action
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.services.passages import marking

blueprint = Blueprint("passages", __name__, url_prefix="/desk/passages")


@blueprint.get("/<int:number>/place")
@allow(Action.READ_DRAFTS)
def lead_to(number: int) -> BaseResponse:
    """Lead to where a passage stands in its report."""
    passage = marking.get_passage(context(), number)
    there = url_for("viewer.show", slug=passage.report.slug)
    return redirect(f"{there}#passage-{number}", 302)
