"""Each request has an id; what it took and how it was answered is counted and logged.

It is WSGI middleware, since most pages for readers are answered before Flask is asked
(``finished_pages``). The id is the one that a trusted proxy gave (``proxies``), or new; it
is in the answer, in every line that is logged meanwhile, and on the page of an error.
"""

import logging
import re
import secrets
from collections.abc import Iterable
from time import perf_counter
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from annotator import logs
from annotator.http.metrics import Metrics

PERSON = "annotator.person"  # in the environment: the id of who is signed in
GIVEN = "HTTP_X_REQUEST_ID"
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_WATCH = ("healthz", "readyz", "metrics", "csp-reports")
_SURFACES = {"desk": "desk", "static": "static", **dict.fromkeys(_WATCH, "watch")}

log = logging.getLogger(__name__)


class RequestLog:
    """WSGI middleware that counts and logs each request."""

    def __init__(self, app: WSGIApplication, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request; the time is that until the answer begins to be sent."""
        given = environ.get(GIVEN, "")
        request_id = given if _ID.fullmatch(given) else secrets.token_hex(8)
        before = logs.request_id.set(request_id)
        begun, status = perf_counter(), "500"

        def start(line: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            nonlocal status
            status = line[:3]
            return start_response(line, [*headers, ("X-Request-ID", request_id)], *more)

        try:
            return self._app(environ, start)
        finally:
            self._note(environ, status, perf_counter() - begun)
            logs.request_id.reset(before)

    def _note(self, environ: WSGIEnvironment, status: str, seconds: float) -> None:
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        surface = _surface(path)
        self._metrics.count_request(
            surface=surface, method=method, status=status, seconds=seconds
        )
        said = {
            "method": method,
            "path": path,
            "status": int(status),
            "milliseconds": round(1000 * seconds, 1),
            "surface": surface,
        }
        if PERSON in environ:
            said["person"] = environ[PERSON]
        log.info("%s %s %s", method, path, status, extra=said)


def _surface(path: str) -> str:
    """Return which part of the site an address belongs to."""
    return _SURFACES.get(
        path.split("/", 2)[1] if path.startswith("/") else "", "public"
    )
