"""Authenticate and authorize requests; a view without a declaration is never served."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request
from werkzeug.http import parse_cookie
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import SignInNeededError, StoreUnavailableError
from annotator.domain.input.characters import clean_typed
from annotator.domain.permissions import Action, Role, may, require
from annotator.http.request_log import PERSON
from annotator.services.accounts import accounts
from annotator.services.accounts.authentication import (
    KNOWN_FOR,
    SESSION_LENGTH,
    Session,
)
from annotator.services.context import READER, Actor, Cache, Context, Stores

View = TypeVar("View", bound=Callable[..., Any])

_TRIED = "annotator.recorded-uses"  # when the use of a session was to be recorded last
_MOST_TRIED = 1_000  # sessions
MOST_KNOWN = 20  # people per browser; further tokens of a browser are not looked at


def allow(action: Action) -> Callable[[View], View]:
    """Declare which permission a view requires; every view needs a declaration."""

    def declare(view: View) -> View:
        view.allowed = action  # type: ignore[attr-defined]
        return view

    return declare


def declared(view: Callable[..., Any]) -> Action | None:
    """Return the permission that ``view`` requires, or None if it declares none."""
    return getattr(view, "allowed", None)


def init_app(app: Flask) -> None:
    """Before each request, identify the person and check their permission."""
    app.extensions[_TRIED] = Cache(_MOST_TRIED)
    app.before_request(_identify)
    app.before_request(_check)
    app.context_processor(lambda: {"current_user": current_user(), "may": _may})


def current_user() -> Actor | None:
    """Return the person who is signed in, or None for a reader."""
    found: Actor = g.get("actor", READER)
    return None if found.id is None else found


def token() -> str:
    """Return the session token of this request, or ""."""
    return request.cookies.get(_cookie_name(), "")


def cookie_names(app: Flask) -> frozenset[str]:
    """Return the names of the cookies that a page may depend on."""
    return frozenset({_cookie_name(app), app.config["SESSION_COOKIE_NAME"]})


def is_stranger() -> bool:
    """Whether this request comes without any cookie that a page may depend on."""
    return cookie_names(current_app).isdisjoint(request.cookies)


def is_signed_in(app: Flask, cookies: str) -> bool:
    """Whether a Cookie header, as it was sent, is that of somebody who is signed in."""
    sent = clean_typed(parse_cookie(cookies).get(_cookie_name(app), ""))
    try:
        return bool(sent) and _sign_in(app, sent) is not None
    except StoreUnavailableError:
        return False  # nobody is known to be, until it is back


def known_tokens() -> list[str]:
    """Return the tokens that earlier sign-ins, by anybody, left in this browser."""
    found = [
        value
        for name, value in request.cookies.items()
        if name.startswith(_known_name(""))
    ]
    return found[:MOST_KNOWN]


def set_session(response: BaseResponse, session: Session) -> None:
    """Sign this browser in, and mark it as known, for this person alone."""
    _set_cookie(response, _cookie_name(), session.token, SESSION_LENGTH)
    name = _known_name(session.user_id)
    _set_cookie(response, name, session.known_token, KNOWN_FOR)


def _set_cookie(
    response: BaseResponse, name: str, value: str, lasts: timedelta
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=lasts,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def forget_token(response: BaseResponse) -> None:
    """Sign this browser out."""
    response.delete_cookie(
        _cookie_name(),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def safe_next(target: str) -> str:
    """Return ``target`` if it is a path on this site, else the path of the desk."""
    is_path = target.startswith("/") and not target.startswith(("//", "/\\"))
    clean = is_path and "\\" not in target and target.isprintable()
    return target if clean else "/desk"


def _cookie_name(app: Flask | None = None) -> str:
    secure = (app or current_app).config["SESSION_COOKIE_SECURE"]
    return "__Host-annotator" if secure else "annotator"


def _known_name(user_id: int | str) -> str:
    return f"{_cookie_name()}-known-{user_id}"


def _identify() -> None:
    if request.endpoint == "static" or not token():
        return
    found = _sign_in(current_app, token(), records_use=True)
    if found is not None:
        g.actor, g.user_name = found
        request.environ[PERSON] = g.actor.id


def _sign_in(
    app: Flask, sent: str, *, records_use: bool = False
) -> tuple[Actor, str] | None:
    """Return who is signed in by a token, and their name, or None."""
    stores: Stores = app.extensions["annotator.stores"]
    with stores.database.reading() as session:
        context = Context(session, stores, READER, datetime.now(UTC))
        found = accounts.find_sign_in(context, sent)
        if found is None:
            return None
        answer = accounts.as_actor(found.user), found.user.name
        is_to_record = records_use and accounts.is_use_to_record(context, found)
    if is_to_record:
        _record_use(app, stores, sent)
    return answer


def _record_use(app: Flask, stores: Stores, sent: str) -> None:
    """Record that a session is used; a database that cannot write stops nobody reading."""
    tried: Cache[datetime] = app.extensions[_TRIED]
    now, last = datetime.now(UTC), tried.find(sent)
    if last is not None and now - last < accounts.SEEN_EVERY:
        return  # it failed, or another request is at it
    tried.keep(sent, now)
    try:
        with stores.database.writing.begin() as session:
            accounts.record_use(Context(session, stores, READER, now), sent)
    except StoreUnavailableError as error:
        app.logger.warning("the use of a session was not recorded: %s", error)


def _check() -> Response | None:
    if request.endpoint is None or request.endpoint == "static":
        return None
    action = declared(current_app.view_functions[request.endpoint])
    if action is None:
        raise RuntimeError(f"{request.endpoint} does not say who may use it")
    _refuse_somebody_else()
    require(_role(), action)
    return None


def _refuse_somebody_else() -> None:
    """Raise SignInNeededError if the page that asks was made for another person.

    In another tab somebody else may have signed in since: what one person typed must
    not be saved as another's.
    """
    made_for = request.headers.get("Made-For")
    actor: Actor = g.get("actor", READER)
    if made_for is not None and made_for != str(actor.id):
        raise SignInNeededError


def _role() -> Role:
    actor: Actor = g.get("actor", READER)
    return actor.role


def _may(action: str) -> bool:
    """Whether the person may do ``action``; for templates."""
    return may(_role(), Action(action))
