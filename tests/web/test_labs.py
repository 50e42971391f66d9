"""Labs and models in the browser: a newcomer comes from nothing to a scorecard by links."""

import re
from html import unescape

import pytest
from pdfs import text_pdf

from annotator.services.library import labs

LABS = "/desk/labs"
WREN = f"{LABS}/wren-labs"
MODEL = {"name": "Wren 1", "released": "2030-02"}


@pytest.fixture
def wren(desk, analyst):
    analyst.post(LABS, data={"name": "Wren Labs", "url": "https://wren.example/"})
    return WREN


def text_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def link(answer, words: str) -> str:
    """Return where the link with these words leads."""
    found = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>\s*{words}', answer.text)
    assert found, words
    return unescape(found[1])


def test_a_newcomer_comes_from_nothing_to_a_scorecard_by_links(analyst):
    page = analyst.get("/desk/scorecards")
    assert "There is no lab yet" in page.text
    page = analyst.get(link(page, "Add a lab"))
    assert "Short name in addresses" in page.text
    page = analyst.post(LABS, data={"name": "Wren Labs"}, follow_redirects=True)
    assert "No models yet" in page.text
    assert link(page, "Add a model") == "#new-model"
    again = analyst.get("/desk/scorecards")
    assert link(again, "Add a model") == f"{WREN}#new-model"
    page = analyst.post(f"{WREN}/models", data=MODEL, follow_redirects=True)
    assert "Released 2030-02" in text_of(page) or "February 2030" in text_of(page)
    begin = link(page, "Create a scorecard for this lab")
    page = analyst.get(begin.partition("#")[0])
    assert '<option value="wren-labs" selected>' in page.text
    made = analyst.post(
        "/desk/scorecards",
        data={"lab": "wren-labs", "models": "wren-1", "title": "Wren 1"},
        follow_redirects=True,
    )
    assert link(made, "Add a claim here") == (
        "/desk/claims/new?category=chem-bio&lab=wren-labs"
    )


def test_labs_are_listed_with_what_there_is_of_them(analyst, desk, wren):
    desk.take_in(text_pdf(["A card."]), report="wren-card")
    analyst.post(f"{wren}/models", data=MODEL)
    said = text_of(analyst.get(LABS))
    assert "Wren Labs Wren 1 1 model · 1 report" in said
    page = analyst.get(wren)
    assert link(page, "wren-card") == "/desk/reports/wren-card"
    assert "https://wren.example/" in page.text


def test_a_lab_is_renamed(analyst, wren):
    page = analyst.post(wren, data={"name": "Wren"}, follow_redirects=True)
    assert "<h1>Wren</h1>" in page.text
    answer = analyst.post(wren, data={"name": "Wren", "url": "javascript:alert(1)"})
    assert answer.status_code == 422
    assert "must begin with https:// or http://" in answer.text


def test_a_model_is_edited_where_its_lab_is_shown(analyst, desk, wren):
    for name in ("Wren 1", "Wren 2"):
        analyst.post(f"{wren}/models", data={"name": name})
    assert 'id="model-wren-2-name"' not in analyst.get(wren).text
    page = analyst.get(f"{wren}?edit=wren-2")
    assert 'id="model-wren-2-name"' in page.text
    edited = {"name": "Wren 2", "predecessor": "wren-1", "released_together": "wren-1"}
    page = analyst.post(f"{wren}/models/wren-2", data=edited, follow_redirects=True)
    assert "predecessor Wren 1 · released together with Wren 1" in text_of(page)
    with desk.look() as context:
        model = labs.get_model(context, "wren-1")
        assert [other.slug for other in model.released_with] == ["wren-2"]
    answer = analyst.post(
        f"{wren}/models/wren-1", data={"name": "Wren 1", "predecessor": "wren-2"}
    )
    assert answer.status_code == 422
    assert "Wren 2 is recorded as coming after Wren 1" in text_of(answer)
    assert 'id="model-wren-1-name"' in answer.text


def test_a_scorecard_tells_the_facts_of_its_models_and_leads_to_their_form(
    analyst, wren
):
    analyst.post(f"{wren}/models", data=MODEL)
    made = {"lab": "wren-labs", "models": "wren-1", "title": "Wren 1"}
    page = analyst.post("/desk/scorecards", data=made, follow_redirects=True)
    assert link(page, "Edit") == f"{wren}?edit=wren-1#model-wren-1"


def test_a_predecessor_is_drawn_hollow_on_the_board_of_its_successor(analyst, wren):
    analyst.post(f"{wren}/models", data=MODEL)
    later = {"name": "Wren 2", "predecessor": "wren-1"}
    analyst.post(f"{wren}/models", data=later)
    test = {"lab": "wren-labs", "name": "Hidden task", "category": "cyber"}
    analyst.post("/desk/evaluations", data=test)
    for model, number in (("wren-1", "0.3"), ("wren-2", "0.4")):
        result = {"model": model, "state": "scored", "value": number, "number": number}
        analyst.post("/desk/evaluations/hidden-task/results", data=result)
    made = {"lab": "wren-labs", "models": "wren-2", "title": "Wren 2"}
    analyst.post("/desk/scorecards", data=made)
    page = analyst.get("/models/wren-2?preview=1")
    signs = re.findall(
        r'class="dot (\w+)" href="#\w+-cyber"/>\s*</svg>\s*([\w ]+)', page.text
    )
    assert {name.strip(): fill for fill, name in signs} == {
        "Wren 1": "hollow",
        "Wren 2": "pale",
    }
    assert "Predecessor Wren 1" in text_of(page)


def test_what_nothing_rests_on_is_removed_and_the_rest_stays(analyst, wren):
    analyst.post(f"{wren}/models", data=MODEL)
    page = analyst.post(f"{wren}/remove")
    assert page.status_code == 422
    assert "Wren Labs cannot be removed, because there is still: 1 model." in text_of(
        page
    )
    page = analyst.get(f"{wren}?edit=wren-1")
    assert "Remove Wren 1" in page.text
    page = analyst.post(f"{wren}/models/wren-1/remove", follow_redirects=True)
    assert "Wren 1 was removed." in page.text
    page = analyst.post(f"{wren}/remove", follow_redirects=True)
    assert "Wren Labs was removed." in page.text
    assert analyst.get(wren).status_code == 404


def test_the_history_tells_what_was_done_and_leads_there(analyst, wren):
    analyst.post(wren, data={"name": "Wren"})
    page = analyst.get("/desk/history?thing=labs, models and words")
    assert "changed the lab “Wren”" in text_of(page)
    assert f'href="{WREN}"' in page.text
