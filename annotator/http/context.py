"""One context per request, and so one transaction."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from flask import Flask, Response, current_app, g, request, session

from annotator.services.context import READER, Context, Stores

Answer = TypeVar("Answer")

_READS = {"GET", "HEAD", "OPTIONS"}


def init_app(app: Flask, stores: Stores) -> None:
    """Give each request a context over these stores, and close it at its end."""
    app.extensions["annotator.stores"] = stores
    app.teardown_appcontext(_close)


def keep_changes(app: Flask) -> None:
    """Commit what a request did if it succeeds, and roll all of it back otherwise.

    Call this last: Flask runs the hook that was registered last first, and an answer
    that says that nothing was saved needs the same headers as any other.
    """
    app.after_request(_commit)


def context() -> Context:
    """Return this request's context; that of a GET, HEAD or OPTIONS cannot write."""
    if "context" not in g:
        g.context = _open(writes=request.method not in _READS)
    made: Context = g.context
    return made


def beforehand(act: Callable[[Context], Answer]) -> Answer:
    """Run ``act`` before this request's transaction begins, and return its result.

    This is the place for slow work: reading a PDF, hashing, drawing.
    """
    if "context" in g:
        raise RuntimeError("this request's transaction has begun already")
    asked = _open(writes=False)
    with asked.session:
        return act(asked)


def apart(act: Callable[[Context], Answer]) -> Answer:
    """Run ``act`` in a transaction that is kept even if the request itself fails."""
    context().session.rollback()  # else the two transactions would block each other
    aside = _open(writes=True)
    with aside.session, aside.session.begin():
        return act(aside)


def _open(*, writes: bool) -> Context:
    stores: Stores = current_app.extensions["annotator.stores"]
    make_session = stores.database.writing if writes else stores.database.reading
    return Context(
        session=make_session(),
        stores=stores,
        actor=g.get("actor", READER),
        now=datetime.now(UTC),
    )


def _commit(response: Response) -> Response:
    if "context" not in g or response.status_code >= 400:
        return response
    try:
        g.context.session.commit()
    except Exception as error:  # noqa: BLE001 - unhandled ones are raised again
        g.context.session.rollback()
        session.pop("_flashes", None)  # such as “Saved.”, which is not true now
        return current_app.make_response(current_app.handle_user_exception(error))
    return response


def _close(_error: BaseException | None) -> None:
    if "context" in g:
        g.pop("context").session.close()
