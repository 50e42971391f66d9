"""A tension is noted in the browser: from a claim, and from a mark."""

import re
from html import unescape

import pytest
from filled_forms import form_in, form_on
from pdfs import text_pdf
from wren_claims import cite, mark, state

from annotator.services.claims import claims, tensions

FAST, RAIN = "The kernel became 74 times faster.", "It rained all day."
SLOW = "In the best run the kernel was 72.65 times faster."
SAID = "74 and 72.65 cannot both be the speed-up."
CLAIM = "/desk/claims/wren-1-is-fast"
NEW, ADD = f"{CLAIM}/tensions/new", f"{CLAIM}/tensions"


@pytest.fixture
def passages(desk):
    desk.take_in(text_pdf(["Wren card", FAST, RAIN], [SLOW]), report="card")
    with desk.sit_down() as context:
        claim = state(context, "Wren 1 is fast.")
        return cite(context, claim, "card", FAST), mark(context, "card", SLOW)


@pytest.fixture
def noted(analyst, passages):
    first, second = passages
    typed = {"sentence": SAID, "passage": first, "other": second}
    assert analyst.post(ADD, data=typed).status_code == 303
    return passages


def text_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def _rows(desk):
    with desk.look() as context:
        claim = claims.get_claim(context, "wren-1-is-fast")
        return [row.facts for row in tensions.list_tensions(context, [claim])]


def test_a_mark_leads_to_the_form_on_a_claim_that_it_is_linked_to(analyst, passages):
    first, _ = passages
    card = analyst.get(f"/desk/passages/{first}").text
    assert f"/desk/passages/{first}/tension" in card
    page = analyst.get(f"/desk/passages/{first}/tension").text
    assert f"{NEW}?passage={first}" in page
    form = form_on(analyst, f"{NEW}?passage={first}", ADD)
    assert form["passage"] == str(first)


def test_of_a_mark_without_links_the_claim_is_chosen(analyst, passages):
    _, second = passages
    page = analyst.get(f"/desk/passages/{second}/tension")
    assert "On which claim?" in page.text
    address = f"/desk/passages/{second}/tension?claim=wren-1-is-fast"
    chosen = analyst.get(address, follow_redirects=True)
    assert form_in(chosen.text, ADD)["passage"] == str(second)
    nowhere = analyst.get(f"/desk/passages/{second}/tension?claim=nowhere")
    assert nowhere.status_code == 404


def test_two_passages_are_noted_and_stand_beside_one_another(analyst, desk, passages):
    first, second = passages
    form = form_on(analyst, f"{NEW}?passage={first}&other={second}", ADD)
    answer = form.send(analyst, sentence=SAID)
    assert answer.location == f"{CLAIM}#tension-1"
    shown = text_of(analyst.get(CLAIM))
    part = shown[shown.index(SAID) :]
    assert part.index(FAST) < part.index(SLOW)
    assert SAID in analyst.get(f"/desk/passages/{second}").text


def test_a_side_is_found_by_typing_its_words(analyst, desk, passages):
    first, _ = passages
    part = analyst.get(f"{CLAIM}/tensions/places?other_words=rained+all").text
    [place] = re.findall(r'name="other_place" value="([^"]+)"', part)
    page = f"{NEW}?passage={first}&other_words=rained+all"
    form = form_on(analyst, page, ADD)  # without a script
    assert place in analyst.get(page).text
    form.send(analyst, sentence=SAID, other_place=place)
    [facts] = _rows(desk)
    assert facts.passage == first
    assert "rained all" in text_of(analyst.get(f"{CLAIM}"))
    nothing = analyst.get(f"{CLAIM}/tensions/places?words=xyzzy").text
    assert "No report contains anything like it." in nothing


def test_sent_twice_it_is_noted_once(analyst, desk, passages):
    first, second = passages
    form = form_on(analyst, f"{NEW}?passage={first}&other={second}", ADD)
    assert form.send(analyst, sentence=SAID).location == f"{CLAIM}#tension-1"
    assert form.send(analyst, sentence=SAID).location == f"{CLAIM}#tension-1"
    assert len(_rows(desk)) == 1


def test_the_same_two_lead_to_what_is_noted_and_what_was_typed_is_kept(
    analyst, desk, noted
):
    first, second = noted
    typed = {"sentence": "In other words.", "passage": second, "other": first}
    shown = analyst.post(ADD, data=typed, follow_redirects=True)
    assert "Your unsaved text: “In other words.”" in text_of(shown)
    assert [facts.sentence for facts in _rows(desk)] == [SAID]


def test_it_is_reworded_withdrawn_and_put_back(analyst, desk, noted):
    form = form_on(analyst, CLAIM, f"{ADD}/1")
    assert form["sentence"] == SAID
    form.send(analyst, sentence="New words.")
    assert [facts.sentence for facts in _rows(desk)] == ["New words."]
    gone = analyst.post(f"{ADD}/1/withdraw", follow_redirects=True)
    assert "The tension was withdrawn." in gone.text
    assert _rows(desk) == []
    back = form_in(gone.text, f"{ADD}/1/restore").send(analyst)
    assert back.location == f"{CLAIM}#tension-1"
    assert len(_rows(desk)) == 1


def test_two_people_who_reword_it_see_both_wordings(analyst, desk, noted):
    mine = form_on(analyst, CLAIM, f"{ADD}/1")
    form_on(analyst, CLAIM, f"{ADD}/1").send(analyst, sentence="Hers.")
    answer = mine.send(analyst, sentence="Mine.")
    assert answer.status_code == 409
    shown = text_of(answer)
    assert "Hers." in shown
    assert "Mine." in shown


def test_what_was_typed_about_one_that_was_withdrawn_meanwhile_is_not_lost(
    analyst, desk, noted
):
    mine = form_on(analyst, CLAIM, f"{ADD}/1")
    analyst.post(f"{ADD}/1/withdraw")
    answer = mine.send(analyst, sentence="Long thought about.")
    assert answer.status_code == 422
    assert "Your unsaved text: Long thought about." in text_of(answer)
    form_in(answer.text, f"{ADD}/1/restore").send(analyst)
    assert len(_rows(desk)) == 1


def test_the_history_tells_it_in_words(analyst, desk, noted):
    form_on(analyst, CLAIM, f"{ADD}/1").send(analyst, sentence="New words.")
    analyst.post(f"{ADD}/1/withdraw")
    told = text_of(analyst.get("/desk/history/claim/wren-1-is-fast"))
    assert "noted the tension “New words.” on “Wren 1 is fast.”" in told
    assert "changed the wording of the tension “New words.” on" in told
    assert "withdrew the tension “New words.” on" in told
    assert "tension" in text_of(analyst.get("/desk/history?report=card"))


def test_removing_its_report_tells_of_the_tension(analyst, noted):
    page = text_of(analyst.get("/desk/reports/card/remove"))
    assert "1 tension with passages of it" in page
