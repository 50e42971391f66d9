"""Categories in the browser: editors change them, readers see it once it is published."""

import re
from html import unescape

import pytest

from annotator.services.claims import categories
from annotator.services.library import labs

PAGE = "/desk/categories"
GROUPS = "/desk/category-groups"
LUCK = {"name": "Luck", "group": "evaluation", "introduction": "Of *chance*."}


def text_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def _order(desk):
    with desk.look() as context:
        groups = categories.list_groups(context)
        return {
            group.slug: [category.slug for category in group.categories]
            for group in groups
        }


@pytest.fixture
def scorecard(desk):
    with desk.sit_down() as context:
        lab = labs.find_or_add_lab(context, "Wren Labs")
        labs.find_or_add_model(context, lab, "Wren 1")
    return {"lab": "wren-labs", "models": "wren-1", "title": "Wren 1"}


def test_an_editor_adds_a_group_and_a_category_and_readers_see_them_when_published(
    editor, reader, desk, scorecard
):
    editor.post(GROUPS, data={"name": "Governance", "introduction": "Who *decides*."})
    marked = {"experimental": "yes", "invitation": "We try it: [tell us](https://x.y)."}
    page = editor.post(
        PAGE, data={**LUCK, **marked, "group": "governance"}, follow_redirects=True
    )
    assert "Luck experimental" in text_of(page)
    editor.post("/desk/scorecards", data=scorecard)
    editor.post(
        "/desk/scorecards/wren-1/cards/luck", data={"we_say": "They have some."}
    )
    editor.post("/desk/scorecards/wren-1/publish")
    page = reader.get("/models/wren-1")
    assert "Governance Who decides ." in text_of(page)
    assert "Luck experimental Of chance . We try it: tell us ." in text_of(page)
    assert '<a href="https://x.y"' in page.text
    front = text_of(reader.get("/"))
    assert "Luck (experimental)" in front
    assert "They have some." in front
    editor.post(f"{PAGE}/luck", data={**LUCK, "name": "Secret", "group": "governance"})
    for address in ("/", "/models/wren-1"):
        assert "Secret" not in reader.get(address).text


def test_buttons_move_categories_and_groups(editor, desk):
    before = _order(desk)
    page = editor.get(PAGE).text
    assert 'aria-label="Move Cyber up"' in page
    assert 'aria-label="Move Chem &amp; bio up"' not in page
    assert 'aria-label="Move Security down"' not in page
    editor.post(f"{PAGE}/cyber/move", data={"before": "chem-bio"})
    editor.post(f"{GROUPS}/evaluation/move", data={"before": ""})
    after = _order(desk)
    assert list(after) == ["safety-case", "evaluation"]
    assert after["evaluation"][:2] == ["cyber", "chem-bio"]
    assert after["safety-case"] == before["safety-case"]
    answer = editor.post(f"{PAGE}/cyber/move", data={"before": "no-such"})
    assert answer.status_code == 422
    assert "The order was changed in the meantime" in answer.text


def test_a_category_is_edited_and_moved_to_another_group(editor, desk):
    edited = {"name": "Attacks", "group": "safety-case", "experimental": "yes"}
    page = editor.post(f"{PAGE}/cyber", data=edited, follow_redirects=True)
    assert "Attacks experimental" in text_of(page)
    assert _order(desk)["safety-case"][-1] == "cyber"
    page = editor.post(
        f"{GROUPS}/evaluation", data={"name": "Tests"}, follow_redirects=True
    )
    assert "Tests" in text_of(page)


def test_an_analyst_sees_categories_and_is_told_who_changes_them(analyst):
    page = analyst.get(PAGE)
    assert "Only an editor can add or change categories." in page.text
    assert "<form" not in page.text.partition("<main")[2]
    for address, form in (
        (PAGE, LUCK),
        (f"{PAGE}/cyber", LUCK),
        (f"{PAGE}/cyber/move", {"before": ""}),
        (GROUPS, {"name": "A"}),
        (f"{GROUPS}/evaluation", {"name": "A"}),
        (f"{GROUPS}/evaluation/move", {"before": ""}),
    ):
        assert analyst.post(address, data=form).status_code == 403


def test_a_category_that_is_younger_than_a_scorecard_is_on_its_page(editor, scorecard):
    editor.post("/desk/scorecards", data=scorecard)
    editor.post(PAGE, data=LUCK)
    page = editor.get("/desk/scorecards/wren-1")
    assert "/desk/claims/new?category=luck&amp;lab=wren-labs" in page.text
    saved = editor.post(
        "/desk/scorecards/wren-1/cards/luck",
        data={"we_say": "Some."},
        follow_redirects=True,
    )
    assert "Some." in saved.text
    listed = editor.get("/desk/scorecards/wren-1/cards/luck/claims")
    assert listed.status_code == 200


def test_a_claim_and_the_filters_know_a_new_category(editor, scorecard):
    editor.post(PAGE, data=LUCK)
    claim = {
        "text": "It has luck.",
        "category": "luck",
        "lab": "wren-labs",
        "models": "wren-1",
        "asserted_by": "lab",
    }
    editor.post("/desk/claims", data=claim)
    assert "It has luck." in editor.get("/desk/claims?category=luck").text
    assert "It has luck." not in editor.get("/desk/claims?category=cyber").text
    for address in ("/desk/passages", "/desk/evaluations/new", "/desk/claims/new"):
        assert ">Luck</option>" in editor.get(address).text
