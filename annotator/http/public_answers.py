"""What strangers are answered may be kept by every cache, and is asked about each time.

A page for readers is the same for every stranger, so that it is ``public``; it is
``no-cache`` as well, so that whoever keeps it asks whether it is still so before it is
shown. Asking costs a round trip and no drawing (``finished_pages``). With a time for
which nobody need ask, what an editor takes down would be shown for as long.

For the same reason it does not ``Vary`` by cookie: who has signed in is answered anew,
with a page for nobody else (``no-store``), since their browser or proxy has asked first.
"""

from flask import Flask, Response, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from annotator.domain.permissions import Action
from annotator.http import auth

TAG = "annotator.tag"  # in a request's environment: that of the page to be drawn
_ANSWERED = {200, 206, 304}
_MAY_VARY_BY = {"accept-encoding", "cookie"}


class QuietSessions(SecureCookieSessionInterface):
    """Sessions that say nothing in an answer for everybody."""

    def save_session(
        self, app: Flask, session: SessionMixin, response: Response
    ) -> None:
        """Send the cookie if there is something new in it."""
        if not response.cache_control.public:
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Mark what is for everybody; register it so that headers are there before."""
    app.session_interface = QuietSessions()
    app.after_request(_mark)


def _mark(response: Response) -> Response:
    if _is_for_everybody(response):
        response.vary.discard("Cookie")
        response.cache_control.private = None
        response.cache_control.public = True
        response.cache_control.no_cache = True
        if not response.get_etag()[0] and TAG in request.environ:
            response.set_etag(request.environ[TAG])
    elif not response.cache_control:
        # What is withdrawn, not there yet, or drawn for one person may be another thing
        # the next time.
        response.cache_control.private = True
        response.cache_control.no_cache = True
    return response


def _is_for_everybody(response: Response) -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return (
        view is not None
        and auth.declared(view) is Action.READ_PUBLISHED
        and request.method in {"GET", "HEAD"}
        and response.status_code in _ANSWERED
        and auth.is_stranger()
        and "csrf_token" not in g
        and not session.modified
        and not response.cache_control.no_store
        and {name.lower() for name in response.vary} <= _MAY_VARY_BY
    )
