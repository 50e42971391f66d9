"""What stands around the words that are selected, beside the form that marks them."""

from flask import Blueprint, render_template

from annotator.domain.permissions import Action
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.services.library import reports
from annotator.services.passages import quote_contexts

blueprint = Blueprint("quote_contexts", __name__, url_prefix="/desk")


@blueprint.get("/reports/<slug>/revisions/<sha>/around/<int:start>-<int:end>")
@allow(Action.READ_DRAFTS)
def show(slug: str, sha: str, start: int, end: int) -> str:
    """Show what stands around the words between two offsets (code points) of a file."""
    revision = reports.get_file(context(), slug, sha)
    return render_template(
        "viewer/_around.html",
        around=quote_contexts.of_words(context(), revision, start, end),
        is_form=True,
        in_viewer=True,
    )
