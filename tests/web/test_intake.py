"""Taking files in by the page: each gets its form, or its own clear refusal."""

import io
import re
from dataclasses import replace
from functools import partial

import pdfs
import pytest
from sqlalchemy import text as sql

from annotator import paths
from annotator.jobs.worker import work_all
from annotator.pdf.sandbox import Deadlines, PdfReader

CARD = (paths.SAMPLE / "heron-2-system-card.pdf").read_bytes()
FACTS = {
    "title": "A card",
    "lab": "Wren Labs",
    "kind": "system card",
    "published": "2030-01",
    "models": "Wren 1, Wren 2",
    "source_url": "https://wren.example/card.pdf",
}
PART = {"HX-Request": "true"}


def _send(browser, *files, headers=PART):
    sent = [(io.BytesIO(content), name) for name, content in files]
    return browser.post(
        "/desk/intake/files",
        data={"files": sent},
        content_type="multipart/form-data",
        headers=headers,
    )


def _address(answer):
    """The address of the upload that an answer shows."""
    return re.search(r"/desk/intake/uploads/\d+", answer.text)[0]


@pytest.fixture
def look_at(analyst, stores):
    """Send a file, have it looked at, and return what is shown of it then."""

    def look_at(name, content):
        address = _address(_send(analyst, (name, content)))
        work_all(stores)
        return analyst.get(address, headers=PART)

    return look_at


def test_a_file_is_looked_at_in_the_background_and_shows_how_far_that_is(analyst):
    answer = _send(analyst, ("card.pdf", CARD))
    assert "Waiting in the queue" in answer.text
    assert "hx-trigger" in answer.text
    assert "Waiting in the queue" in analyst.get("/desk/intake").text


def test_a_file_is_answered_with_a_form_that_its_title_page_has_filled(look_at):
    answer = look_at("card.pdf", CARD)
    assert 'value="Heron 2 System Card"' in answer.text
    assert 'value="2026-04-14"' in answer.text
    assert "13 pages" in answer.text


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("page.pdf", b"<html>not found</html>", "not a PDF"),
        ("empty.pdf", b"", "is empty"),
    ],
)
def test_what_is_no_pdf_is_refused_at_once_and_not_kept(
    analyst, stores, name, content, advice
):
    answer = _send(analyst, (name, content))
    assert name in answer.text
    assert advice in answer.text
    assert not [x for x in stores.staging.folder.rglob("*") if x.is_file()]


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("locked.pdf", pdfs.encrypted("secret"), "locked with a password"),
        ("broken.pdf", CARD[:900], "damaged"),
    ],
)
def test_a_bad_file_is_refused_in_its_own_words_once_it_was_looked_at(
    look_at, name, content, advice
):
    answer = look_at(name, content)
    assert name in answer.text
    assert advice in answer.text
    assert "Try again" not in answer.text


def test_of_several_files_each_gets_its_own_answer(analyst):
    answer = _send(analyst, ("card.pdf", CARD), ("page.pdf", b"<html>"))
    assert "card.pdf" in answer.text
    assert "page.pdf</strong> was not added" in answer.text


def test_without_javascript_the_desk_lists_what_was_sent(analyst, stores):
    sent = _send(analyst, ("card.pdf", CARD), headers={})
    assert sent.headers["Location"] == "/desk/intake"
    work_all(stores)
    assert 'value="Heron 2 System Card"' in analyst.get("/desk/intake").text
    refused = _send(analyst, ("page.pdf", b"<html>"), headers={})
    assert "not a PDF" in refused.text


def test_a_described_file_is_read_and_can_be_opened(analyst, stores, look_at):
    address = _address(look_at("card.pdf", CARD))
    started = analyst.post(address, data=FACTS, headers=PART)
    assert "Waiting in the queue" in started.text
    work_all(stores)
    done = analyst.get(address, headers=PART)
    assert "Added, 13 pages" in done.text
    assert analyst.get("/desk/reports/a-card").status_code == 200
    assert "Wren Labs" in analyst.get("/desk").text
    assert "Waiting in the queue" not in analyst.get("/desk/intake").text


def test_a_scan_fails_with_advice_and_no_row_names_it(analyst, stores, look_at):
    address = _address(look_at("scan.pdf", pdfs.scan()))
    analyst.post(address, data=FACTS)
    work_all(stores)
    assert "ocrmypdf" in analyst.get(address, headers=PART).text
    assert "ocrmypdf" in analyst.get("/desk/intake").text
    assert list(stores.files.hashes()) == []


def test_what_is_wrong_with_the_facts_is_said_beside_the_field(analyst, look_at):
    address = _address(look_at("card.pdf", CARD))
    wrong = {**FACTS, "published": "last spring"}
    for headers in (PART, {}):
        answer = analyst.post(address, data=wrong, headers=headers)
        assert answer.status_code == 422
        assert "“last spring” is not a date" in answer.text
        assert 'value="Wren 1, Wren 2"' in answer.text


def test_the_same_file_again_leads_to_what_is_here(analyst, stores, look_at):
    address = _address(look_at("card.pdf", CARD))
    analyst.post(address, data=FACTS)
    work_all(stores)
    answer = _send(analyst, ("again.pdf", CARD))
    assert "is already in the library" in answer.text
    assert "/desk/reports/a-card" in answer.text
    assert list(stores.staging.hashes()) == []


def test_the_same_file_from_two_people_is_one_upload(analyst, editor):
    one, two = (_send(each, ("card.pdf", CARD)) for each in (analyst, editor))
    assert _address(one) == _address(two)


def test_a_dismissed_file_is_not_looked_at_any_more(analyst, stores):
    address = _address(_send(analyst, ("card.pdf", CARD)))
    analyst.post(f"{address}/dismiss", headers=PART)
    work_all(stores)
    with stores.database.reading() as session:
        assert session.scalar(sql("SELECT inspection FROM upload")) is None
    analyst.post(f"{address}/undo", headers=PART)
    work_all(stores)
    assert 'value="Heron 2 System Card"' in analyst.get(address, headers=PART).text


def test_a_file_is_dismissed_and_that_is_undone(analyst, look_at):
    address = _address(look_at("card.pdf", CARD))
    gone = analyst.post(f"{address}/dismiss", headers=PART)
    assert "Dismissed" in gone.text
    page = analyst.get("/desk/intake").text
    assert "Heron 2 System Card" not in page
    assert "Dismissed in the last day (1)" in page
    back = analyst.post(f"{address}/undo", headers=PART)
    assert 'value="Heron 2 System Card"' in back.text


def test_files_in_the_reports_folder_are_offered_until_they_are_taken_in(
    analyst, stores
):
    page = analyst.get("/desk/intake").text
    assert "northfield/heron-2-system-card.pdf" in page
    answer = analyst.post(
        "/desk/intake/files",
        data={"offered": "northfield/heron-2-system-card.pdf"},
        headers=PART,
    )
    work_all(stores)
    shown = analyst.get(_address(answer), headers=PART)
    assert 'value="Heron 2 System Card"' in shown.text


def test_only_what_is_offered_can_be_read_from_the_folder(analyst):
    answer = analyst.post("/desk/intake/files", data={"offered": "../pyproject.toml"})
    assert answer.status_code == 422


def test_a_report_taken_in_by_mistake_is_removed_and_put_back(analyst, desk):
    desk.take_in(CARD, report="heron")
    asked = analyst.get("/desk/reports/heron/remove").text
    assert "0 passages marked in it" in asked
    gone = analyst.post("/desk/reports/heron/remove", follow_redirects=True)
    assert "“heron” was removed" in gone.text
    there = analyst.get("/desk/reports/heron")
    assert there.status_code == 410
    assert "“heron” was removed" in there.text
    assert "removed this report" in there.text
    assert analyst.get("/desk").text.count("removed by ") == 1
    late = analyst.post("/desk/reports/heron/passages", data={"start": 1, "end": 9})
    assert late.status_code == 409
    assert "“heron” was removed by" in late.text
    back = analyst.post("/desk/reports/heron/restore", follow_redirects=True)
    assert "“heron” was restored" in back.text
    assert analyst.get("/desk/reports/heron").status_code == 200


def test_a_file_of_two_is_removed_and_put_back(analyst, desk):
    desk.take_in(CARD, report="heron")
    mistake = desk.take_in(pdfs.text_pdf(["Not this one."]), report="heron")
    assert mistake[:12] in analyst.get("/desk/reports/heron/facts").text
    assert "other files" in analyst.get(f"/desk/revisions/{mistake}/remove").text
    analyst.post(f"/desk/revisions/{mistake}/remove")
    gone = analyst.get(f"/desk/revisions/{mistake}/remove")
    assert gone.status_code == 410
    assert "this file of “heron”" in gone.text
    page = analyst.get("/desk/reports/heron/facts").text
    assert mistake[:12] not in page
    analyst.post(f"/desk/revisions/{mistake}/restore")
    assert mistake[:12] in analyst.get("/desk/reports/heron/facts").text


def test_what_is_public_is_not_removed_and_the_page_leads_to_what_shows_it(
    analyst, desk
):
    sha = desk.take_in(CARD, report="heron")
    desk.publish_file("heron", sha)
    page = analyst.get("/desk/reports/heron/remove").text
    assert "It cannot be removed" in page
    assert 'href="/desk/reports/heron/publication"' in page
    refused = analyst.post("/desk/reports/heron/remove")
    assert refused.status_code == 422
    assert analyst.get("/desk/reports/heron").status_code == 200


def test_work_that_failed_for_a_passing_reason_can_be_tried_again(analyst, stores):
    address = _address(_send(analyst, ("card.pdf", CARD)))
    short = Deadlines(start=0.001)
    work_all(replace(stores, open_pdf=partial(PdfReader, deadlines=short)))
    with stores.database.writing.begin() as session:  # after its last retry
        session.execute(sql("UPDATE job SET state = 'failed'"))
    stopped = analyst.get(address, headers=PART)
    assert "could not be started or was stopped" in stopped.text
    assert "Try again" in stopped.text
    analyst.post(f"{address}/again", headers=PART)
    work_all(stores)
    assert 'value="Heron 2 System Card"' in analyst.get(address, headers=PART).text
