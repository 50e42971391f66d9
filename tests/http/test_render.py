"""PDFs are given out whole or in parts, to be read in place."""

import re

import pytest
from pdfs import text_pdf

from annotator.app import create_app
from annotator.settings import Settings

CARD = text_pdf(["A card about Wren 1.", "Wren 1 solved 0.5 % of the long tasks."])


@pytest.fixture
def reader(desk):
    desk.take_in(CARD, report="wren-card")
    desk.publish_file("wren-card")
    stores = desk.stores
    return create_app(Settings(stores.data, stores.reports_pdf), stores).test_client()


@pytest.fixture
def ask(reader):
    page = reader.get("/reports/wren-card").text
    [address] = set(re.findall(r"/reports/wren-card/revisions/[0-9a-f]{64}\.pdf", page))

    def ask(**headers):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return reader.get(address, headers=sent, buffered=True)

    return ask


def test_a_pdf_is_read_in_place_under_its_reports_name(ask):
    whole = ask()
    assert whole.data == CARD
    assert whole.headers["Content-Disposition"] == "inline; filename=wren-card.pdf"
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.headers["Cache-Control"] == "no-cache, public"
    assert "default-src 'none'" in whole.headers["Content-Security-Policy"]
    assert ask(If_None_Match=whole.headers["ETag"]).status_code == 304


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, len(CARD) - 1),
        ("bytes=-50", len(CARD) - 50, len(CARD) - 1),
        (f"bytes=10-{10 * len(CARD)}", 10, len(CARD) - 1),
    ],
)
def test_a_part_of_a_pdf_is_sent_alone(ask, asked, first, last):
    part = ask(Range=asked)
    assert part.status_code == 206
    assert part.data == CARD[first : last + 1]
    assert part.headers["Content-Range"] == f"bytes {first}-{last}/{len(CARD)}"


def test_a_part_is_sent_only_of_the_file_that_was_begun(ask):
    tag = ask().headers["ETag"]
    assert ask(Range="bytes=0-9", If_Range=tag).status_code == 206
    whole = ask(Range="bytes=0-9", If_Range='"another"')
    assert (whole.status_code, whole.data) == (200, CARD)


def test_a_part_beyond_the_end_is_refused_with_the_length(ask):
    answer = ask(Range=f"bytes={len(CARD)}-")
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(CARD)}"
    assert "Range not available" in answer.text


@pytest.mark.parametrize("asked", ["bytes=9-0", "pages=1-2", "bytes=0-1,4-5", "9"])
def test_what_is_no_single_range_of_bytes_gets_the_whole(ask, asked):
    whole = ask(Range=asked)
    assert (whole.status_code, whole.data) == (200, CARD)
