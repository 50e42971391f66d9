"""Answer with a whole page, or with the part of it that htmx asked for."""

from typing import Any

from flask import Response, make_response, render_template, request
from flask_htmx import HTMX
from werkzeug.wrappers import Response as BaseResponse

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
    response.cache_control.private = True
    response.cache_control.no_cache = True
    response.add_etag()
    return response.make_conditional(request)
