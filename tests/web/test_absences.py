"""Absences at the desk, on the claim's page, and twins on a passage's card."""

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.services.claims import absences, claims
from annotator.services.library import reports
from annotator.services.passages import marking

CARD = "wren-card"
STATEMENT = "The card gives no confidence interval for the uplift trial."
TRIAL = "In the uplift trial, 36 people took part in two rooms."
INTERVAL = "The uplift trial had a confidence interval of 0.9 to 2.8."


@pytest.fixture
def card(desk):
    desk.take_in(text_pdf(["Wren card", "", TRIAL, "That is all."]), report=CARD)
    with desk.sit_down() as context:
        facts = ClaimFacts("Uplift is small.", category="cyber", lab="wren-labs")
        return claims.add_claim(context, facts).slug


def _keep(browser, queries="uplift trial"):
    typed = {"report": CARD, "statement": STATEMENT, "queries": queries}
    return browser.post("/desk/absences", data=typed, follow_redirects=True)


def _start(desk):
    with desk.sit_down() as context:
        [receipt] = absences.list_absences(context)
        return next(each.hit.start for each in receipt.hits if each.judgement is None)


def _judge(browser, desk, says="no", reason="It names the trial only."):
    typed = {"start": _start(desk), "says": says, "reason": reason}
    return browser.post("/desk/absences/1/judge", data=typed, follow_redirects=True)


def test_a_search_is_kept_from_a_link_that_says_report_and_query(analyst, card):
    page = analyst.get(f"/desk/absences/new?report={CARD}&q=uplift+trial").text
    assert f'<option value="{CARD}" selected>' in page
    assert ">uplift trial</textarea>" in page
    kept = _keep(analyst)
    assert STATEMENT in kept.text
    assert "<mark>uplift</mark> <mark>trial</mark>" in kept.text
    assert "1 sentence found" in kept.text
    assert "start=" in kept.text


def test_what_is_wrong_stands_beside_its_field_with_what_was_typed(analyst, card):
    answer = _keep(analyst, queries="uplift lab:wren")
    assert answer.status_code == 422
    assert "leave the filter out" in answer.text
    assert STATEMENT in answer.text


def test_the_list_says_how_each_absence_stands(analyst, card, desk):
    _keep(analyst)
    page = analyst.get("/desk/absences").text
    assert "needs a look" in page
    assert '<span class="count">1</span>' in page
    assert "It names the trial only." in _judge(analyst, desk).text
    page = analyst.get("/desk/absences").text
    assert '<span class="tag published">holds</span>' in page
    assert '<span class="count">' not in page


def test_a_judgement_without_a_reason_is_asked_for_one(analyst, card, desk):
    _keep(analyst)
    answer = _judge(analyst, desk, reason="")
    assert answer.status_code == 422
    assert "give a short reason" in answer.text


def test_the_queries_can_be_changed_and_every_search_is_kept(analyst, card):
    _keep(analyst)
    answer = analyst.post(
        "/desk/absences/1/runs",
        data={"queries": "confidence interval"},
        follow_redirects=True,
    )
    assert "2 searches" in answer.text
    assert "None. No sentence" in answer.text


def test_an_absence_is_withdrawn_and_put_back(analyst, card):
    _keep(analyst)
    assert (
        "withdrawn"
        in analyst.post("/desk/absences/1/withdraw", follow_redirects=True).text
    )
    assert "No absences yet" in analyst.get("/desk/absences").text
    analyst.post("/desk/absences/1/restore")
    assert STATEMENT in analyst.get("/desk/absences").text


@pytest.fixture
def cited(editor, card, desk):
    """A claim that rests on an absence with one sentence that was judged; its slug."""
    _keep(editor)
    _judge(editor, desk)
    used = {"claim": card, "stance": "undercuts", "note": "No interval, no verdict."}
    answer = editor.post("/desk/absences/1/evidence", data=used, follow_redirects=True)
    assert "Uplift is small." in answer.text
    return card


def test_a_claim_shows_its_absence_at_the_desk_and_to_readers(editor, reader, cited):
    assert STATEMENT in editor.get(f"/desk/claims/{cited}").text
    editor.post(f"/desk/claims/{cited}/publish")
    page = reader.get(f"/claims/{cited}").text
    assert page.count(STATEMENT) >= 1
    assert "<q>uplift trial</q>" in page
    assert "It names the trial only." in page
    assert "no longer holds" not in page


def test_readers_see_a_dated_line_when_an_absence_no_longer_holds(
    editor, reader, cited, desk
):
    editor.post(f"/desk/claims/{cited}/publish")
    desk.take_in(text_pdf(["Wren card, 2", "", TRIAL, INTERVAL]), report=CARD)
    desk.publish_file(CARD)
    assert (
        "may say it, until an editor has decided" in reader.get(f"/claims/{cited}").text
    )
    assert "Needs review" in editor.get("/desk/claims").text
    _judge(editor, desk, says="yes", reason="There it is.")
    page = reader.get(f"/claims/{cited}").text
    assert "rests on an absence that no longer holds since the file of" in page
    assert INTERVAL not in page
    again = editor.post(f"/desk/claims/{cited}/publish")
    assert again.status_code == 422
    assert "does not hold" in again.text


def test_a_passage_says_which_other_files_have_it(analyst, card, desk):
    desk.take_in(text_pdf(["Crake card", "", "We begin.", TRIAL]), report="crake-card")
    with desk.sit_down() as context:
        revision = reports.get_revision(context, reports.get_report(context, CARD))
        passage = marking.mark_found(context, revision=revision, quote=TRIAL, page=1)
        number = passage.id
    desk.do_jobs()
    page = analyst.get(f"/desk/passages/{number}").text
    assert "Also in 1 other file" in page
    assert "/desk/reports/crake-card?" in page
    assert "the same sentence" in page
