"""The PDF of a report with the desk's marks in it, for readers of PDFs."""

from flask import Blueprint, Response, request

from annotator.domain.permissions import Action
from annotator.http import addresses
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.services.claims import marked_copies
from annotator.services.claims.highlights import DeskMark
from annotator.services.library import reports

blueprint = Blueprint("marked_copies", __name__, url_prefix="/desk")


@blueprint.get("/reports/<slug>/marked.pdf")
@allow(Action.READ_DRAFTS)
def download(slug: str) -> Response:
    """Answer with a copy of a file, the newest of the report unless it is named."""
    report = reports.get_report(context(), slug)
    revision = reports.get_revision(context(), report, request.args.get("sha", ""))

    def address_of(mark: DeskMark, page: int) -> str:
        return addresses.of_passage(
            slug,
            revision.sha256,
            page,
            start=mark.start,
            end=mark.end,
            passage=mark.passage,
        )

    copy = marked_copies.marked_copy(context(), revision, address_of)
    response = Response(copy.chunks(), mimetype="application/pdf")
    response.content_length = copy.size
    name = f"{slug}-with-marks.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
