"""A person says why a claim is not shown, on a phone and without scripts as well."""

import pdfs
import pytest
from browser.accessibility import problems
from playwright.sync_api import Page, expect
from wren_claims import cite, state

from annotator.jobs.worker import work_all

pytestmark = pytest.mark.browser

SAID = "Wren 1 solved 12 of the 40 long tasks."
WIDTHS = [360, 1280]


@pytest.fixture(scope="module")
def report(site) -> str:
    site.take_in(pdfs.text_pdf([SAID]), "tasks")
    work_all(site.stores)
    return "tasks"


@pytest.fixture
def claim(site, report) -> str:
    """The address of a claim of the test's own, which rests on a passage."""
    with site.stores.database.writing.begin() as session:
        context = site.context(session)
        slug = state(context, "Wren 1 solves few tasks.")
        cite(context, slug, report, SAID)
    return f"/desk/claims/{slug}"


def _judge(window: Page, claim: str, sentence: str) -> None:
    """Tick a reason, and fill in what comes with it."""
    window.goto(claim)
    form = window.locator("#verdict form")
    form.get_by_label("partly shown").check()
    form.get_by_label("doubtful").check()
    words = form.get_by_label("single test, in one sentence")
    expect(words).to_be_hidden()
    form.get_by_label("single test", exact=True).check()
    words.fill(sentence)
    rests = form.get_by_label("single test, rests on")
    rests.select_option(label=f"supports, p. 1: {SAID}")
    form.get_by_label("Why", exact=True).fill("One number.")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scripts", [True, False])
def test_a_reason_is_given_with_a_sentence_and_what_it_rests_on(
    windows, claim, width, scripts
):
    window = windows(width, java_script_enabled=scripts)
    sentence = f"One test, seen {width} wide, {'with' if scripts else 'without'} it."
    _judge(window, claim, sentence)
    if scripts:
        assert problems(window) == []
        assert window.evaluate("document.documentElement.scrollWidth") <= width
    with window.expect_event(
        "load"
    ):  # the page again, whose address may only get "#verdict"
        window.get_by_role("button", name="Save the verdict").click()
    window.goto(claim)
    form = window.locator("#verdict form")
    expect(form.get_by_label("single test", exact=True)).to_be_checked()
    words = form.get_by_label("single test, in one sentence")
    expect(words).to_have_value(sentence)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_list_of_reasons_fits_and_axe_finds_nothing(windows, width):
    window = windows(width)
    window.goto("/desk/reasons")
    window.get_by_text("Add a reason").click()
    window.get_by_text("Edit", exact=False).first.click()
    assert problems(window) == []
    assert window.evaluate("document.documentElement.scrollWidth") <= width
