"""The addresses at which the program is watched."""

import shutil
from contextlib import closing
from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families
from wren_public import CARD, put_out, reader_of

from annotator import paths
from annotator.app import create_app
from annotator.services.stores import open_stores
from annotator.settings import Settings


def test_a_program_that_runs_and_works_says_so_and_is_asked_each_time(desk):
    browser = reader_of(desk)
    runs, ready = browser.get("/healthz"), browser.get("/readyz")
    assert (runs.status_code, runs.text) == (200, "ok\n")
    assert (ready.status_code, set(ready.json.values())) == (200, {"ready"})
    for answer in (runs, ready):
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_program_without_its_database_runs_and_is_not_ready(desk):
    browser = reader_of(desk)
    desk.stores.database.close()
    (desk.stores.data / "annotator.sqlite3").write_bytes(b"torn" * 1_000)
    assert browser.get("/healthz").status_code == 200
    assert browser.get("/readyz").status_code == 503


def test_a_part_that_cannot_work_is_named(desk, desk_of):
    shutil.rmtree(desk.stores.data / "index" / "public")
    with closing(open_stores(desk.stores.data, paths.REPORTS_PDF)) as again:
        answer = reader_of(desk_of(again)).get("/readyz")
    assert answer.status_code == 503
    assert answer.json["search"] == "is being rebuilt"
    assert answer.json["database"] == "ready"


# Figures for Prometheus


def _watched(desk, token="", *, sent=None):
    settings = Settings(
        desk.stores.data, desk.stores.reports_pdf, metrics_token="swordfish"
    )
    if token == "unset":
        settings = replace(settings, metrics_token="")
    browser = create_app(settings, desk.stores).test_client()
    headers = {} if sent is None else {"Authorization": sent}
    return browser, browser.get("/metrics", headers=headers)


@pytest.mark.parametrize(
    ("token", "sent"),
    [
        ("", None),
        ("", "Bearer wrong"),
        ("", "Bearer swordfish2"),
        ("unset", "Bearer "),
        ("unset", None),
    ],
)
def test_figures_are_given_only_to_whoever_has_the_token(desk, token, sent):
    _, answer = _watched(desk, token, sent=sent)
    assert answer.status_code == 404
    assert "annotator_" not in answer.text


def test_the_figures_tell_what_was_answered_and_what_waits(desk):
    put_out(desk)
    browser, first = _watched(desk, sent="Bearer swordfish")
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "no-store"
    browser.get("/")
    browser.get("/nowhere")
    again = browser.get("/metrics", headers={"Authorization": "Bearer swordfish"})
    found = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(again.text)
        for sample in family.samples
    }
    assert found["annotator_requests_total", "200", "GET", "public"] == 1
    assert found["annotator_requests_total", "404", "GET", "public"] == 1
    assert found["annotator_request_seconds_count", "public"] == 2
    assert found["annotator_part_ready", "database"] == 1
    assert found["annotator_jobs", "waiting"] == 0
    assert found["annotator_drawings_refused_total",] == 0
    assert found["annotator_disk_free_bytes",] > 0
    assert found["annotator_last_publication_timestamp_seconds",] > 1e9
    assert found["process_resident_memory_bytes",] > 0


def test_an_error_names_the_reference_that_is_in_the_log(desk, caplog):
    put_out(desk)
    [sha256] = desk.stores.files.hashes()
    desk.stores.files.path(sha256).write_bytes(b"%PDF-altered")
    app = create_app(Settings(desk.stores.data, desk.stores.reports_pdf), desk.stores)
    address = f"/reports/{CARD}/revisions/{sha256}.pdf"
    answer = app.test_client().get(address, buffered=True)
    assert answer.status_code == 503
    assert answer.headers["X-Request-ID"] in answer.text
