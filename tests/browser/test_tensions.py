"""A person notes what does not go together, without a file, and a reader sees it."""

import pdfs
import pytest
from browser.accessibility import problems
from playwright.sync_api import expect
from wren_claims import cite, state

from annotator.jobs.worker import work_all

pytestmark = pytest.mark.browser

FAST = "The sorting kernel became 74 times faster."
SLOW = "In the best run the sorting kernel was 72.65 times faster."
SAID = "The speed-up is 74 on one page and 72.65 on the next."


@pytest.fixture(scope="module")
def claim(site) -> str:
    """A claim that rests on one of two passages that do not go together."""
    site.take_in(pdfs.text_pdf(["Kernels", FAST], [SLOW]), "kernels")
    work_all(site.stores)
    with site.stores.database.writing.begin() as session:
        context = site.context(session)
        slug = state(context, "Wren 1 sorts fast.")
        cite(context, slug, "kernels", FAST)
        return slug


def test_a_passage_and_words_that_are_typed_are_noted_and_taken_back(window, claim):
    window.goto(f"/desk/claims/{claim}")
    window.get_by_text("Add a tension").click()
    form = window.locator("#new-tension")
    form.get_by_label("in one sentence").fill(SAID)
    passage = form.get_by_label("A passage", exact=True)
    passage.select_option(label=f"kernels, p. 1: {FAST}")
    form.get_by_label("for another passage").press_sequentially("72.65 times")
    form.get_by_role("radio").check()
    form.get_by_role("button", name="Add the tension").click()
    noted = window.locator("li.tension")
    expect(noted).to_contain_text(SAID)
    expect(noted.locator("mark.exact").nth(0)).to_have_text(FAST)
    expect(noted.locator("mark.exact").nth(1)).to_have_text("72.65 times")
    window.get_by_text("Change", exact=True).click()
    assert problems(window) == []
    noted.get_by_role("button", name="Withdraw the tension").click()
    expect(window.locator("li.tension")).to_have_count(0)
    window.get_by_role("button", name="Undo", exact=True).click()
    expect(window.locator("li.tension")).to_contain_text(SAID)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_form_that_a_mark_leads_to_fits_and_axe_finds_nothing(
    windows, claim, width
):
    window = windows(width)
    window.goto(f"/desk/claims/{claim}/tensions/new?words=sorting+kernel")
    assert window.get_by_role("radio").count() >= 2
    assert problems(window) == []
    assert window.evaluate("document.documentElement.scrollWidth") <= width
