"""An answer that is lost, a double click: what was saved is not saved twice."""

import io
import re

import pdfs
import pytest
from filled_forms import Form, form_on

from annotator.domain.permissions import Role
from annotator.services.accounts import accounts
from annotator.services.claims import absences, claims, evidence, scorecards
from annotator.services.library import labs, reports
from annotator.services.passages import marking
from annotator.services.search import synonyms

LINES = ["Wren 1 solved 0.5 % of the tasks.", "Wren 1 was tested for a week."]
CLAIM = {
    "text": "Wren 1 is safe.",
    "category": "cyber",
    "lab": "wren-labs",
    "models": ["wren-1"],
    "asserted_by": "lab",
}
ADDRESS = "/desk/claims/wren-1-is-safe"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def sha256(desk):
    """A report on Wren 1."""
    taken = desk.take_in(pdfs.text_pdf(LINES), report="wren-card")
    with desk.sit_down() as context:
        lab = labs.find_or_add_lab(context, "Wren Labs")
        labs.find_or_add_model(context, lab, "Wren 1")
    return taken


@pytest.fixture
def claim(analyst):
    answer = form_on(analyst, "/desk/claims/new", "/desk/claims").send(analyst, **CLAIM)
    assert answer.status_code == 303
    return ADDRESS


def counted(desk) -> dict[str, int]:
    """How many there are of each thing that can be made."""
    with desk.sit_down(Role.ADMIN) as context:
        every = claims.list_claims(context)
        shelf = reports.get_report(context, "wren-card")
        newest = reports.get_revision(context, shelf)
        return {
            "claims": len(every),
            "evidence": len(evidence.list_evidence(context, every)),
            "marks": len(marking.placed_on(context, newest)),
            "absences": len(absences.list_absences(context)),
            "scorecards": len(scorecards.list_scorecards(context)),
            "synonyms": len(synonyms.list_synonyms(context)),
            "people": len(accounts.list_users(context)),
        }


def same_twice(desk, browser, form: Form, what: str, **typed):
    """Send a form twice; the second answers as the first did and makes nothing."""
    before = counted(desk)
    first = form.send(browser, **typed)
    second = form.send(browser, **typed)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    after = counted(desk)
    assert after[what] - before[what] == 1
    return first


def test_a_claim_that_is_sent_twice_is_one_claim(desk, analyst):
    form = form_on(analyst, "/desk/claims/new", "/desk/claims")
    same_twice(desk, analyst, form, "claims", **CLAIM)


def test_a_pasted_quote_that_is_sent_twice_is_one_piece_of_evidence(
    desk, analyst, claim
):
    form = form_on(analyst, claim, f"{claim}/evidence")
    same_twice(desk, analyst, form, "evidence", quote=LINES[0], report="wren-card")


def test_a_source_that_is_sent_twice_is_one_piece_of_evidence(desk, analyst, claim):
    form = form_on(analyst, claim, f"{claim}/evidence")
    same_twice(desk, analyst, form, "evidence", source_url="https://example.org/")


def test_typed_words_that_are_linked_twice_are_linked_once(
    desk, analyst, claim, sha256
):
    page = f"{claim}/candidates?typed=solved+0.5"
    form = form_on(analyst, page, f"{claim}/candidates")
    place = re.findall(r'name="place" value="([^"]*)"', analyst.get(page).text)[0]
    same_twice(desk, analyst, form, "evidence", place=place)
    other = f"{sha256}:{place.split(':')[1]}:{int(place.split(':')[2]) - 2}"
    assert form.send(analyst, place=other).status_code == 303
    assert counted(desk)["evidence"] == 2, "other words are another act"


def test_an_absence_that_is_kept_twice_is_one_absence(desk, analyst):
    form = form_on(analyst, "/desk/absences/new", "/desk/absences")
    typed = {"report": "wren-card", "statement": "No interval.", "queries": "interval"}
    same_twice(desk, analyst, form, "absences", **typed)


def test_an_absence_that_is_cited_twice_is_evidence_once(desk, analyst, claim):
    made = form_on(analyst, "/desk/absences/new", "/desk/absences").send(
        analyst, report="wren-card", statement="No interval.", queries="interval"
    )
    page = made.headers["Location"]
    form = form_on(analyst, page, f"{page}/evidence")
    same_twice(desk, analyst, form, "evidence", claim="wren-1-is-safe")


def test_a_scorecard_that_is_begun_twice_is_one_scorecard(desk, analyst):
    form = form_on(analyst, "/desk/scorecards", "/desk/scorecards")
    typed = {"title": "Wren 1", "lab": "wren-labs", "models": ["wren-1"]}
    same_twice(desk, analyst, form, "scorecards", **typed)


def test_synonyms_that_are_added_twice_are_one_set(desk, editor):
    form = form_on(editor, "/desk/synonyms", "/desk/synonyms")
    same_twice(desk, editor, form, "synonyms", words="quokka, wallaby")


def test_a_person_who_is_added_twice_is_one_person_and_the_second_answer_says_so(
    desk, admin
):
    form = form_on(admin, "/desk/people/", "/desk/people/")
    typed = {"name": "ana", "display_name": "Ana", "role": "analyst"}
    first = form.send(admin, **typed)
    assert "shown only once" in first.text
    second = form.send(admin, **typed)
    assert second.status_code == 200
    assert "was already added" in second.text
    with desk.sit_down(Role.ADMIN) as context:
        assert [u.name for u in accounts.list_users(context)].count("ana") == 1


def test_an_import_that_is_sent_twice_answers_as_the_first_did(desk, editor):
    page = "/desk/scorecards/import"
    form = form_on(editor, page, page)
    card = _scorecard_of(desk, editor)

    def sent(content: bytes):
        data = {**form.values, "file": (io.BytesIO(content), "wren.yaml")}
        return editor.post(page, data=data, content_type="multipart/form-data")

    first = sent(card)
    _rename(desk, "Renamed since")
    second = sent(card)
    assert first.headers["Location"] == second.headers["Location"]
    with desk.sit_down() as context:
        assert scorecards.get_scorecard(context, "wren-1").title == "Renamed since"
    assert sent(card.replace(b"Wren 1", b"Wren I")).status_code == 422


def _scorecard_of(desk, editor) -> bytes:
    form = form_on(editor, "/desk/scorecards", "/desk/scorecards")
    form.send(editor, title="Wren 1", lab="wren-labs", models=["wren-1"])
    return editor.get("/desk/scorecards/wren-1/export.yaml").data


def _rename(desk, title: str) -> None:
    with desk.sit_down() as context:
        scorecards.edit_scorecard(
            context, "wren-1", title=title, models=["wren-1"], overall=""
        )


# In the viewer


@pytest.fixture
def selection(analyst, sha256):
    """The viewer's form as its script fills it in for a selection."""
    page = analyst.get("/desk/reports/wren-card").text
    assert 'name="form_id"' in page
    return {
        "form_id": "a-random-id-of-this-selection",
        "revision": sha256,
        "start": 0,
        "end": len(LINES[0]),
        "stance": "supports",
        "claim": "new",
        "claim_text": "Wren 1 is weak.",
        "category": "cyber",
        "asserted_by": "lab",
        "do": "link",
    }


def mark(browser, **form):
    return browser.post("/desk/reports/wren-card/passages", data=form, headers=HTMX)


def test_a_selection_that_is_saved_twice_is_one_claim_one_mark_one_link(
    desk, analyst, selection
):
    before = counted(desk)
    first, second = mark(analyst, **selection), mark(analyst, **selection)
    assert first.status_code == second.status_code == 200
    assert second.json["said"] == "Linked to “Wren 1 is weak.”"
    assert first.json["passage"] == second.json["passage"]
    after = counted(desk)
    grown = {name: after[name] - before[name] for name in after if name != "people"}
    assert {n: c for n, c in grown.items() if c} == {
        "claims": 1,
        "evidence": 1,
        "marks": 1,
    }


def test_words_that_are_marked_only_twice_are_marked_once(desk, analyst, selection):
    selection["do"] = "mark"
    first, second = mark(analyst, **selection), mark(analyst, **selection)
    assert first.status_code == second.status_code == 200
    assert first.json["passage"] == second.json["passage"]
    assert counted(desk)["marks"] == 1


def test_words_that_are_marked_already_are_said_to_be(desk, analyst, selection):
    assert mark(analyst, **selection).status_code == 200
    again = {**selection, "do": "mark", "form_id": "a-random-id-of-another-one"}
    answer = mark(analyst, **again)
    assert answer.status_code == 200
    assert "already marked" in answer.json["said"]
    assert answer.json["known"], (
        "its card is opened, and nothing is offered to be undone"
    )
    assert counted(desk)["marks"] == 1


def test_a_selection_that_was_saved_and_then_changed_is_told(desk, analyst, selection):
    mark(analyst, **selection)
    answer = mark(analyst, **{**selection, "note": "An afterthought."})
    assert answer.status_code == 422
    assert "already saved" in answer.text
    assert "An afterthought." in answer.text
    assert selection["form_id"] not in answer.text, "saving again is another act"
    assert counted(desk)["evidence"] == 1


# What else may come


def test_what_was_changed_after_it_was_saved_is_told_and_kept_in_the_form(
    desk, analyst
):
    form = form_on(analyst, "/desk/claims/new", "/desk/claims")
    form.send(analyst, **CLAIM)
    answer = form.send(analyst, **{**CLAIM, "text": "Wren 1 is quite safe."})
    assert answer.status_code == 409
    assert "Wren 1 is quite safe." in answer.text
    assert f'href="{ADDRESS}"' in answer.text
    assert form["form_id"] not in answer.text
    assert counted(desk)["claims"] == 1


def test_a_form_that_was_refused_can_be_mended_and_sent(desk, analyst):
    form = form_on(analyst, "/desk/claims/new", "/desk/claims")
    assert form.send(analyst, **{**CLAIM, "text": ""}).status_code == 422
    same_twice(desk, analyst, form, "claims", **CLAIM)


def test_two_forms_make_two_claims_of_the_same_words(desk, analyst):
    for _ in range(2):
        form_on(analyst, "/desk/claims/new", "/desk/claims").send(analyst, **CLAIM)
    assert counted(desk)["claims"] == 2


def test_a_form_without_an_id_works_as_it_always_did(desk, analyst):
    for _ in range(2):
        assert analyst.post("/desk/claims", data=CLAIM).status_code == 303
    assert counted(desk)["claims"] == 2


def test_the_id_of_somebody_elses_form_shows_nothing_of_what_they_made(analyst, editor):
    form = form_on(analyst, "/desk/claims/new", "/desk/claims")
    form.send(analyst, **CLAIM)
    answer = form.send(editor, **CLAIM)
    assert answer.status_code == 422
    assert "another person" in answer.text
    assert ADDRESS not in answer.text


@pytest.mark.parametrize("form_id", ["x", "é" * 30, "a" * 200, "\x00" * 22])
def test_an_id_that_no_form_has_is_refused_in_words(desk, analyst, form_id):
    answer = analyst.post("/desk/claims", data={**CLAIM, "form_id": form_id})
    assert answer.status_code == 422
    assert counted(desk)["claims"] == 0
