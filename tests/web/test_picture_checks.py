"""The desk says whether a page shows a quote, and an editor decides where it does not."""

import pdfs
import pytest
from wren_claims import cite, mark, state

from annotator.app import create_app
from annotator.services.passages import picture_checks
from annotator.settings import Settings

CARD, CLAIM = "wren-card", "wren-1-is-safe"
SHOWN = "We saw it in 63 of 170 runs."
TRUE = pdfs.mapped(SHOWN, s="0073")
LIE = pdfs.mapped(SHOWN, **{"3": "0038"})
WHY = "where the text says “68”, the picture shows “63”"


@pytest.fixture
def marked(looking_desk):
    """A passage that its page shows."""
    looking_desk.take_in(TRUE, report=CARD)
    with looking_desk.sit_down() as context:
        return mark(context, CARD, SHOWN)


@pytest.fixture
def lying(looking_desk):
    """A claim on a passage of which the page shows something else; its number."""
    looking_desk.take_in(LIE, report=CARD)
    with looking_desk.sit_down() as context:
        state(context, "Wren 1 is safe.")
        passage = cite(context, CLAIM, CARD, SHOWN.replace("63", "68"))
    looking_desk.do_jobs()
    return passage


def test_a_mark_says_that_it_is_being_compared_and_then_that_the_page_shows_it(
    marked, looking_desk, analyst
):
    while_it_runs = analyst.get(f"/desk/passages/{marked}").text
    assert "Comparing it with the page" in while_it_runs
    assert f'hx-get="/desk/passages/{marked}/picture"' in while_it_runs
    looking_desk.do_jobs()
    assert (
        "Matches the image of the page"
        in analyst.get(f"/desk/passages/{marked}/picture").text
    )
    assert (
        "Matches the image of the page" in analyst.get(f"/desk/passages/{marked}").text
    )


def test_who_marks_words_sees_at_once_that_they_are_compared(
    looking_desk, open_browsers
):
    sha256 = looking_desk.take_in(TRUE, report=CARD)
    stores = looking_desk.stores
    app = create_app(Settings(stores.data, stores.reports_pdf), stores)
    app.config["WTF_CSRF_ENABLED"] = False
    editor = open_browsers(app, looking_desk, "Edda")["Edda"]
    answer = editor.post(
        f"/desk/reports/{CARD}/passages",
        data={"revision": sha256, "do": "mark", "start": 0, "end": len(SHOWN)},
        headers={"HX-Request": "true"},
    )
    said = editor.get(f"/desk/passages/{answer.json['passage']}/picture").text
    assert "Comparing it with the page" in said


def test_a_mark_that_the_page_does_not_show_says_so_and_leads_to_the_review(
    lying, analyst
):
    card = analyst.get(f"/desk/passages/{lying}").text
    assert WHY in card
    assert "/desk/review#pictures" in card


def test_the_review_queue_shows_text_and_picture_side_by_side(lying, analyst):
    page = analyst.get("/desk/review").text
    assert WHY in page
    assert SHOWN.replace("63", "68") in page
    assert "The passage as the page shows it" in page
    assert "until an editor decides" in page
    assert "The page shows the quote" not in page  # an analyst has no such button


def test_readers_do_not_see_the_queue(lying, reader):
    assert reader.get("/desk/review").status_code == 303
    assert reader.get(f"/desk/passages/{lying}/picture").status_code == 303


def test_an_editor_decides_and_the_quote_can_be_published(lying, looking_desk, editor):
    with looking_desk.look() as context:
        [item] = picture_checks.undecided(context)
    address = f"/desk/review/pictures/{item.check.id}/shown"
    assert address in editor.get("/desk/review").text
    answer = editor.post(address)
    assert answer.status_code == 303
    assert "Decided: the page shows" in editor.get("/desk/review").text
    assert editor.post(address).status_code == 409
    looking_desk.publish_claim(CLAIM)
    card = editor.get(f"/desk/passages/{lying}").text
    assert "An editor has compared it with the page" in card


def test_readers_are_told_that_an_editor_compared_the_two(
    lying, looking_desk, editor, reader
):
    with looking_desk.look() as context:
        [item] = picture_checks.undecided(context)
    editor.post(f"/desk/review/pictures/{item.check.id}/shown")
    looking_desk.publish_claim(CLAIM)
    page = reader.get(f"/claims/{CLAIM}").text
    assert "compared with the page by an editor" in page
    assert WHY in page


def test_an_analyst_cannot_decide(lying, looking_desk, analyst):
    with looking_desk.look() as context:
        [item] = picture_checks.undecided(context)
    answer = analyst.post(f"/desk/review/pictures/{item.check.id}/shown")
    assert answer.status_code == 403


def test_readers_are_told_how_many_readers_a_seal_has(looking_desk, desk, reader):
    looking_desk.take_in(TRUE, report=CARD)
    with looking_desk.sit_down() as context:
        state(context, "Wren 1 is safe.")
        cite(context, CLAIM, CARD, SHOWN)
    desk.publish_claim(CLAIM)
    page = reader.get(f"/claims/{CLAIM}").text
    assert "by two readers" in page
    assert "RapidOCR" not in page
    looking_desk.publish_claim(CLAIM)
    page = reader.get(f"/claims/{CLAIM}").text
    assert "by three readers" in page
    assert "RapidOCR" in page
    assert "The image of the page shows the same." in page


def test_readers_are_told_what_was_read_by_machine(looking_desk, reader):
    sha256 = looking_desk.take_in(pdfs.scan([SHOWN], dpi=200), report=CARD)
    with looking_desk.sit_down() as context:
        state(context, "Wren 1 is safe.")
        cite(context, CLAIM, CARD, SHOWN.rstrip("."))
    looking_desk.publish_claim(CLAIM)
    page = reader.get(f"/claims/{CLAIM}").text
    assert "read by machine" in page
    assert "by one reader" in page
    assert "PyMuPDF" not in page
    page = reader.get(f"/reports/{CARD}/revisions/{sha256}/pages/1").text
    assert "was read by machine from the picture" in page
