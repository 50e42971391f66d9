"""Taking reports in by dropping them, and seeing Markdown as readers will."""

import base64

import pdfs
import pytest
from playwright.sync_api import Page, expect

from annotator.domain.claims import ClaimFacts
from annotator.jobs.worker import work_all
from annotator.services.claims import claims

pytestmark = pytest.mark.browser

CARD = pdfs.text_pdf(
    ["The dropped card says that it is safe."], title="A Dropped System Card"
)
DROP = """(form, files) => {
  const dropped = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
    dropped.items.add(new File([bytes], name, {type: "application/pdf"}));
  }
  form.dispatchEvent(new DragEvent("drop", {dataTransfer: dropped, bubbles: true}));
}"""


def _drop(window: Page, **files: bytes) -> None:
    """Let go of files over the form, as from a folder's window."""
    named = [[f"{x}.pdf", base64.b64encode(files[x]).decode()] for x in files]
    window.locator("#upload").evaluate(f"(form, files) => ({DROP})(form, files)", named)


def test_files_dropped_together_are_each_answered_and_one_is_taken_in(window, site):
    window.goto("/desk/intake")
    _drop(window, letter=b"Dear lab, this is no PDF.", card=CARD)
    refused = window.locator("#cards [role=alert]")
    expect(refused).to_contain_text("letter.pdf was not added")
    sent = window.locator("#cards article")
    expect(sent).to_contain_text("Waiting in the queue.")
    work_all(site.stores)
    facts = sent.locator("form", has=window.get_by_label("Title"))
    expect(facts.get_by_label("Title")).to_have_value("A Dropped System Card")
    expect(facts.get_by_label("Kind")).to_have_value("system card")
    facts.get_by_label("Lab").fill("Wren Labs")
    facts.get_by_label("Published").fill("2031-02")
    facts.get_by_role("button", name="Add the report").click()
    expect(sent).to_contain_text("Waiting in the queue.")
    work_all(site.stores)
    expect(window.locator("#cards")).to_contain_text("Added, 1 page.")
    window.locator("#cards").get_by_role("link", name="Open it").click()
    expect(window).to_have_title("A Dropped System Card · Annotator")


def test_a_file_that_was_sent_survives_a_reload_and_is_dismissed_with_undo(
    window, site
):
    window.goto("/desk/intake")
    _drop(window, other=pdfs.text_pdf(["Another card."], title="Another Card"))
    sent = window.locator("#cards article")
    expect(sent).to_contain_text("other.pdf")
    work_all(site.stores)
    expect(sent.get_by_label("Title")).to_have_value("Another Card")
    window.reload()
    expect(sent.get_by_label("Title")).to_have_value("Another Card")
    sent.get_by_role("button", name="Dismiss: other.pdf").click()
    expect(sent).to_contain_text("Dismissed.")
    sent.get_by_role("button", name="Undo: other.pdf").click()
    expect(sent.get_by_label("Title")).to_have_value("Another Card")
    sent.get_by_role("button", name="Dismiss: other.pdf").click()
    expect(sent).to_contain_text("Dismissed.")


def test_a_critique_is_shown_as_readers_will_see_it_while_it_is_typed(window, site):
    site.take_in(pdfs.text_pdf(["A card that is judged."]), "judged")
    with site.stores.database.writing.begin() as session:
        facts = ClaimFacts("Wren 1 is judged.", category="cyber", lab="wren-labs")
        slug = claims.add_claim(site.context(session), facts).slug
    window.goto(f"/desk/claims/{slug}")
    body = window.locator("textarea[name=body]")
    body.press_sequentially("Only **one** test. <script>alert(1)</script>")
    preview = body.locator(
        "xpath=ancestor::*[.//*[contains(concat(' ', @class, ' '), ' preview ')]][1]"
    )
    expect(preview.locator(".preview strong")).to_have_text("one")
    expect(preview.locator(".preview")).to_contain_text("<script>alert(1)</script>")
    assert preview.locator(".preview script").count() == 0
