"""Lists of claims at the desk: filtered, a page at a time, fetched when they are opened."""

import re

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.services.claims import claims, evidence, scorecards
from annotator.services.claims.claim_lists import CLAIMS_ON_A_PAGE
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import reports
from annotator.web.claims import MOST_FORMS

PART = {"HX-Request": "true"}
LAST = CLAIMS_ON_A_PAGE + 1
CLAIM = "/desk/claims/wren-1-is-claim-0"
CARD = "/desk/scorecards/wren-1"


@pytest.fixture(autouse=True)
def work(desk):
    """Two pages of claims on a model with a scorecard; much evidence for the first."""
    desk.take_in(text_pdf(["A card."]), report="wren-card")
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
        scorecards.add_scorecard(
            context, lab="wren-labs", models=["wren-1"], title="Wren 1"
        )
    for number in range(LAST + 1):
        with desk.sit_down() as context:
            facts = ClaimFacts(
                f"Wren 1 is claim {number}.", "cyber", "wren-labs", ("wren-1",)
            )
            claims.add_claim(context, facts)
    with desk.sit_down() as context:
        for number in range(MOST_FORMS + 1):
            evidence.link_evidence(
                context,
                claim="wren-1-is-claim-0",
                target=Target(source_url=f"https://example.org/{number}"),
                weight=Weight(stance="supports"),
            )


def _texts(page):
    return re.findall(r"Wren 1 is claim \d+\.", page)


def _next(page):
    [address] = re.findall(r'<a href="([^"]+)"[^>]*>Next page', page)
    return address.replace("&amp;", "&")


def test_the_link_to_the_next_page_keeps_what_was_asked_for(analyst):
    asked = "/desk/claims?q=claim&category=cyber&lab=wren-labs&model=wren-1&state=draft"
    first = analyst.get(asked).text
    assert len(_texts(first)) == CLAIMS_ON_A_PAGE
    assert f"{LAST + 1} of {LAST + 1} claims" in first
    address = _next(first)
    assert {"category=cyber", "state=draft", "page=2"} <= set(
        address.partition("?")[2].split("&")
    )
    second = analyst.get(address).text
    assert len(_texts(second)) == 2
    assert "Next page" not in second
    assert not set(_texts(first)) & set(_texts(second))


def test_filters_that_are_not_known_find_nothing_or_are_left_out(analyst):
    assert "No claims match." in analyst.get("/desk/claims?category=weather").text
    page = analyst.get("/desk/claims?state=weather&sort=weather").text
    assert len(_texts(page)) == CLAIMS_ON_A_PAGE
    assert "This page is empty" in analyst.get("/desk/claims?page=99").text


def test_the_claims_of_a_card_are_fetched_when_it_is_opened(analyst):
    address = f"{CARD}/cards/cyber/claims"
    editor = analyst.get(CARD).text
    assert _texts(editor.partition('id="cyber"')[2]) == []
    assert f'hx-get="{address}"' in editor
    part = analyst.get(address, headers=PART).text
    assert len(_texts(part)) == CLAIMS_ON_A_PAGE
    assert "<!DOCTYPE" not in part
    assert len(_texts(analyst.get(_next(part)).text)) == 2
    assert analyst.get(f"{CARD}/cards/weather/claims").status_code == 404


def test_a_save_of_a_card_leads_back_to_that_card(analyst):
    answer = analyst.post(f"{CARD}/cards/cyber", data={"lab_says": "So."})
    assert answer.headers["Location"] == f"{CARD}#cyber"


def test_the_forms_of_many_links_are_fetched_when_they_are_opened(analyst):
    page = analyst.get(CLAIM).text
    assert 'action="/desk/claims/wren-1-is-claim-0/evidence/3"' not in page
    assert 'hx-get="/desk/claims/wren-1-is-claim-0/evidence/3"' in page
    part = analyst.get(f"{CLAIM}/evidence/3", headers=PART).text
    assert 'action="/desk/claims/wren-1-is-claim-0/evidence/3"' in part
    assert 'name="seen"' in part
    whole = analyst.get(f"{CLAIM}/evidence/3", follow_redirects=True).text
    assert whole.count('class="weights-form"') == 1
    wrong = analyst.post(f"{CLAIM}/evidence/3", data={"stance": "nonsense"})
    assert wrong.status_code == 422
    assert wrong.text.count('class="weights-form"') == 1
    other = "/desk/claims/wren-1-is-claim-1/evidence/3"
    assert analyst.get(other, headers=PART).status_code == 404


def test_a_claim_is_found_by_its_words_to_be_part_of(analyst):
    offered = analyst.get(
        f"/desk/claim-choices?claim_words=claim+{LAST}&but=&nothing=none", headers=PART
    ).text
    assert _texts(offered) == [f"Wren 1 is claim {LAST}."]
    assert '<option value="">none</option>' in offered
    page = analyst.get(f"{CLAIM}?claim_words=claim+{LAST}").text
    assert f'<option value="wren-1-is-claim-{LAST}" >' in page
    kept = analyst.get(
        f"/desk/claim-choices?claim_words=claim+{LAST}&parent=wren-1-is-claim-7"
    ).text
    assert '<option value="wren-1-is-claim-7" selected>' in kept
