"""Notes that came with a PDF are used where they are seen, and passages copied from cards."""

from itertools import count

import noted_pdfs
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

names = (f"noted-{number}" for number in count())
SHOWN = "0.5 % of the tasks"


@pytest.fixture
def noted(site) -> str:
    """A report with notes that nobody else has used."""
    name = next(names)
    site.take_in(noted_pdfs.every_kind() + f"\n% {name}\n".encode(), name)
    return f"/desk/reports/{name}"


def test_a_note_is_used_undone_and_offered_again(window: Page, noted):
    window.goto(noted)
    window.get_by_role("tab", name="Marks").click()
    window.get_by_role("link", name="Notes in the PDF").click()
    expect(window.get_by_role("checkbox")).to_have_count(8)
    window.get_by_label("Highlight").check()
    window.get_by_role("button", name="Use selected").click()
    expect(window.get_by_text("1 note used: each is a passage now.")).to_be_visible()
    expect(window.get_by_role("checkbox")).to_have_count(7)
    window.goto(noted)
    mark = window.locator("#sheets .mark[data-passage]").first
    mark.wait_for()
    window.keyboard.press("Control+z")
    expect(mark).to_have_count(0)
    window.goto(f"{noted}/notes")
    expect(window.get_by_role("checkbox")).to_have_count(8)


def test_a_passage_is_copied_with_its_source_from_its_card(window: Page, noted):
    window.goto(f"{noted}/notes")
    window.get_by_label("Highlight").check()
    window.get_by_role("button", name="Use selected").click()
    window.get_by_text("1 note used").first.click()
    window.get_by_role("link", name="p. 1").last.click()
    card = window.locator("#card")
    mark = window.locator("#sheets .mark[data-passage]").first
    mark.wait_for()
    if not card.is_visible():
        mark.focus()
        window.keyboard.press("Enter")
    expect(card.get_by_text("Of which tasks?")).to_be_visible()
    card.get_by_text("Copy with citation").click()
    markdown = card.locator(".format").filter(has_text="Markdown")
    markdown.get_by_role("button", name="Copy").click()
    expect(window.get_by_text("Copied as Markdown.")).to_be_visible()
    copied = window.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        f"> {SHOWN}\n\n*{noted.rpartition('/')[2]}* (Wren Labs, 2030), [p. 1](http"
    )
