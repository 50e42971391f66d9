"""Two windows on one thing, and answers that are lost on their way."""

import pdfs
import pytest
from playwright.sync_api import Page, Route, expect

from annotator.domain.claims import ClaimFacts
from annotator.services.claims import claims, evidence
from annotator.services.library import reports
from annotator.services.passages import marking

pytestmark = pytest.mark.browser

QUOTE = "Wren 1 solved 0.5 % of the tasks."


@pytest.fixture
def claim(site) -> str:
    """A claim's slug."""
    with site.stores.database.writing.begin() as session:
        context = site.context(session)
        reports.list_reports(context)
        facts = ClaimFacts("Wren 1 is watched.", category="cyber", lab="wren-labs")
        return claims.add_claim(context, facts).slug


@pytest.fixture(autouse=True)
def report(site) -> None:
    with site.stores.database.reading() as session:
        known = {
            shelf.report.slug for shelf in reports.list_reports(site.context(session))
        }
    if "watched" not in known:
        site.take_in(pdfs.text_pdf([QUOTE]), "watched")


def _facts(window: Page):
    return window.locator("#facts form").first


def _save(window: Page) -> None:
    _facts(window).get_by_role("button", name="Save", exact=True).click()


def test_a_clash_is_shown_above_the_form_and_merged_by_keyboard(windows, claim):
    mine, theirs = windows(), windows()
    for window in (mine, theirs):
        window.goto(f"/desk/claims/{claim}")
    _facts(theirs).get_by_label("Claim, in one sentence").fill(
        "Wren 1 is well watched."
    )
    _save(theirs)
    expect(theirs.get_by_text("Saved.")).to_be_visible()
    _facts(mine).get_by_label("Claim, in one sentence").fill(
        "Wren 1 is watched by three."
    )
    _save(mine)
    told = mine.locator(".clash")
    expect(told).to_contain_text("Ed changed this too")
    expect(told.locator("del")).to_have_text("well ")
    expect(told.locator("ins")).to_contain_text("by three")
    told.get_by_role("button", name="Copy their wording into the form").press("Enter")
    text = _facts(mine).get_by_label("Claim, in one sentence")
    expect(text).to_have_value("Wren 1 is well watched.")
    text.fill("Wren 1 is well watched by three.")
    told.get_by_role("button", name="Save this form").press("Enter")
    expect(mine.locator("h1")).to_have_text("Wren 1 is well watched by three.")


def test_what_was_typed_before_a_page_was_loaded_again_is_not_taken_for_newer(
    windows, claim
):
    mine, theirs = windows(), windows()
    mine.on("dialog", lambda dialog: dialog.accept())
    for window in (mine, theirs):
        window.goto(f"/desk/claims/{claim}")
    _facts(mine).get_by_label("Claim, in one sentence").press_sequentially(
        " Or so I think."
    )
    _facts(theirs).get_by_label("Claim, in one sentence").fill("Wren 1 is seen.")
    _save(theirs)
    expect(theirs.get_by_text("Saved.")).to_be_visible()
    mine.reload()
    text = _facts(mine).get_by_label("Claim, in one sentence")
    restored = text.input_value() != "Wren 1 is seen."
    _save(mine)
    if restored:
        expect(mine.locator(".clash")).to_contain_text("Ed changed this too")
    else:
        expect(mine.locator("h1")).to_have_text("Wren 1 is seen.")


def test_a_mark_whose_answer_is_lost_and_that_is_saved_again_is_one(
    window, site, claim
):
    """The server saves, its answer never comes; what was typed is sent once more."""
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        answer = route.fetch()
        lost.append(answer.status)
        if len(lost) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    window.route("**/desk/reports/watched/passages", lose_the_first)
    window.goto(
        f"/desk/reports/watched?start=0&end={len(QUOTE)}&capture=1&claim={claim}"
    )
    form = window.locator("#capture-form")
    form.get_by_label("supports").check()
    form.get_by_role("button", name="Save", exact=True).click()
    expect(window.locator("#save-state")).to_have_attribute("data-state", "failed")
    expect(window.locator("#toasts")).to_contain_text(
        "Linked to"
    )  # sent again by itself
    assert lost == [200, 200]
    with site.stores.database.reading() as session:
        context = site.context(session)
        links = evidence.list_evidence(context, [claims.get_claim(context, claim)])
        revision = reports.get_revision(context, reports.get_report(context, "watched"))
        assert len(links) == 1
        assert len(marking.placed_on(context, revision)) == 1


def test_each_selection_has_a_number_of_its_own(window):
    window.goto(f"/desk/reports/watched?start=0&end={len(QUOTE)}&capture=1")
    number = window.locator("#capture-form [name=form_id]")
    expect(window.locator("#capture")).to_be_visible()
    first = number.input_value()
    window.locator("#capture-form [data-do=close]").click()
    window.goto(f"/desk/reports/watched?start=0&end={len(QUOTE) - 8}&capture=1")
    expect(window.locator("#capture")).to_be_visible()
    assert number.input_value() != first
    assert len(first) >= 24
