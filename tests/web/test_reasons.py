"""Reasons in the browser: editors keep the list, verdicts name them, readers see them."""

import re
from html import unescape

import pdfs
import pytest
from filled_forms import form_in, form_on
from wren_claims import describe

from annotator.services.claims import claims, reasons, verdicts

PAGE = "/desk/reasons"
LUCK = {"name": "luck", "explanation": "It may be chance."}
CLAIM = "/desk/claims/wren-1-is-safe"
QUOTE = "Wren 1 solved 0.5 % of the tasks."
FACTS = {
    "text": "Wren 1 is safe.",
    "category": "cyber",
    "lab": "wren-labs",
    "models": ["wren-1"],
    "asserted_by": "lab",
}
EVIDENCE = {"quote": QUOTE, "report": "wren-card", "page": "1", "stance": "supports"}
VERDICT = {"shown": "not shown", "credence": "likely", "rationale": "One number."}


def text_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def _names(desk):
    with desk.look() as context:
        return [reason.name for reason in reasons.list_reasons(context)]


def _numbers(desk):
    """The number of each reason's row in the form of a verdict, by its slug."""
    with desk.look() as context:
        return {reason.slug: reason.id + 1 for reason in reasons.list_reasons(context)}


def _given(desk):
    with desk.look() as context:
        claim = claims.get_claim(context, "wren-1-is-safe")
        last, *_ = verdicts.list_verdicts(context, claim)
        return {given.reason: given for given in last.given}


@pytest.fixture
def claim(desk, analyst):
    """A claim of a published report, with a quote."""
    desk.take_in(pdfs.text_pdf([QUOTE, "That is all."]), report="wren-card")
    with desk.sit_down() as context:
        describe(context, "wren-card")
    assert analyst.post("/desk/claims", data=FACTS).status_code == 303
    analyst.post(f"{CLAIM}/evidence", data=EVIDENCE)
    return CLAIM


# The list


def test_an_editor_adds_edits_and_orders_reasons(editor, desk):
    before = _names(desk)
    page = editor.post(PAGE, data=LUCK, follow_redirects=True)
    assert "It may be chance. Not used yet." in text_of(page)
    editor.post(f"{PAGE}/luck", data={**LUCK, "name": "mere luck"})
    editor.post(f"{PAGE}/luck/move", data={"before": "single-test"})
    place = before.index("single test")
    assert _names(desk) == [*before[:place], "mere luck", *before[place:]]
    page = editor.get(PAGE).text
    assert 'aria-label="Move mere luck up"' in page
    assert 'aria-label="Move no line stated up"' not in page
    assert 'aria-label="Move argument missing down"' not in page


def test_an_unused_reason_is_removed_and_one_that_is_named_is_not(
    editor, analyst, desk, claim
):
    one = {"reason-7": "single-test", "given-7": "yes", "sentence-7": "One test."}
    analyst.post(f"{claim}/verdict", data=VERDICT | one)
    page = editor.get(PAGE).text
    assert "Named by 1 verdict" in page
    assert "Remove single test" not in page
    page = editor.post(f"{PAGE}/other-model/remove", follow_redirects=True)
    assert "The reason was removed." in page.text
    answer = editor.post(f"{PAGE}/single-test/remove")
    assert answer.status_code == 422
    assert "can be renamed but not removed" in text_of(answer)
    assert "single test" in _names(desk)
    assert "other model" not in _names(desk)


def test_an_analyst_sees_the_reasons_and_is_told_who_changes_them(analyst):
    page = analyst.get(PAGE)
    assert "Only an editor can add or change reasons." in page.text
    assert "<form" not in page.text.partition("<main")[2]
    for address, form in (
        (PAGE, LUCK),
        (f"{PAGE}/single-test", LUCK),
        (f"{PAGE}/single-test/move", {"before": ""}),
        (f"{PAGE}/single-test/remove", {}),
    ):
        assert analyst.post(address, data=form).status_code == 403


# The verdict


def test_a_verdict_that_is_not_shown_is_refused_without_a_reason_and_nothing_is_lost(
    analyst, claim
):
    answer = analyst.post(f"{claim}/verdict", data=VERDICT)
    assert answer.status_code == 422
    assert "Choose at least one, because the verdict is not “shown”." in text_of(answer)
    assert "One number." in answer.text
    typed = {"reason-7": "single-test", "given-7": "yes", "sentence-7": " "}
    answer = analyst.post(f"{claim}/verdict", data=VERDICT | typed)
    assert answer.status_code == 422
    assert "is required: explain the verdict in one sentence." in text_of(answer)
    assert re.search(r'name="given-7" value="yes"\s+checked', answer.text)
    others = {"shown": "shown", "credence": "likely", "rationale": "Clear."}
    assert analyst.post(f"{claim}/verdict", data=others).status_code == 303


def test_a_verdict_is_given_with_reasons_and_its_form_shows_them_again(
    analyst, desk, claim
):
    number = _numbers(desk)["single-test"]
    form = form_on(analyst, claim, f"{claim}/verdict")
    sent = form.send(
        analyst,
        **VERDICT,
        **{
            f"given-{number}": "yes",
            f"sentence-{number}": "One test of one model.",
            f"rests_on-{number}": "evidence-1",
        },
    )
    assert sent.status_code == 303
    given = _given(desk)["single-test"]
    assert (given.sentence, given.evidence) == ("One test of one model.", 1)
    form = form_on(analyst, claim, f"{claim}/verdict")
    assert form[f"given-{number}"] == "yes"
    assert form[f"sentence-{number}"] == "One test of one model."
    assert form[f"rests_on-{number}"] == "evidence-1"
    # Another reason is added, and the first one taken off.
    other = _numbers(desk)["no-line-stated"]
    again = {f"given-{number}": None, f"given-{other}": "yes"}
    form.send(analyst, **again, **{f"sentence-{other}": "There is none."})
    assert set(_given(desk)) == {"no-line-stated"}


def test_a_form_that_was_open_while_the_list_changed_names_what_it_showed(
    analyst, editor, desk, claim
):
    number = _numbers(desk)["single-test"]
    form = form_on(analyst, claim, f"{claim}/verdict")
    editor.post(f"{PAGE}/single-test/move", data={"before": "no-line-stated"})
    editor.post(f"{PAGE}/other-model/remove")
    typed = {f"given-{number}": "yes", f"sentence-{number}": "One."}
    assert form.send(analyst, **VERDICT, **typed).status_code == 303
    assert set(_given(desk)) == {"single-test"}


def test_reasons_of_two_people_are_shown_side_by_side_when_they_clash(
    analyst, editor, desk, claim
):
    one, other = (_numbers(desk)[slug] for slug in ("single-test", "other-model"))
    mine = form_on(analyst, claim, f"{claim}/verdict")
    theirs = form_on(editor, claim, f"{claim}/verdict")
    told = {f"given-{one}": "yes", f"sentence-{one}": "One test."}
    theirs.send(editor, **VERDICT, **told)
    typed = {f"given-{other}": "yes", f"sentence-{other}": "Another model."}
    answer = mine.send(analyst, **VERDICT, **typed)
    assert answer.status_code == 409
    clash = answer.text.partition('class="clash')[2].partition("</section>")[0]
    said = re.sub(r"<[^>]*>", "", clash)
    for words in ("Why it is not “shown”", "single test: One", "other model: Another"):
        assert words in said
    assert ">Another model.</textarea>" in answer.text
    back = form_in(answer.text, f"{claim}/verdict")
    theirs = form_in(back.send(analyst, put="reasons").text, f"{claim}/verdict")
    assert theirs[f"sentence-{one}"] == "One test."
    assert (theirs.values.get(f"given-{one}"), theirs.values.get(f"given-{other}")) == (
        ["yes"],
        None,
    )
    assert back.send(analyst).status_code == 303  # mine, as the form stands
    assert set(_given(desk)) == {"other-model"}


# Readers


def test_readers_see_the_reasons_once_the_claim_is_published(
    analyst, editor, reader, desk, claim
):
    form = form_on(analyst, claim, f"{claim}/verdict")
    one, other = (_numbers(desk)[slug] for slug in ("single-test", "number-withheld"))
    typed = {f"given-{number}": "yes" for number in (one, other)}
    typed |= {f"sentence-{one}": "One test alone.", f"rests_on-{one}": "evidence-1"}
    typed[f"sentence-{other}"] = "It is in an annex."
    form.send(analyst, **VERDICT, **typed)
    preview = analyst.get("/claims/wren-1-is-safe?preview=1").text
    assert "One test alone." in preview
    assert "/reasons/" not in preview  # there is no such page yet
    assert reader.get("/reasons/single-test").status_code == 404
    card = {"lab": "wren-labs", "models": "wren-1", "title": "Wren 1"}
    editor.post("/desk/scorecards", data=card)
    assert editor.post("/desk/scorecards/wren-1/publish").status_code == 303
    _see_them(reader)


def _see_them(reader):
    """Follow the reasons from the claim to the scorecard, the front page and their own."""
    page = reader.get("/claims/wren-1-is-safe")
    said = text_of(page)
    assert "Why it is not “shown”" in said
    assert "Single test One test alone. Wren card, p. 1" in said.replace("\xa0", " ")
    assert "Number withheld It is in an annex." in said
    assert re.search(r'href="/reports/wren-card/[^"]*/pages/1#passage-1"', page.text)
    card = text_of(reader.get("/models/wren-1"))
    assert "Why: number withheld , single test" in card
    assert "One test alone." not in card
    front = text_of(reader.get("/"))
    assert "Why claims are not shown" in front
    assert "Single test 1 claim of 1 lab" in front
    reason = text_of(reader.get("/reasons/single-test"))
    assert "The claim rests on one test" in reason
    assert "Wren Labs Wren 1 is safe." in reason
    assert "One test alone." in reason
    assert reader.get("/reasons/single-test?page=2").status_code == 404
    assert reader.get("/reasons/other-model").status_code == 404


def test_a_verdict_of_before_there_were_reasons_is_read_as_it_is(
    analyst, editor, reader, desk, claim
):
    with desk.sit_down() as context:
        verdicts.give_verdict(context, claim="wren-1-is-safe", reasons=None, **VERDICT)
    page = analyst.get(claim)
    assert page.status_code == 200
    card = {"lab": "wren-labs", "models": "wren-1", "title": "Wren 1"}
    editor.post("/desk/scorecards", data=card)
    assert editor.post("/desk/scorecards/wren-1/publish").status_code == 303
    assert "One number." in reader.get("/claims/wren-1-is-safe").text
    assert "Why it is not “shown”" not in reader.get("/claims/wren-1-is-safe").text
    assert "Why claims are not shown" not in reader.get("/").text
