"""Turn the program's errors into answers that say what to do."""

from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import (
    BadHost,
    HTTPException,
    MethodNotAllowed,
    RequestedRangeNotSatisfiable,
    SecurityError,
)
from werkzeug.wrappers import Response as BaseResponse

from annotator import logs
from annotator.domain.errors import (
    AddressError,
    AnnotatorError,
    ConflictError,
    ForbiddenError,
    IndexBusyError,
    IndexUnreadableError,
    InvalidError,
    InvalidFileError,
    InvalidFormError,
    NotFoundError,
    SignInNeededError,
    StoreUnavailableError,
    TooManyError,
    UnreadablePdfError,
    WithdrawnError,
    WithheldError,
)
from annotator.http import saves
from annotator.http.auth import current_user
from annotator.http.render import wants_part
from annotator.http.unsaved_form import UnsavedForm, unsaved_form

_STATUS = {
    WithdrawnError: 410,
    WithheldError: 410,
    NotFoundError: 404,
    ForbiddenError: 403,
    ConflictError: 409,
    AddressError: 400,
    InvalidError: 422,
    InvalidFileError: 422,
    InvalidFormError: 422,
    UnreadablePdfError: 422,
    IndexUnreadableError: 503,
}
_RETRY_SECONDS = "5"
_NO_SEARCH_NOW = "The search index is being rebuilt. Please try again in a few minutes."
_NOT_NOW = (
    "One of our files cannot be read at the moment. The error was logged and will be "
    "fixed."
)
_TITLES = {
    400: "Invalid request",
    401: "You are signed out",
    403: "You do not have permission",
    404: "Page not found",
    405: "Not supported at this address",
    409: "Not possible right now",
    410: "This was withdrawn",
    413: "Too large",
    416: "Range not available",
    422: "Invalid input",
    500: "Something went wrong",
    503: "Temporarily unavailable",
}
_ADVICE = {
    400: "The address or the form is malformed. Follow a link instead.",
    403: "Ask an editor or an admin, or sign in with another account.",
    404: "The address may be mistyped, or the page is not, or no longer, public.",
    410: "Its contents are no longer shown.",
    413: "A report may have up to 100 MB, a form up to 2 MB.",
    500: "The error was logged. Try again; if it persists, tell the administrator.",
}


def init_app(app: Flask) -> None:
    """Answer each kind of error with its own status and page."""
    app.register_error_handler(SignInNeededError, _ask_to_sign_in)
    app.register_error_handler(AnnotatorError, answer)
    app.register_error_handler(StoreUnavailableError, _say_it_is_unavailable)
    app.register_error_handler(TooManyError, _say_when_again)
    app.register_error_handler(CSRFError, _too_old)
    app.register_error_handler(SecurityError, _unknown_host)
    app.register_error_handler(BadHost, _unknown_host)
    app.register_error_handler(HTTPException, _answer_http)


def _ask_to_sign_in(_error: SignInNeededError) -> BaseResponse:
    target = request.full_path.rstrip("?") if request.method == "GET" else "/desk"
    address = url_for("auth.sign_in", next=target)
    if wants_part():
        response = _page(401, "Sign in again in another window, then save again here.")
        response.headers["HX-Trigger"] = "session-ended"
        return response
    if saves.is_in_place() or unsaved_form():
        return _page(401, "Sign in again, then come back to this page.")
    return redirect(address, code=303)


def answer(error: AnnotatorError) -> Response:
    """Answer with the page, or the part, of an error."""
    status = next((s for kind, s in _STATUS.items() if isinstance(error, kind)), 500)
    is_index = isinstance(error, IndexBusyError | IndexUnreadableError)
    message = str(error)
    if error.is_for_operators:
        current_app.logger.error("%s: %s", request.path, message)
        if not current_user():
            message = _NO_SEARCH_NOW if is_index else _NOT_NOW
    return _page(
        503 if error.is_passing or error.is_for_operators else status,
        message,
        "The search index is not ready" if is_index else "",
    )


def _say_it_is_unavailable(error: StoreUnavailableError) -> Response:
    return _page(503, str(error), "The database is not available")


def _say_when_again(error: TooManyError) -> Response:
    response = _page(503 if error.is_full else 429, str(error), "Too many requests")
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _too_old(_error: CSRFError) -> Response:
    return _page(
        400,
        "The form was open for too long, or was sent from another site.",
        title="This form has expired",
        advice="Reload the page and save again.",
    )


def _unknown_host(_error: HTTPException) -> Response:
    # Not a page: its links would need a host name, and this one is not ours.
    return Response(
        "No site with this name is served here.\n", 400, mimetype="text/plain"
    )


def _answer_http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    response = _page(error.code, "")
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or ())
    if isinstance(error, RequestedRangeNotSatisfiable):
        response.headers["Content-Range"] = f"bytes */{error.length}"
    return response


def _page(status: int, message: str, title: str = "", advice: str = "") -> Response:
    """Answer with an error page, for which nothing is read from the database."""
    is_part = wants_part()
    kept = None if is_part else unsaved_form()
    values: dict[str, Any] = {
        "status": status,
        "title": title or _TITLES.get(status, _TITLES[500]),
        "message": message,
        "advice": _advice(kept, advice or _ADVICE.get(status, "")),
        "kept": kept,
        "reference": logs.request_id.get() if status >= 500 else "",
    }
    template = "errors/_error.html" if is_part else "errors/error.html"
    response = make_response(render_template(template, **values), status)
    if is_part and status != 422:
        response.headers["HX-Reswap"] = "none"  # the form keeps what was typed
    if status == 503:
        response.headers["Retry-After"] = _RETRY_SECONDS
    return response


def _advice(kept: UnsavedForm | None, usual: str) -> str:
    if kept and kept.is_ours:
        return "Nothing was saved. What you typed is below; you can send it again."
    if kept:
        return (
            "Nothing was saved. Copy what you typed, then reload the page and save it "
            "there."
        )
    if wants_part() and request.method != "GET":
        return f"{usual} What you typed is still here.".strip()
    return usual
