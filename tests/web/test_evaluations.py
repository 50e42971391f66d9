"""Evaluations in the browser: recorded from a passage, with their lines and outcomes."""

import re
from html import unescape

import pytest
from pdfs import text_pdf

from annotator.services.library import labs, reports
from annotator.services.passages import marking

CARD = "wren-card"
SAID = "Wren 1 has a pass@5 score of 0.635 and Wren 2 one of 0.7."
NEW = {
    "evaluation": "new",
    "name": "Long-form task 2",
    "category": "cyber",
    "model": "wren-1",
    "state": "scored",
    "value": "0.635",
    "number": "0.635",
}
LINE = {"kind": "rule-out", "statement": "below 0.50", "comparison": "<", "low": "0.50"}
SHOWN = "/desk/evaluations/long-form-task-2"


@pytest.fixture
def passage(desk):
    desk.take_in(text_pdf(["Wren card", SAID]), report=CARD)
    with desk.sit_down() as context:
        report = reports.get_report(context, CARD)
        lab = labs.find_or_add_lab(context, "Wren Labs")
        labs.find_or_add_model(context, lab, "Wren 1")
        revision = reports.get_revision(context, report)
        marked = marking.mark_found(context, revision=revision, quote=SAID, page=1)
        return marked.id


def text_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


@pytest.fixture
def recorded(analyst, passage):
    typed = {**NEW, "passage": str(passage)}
    return analyst.post(
        f"/desk/passages/{passage}/result", data=typed, follow_redirects=True
    )


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def test_the_numbers_of_a_passage_are_proposed(analyst, passage):
    page = analyst.get(f"/desk/passages/{passage}/result").text
    assert (field(page, "number"), field(page, "metric")) == ("0.635", "pass@5")
    assert f'<option value="{passage}" selected>' in page
    other = analyst.get(f"/desk/passages/{passage}/result?value=1").text
    assert field(other, "number") == "0.7"


def test_the_card_of_a_mark_leads_to_recording_it(analyst, passage):
    card = analyst.get(f"/desk/passages/{passage}").text
    assert f"/desk/passages/{passage}/result" in card


def test_a_recorded_result_is_held_against_the_lines(analyst, recorded):
    assert "0.635" in recorded.text
    analyst.post(f"{SHOWN}/lines", data=LINE)
    above = {
        **LINE,
        "kind": "rule-in",
        "statement": "above 0.80",
        "comparison": ">",
        "low": "0.80",
    }
    analyst.post(f"{SHOWN}/lines", data=above)
    facts = {
        "name": NEW["name"],
        "category": "cyber",
        "direction": "higher is more dangerous",
    }
    shown = analyst.post(SHOWN, data=facts, follow_redirects=True)
    assert "The numbers suggest: between the lines" in text_of(shown)
    confirm = f"{SHOWN}/results/1/confirm"
    late = analyst.post(confirm, data={"outcome": "ruled out"})
    assert "The numbers now suggest “between the lines”." in late.text
    shown = analyst.post(
        confirm, data={"outcome": "between the lines"}, follow_redirects=True
    )
    assert "The numbers suggest" not in shown.text


def test_a_new_evaluation_can_be_used_for_the_next_result(analyst, passage, recorded):
    page = analyst.get(f"/desk/passages/{passage}/result").text
    assert '<option value="long-form-task-2"' in page
    again = {**NEW, "evaluation": "long-form-task-2", "value": "0.7", "number": "0.7"}
    shown = analyst.post(
        f"/desk/passages/{passage}/result", data=again, follow_redirects=True
    )
    assert "2 results" in text_of(analyst.get("/desk/evaluations"))
    assert "0.7" in shown.text


def test_what_is_no_number_is_told_beside_its_field(analyst, passage):
    typed = {**NEW, "number": "about half", "passage": str(passage)}
    answer = analyst.post(f"/desk/passages/{passage}/result", data=typed)
    assert answer.status_code == 422
    assert "must be a number, such as 0.50 or 1e25." in answer.text
    assert 'value="about half"' in answer.text
    assert "None yet." in analyst.get("/desk/evaluations").text


def test_a_line_and_a_result_are_withdrawn_and_put_back(analyst, recorded):
    analyst.post(f"{SHOWN}/lines", data=LINE)
    for part, words in (("results", "0.635"), ("lines", "below 0.50")):
        act = f"{SHOWN}/{part}/1"
        gone = analyst.post(f"{act}/withdraw", follow_redirects=True)
        assert f'id="{part[:-1]}-1"' not in gone.text
        back = analyst.post(f"{act}/restore", follow_redirects=True)
        assert f'id="{part[:-1]}-1"' in back.text
        assert words in back.text


def test_an_evaluation_is_added_without_a_passage(analyst, passage):
    assert 'name="lab"' in analyst.get("/desk/evaluations/new").text
    typed = {"lab": "wren-labs", "name": "Uplift study", "category": "cyber"}
    shown = analyst.post("/desk/evaluations", data=typed, follow_redirects=True)
    assert "Uplift study" in shown.text
    result = {"model": "wren-1", "state": "not run"}
    shown = analyst.post(
        "/desk/evaluations/uplift-study/results", data=result, follow_redirects=True
    )
    assert "not run" in shown.text


def test_a_name_is_required(analyst, passage):
    typed = {"lab": "wren-labs", "name": " ", "category": "cyber"}
    answer = analyst.post("/desk/evaluations", data=typed)
    assert answer.status_code == 422
    assert "is required" in answer.text


def test_what_somebody_else_saved_meanwhile_is_shown_beside_mine(
    analyst, editor, recorded
):
    page = analyst.get(SHOWN).text
    form = page[page.index('id="result-1"') :]
    seen = re.search(r'name="seen" value="([^"]*)"', form)[1]
    editor.post(f"{SHOWN}/results/1", data={**NEW, "note": "Theirs."})
    mine = analyst.post(
        f"{SHOWN}/results/1", data={**NEW, "note": "Mine.", "seen": seen}
    )
    assert mine.status_code == 409
    assert "Theirs" in text_of(mine)
    assert 'value="Mine."' in mine.text


def test_a_claim_rests_on_a_recorded_result(analyst, recorded):
    number = re.search(r'id="result-(\d+)"', recorded.text)[1]
    slug = re.search(r"/desk/evaluations/([\w-]+)/results", recorded.text)[1]
    there = f"/desk/evaluations/{slug}/results/{number}/claims"
    assert f'href="{there}"' in recorded.text
    facts = {"text": "It is below.", "category": "cyber", "lab": "wren-labs"}
    stated = analyst.post("/desk/claims", data={**facts, "asserted_by": "lab"})
    assert stated.location == "/desk/claims/it-is-below"
    typed = {"claim": "it-is-below", "stance": "supports", "note": "Below 0.80."}
    claim = analyst.post(there, data=typed, follow_redirects=True)
    assert "Below 0.80." in text_of(claim)
    evaluation = analyst.get(f"/desk/evaluations/{slug}")
    assert "Used as evidence for: It is below." in text_of(evaluation)
    again = analyst.post(there, data=typed)
    assert (again.status_code, "already uses it as evidence" in again.text) == (
        422,
        True,
    )


def test_passages_are_offered_by_their_words(analyst, passage, recorded):
    slug = re.search(r"/desk/evaluations/([\w-]+)/results", recorded.text)[1]
    page = analyst.get(f"/desk/evaluations/{slug}").text
    line = page[page.index('id="new-line-passage"') :]
    assert re.search(rf'<option value="{passage}" *>[^<]*page 1: [^<]*0\.635', line)


def test_what_became_of_an_evaluation_is_noted_withdrawn_and_put_back(
    analyst, recorded
):
    slug = re.search(r"/desk/evaluations/([\w-]+)/results", recorded.text)[1]
    typed = {"kind": "line changed", "report": "wren-card", "sentence": "Now at 0.60."}
    there = f"/desk/evaluations/{slug}"
    page = analyst.post(f"{there}/relations", data=typed, follow_redirects=True)
    assert "line changed in wren-card Now at 0.60." in text_of(page)
    page = analyst.post(f"{there}/relations/1/withdraw", follow_redirects=True)
    assert "It is withdrawn." in text_of(page)
    assert "Now at 0.60." not in text_of(page)
    page = analyst.post(f"{there}/relations/1/restore", follow_redirects=True)
    assert "Now at 0.60." in text_of(page)
    history = analyst.get(f"/desk/history/evaluation/{slug}")
    assert "restored the relation “line changed” of" in text_of(history)


def test_a_merged_evaluation_leads_to_the_one_that_was_kept(analyst, recorded):
    kept = re.search(r"/desk/evaluations/([\w-]+)/results", recorded.text)[1]
    facts = {"lab": "wren-labs", "name": "Second name", "category": "cyber"}
    analyst.post("/desk/evaluations", data=facts)
    merge = "/desk/evaluations/second-name/merge"
    page = analyst.post(merge, data={"into": kept}, follow_redirects=True)
    assert "Merged." in text_of(page)
    led = analyst.get("/desk/evaluations/second-name")
    assert (led.status_code, led.location) == (302, f"/desk/evaluations/{kept}")


def test_evaluations_are_put_in_another_order(analyst, passage):
    for name in ("First", "Second"):
        facts = {"lab": "wren-labs", "name": name, "category": "cyber"}
        analyst.post("/desk/evaluations", data=facts)
    page = analyst.get("/desk/evaluations?lab=wren-labs").text
    assert page.index(">First<") < page.index(">Second<")
    assert 'aria-label="Move Second up"' in page
    moved = {"before": "first"}
    analyst.post("/desk/evaluations/second/move", data=moved)
    page = analyst.get("/desk/evaluations?lab=wren-labs").text
    assert page.index(">Second<") < page.index(">First<")
