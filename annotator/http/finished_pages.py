"""Finished pages, kept in memory as they were sent, for readers who are not signed in.

It is WSGI middleware, as Flask takes longer to find out what is asked for than sending it
takes. An answer is kept if it says that it is for everybody (``public_answers``), by its
address and what is accepted, for as long as the state of the site is the same: what is
published, taken down, sealed or decided changes it at once, in every process.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.datastructures import Headers
from werkzeug.http import parse_cookie, parse_etags

from annotator.domain.errors import StoreUnavailableError
from annotator.http.compression import KINDS
from annotator.http.public_answers import TAG
from annotator.services.context import READER, Cache, Context, Stores
from annotator.services.published.site_state import site_state

MOST_BYTES = 64 * 2**20  # of all kept pages, as they are sent (chosen, not measured)
MOST_OF_ONE = 4 * 2**20
_SLACK = 2_000  # bytes that the headers and the key take (estimated)
_LONGEST_KEY = 1_000  # characters of an address and of what is accepted
_STATES = 2  # the present one, and that of before while requests end
# A request with one of these is for less or more than the page as it is.
_OTHERWISE = (
    "HTTP_RANGE", "HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_MADE_FOR",
    "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE",
)  # fmt: skip
_OF_A_BODY = {"content-type", "content-length", "content-encoding"}


@dataclass(frozen=True)
class Finished:
    """An answer as it was sent. Of a picture or a file only the headers are kept."""

    state: str  # of the site, when it was drawn
    headers: list[tuple[str, str]]
    body: bytes | None

    @property
    def tag(self) -> str:
        """Its entity tag, without quotes."""
        return Headers(self.headers).get("ETag", "").removeprefix("W/").strip('"')


def weight(kept: Finished) -> int:
    """Return about how many bytes a kept answer takes."""
    return len(kept.body or b"") + _SLACK


class FinishedPages:
    """WSGI middleware that answers readers from memory where it can; thread-safe.

    ``program`` names all that pages depend on beside the database. A request with one of
    the ``cookies`` may be somebody's, and is not looked at.
    """

    def __init__(
        self,
        app: WSGIApplication,
        stores: Stores,
        *,
        program: str,
        cookies: Collection[str],
    ) -> None:
        self._app = app
        self._stores = stores
        self._program = program
        self._cookies = frozenset(cookies)
        self._states: Cache[str] = Cache(_STATES)
        self._kept: Cache[Finished] = Cache(MOST_BYTES, weight)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer with 304, with what is kept, or with what the application draws."""
        state = self._state() if self._is_for_everybody(environ) else ""
        if not state:
            return self._app(environ, start_response)
        address = _address(environ)
        key = (*address, environ.get("HTTP_ACCEPT_ENCODING", ""))
        if sum(map(len, key)) > _LONGEST_KEY:
            return self._app(environ, start_response)
        # Of this very page in this very state: whoever has it, has what we would send.
        tag = _digest(state, *address)
        kept = self._kept.find(key)
        if kept is not None and kept.state != state:
            kept = None
        if has := _held(environ, tag, kept):
            start_response("304 Not Modified", _unchanged(has, kept))
            return []
        if kept is not None and kept.body is not None:
            start_response("200 OK", kept.headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [kept.body]
        environ[TAG] = tag
        return self._drawn(environ, start_response, key, state)

    def _is_for_everybody(self, environ: WSGIEnvironment) -> bool:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return False
        if any(name in environ for name in _OTHERWISE):
            return False
        sent = environ.get("HTTP_COOKIE", "")
        return not sent or self._cookies.isdisjoint(parse_cookie(sent))

    def _state(self) -> str:
        """Return a digest of all that pages are made from; "" if that cannot be told."""
        try:
            # What was committed, and the day, with which invited labs become silent.
            newest = self._stores.database.changes.newest(), datetime.now(UTC).date()
            known = self._states.find(newest)
            if known is None:  # after the question, so that it is at least as new
                known = self._made_state()
                self._states.keep(newest, known)
        except StoreUnavailableError:
            return ""  # the application says so on a page
        return known

    def _made_state(self) -> str:
        with self._stores.database.reading() as session:
            context = Context(session, self._stores, READER, datetime.now(UTC))
            return _digest(self._program, site_state(context))

    def _drawn(
        self,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        key: tuple[str, ...],
        state: str,
    ) -> Iterable[bytes]:
        """Let the application answer, and keep what it answers if that is for everybody."""
        started: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            started[:] = [status, headers]
            return start_response(status, headers, *more)

        answer = self._app(environ, start)
        if environ["REQUEST_METHOD"] != "GET" or not _is_lasting(*started):
            return answer
        headers = Headers(started[1])
        headers.remove("Date")  # the server's own, of each answer
        body = None
        if (headers.get("Content-Type") or "").partition(";")[0] in KINDS:
            body = _whole(answer)
            answer = [body]
        if body is None or len(body) <= MOST_OF_ONE:
            if body is not None:
                headers["Content-Length"] = str(len(body))
            self._kept.keep(key, Finished(state, headers.to_wsgi_list(), body))
        return answer


def _address(environ: WSGIEnvironment) -> tuple[str, ...]:
    """Return what a page's contents depend on in its address; its links may name a host."""
    names = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
    return tuple(environ.get(name, "") for name in names)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode(errors="replace")).hexdigest()[:32]


def _held(environ: WSGIEnvironment, tag: str, kept: Finished | None) -> str:
    """Return the tag of a copy that the client holds and that is as it would be sent."""
    sent = environ.get("HTTP_IF_NONE_MATCH", "")
    if not sent:
        return ""
    has = [*(tags := parse_etags(sent)), *tags.as_set(include_weak=True)]
    for one in has:
        # What was compressed has the name of that at the end of its tag.
        if one.partition(":")[0] == tag or (kept is not None and one == kept.tag):
            return str(one)
    return ""


def _unchanged(tag: str, kept: Finished | None) -> list[tuple[str, str]]:
    """Return the headers of an answer that says that a copy is as it would be sent."""
    headers = Headers({"Cache-Control": "public, no-cache", "Vary": "Accept-Encoding"})
    if kept is not None:
        headers = Headers(
            [pair for pair in kept.headers if pair[0].lower() not in _OF_A_BODY]
        )
    headers["ETag"] = f'"{tag}"'
    return headers.to_wsgi_list()


def _is_lasting(status: str, headers: list[tuple[str, str]]) -> bool:
    given = Headers(headers)
    said = {part.strip() for part in given.get("Cache-Control", "").split(",")}
    return (
        status.startswith("200")
        and "public" in said
        and "ETag" in given
        and "Set-Cookie" not in given
        and given.get("Vary", "").lower() in {"", "accept-encoding"}
    )


def _whole(answer: Iterable[bytes]) -> bytes:
    try:
        return b"".join(answer)
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()
