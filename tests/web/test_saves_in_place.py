"""Pages that stay while they save: they name the save, and may ask whether it was made."""

import re

import pytest

from annotator.domain.claims import ClaimFacts
from annotator.services.claims import claims, critiques
from annotator.services.library import labs

SAVE = {"Save-Id": "a-save-of-this-page-1", "Sec-Fetch-Site": "same-origin"}
CRITIQUE = "/desk/claims/wren-1-is-safe/critique"
PART = {"HX-Request": "true"}
PASSWORD = "eleven quiet herons"


@pytest.fixture(autouse=True)
def claim(desk):
    with desk.sit_down() as context:
        labs.find_or_add_lab(context, "Wren Labs")
        claims.add_claim(context, ClaimFacts("Wren 1 is safe.", "cyber", "wren-labs"))


def _is_saved(browser) -> bool:
    return browser.get(f"/desk/saves/{SAVE['Save-Id']}").json["saved"]


def _critique(desk):
    with desk.look() as context:
        claim = claims.get_claim(context, "wren-1-is-safe")
        return critiques.get_critique(context, claim)


def test_a_save_is_told_where_it_leads_and_its_message_waits_for_that_page(editor):
    answer = editor.post(CRITIQUE, data={"body": "Weak."}, headers=SAVE)
    assert answer.status_code == 204
    assert answer.headers["Leads-To"] == "/desk/claims/wren-1-is-safe#critique"
    assert "Saved." in editor.get("/desk/claims/wren-1-is-safe").text


def test_a_save_can_be_asked_for_by_who_made_it(editor, analyst):
    assert not _is_saved(editor)
    editor.post(CRITIQUE, data={"body": "Weak."}, headers=SAVE)
    assert _is_saved(editor)
    assert not _is_saved(analyst)


def test_what_was_refused_is_not_called_saved(editor):
    answer = editor.post(CRITIQUE, data={"body": ""}, headers=SAVE)
    assert answer.status_code == 422
    assert "Leads-To" not in answer.headers
    assert not _is_saved(editor)


def test_whoever_is_signed_out_is_never_led_on_as_if_it_were_saved(reader, desk):
    for typed in ({"body": "Weak."}, {"body": ""}):
        answer = reader.post(CRITIQUE, data=typed, headers=SAVE)
        assert answer.status_code == 401
        assert "Leads-To" not in answer.headers
    assert _critique(desk) is None


def test_a_page_made_for_one_person_saves_nothing_as_another(editor, analyst, desk):
    page = analyst.get("/desk/claims/wren-1-is-safe").text
    [person] = re.findall(r'data-person="([0-9]+)"', page)
    headers = {**SAVE, "Made-For": person}
    refused = editor.post(CRITIQUE, data={"body": "Hers."}, headers=headers)
    assert refused.status_code == 401
    assert _critique(desk) is None
    assert (
        analyst.post(CRITIQUE, data={"body": "Hers."}, headers=headers).status_code
        == 204
    )
    assert _critique(desk).body == "Hers."


def test_a_page_is_told_who_is_signed_in_and_gets_a_token(reader, editor):
    nobody, somebody = reader.get("/session"), editor.get("/session")
    assert (nobody.json["person"], nobody.json["name"]) == (None, "")
    assert somebody.json["person"] is not None
    assert somebody.json["name"] == "Editor"
    for answer in (nobody, somebody):
        assert answer.json["csrf"]
        assert answer.headers["Cache-Control"] == "no-store"


def test_signing_in_in_a_dialog_answers_with_the_form_alone(reader, analyst):
    form = reader.get("/sign-in?name=analyst", headers=PART).text
    assert "<html" not in form
    assert 'value="analyst"' in form
    wrong = {"name": "analyst", "password": "a guess"}
    refused = reader.post("/sign-in", data=wrong, headers=PART)
    assert refused.status_code == 422
    assert "<html" not in refused.text
    assert "The name or the password is wrong." in refused.text
    right = {"name": "analyst", "password": PASSWORD}
    assert reader.post("/sign-in", data=right, headers=PART).status_code == 204
    assert reader.get("/session").json["name"] == "Analyst"
