"""The addresses at which the program is watched."""

import shutil
from contextlib import closing

from wren_public import reader_of

from annotator import paths
from annotator.services.stores import open_stores


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
