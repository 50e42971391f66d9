"""Many passages are changed with the keyboard alone, on a narrow screen, and undone."""

import pdfs
import pytest
from playwright.sync_api import Page, expect

from annotator.domain.claims import ClaimFacts
from annotator.services.claims import claims
from annotator.services.library import reports
from annotator.services.passages import marking

pytestmark = pytest.mark.browser

LINES = [f"Kestrel run {n} solved {n} of the {n + 30} long tasks." for n in range(3)]


@pytest.fixture(scope="module", autouse=True)
def work(site):
    """Three marks in a report, and a claim."""
    site.take_in(pdfs.text_pdf(LINES), report="kestrel-card")
    with site.stores.database.writing.begin() as session:
        context = site.context(session)
        revision = reports.get_revision(
            context, reports.get_report(context, "kestrel-card")
        )
        for line in LINES:
            marking.mark_found(context, revision=revision, quote=line, page=1)
        claims.add_claim(context, ClaimFacts("Kestrels solve.", "cyber", "wren-labs"))


def _tab_to(page: Page, selector: str) -> None:
    """Go on with Tab until the focus is on what was asked for."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("(css) => document.activeElement.matches(css)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def test_with_the_keyboard_alone_two_are_linked_and_that_is_undone(windows):
    page = windows(width=360, height=740)
    page.goto("/desk/passages")
    _tab_to(page, "#q")
    page.keyboard.type("kestrel")
    expect(page.locator("#passages [role=status]")).to_contain_text("3 passages found")
    _tab_to(page, ".many-acts > summary")
    page.keyboard.press("Enter")
    _tab_to(page, "#claim")
    page.keyboard.type("Kestrels")
    _tab_to(page, "input[name=stance]")
    page.keyboard.press("Space")
    for _ in range(2):
        _tab_to(page, "input[name=passages]")
        page.keyboard.press("Space")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.keyboard.press("Shift+Tab")
    while not page.evaluate("document.activeElement.value === 'link'"):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    done = page.locator("form", has_text="Linked 2 passages to “Kestrels solve.”.")
    expect(done).to_be_visible()
    expect(page.locator(".listed-passages .stance")).to_have_count(2)
    _tab_to(page, "form.notice button")
    page.keyboard.press("Enter")
    expect(page.locator("form.notice")).to_contain_text("Undone: linked 2")
    expect(page.locator(".listed-passages .stance")).to_have_count(0)


def test_what_was_opened_and_typed_stays_when_the_list_is_narrowed_down(window):
    window.goto("/desk/passages")
    window.locator(".many-acts > summary").click()
    window.locator("#tag-typed").fill("long tasks")
    window.get_by_role("checkbox", name="Kestrel run 1").check()
    window.locator("#q").fill("kestrel run 1 solved")
    expect(window.locator("#passages [role=status]")).to_contain_text("1 passage found")
    expect(window.locator("#tag-typed")).to_be_visible()
    expect(window.locator("#tag-typed")).to_have_value("long tasks")
    expect(window.get_by_role("checkbox", name="Kestrel run 1")).to_be_checked()


def test_an_act_of_the_history_unfolds_in_place(window):
    window.goto("/desk/history?thing=claims")
    act = window.locator("li.act", has_text="added the claim “Kestrels solve.”").first
    act.locator("summary").click()
    expect(act.locator(".rows ol")).to_contain_text("added the claim")
    window.get_by_label("About").select_option("people")
    expect(act).to_have_count(0)
    assert "thing=people" in window.url
