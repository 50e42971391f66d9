"""Answer with a whole page, or with the part of it that htmx asked for."""

from typing import Any

from flask import Response, make_response, render_template, request, send_file
from flask_htmx import HTMX
from werkzeug.http import parse_range_header
from werkzeug.wrappers import Response as BaseResponse

from annotator.services.library.reports import GivenPdf

PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

htmx = HTMX()


def wants_part() -> bool:
    """Whether htmx will swap the answer into a page that is already there."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render(page: str, part: str, *, status: int = 200, **values: Any) -> Response:
    """Render ``part`` for htmx and ``page``, which includes it, for everyone else."""
    template = part if wants_part() else page
    response = make_response(render_template(template, **values), status)
    response.vary.update(["HX-Request", "Cookie"])
    return response


def picture_answer(picture: bytes, mimetype: str = "image/png") -> BaseResponse:
    """Answer with a picture that browsers cache but revalidate each time.

    What an editor withdraws must not be shown from a cache.
    """
    response = Response(picture, mimetype=mimetype)
    response.cache_control.no_cache = True
    response.add_etag()
    return response.make_conditional(request)


def file_answer(pdf: GivenPdf, name: str) -> Response:
    """Answer with a PDF under a name, in place, or with the range of it that was asked for.

    Viewers fetch the pages that are looked at. A browser's viewer is no part of this
    site; "sandbox" would forbid it to draw.
    """
    asked = parse_range_header(request.headers.get("Range"))
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        request.environ.pop("HTTP_RANGE", None)  # which need not be heeded (RFC 9110)
    response = send_file(
        pdf.path,
        mimetype="application/pdf",
        download_name=name,
        etag=pdf.tag,
    )
    response.cache_control.no_cache = True  # it may be withdrawn
    response.headers["Content-Security-Policy"] = PDF_POLICY
    return response
