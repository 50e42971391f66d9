"""The page of the notes in a PDF: choose, use, dismiss, offer again; nobody else sees it."""

import re

import noted_pdfs
import pdfs
import pytest
from filled_forms import form_on

from annotator.domain.permissions import Role
from annotator.services.library import reports
from annotator.services.passages import marking

PAGE = "/desk/reports/card/notes"


@pytest.fixture
def card(desk):
    desk.take_in(noted_pdfs.every_kind(), report="card")
    return desk


def keys(browser):
    return re.findall(r'name="note" value="([^"]+)"', browser.get(PAGE).text)


def marks(desk):
    with desk.look(Role.ANALYST) as context:
        report = reports.get_report(context, "card")
        return marking.placed_on(context, reports.get_revision(context, report))


def test_notes_are_listed_with_words_author_date_colour_and_reply(card, analyst):
    page = analyst.get(PAGE).text
    for said in (
        "0.5 % of the tasks",
        "Of which tasks?",
        "Ann Reader",
        "2 January 2030",
        'fill="#ff0000"',
        "The hard ones.",
        "Not on text: it becomes a figure.",
    ):
        assert said in page
    assert len(keys(analyst)) == 8
    assert PAGE in analyst.get("/desk/reports/card").text
    assert PAGE in analyst.get("/desk/reports/card/facts").text


def test_a_chosen_note_is_a_passage_once_however_often_the_form_is_sent(card, analyst):
    form = form_on(analyst, PAGE, PAGE)
    chosen = keys(analyst)[0]
    for _ in range(2):
        assert form.send(analyst, note=chosen, do="use").status_code == 303
    [mark] = marks(card)
    assert mark.exact == "0.5 % of the tasks"
    assert chosen not in keys(analyst)
    assert "Of which tasks?" in analyst.get(f"/desk/passages/{mark.passage_id}").text


def test_all_notes_of_the_page_are_used_at_once_and_undone_as_one_act(card, analyst):
    form_on(analyst, PAGE, PAGE).send(analyst, do="use listed")
    assert len(marks(card)) == 8
    undone = analyst.post("/desk/reports/card/undo", headers={"HX-Request": "true"})
    assert undone.json["said"] == "Undone: used 8 notes of the PDF"
    assert marks(card) == []
    assert len(keys(analyst)) == 8


def test_a_note_is_dismissed_and_offered_again(card, analyst):
    chosen = keys(analyst)[0]
    form_on(analyst, PAGE, PAGE).send(analyst, note=chosen, do="dismiss")
    page = analyst.get(PAGE).text
    assert "1 note dismissed" in page
    assert chosen in page, "it can be offered again"
    sent = {"sha": "", "note": chosen, "do": "offer"}
    assert analyst.post(PAGE, data=sent).status_code == 303
    assert "1 note dismissed" not in analyst.get(PAGE).text.split("<h1>")[1]


def test_choosing_nothing_says_so_on_the_page(card, analyst):
    answer = form_on(analyst, PAGE, PAGE).send(analyst, do="use")
    assert answer.status_code == 422
    assert "hoose at least one from the list." in answer.text


def test_many_notes_have_pages(desk, analyst):
    desk.take_in(noted_pdfs.crowded(120), report="card")
    assert "1 to 50 of 120 notes" in analyst.get(PAGE).text
    assert "101 to 120 of 120 notes" in analyst.get(f"{PAGE}?page=3").text
    assert "101 to 120 of 120 notes" in analyst.get(f"{PAGE}?page=99").text


def test_what_notes_say_is_text_and_never_markup(desk, analyst):
    hostile = '<script>alert(1)</script>"><img src=x>{{ 7 * 7 }}'
    content = noted_pdfs.highlighted("four people", content=hostile, title=hostile)
    desk.take_in(content, report="card")
    page = analyst.get(PAGE).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "{{ 7 * 7 }}" in page


def test_readers_see_nothing_of_notes_used_or_not(card, analyst, reader):
    card.publish_file("card")
    form_on(analyst, PAGE, PAGE).send(analyst, do="use listed")
    card.do_jobs()
    sha = re.search(r"revisions/([0-9a-f]{64})", reader.get("/reports/card").text)[1]
    for address in (
        "/reports/card",
        f"/reports/card/revisions/{sha}/pages/1",
        "/search?q=which+tasks",
        "/search?q=axis",
    ):
        answer = reader.get(address)
        assert answer.status_code == 200
        assert "Of which tasks?" not in answer.text
        assert "Ann Reader" not in answer.text
    answer = reader.get(f"/reports/card/revisions/{sha}.pdf", buffered=True)
    assert b"Ann Reader" not in answer.data
    assert reader.get(PAGE).status_code == 303


def test_a_file_without_notes_says_so(desk, analyst):
    desk.take_in(pdfs.text_pdf(noted_pdfs.LINES), report="card")
    assert "No notes in this file." in analyst.get(PAGE).text
    assert PAGE not in analyst.get("/desk/reports/card").text
