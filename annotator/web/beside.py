"""Two files side by side, each in a viewer of its own."""

from flask import Blueprint, Response, make_response, render_template, request

from annotator.domain.permissions import Action
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.security import allow_frames
from annotator.services.library import reports
from annotator.services.library.reports import ListedFile

blueprint = Blueprint("beside", __name__, url_prefix="/desk")


@blueprint.get("/beside")
@allow(Action.READ_DRAFTS)
def show() -> Response:
    """Show two files, each named by the SHA-256 of its bytes, beside each other."""
    files = reports.list_files(context())
    left, right = (_asked(files, side) for side in ("left", "right"))
    page = render_template("viewer/beside.html", files=files, left=left, right=right)
    return allow_frames(make_response(page))


def _asked(files: list[ListedFile], side: str) -> ListedFile | None:
    sha256 = request.args.get(side, "")
    return next((file for file in files if file.sha256 == sha256), None)
