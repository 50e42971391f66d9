"""The form by a selection helps the argument: what stands around, and several claims."""

from collections.abc import Iterator
from itertools import count

import pdfs
import pytest
from browser.test_viewer import (
    at,
    chosen,
    drag,
    link_to_new_claim,
    open_report,
    saved,
)
from playwright.sync_api import Page, Route, expect

from annotator.services.claims import claims, evidence
from annotator.services.library import reports
from annotator.services.passages import marking

pytestmark = pytest.mark.browser

BEFORE = "It was asked in May."
SAID = "The card says that 17/33 runs were right."
BUT = "However, nobody looked at them."
LAST = "They were paid."
CARD = "guarded"


@pytest.fixture(scope="module", autouse=True)
def card(site):
    """A report that the tests of this module share, and one with a footnote."""
    site.take_in(pdfs.text_pdf([BEFORE, SAID, BUT, LAST]), CARD)
    site.take_in(pdfs.footnote_mark(), "noted")


@pytest.fixture
def links(site):
    """What a sentence of the report is linked to: stances, claims and notes."""

    def find(sentence: str) -> list[tuple[str, str, str]]:
        with site.stores.database.reading() as session:
            context = site.context(session)
            revision = reports.get_revision(context, reports.get_report(context, CARD))
            placed = marking.placed_on(context, revision)
            of = evidence.links_of_passages(context, [p.passage_id for p in placed])
            return [
                (link.stance, link.claim.text, link.note)
                for p in placed
                if p.exact == sentence
                for link in of[p.passage_id]
            ]

    return find


def select(window: Page, first: str, last: str) -> None:
    drag(window, at(window, first), at(window, last, end=True))


def test_a_quote_cut_out_of_its_sentence_is_warned_of_and_made_whole(window):
    open_report(window, CARD)
    select(window, "17/33", "right")
    around = window.locator("#around")
    expect(around).to_contain_text("The quote starts inside a sentence")
    expect(around.locator(".before")).to_contain_text(f"{BEFORE} The card says that")
    expect(around.locator(".after b")).to_have_text("However")
    window.locator("#note").fill("About it:")
    around.get_by_role("button", name="17 of 33").click()
    expect(window.locator("#note")).to_have_value("About it: 17/33")
    around.get_by_role("button", name="Whole sentence").click()
    assert chosen(window) == SAID
    expect(around).not_to_contain_text("inside a sentence")
    expect(around).to_contain_text("The sentence after it says “however”.")
    expect(window.locator("#note")).to_have_value("About it: 17/33")


def test_the_footnote_of_a_mark_in_the_quote_is_told_and_shown_on_the_page(windows):
    window = windows(height=500)
    open_report(window, "noted")
    window.mouse.dblclick(*at(window, "evaluation"))
    around = window.locator("#around")
    expect(around).to_contain_text("Footnote 3: Parrish, A., et al. (2021)")
    before = window.locator("#sheets").evaluate("sheets => sheets.scrollTop")
    around.get_by_role("button", name="Show", exact=True).click()
    window.wait_for_function(
        "before => document.querySelector('#sheets').scrollTop > before", arg=before
    )


def test_an_answer_about_an_earlier_selection_is_dropped(window):
    open_report(window, CARD)
    held: list[Route] = []

    def hold_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    window.route("**/around/*", hold_first)
    with window.expect_request("**/around/*"):
        select(window, "17/33", "right")
    with window.expect_response("**/around/*"):
        select(window, "They", "paid.")
    around = window.locator("#around")
    expect(around.locator(".before")).to_contain_text(BUT)
    held[0].continue_()
    window.locator("#note").type("Still typing")
    expect(around).not_to_contain_text("inside a sentence")
    expect(window.locator("#note")).to_have_value("Still typing")


def fill_row(window: Page, row: str, stance: str, claim: str, note: str) -> None:
    window.keyboard.press(stance)
    window.keyboard.type(claim)
    window.locator(f"#option{row}-new").wait_for()
    window.keyboard.press("Enter")
    window.locator(f"#category{row}").select_option(index=1)
    window.locator(f"#note{row}").fill(note)


def type_two(window: Page, one: str, two: str) -> None:
    fill_row(window, "", "1", one, "First")
    window.get_by_role("button", name="Link to another claim").click()
    fill_row(window, "-2", "3", two, "Second")


def lose_first_answer(window: Page) -> Iterator[int]:
    """Lose the first answer to a save; return what counts how often it was sent."""
    sent = count()

    def lose(route: Route) -> None:
        if next(sent):
            route.continue_()
        else:
            route.fetch()
            route.abort()

    window.route("**/passages", lose)
    return sent


def test_several_claims_are_kept_over_a_reload_and_saved_once_and_undone_as_one(
    window, site, links
):
    one, two = "Claim one of several", "Claim two of several"
    open_report(window, CARD)
    select(window, "They", "paid.")
    type_two(window, one, two)
    window.reload()
    window.locator("#page-1 .text .line").first.wait_for()
    select(window, "They", "paid.")
    expect(window.locator("#note-2")).to_have_value("Second")
    expect(window.locator("[name=stance-2]:checked")).to_have_value("qualifies")
    sent = lose_first_answer(window)
    window.locator("#note-2").press("Enter")
    saved(window)
    assert next(sent) > 1, "it was sent again"
    assert links(LAST) == [("supports", one, "First"), ("qualifies", two, "Second")]
    mark = window.locator(f".mark[aria-label*='{LAST}']")
    expect(mark.locator(".rule")).to_have_count(2)
    window.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(mark).to_have_count(0)
    assert links(LAST) == []
    with site.stores.database.reading() as session:
        assert claims.find_claims(site.context(session), "of several") == []


def test_the_claim_that_was_linked_last_is_one_key_away(window, links):
    open_report(window, CARD)
    select(window, "However", "them.")
    link_to_new_claim(window, "A claim to come back to")
    select(window, "It", "May.")
    window.keyboard.press("4")
    expect(window.locator("#claim-options")).to_contain_text("Recently linked")
    window.keyboard.press("ArrowDown")
    window.keyboard.press("Enter")
    window.keyboard.press("Enter")
    saved(window)
    assert links(BEFORE) == [("context", "A claim to come back to", "")]
