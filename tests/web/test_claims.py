"""The claim editor, as an analyst and an editor use it."""

import re

import pdfs
import pytest

from annotator.domain.permissions import Role
from annotator.services.library import reports

QUOTE = "Wren 1 solved 0.5 % of the tasks."
FACTS = {
    "text": "Wren 1 is safe.",
    "category": "cyber",
    "lab": "wren-labs",
    "models": ["wren-1"],
    "asserted_by": "lab",
}
EVIDENCE = {"quote": QUOTE, "report": "wren-card", "page": "1", "stance": "supports"}
VERDICT = {"shown": "partly shown", "credence": "likely", "rationale": "One number."}
REASON = {"reason-7": "single-test", "given-7": "yes", "sentence-7": "One test."}


@pytest.fixture(autouse=True)
def card(desk):
    """A report on Wren 1."""
    desk.take_in(pdfs.text_pdf([QUOTE, "That is all."]), report="wren-card")
    with desk.sit_down() as context:
        reports.edit_report(
            context,
            "wren-card",
            title="Wren card",
            kind="system card",
            published="2030",
            source_url="",
            models=["Wren 1"],
        )


@pytest.fixture
def claim(analyst):
    assert analyst.post("/desk/claims", data=FACTS).status_code == 303
    return "/desk/claims/wren-1-is-safe"


def test_a_claim_is_stated_and_listed(analyst, claim):
    assert "Wren 1 is safe." in analyst.get("/desk/claims").text
    assert "Wren 1 is safe." in analyst.get("/desk/claims?q=safe").text
    assert "No claims match." in analyst.get("/desk/claims?q=unsafe").text


def test_the_list_alone_is_sent_to_htmx(analyst, claim):
    part = analyst.get("/desk/claims", headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div id="claims"')
    boosted = {"HX-Request": "true", "HX-Boosted": "true"}
    assert "<!DOCTYPE html>" in analyst.get("/desk/claims", headers=boosted).text


def test_a_claim_without_words_is_refused_beside_its_field(analyst):
    answer = analyst.post("/desk/claims", data={**FACTS, "text": " "})
    assert answer.status_code == 422
    assert "is required: state the claim" in answer.text


def test_a_pasted_quote_becomes_evidence_with_its_page(analyst, claim):
    assert analyst.post(f"{claim}/evidence", data=EVIDENCE).status_code == 303
    page = analyst.get(claim).text
    assert QUOTE in page
    assert "Wren card" in page


@pytest.mark.parametrize("quote", ["Wren 1 solved 5 % of the tasks.", "Never said."])
def test_a_quote_that_the_report_does_not_say_is_refused_and_kept_in_the_form(
    analyst, claim, quote
):
    answer = analyst.post(f"{claim}/evidence", data={**EVIDENCE, "quote": quote})
    assert answer.status_code == 422
    assert "does not contain these words" in answer.text
    assert quote in answer.text


def test_a_source_outside_the_reports_must_have_a_web_address(analyst, claim):
    typed = {"source_url": "javascript:alert(1)", "stance": "context"}
    answer = analyst.post(f"{claim}/evidence", data=typed)
    assert answer.status_code == 422
    assert "must begin with https://" in answer.text


def test_evidence_is_weighed_taken_back_and_put_back(analyst, claim):
    analyst.post(f"{claim}/evidence", data=EVIDENCE)
    weighed = {"stance": "undercuts", "aims_at": "inference", "reasons": "small n; old"}
    analyst.post(f"{claim}/evidence/1", data=weighed)
    assert "small n; old" in analyst.get(claim).text
    taken = analyst.post(f"{claim}/evidence/1/withdraw")
    assert QUOTE not in analyst.get(claim).text
    assert "Undo" in analyst.get(taken.headers["Location"]).text
    analyst.post(f"{claim}/evidence/1/restore")
    assert QUOTE in analyst.get(claim).text


def test_a_critique_is_kept_as_markdown_and_cleaned_for_readers(analyst, claim):
    body = "It is **weak**. <script>alert(1)</script> [x](javascript:alert(1))"
    analyst.post(f"{claim}/critique", data={"body": body})
    page = analyst.get(claim).text
    assert "<strong>weak</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page


def test_markdown_is_previewed_without_being_kept(analyst, claim):
    typed = {"body": "*so*"}
    shown = analyst.post("/desk/claims/preview?field=body", data=typed).text
    assert "<em>so</em>" in shown
    assert "<em>so</em>" not in analyst.get(claim).text


def test_a_verdict_needs_both_axes_and_a_reason(analyst, claim):
    whole = VERDICT | REASON
    for missing in whole:
        typed = {name: value for name, value in whole.items() if name != missing}
        assert analyst.post(f"{claim}/verdict", data=typed).status_code == 422
    assert analyst.post(f"{claim}/verdict", data=whole).status_code == 303


def test_earlier_verdicts_stay_to_be_read(analyst, claim):
    given = VERDICT | REASON
    analyst.post(f"{claim}/verdict", data=given)
    analyst.post(f"{claim}/verdict", data={**given, "shown": "not shown"})
    page = analyst.get(claim).text
    assert "Earlier verdicts" in page
    assert "partly shown; likely" in page
    assert "Single test: One test." in page


def test_a_claim_cannot_be_part_of_itself(analyst, claim):
    answer = analyst.post(claim, data={**FACTS, "parent": "wren-1-is-safe"})
    assert answer.status_code == 422
    assert "cannot be part of itself" in answer.text


def test_an_analyst_submits_and_an_editor_publishes(analyst, editor, reader, claim):
    analyst.post(f"{claim}/evidence", data=EVIDENCE)
    assert analyst.post(f"{claim}/submit").status_code == 303
    assert analyst.post(f"{claim}/publish").status_code == 403
    assert reader.get("/claims/wren-1-is-safe").status_code == 404
    assert editor.post(f"{claim}/publish").status_code == 303
    assert QUOTE in reader.get("/claims/wren-1-is-safe").text


def test_markdown_that_is_too_long_to_be_kept_is_not_drawn(analyst, claim):
    longest = {"body": "[" * 50_000}
    shown = analyst.post("/desk/claims/preview?field=body", data=longest).text
    assert shown.count("[") == 50_000
    over = {"body": "[" * 300_000}
    shown = analyst.post("/desk/claims/preview?field=body", data=over).text
    assert "too long to save" in shown
    assert "[" not in shown


def test_a_draft_is_previewed_by_those_who_are_signed_in_only(analyst, reader, claim):
    address = "/claims/wren-1-is-safe?preview=1"
    assert "Wren 1 is safe." in analyst.get(address).text
    assert reader.get(address).status_code == 303


def test_the_history_says_what_happened_in_words(analyst, claim):
    analyst.post(claim, data={**FACTS, "text": "Wren 1 is quite safe."})
    page = analyst.get("/desk/history").text
    said = 'changed the wording of <a href="/desk/claims/wren-1-is-safe">'
    assert said in page
    assert page.count(said) == 1
    assert said not in analyst.get("/desk/history?thing=passages").text
    assert said not in analyst.get("/desk/history?day=2001-01-01").text
    whole = analyst.get(re.search(r"/desk/history/acts/\d+", page)[0])
    assert "<h1>" in whole.text
    assert re.search(r"Wren 1 is <ins\s*>quite ?</ins>", whole.text)
    assert (
        "<h1>"
        not in analyst.get(whole.request.path, headers={"HX-Request": "true"}).text
    )


def test_what_people_write_is_never_run(analyst, editor, reader, claim):
    nasty = "<img src=x onerror=alert(1)>"
    analyst.post(claim, data={**FACTS, "text": f"Safe {nasty}"})
    analyst.post(f"{claim}/evidence", data={**EVIDENCE, "note": nasty})
    analyst.post(f"{claim}/verdict", data={**VERDICT, "rationale": nasty})
    editor.post(f"{claim}/publish")
    for page in (reader.get("/claims/wren-1-is-safe").text, analyst.get(claim).text):
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


def test_every_picture_of_a_published_quote_is_there_for_readers(
    analyst, editor, reader, claim, sign_in
):
    analyst.post(f"{claim}/evidence", data=EVIDENCE)
    assert reader.get("/passages/1/crop-1.png").status_code == 404
    editor.post(f"{claim}/publish")
    answer = reader.get("/passages/1/crop-1.png")
    assert answer.mimetype == "image/png"
    assert sign_in(Role.ANALYST).get("/passages/1/crop-2.png").status_code == 404
