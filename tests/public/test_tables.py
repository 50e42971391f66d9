"""Every table of a public page is there as CSV and as JSON, and both say the same."""

import csv
import io

import pytest
from wren_public import put_out, reader_of

from annotator.public.tables import TABLES

SLUGS = {
    "lab": "northfield",
    "lab_models": "northfield",
    "scorecard": "heron-2",
    "evidence": "no-amber-in-cyber",
    "report": "heron-2-system-card",
    "reason": "contradicted-elsewhere",
}


def _rows(answer):
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_same_rows_in_both_formats(browser, name):
    path = TABLES[name][0].replace("<slug>", SLUGS.get(name, ""))
    rows = _rows(browser.get(f"{path}.csv"))
    data = browser.get(f"{path}.json").get_json()
    assert rows
    assert data["source"].startswith("http://localhost/")
    assert len(data["rows"]) == len(rows)
    for row, told in zip(rows, data["rows"], strict=True):
        assert row.keys() == told.keys()
        assert row["lab" if "lab" in row else next(iter(row))]


@pytest.mark.parametrize("name", SLUGS)
@pytest.mark.parametrize("ending", ["csv", "json"])
def test_what_is_not_public_is_not_there(browser, name, ending):
    path = TABLES[name][0].replace("<slug>", "no-such-thing")
    assert browser.get(f"{path}.{ending}").status_code == 404


def test_pages_link_their_tables(open_page):
    for address, path in {
        "/": "/matrix",
        "/labs/northfield": "/labs/northfield",
        "/models/heron-2": "/models/heron-2",
        "/claims/no-amber-in-cyber": "/claims/no-amber-in-cyber/evidence",
        "/reports/heron-2-system-card": "/reports/heron-2-system-card",
    }.items():
        page = open_page(address)
        linked = {link.get("href") for link in page.one("main").all("a")}
        named = {link["href"] for link in page.one("head").all("link")}
        assert {f"{path}.csv", f"{path}.json"} <= linked & named, address


def test_no_cell_runs_in_a_spreadsheet(desk):
    put_out(desk, "=HYPERLINK(1) is what Wren 1 says.")
    reader = reader_of(desk)
    [row] = _rows(reader.get("/claims.csv"))
    assert row["text"] == "'=HYPERLINK(1) is what Wren 1 says."
    [told] = reader.get("/claims.json").get_json()["rows"]
    assert told["text"].startswith("=HYPERLINK")  # JSON runs nowhere
