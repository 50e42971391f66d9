"""Browsers report what a page may not load; little is believed, and little is logged."""

import json

import pytest
from wren_public import reader_of

from annotator.domain.permissions import Role
from annotator.http.metrics import metrics
from annotator.public import csp_reports
from annotator.services import health

OLD = {
    "csp-report": {
        "effective-directive": "script-src",
        "blocked-uri": "https://evil.example/x.js?user=ada",
        "document-uri": "http://localhost/claims/safe?q=secret-plan",
    }
}
NEW = {
    "type": "csp-violation",
    "body": {
        "effectiveDirective": "style-src-attr",
        "blockedURL": "inline",
        "documentURL": "http://localhost/claims/other",
    },
}


@pytest.fixture
def sent(desk, monkeypatch):
    """A function that sends a report, and one that tells how many were counted."""
    monkeypatch.setattr(csp_reports, "_logged", csp_reports.Logged())
    browser = reader_of(desk)

    def send(body, kind="application/csp-report"):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        return browser.post("/csp-reports", data=body, content_type=kind)

    def count():
        with browser.application.app_context(), desk.look(Role.READER) as context:
            exposed = metrics().exposed(health.figures(context)).decode()
        [line] = [
            line
            for line in exposed.splitlines()
            if line.startswith("annotator_csp_reports_total ")
        ]
        return float(line.split()[1])

    return send, count


def test_both_forms_of_reports_are_counted_and_logged_once(sent, caplog):
    send, count = sent
    for _ in range(2):
        assert send(OLD).status_code == 204
        assert send([NEW], "application/reports+json").status_code == 204
    assert count() == 4
    assert [record.getMessage() for record in caplog.records] == [
        "a page may not load this: script-src https://evil.example on /claims/safe",
        "a page may not load this: style-src-attr inline on /claims/other",
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 10_000,
        b"\xff\xfe",
        [],
        [[]],
        {"csp-report": 7},
        {"csp-report": {"effective-directive": 7}},
        {"csp-report": {"effective-directive": "x", "blocked-uri": "http://[::1"}},
    ],
)
def test_what_is_not_a_report_breaks_nothing(sent, body):
    send, _ = sent
    assert send(body).status_code in {204, 422}


def test_a_report_about_an_extension_of_the_browser_is_not_ours(sent, caplog):
    send, count = sent
    extension = {**OLD["csp-report"], "blocked-uri": "moz-extension://abc/x.js"}
    assert send({"csp-report": extension}).status_code == 204
    assert (count(), caplog.records) == (0, [])


def test_no_flood_of_reports_fills_the_log(sent, caplog):
    send, _ = sent
    for number in range(csp_reports.MOST_LOGGED + 10):
        body = {**OLD["csp-report"], "document-uri": f"http://localhost/{number}\n"}
        send({"csp-report": body})
    assert len(caplog.records) == csp_reports.MOST_LOGGED
    assert all("\n" not in record.getMessage() for record in caplog.records)


def test_a_report_that_is_too_long_is_refused(sent):
    send, _ = sent
    assert send(b" " * (csp_reports.MOST_BYTES + 1)).status_code == 413


def test_pages_say_where_to_report(desk):
    answer = reader_of(desk).get("/")
    assert "report-uri /csp-reports" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Reporting-Endpoints"] == 'csp="/csp-reports"'
