"""Reports of browsers about what a page of ours was not allowed to load or run.

They are counted (``http.metrics``) and logged: each tells of a fault of ours, or of an
attempt to put a script on a page. Anybody can send one, so little of it is believed, the
same one is logged once an hour, and at most ``MOST_LOGGED`` are within an hour.
"""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Lock
from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from annotator.domain.errors import InvalidError
from annotator.domain.input.characters import clean
from annotator.domain.permissions import Action
from annotator.http.auth import allow
from annotator.http.metrics import metrics
from annotator.http.security import has_own_token

MOST_BYTES = 16 * 2**10
MOST_LOGGED = 60  # different ones, within an hour (chosen)
_MOST_TOGETHER = 20  # that one request brings
_LONGEST = 200  # characters of each value
_EXTENSIONS = {"chrome-extension", "moz-extension", "safari-web-extension"}

blueprint = Blueprint("csp_reports", __name__)
log = logging.getLogger(__name__)


class Logged:
    """Which reports were logged within this hour; thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hour = datetime.min.replace(tzinfo=UTC)
        self._known: set[tuple[str, ...]] = set()

    def is_new(self, report: tuple[str, ...], now: datetime) -> bool:
        """Whether a report is to be logged; from now on it is known."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        with self._lock:
            if hour != self._hour:
                self._hour, self._known = hour, set()
            if report in self._known or len(self._known) >= MOST_LOGGED:
                return False
            self._known.add(report)
            return True


_logged = Logged()


@blueprint.post("/csp-reports")
@has_own_token  # browsers send none; a report changes nothing but a count
@allow(Action.READ_PUBLISHED)
def report() -> Response:
    """Count the reports of a browser, and log those that are new."""
    if (request.content_length or 0) > MOST_BYTES:
        raise RequestEntityTooLarge
    for directive, blocked, path in _reports(request.get_data(cache=False)):
        metrics().count_csp_report()
        if _logged.is_new((directive, blocked, path), datetime.now(UTC)):
            log.warning(
                "a page may not load this: %s %s on %s", directive, blocked, path
            )
    return Response(status=204)


def _reports(sent: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield the directive, what was blocked, and the path of the page, of each report.

    Both forms are read: the list of the Reporting API (W3C), and the single object that
    ``report-uri`` sends (CSP 3, section 5.3).
    """
    try:
        read = json.loads(sent)
    except (ValueError, RecursionError):
        raise InvalidError("report", "is not JSON.") from None
    for one in (read if isinstance(read, list) else [read])[:_MOST_TOGETHER]:
        if not isinstance(one, dict):
            continue
        body = one.get("body", one.get("csp-report"))
        if not isinstance(body, dict):
            continue
        directive = _text(body, "effectiveDirective", "effective-directive")
        blocked = _split(_text(body, "blockedURL", "blocked-uri"))
        page = _split(_text(body, "documentURL", "document-uri"))
        if directive and blocked.scheme not in _EXTENSIONS:
            origin = f"{blocked.scheme}://{blocked.netloc}" if blocked.netloc else ""
            yield directive, origin or blocked.path, page.path


def _text(body: dict[str, Any], *names: str) -> str:
    """Return the value under the first of some names, as text that may be logged."""
    value = next((body[name] for name in names if name in body), "")
    return clean(value)[:_LONGEST] if isinstance(value, str) else ""


def _split(address: str) -> SplitResult:
    """Return the parts of an address, or of a word such as "inline"."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")
