"""Readers see what does not go together beside its claim, and it counts as no support."""

import re
from html import unescape

import pytest
from pdfs import text_pdf
from wren_claims import cite, describe, mark, state

from annotator.app import create_app
from annotator.domain.claims import TensionFacts
from annotator.domain.errors import ConflictError
from annotator.domain.permissions import Role
from annotator.domain.views.status import WITHHELD
from annotator.domain.vocabulary import SealOutcome
from annotator.services.claims import claims, scorecards, tensions
from annotator.services.passages import review_queue
from annotator.services.published.snapshots import freeze, thaw_claim
from annotator.services.publishing import (
    current_status,
    drafts_as_pages,
    plans,
    report_publication,
    seals,
)
from annotator.services.publishing.seals import Check
from annotator.services.search import indexing
from annotator.services.search.results import PassageHit
from annotator.services.search.words import search
from annotator.settings import Settings

FAST, RAIN = "The kernel became 74 times faster.", "It rained."
SLOW = "In the best run the kernel was 72.65 times faster."
SAID = "The speed-up is 74 in the card and 72.65 in the annex."
CLAIM = "wren-1-is-fast"
PLAIN = re.compile(r"<[^>]*>")


@pytest.fixture
def published(desk):
    """A claim with one passage that supports it, and a tension with another report's."""
    desk.take_in(text_pdf(["Wren card", FAST, RAIN]), report="card")
    desk.take_in(text_pdf(["Wren annex", SLOW]), report="annex")
    with desk.sit_down() as context:
        for report in ("card", "annex"):
            describe(context, report, title=f"Wren {report}")
        state(context, "Wren 1 is fast.", models=("wren-1",))
        first = cite(context, CLAIM, "card", FAST)
        second = mark(context, "annex", SLOW)
        facts = TensionFacts(SAID, first, second)
        tension = tensions.add_tension(context, CLAIM, facts).id
        scorecards.add_scorecard(
            context, lab="wren-labs", models=["wren-1"], title="Wren 1"
        )
    desk.publish_scorecard("wren-1")
    desk.do_jobs()
    desk.first, desk.second, desk.tension = first, second, tension
    return desk


@pytest.fixture
def read(published):
    """Open a page as a reader and return its words."""
    stores = published.stores
    browser = create_app(
        Settings(data=stores.data, reports_pdf=stores.reports_pdf), stores
    ).test_client()

    def read(address):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        return " ".join(unescape(PLAIN.sub(" ", answer.text)).split())

    read.browser = browser
    return read


def test_the_page_of_its_claim_shows_both_quotes_and_their_pictures(published, read):
    page = read(f"/claims/{CLAIM}")
    assert page.count("Tensions") == 2  # in the contents as well
    assert SAID in page
    assert page.count(FAST) >= 2
    assert SLOW in page
    html = read.browser.get(f"/claims/{CLAIM}").text
    part = html[html.index(f'id="tension-{published.tension}"') :]
    assert len(re.findall("<img class=.crop.", part)) == 2
    picture = re.search(rf'src="(/passages/{published.second}/[^"]+)"', part)
    assert picture is not None
    assert read.browser.get(unescape(picture[1])).status_code == 200


def test_what_does_not_go_together_counts_as_nothing(published, read):
    page = read(f"/claims/{CLAIM}")
    assert "What supports it 1" in page
    card = read("/models/wren-1")
    assert "1 piece of evidence, 1 tension" in card


def test_a_category_of_the_scorecard_shows_it_in_short(published, read):
    card = read("/models/wren-1")
    assert SAID in card
    assert f"{SLOW} Wren annex, p. 1" in card.replace("\xa0", " ")
    assert "On the claim: Wren 1 is fast." in card


@pytest.mark.parametrize("report", ["card", "annex"])
def test_the_pages_of_both_reports_tell_of_it(published, read, report):
    page = read(f"/reports/{report}")
    assert f"in tension: {SAID}" in page
    assert "On the claim: Wren 1 is fast." in page
    html = read.browser.get(f"/reports/{report}").text
    assert f"/claims/{CLAIM}#tension-{published.tension}" in html


def test_the_report_of_its_passage_becomes_public_with_the_claim(published):
    with published.look() as context:
        [view] = drafts_as_pages.claim_views(
            context, [claims.get_claim(context, CLAIM)]
        )
        assert plans.plan_claim(context, view).files == ()
    published.take_in(text_pdf(["Late", "It snowed."]), report="late")
    with published.sit_down() as context:
        snow = mark(context, "late", "It snowed.")
        tensions.add_tension(context, CLAIM, TensionFacts("So.", published.first, snow))
        [view] = drafts_as_pages.claim_views(
            context, [claims.get_claim(context, CLAIM)]
        )
        [file] = plans.plan_claim(context, view).files
        assert file.report.slug == "late"
        scorecard = scorecards.get_scorecard(context, "wren-1")
        whole = drafts_as_pages.scorecard_view(context, scorecard)
        plan = plans.plan_scorecard(context, scorecard, whole)
        assert (plan.claims, plan.reports) == ((CLAIM,), ("late",))


def test_a_reworded_tension_is_a_change_that_an_editor_publishes(published, read):
    with published.sit_down(days=1) as context:
        facts = TensionFacts("In other words.", published.first, published.second)
        tensions.edit_tension(context, published.tension, facts)
        scorecard = scorecards.get_scorecard(context, "wren-1")
        whole = drafts_as_pages.scorecard_view(context, scorecard)
        plan = plans.plan_scorecard(context, scorecard, whole)
        assert plan.claims == (CLAIM,)
    assert SAID in read(f"/claims/{CLAIM}")
    published.publish_claim(CLAIM)
    assert "In other words." in read(f"/claims/{CLAIM}")


def test_its_quotes_are_sealed_and_withheld_like_any_other(published, read):
    with published.look() as context:
        checked = seals.check_all(context, lambda _done, _total: None)
        assert {check.passage for check in checked} == {
            published.first,
            published.second,
        }
        [broken] = [check for check in checked if check.passage == published.second]
    wrong = Check(
        broken.passage,
        broken.revision,
        1,
        broken.exact,
        SealOutcome.DIFFERS,
        "It says 4.",
    )
    with published.sit_down() as context:
        seals.keep(context, [wrong])
    page = read(f"/claims/{CLAIM}")
    assert "This quote is withheld." in page
    assert SLOW not in page
    for address in ("/models/wren-1", "/reports/card", "/reports/annex"):
        page = read(address)
        assert WITHHELD in page
        assert SLOW not in page


def test_a_quote_from_a_withdrawn_file_is_withheld_in_the_other_report_too(
    published, read
):
    with published.sit_down() as context:
        report_publication.withdraw_report(context, "annex")
    for address in (f"/claims/{CLAIM}", "/models/wren-1", "/reports/card"):
        page = read(address)
        assert SLOW not in page
        assert SAID in page
    assert "Wren annex" not in read("/reports/card")


def test_a_new_file_asks_for_review_of_the_claim_and_tells_readers(published, read):
    new = text_pdf(["Wren annex", SLOW.replace("72.65", "71.00"), "It is newer."])
    published.take_in(new, report="annex", days=1)
    with published.sit_down(days=1) as context:
        claim = claims.get_claim(context, CLAIM)
        [why] = current_status.reasons(context, [claim.id])[claim.id]
        assert why.startswith(f"“{SLOW}” is edited in the newest file of Wren annex")
        _, [item] = review_queue.queue(context)
        assert [found.slug for found in item.claims] == [CLAIM]
    published.publish_file("annex")
    page = read(f"/claims/{CLAIM}")
    assert "under review. The lab has replaced a report" in page
    with pytest.raises(ConflictError, match="Not every quote matches"):
        published.publish_claim(CLAIM)


def test_its_passage_is_found_by_the_category_of_its_claim_and_by_no_stance(published):
    for role in (Role.EDITOR, Role.READER):
        with published.look(role) as context:
            assert _passages(context, 'category:cyber "best run"') == [published.second]
            assert _passages(context, 'stance:supports "best run"') == []
    with published.look() as context:
        assert indexing.check(context) == []


def _passages(context, words):
    found = search(context, words).found
    return [hit.passage for hit in found if isinstance(hit, PassageHit)]


def test_a_claim_with_a_tension_alone_can_be_published(published):
    with published.sit_down() as context:
        other = state(context, "Wren 1 is slow.", models=("wren-1",))
        facts = TensionFacts("It is not.", published.first, published.second)
        tensions.add_tension(context, other, facts)
    published.publish_claim(other)


def test_what_was_frozen_before_there_were_tensions_is_still_read(published):
    with published.look() as context:
        [view] = drafts_as_pages.claim_views(
            context, [claims.get_claim(context, CLAIM)]
        )
    body = freeze(view)
    start = body.index(',"tensions":[')
    end = body.index(',"model_slugs"')
    old = thaw_claim(body[:start] + body[end:])
    assert old.tensions == ()
