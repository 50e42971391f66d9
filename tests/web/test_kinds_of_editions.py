"""An editor who publishes a page again says what kind of change it is."""

import re

import pytest
from wren_claims import cite, describe, state
from wren_editions import CARD, CLAIM, reword, tell

from annotator.app import create_app
from annotator.services.published import edition_history
from annotator.settings import Settings

DESK = f"/desk/claims/{CLAIM}"
NOTE = "We had read the wrong column."


@pytest.fixture(scope="module")
def beginning(begun):
    return begun(tell)


@pytest.fixture
def editor(desk):
    """The browser of an editor."""
    stores = desk.stores
    app = create_app(Settings(data=stores.data, reports_pdf=stores.reports_pdf), stores)
    app.config["WTF_CSRF_ENABLED"] = False
    app.testing = True
    desk.add_person("ed", "editor")
    browser = app.test_client()
    browser.set_cookie("annotator", desk.sign_in("ed"))
    return browser


def _newest(desk, kind, slug):
    with desk.look() as context:
        found = edition_history.current(context, kind, slug)
        return found.edition, found.change, found.note


def _kinds(page):
    return re.findall(
        r'<option value="(\w+)" (?:selected)?', page.partition('name="kind"')[2]
    )


def test_a_page_that_readers_know_is_published_with_a_kind_and_a_note(desk, editor):
    with desk.sit_down() as context:
        reword(context, "Wren 1 solved a task.")
    assert _kinds(editor.get(DESK).text)[:3] == [
        "update",
        "clarification",
        "correction",
    ]
    sent = {"kind": "correction", "note": f" {NOTE} "}
    assert editor.post(f"{DESK}/publish", data=sent).status_code == 303
    assert _newest(desk, "claim", CLAIM) == (4, "correction", NOTE)
    assert NOTE in editor.get(f"/claims/{CLAIM}/editions/4").text


def test_unless_told_it_is_an_update_and_a_first_edition_is_neither(desk, editor):
    with desk.sit_down() as context:
        reword(context, "Wren 1 solved a task.")
    assert editor.post(f"{DESK}/publish").status_code == 303
    assert _newest(desk, "claim", CLAIM) == (4, "update", "")
    with desk.look() as context:
        [first] = edition_history.find(context, "claim", CLAIM, 1)
        assert (first.change, first.note) == (None, "")


def test_a_first_edition_is_not_asked_for_its_kind(desk, editor):
    with desk.sit_down() as context:
        slug = state(context, "Something else.", models=("wren-1",))
        cite(context, slug, CARD, "A card.")
    page = editor.get(f"/desk/claims/{slug}").text
    assert "/publish" in page
    assert 'name="kind"' not in page


def test_a_scorecard_gives_its_kind_to_the_claims_that_go_with_it(desk, editor):
    with desk.sit_down(days=30) as context:
        reword(context, "Wren 1 solved a task.")
    assert 'name="kind"' in editor.get("/desk/scorecards/wren-1").text
    sent = {"kind": "clarification", "note": NOTE}
    answer = editor.post("/desk/scorecards/wren-1/publish", data=sent)
    assert answer.status_code == 303
    assert _newest(desk, "claim", CLAIM) == (4, "clarification", NOTE)


def test_facts_of_a_report_are_published_with_a_kind(desk, editor):
    with desk.sit_down() as context:
        describe(context, CARD, title="Wren card, amended")
    address = f"/desk/reports/{CARD}/publication"
    assert 'name="kind"' in editor.get(address).text
    sent = {"kind": "correction", "note": NOTE}
    assert editor.post(f"{address}/facts", data=sent).status_code == 303
    assert _newest(desk, "report", CARD) == (2, "correction", NOTE)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"kind": "canary"}, "must be one of: update, clarification, correction."),
        ({"kind": "update", "note": "x" * 501}, "is longer than 500 characters."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_published(
    desk, editor, sent, said
):
    with desk.sit_down() as context:
        reword(context, "Wren 1 solved a task.")
        describe(context, CARD, title="Wren card, amended")
    for address in (f"{DESK}/publish", f"/desk/reports/{CARD}/publication/facts"):
        answer = editor.post(address, data={"note": "kept", **sent})
        assert answer.status_code == 422, address
        errors = re.findall(r'<p class="error"[^>]*>([^<]+)</p>', answer.text)
        assert any(said in error for error in errors), (address, errors)
        assert sent.get("note", "kept") in answer.text
    assert _newest(desk, "claim", CLAIM)[0] == 3
    assert _newest(desk, "report", CARD)[0] == 1
