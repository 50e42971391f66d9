"""Each request has an id, is counted, and is logged without what was asked for."""

import logging

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from annotator import logs
from annotator.domain.permissions import Role
from annotator.http.metrics import Metrics
from annotator.http.proxies import TrustedProxies
from annotator.http.request_log import RequestLog
from annotator.services import health

PROXY, STRANGER = "192.0.2.1", "198.51.100.9"


@pytest.fixture
def asked(desk):
    """A function that sends a request; and the metrics that count it."""
    counted = Metrics(desk.stores)

    def app(environ, start_response):
        if environ["PATH_INFO"] == "/broken":
            raise RuntimeError("broken")
        start_response("200 OK", [("X-Meanwhile", logs.request_id.get())])
        return [b"ok"]

    wrapped = TrustedProxies(RequestLog(app, counted), [PROXY])

    def ask(path, *, peer=STRANGER, **headers):
        builder = EnvironBuilder(path, headers=headers)
        builder.environ_base = {"REMOTE_ADDR": peer}
        return run_wsgi_app(wrapped, builder.get_environ())[2]

    return ask, counted


def test_an_answer_carries_the_id_that_is_logged_meanwhile(asked):
    ask, _ = asked
    first, second = ask("/"), ask("/")
    assert first["X-Request-ID"] == first["X-Meanwhile"] != second["X-Request-ID"]
    assert not logs.request_id.get()


@pytest.mark.parametrize(
    ("peer", "given", "is_kept"),
    [
        (PROXY, "0123456789abcdef", True),
        (PROXY, "id\twith a tab", False),
        (PROXY, "x" * 65, False),
        (STRANGER, "0123456789abcdef", False),
    ],
)
def test_an_id_is_believed_only_of_a_trusted_proxy(asked, peer, given, is_kept):
    ask, _ = asked
    answer = ask("/", peer=peer, **{"X-Request-ID": given})
    assert (answer["X-Request-ID"] == given) is is_kept


def test_what_was_searched_for_is_not_logged(asked, caplog):
    ask, _ = asked
    with caplog.at_level(logging.INFO, "annotator"):
        ask("/search?q=secret-plan")
    [record] = caplog.records
    assert (record.path, record.status, record.surface) == ("/search", 200, "public")
    assert "secret-plan" not in str(vars(record))


def test_a_request_that_breaks_is_counted_as_an_error(asked, desk, caplog):
    ask, counted = asked
    with caplog.at_level(logging.INFO, "annotator"), pytest.raises(RuntimeError):
        ask("/broken")
    assert caplog.records[-1].status == 500
    with desk.look(Role.READER) as context:
        exposed = counted.exposed(health.figures(context)).decode()
    count = 'annotator_requests_total{method="GET",status="500",surface="public"} 1.0'
    assert count in exposed
    assert 'annotator_request_seconds_count{surface="public"} 1.0' in exposed
    assert not logs.request_id.get()
