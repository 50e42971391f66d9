"""Headers and checks that protect pages, forms and cookies from other sites."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import ForbiddenError

Answer = TypeVar("Answer", bound=BaseResponse)
View = TypeVar("View", bound=Callable[..., Any])

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'; "
    # Chromium reads the second of these, other browsers the first.
    "report-uri /csp-reports; report-to csp"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Reporting-Endpoints": 'csp="/csp-reports"',
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_SAFE = {"GET", "HEAD", "OPTIONS"}

_csrf = CSRFProtect()

MAX_UPLOAD_BYTES = 110 * 2**20
MAX_FORM_BYTES = 2 * 2**20
MAX_FORM_PARTS = 1_000


def init_app(app: Flask) -> None:
    """Add security headers to every answer, and check every change for forgery."""
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_UPLOAD_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a page open all day must still save
        WTF_CSRF_SSL_STRICT=False,  # the token and Sec-Fetch-Site are enough
    )
    _csrf.init_app(app)
    app.before_request(_refuse_other_sites)
    app.after_request(_add_headers)


def has_own_token(view: View) -> View:
    """Declare that a view checks a token of its own, as it is sent without a session."""
    _csrf.exempt(view)
    return view


def allow_frames(response: Response) -> Response:
    """Let a page show pages of this site in frames."""
    policy = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    response.headers["Content-Security-Policy"] = policy
    return response


def allow_in_frame(response: Response) -> Response:
    """Let a page be shown in a frame of this site, and of no other."""
    policy = CONTENT_SECURITY_POLICY.replace("ancestors 'none'", "ancestors 'self'")
    response.headers["Content-Security-Policy"] = policy
    return response


def allow_in_any_frame(response: Response) -> Response:
    """Let any site show a page in a frame; it has neither forms nor scripts."""
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors *"
    )
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def allow_elsewhere(response: Answer) -> Answer:
    """Let any site read public data or show a picture; it gets them without a cookie."""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _refuse_other_sites() -> None:
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.method not in _SAFE and site not in {"same-origin", "none"}:
        raise ForbiddenError(
            "This change was requested by another site, so it was not made."
        )


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.vary.add("Cookie")
        if _is_personal() and not response.cache_control.max_age:
            response.cache_control.no_store = True
    return response


def _is_personal() -> bool:
    # Flask-WTF keeps the token here once it has written it into a form.
    return "actor" in g or "csrf_token" in g
