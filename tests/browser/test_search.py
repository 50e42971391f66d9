"""Searching and typing to anchor by keyboard alone, in a real browser."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pdfs
import pytest
from playwright.sync_api import Page, expect

from annotator.domain.claims import ClaimFacts
from annotator.services.claims import claims, evidence
from annotator.services.library import reports
from annotator.services.passages import marking

pytestmark = pytest.mark.browser

numbers = count()
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
SETTLED = 1100  # milliseconds after which a query counts as one


@pytest.fixture
def word() -> str:
    """A word that no other test's report says."""
    return "quokka" + "abcdefghijklmnopqrstuvwxyz"[next(numbers)] * 3


@pytest.fixture
def report(site, word) -> str:
    """A report of two pages about a word."""
    name = f"card-{next(numbers)}"  # a title with the word would be found as well
    site.take_in(
        pdfs.text_pdf(
            [f"The {word} protocol was repeated by nine people.", "Nobody was told."],
            [f"On the second page the {word} sleeps, and so do we."],
        ),
        name,
    )
    return name


@pytest.fixture
def claim(site, report, word) -> str:
    with site.stores.database.writing.begin() as session:
        facts = ClaimFacts(
            text=f"Nobody minds the {word}.",
            category="cyber",
            lab="wren-labs",
            models=(),
            asserted_by="lab",
        )
        return claims.add_claim(site.context(session), facts).slug


@pytest.fixture
def marked(site):
    """What is marked in a report."""

    def find(report: str) -> list[str]:
        with site.stores.database.reading() as session:
            context = site.context(session)
            revision = reports.get_revision(
                context, reports.get_report(context, report)
            )
            return [p.exact for p in marking.placed_on(context, revision)]

    return find


@pytest.fixture
def linked(site):
    """The stance and the words of what is linked to a claim."""

    def find(claim: str) -> list[tuple[str, str]]:
        with site.stores.database.reading() as session:
            context = site.context(session)
            found = evidence.list_evidence(context, [claims.get_claim(context, claim)])
            return [
                (link.stance.value, link.passage.exact)
                for link in found
                if link.passage
            ]

    return find


def hits(window: Page):
    return window.locator(".hit")


def entries(window: Page) -> int:
    return window.evaluate("history.length")


def test_a_sentence_is_found_opened_and_gone_back_to_by_keyboard(window, report, word):
    window.goto("/search")
    expect(window.locator("#q")).to_be_focused()
    window.keyboard.type(word, delay=15)
    expect(hits(window)).to_have_count(2)
    window.keyboard.press("ArrowDown")
    window.keyboard.press("j")
    expect(hits(window).nth(1).locator(".hit-open")).to_be_focused()
    window.keyboard.press("k")
    window.keyboard.press("ArrowUp")
    expect(window.locator("#q")).to_be_focused()
    window.keyboard.press("ArrowDown")
    window.keyboard.press("Enter")
    window.wait_for_url(f"**/desk/reports/{report}?*")
    expect(window.locator(".came-for").first).to_be_in_viewport()
    window.go_back()
    expect(window.locator("#q")).to_have_value(word)
    expect(hits(window)).to_have_count(2)


def _type_swiftly(window, words, at):
    """Type a letter each 60 ms by the page's clock, however busy the machine is."""
    window.clock.pause_at(at)
    for letter in words:
        window.keyboard.type(letter)
        window.clock.run_for(60)
    window.clock.resume()


def test_each_query_that_is_settled_on_is_one_step_back(window, report, word):
    window.clock.install(time=NOON)
    window.goto("/search")
    before = entries(window)
    _type_swiftly(window, word, NOON + timedelta(hours=1))
    expect(hits(window)).to_have_count(2)
    window.wait_for_timeout(SETTLED)
    assert entries(window) == before + 1
    _type_swiftly(window, " AND sleeps", NOON + timedelta(hours=2))
    expect(hits(window)).to_have_count(1)
    window.wait_for_timeout(SETTLED)
    assert entries(window) == before + 2
    window.go_back()
    expect(window.locator("#q")).to_have_value(word)
    expect(hits(window)).to_have_count(2)
    assert window.url.endswith(f"/search?q={word}")
    window.go_forward()
    expect(window.locator("#q")).to_have_value(f"{word} AND sleeps")
    window.go_back()
    window.go_back()
    expect(window.locator("#q")).to_have_value("")
    expect(window.locator(".syntax")).to_be_visible()


def test_what_was_found_is_said_once_typing_has_stopped(window, report, word):
    window.goto("/search")
    window.keyboard.type(word, delay=30)
    expect(hits(window)).to_have_count(2)
    expect(window.locator("#said")).to_have_text("")
    expect(window.locator("#said")).to_have_text("2 hits")


def test_the_citation_of_a_hit_is_copied_with_one_key(window, report, word):
    window.goto(f"/search?q={word}+repeated")
    window.keyboard.press("j")
    window.keyboard.press("c")
    expect(window.locator(".toast")).to_have_text("Citation copied.")
    copied = window.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"“The {word} protocol was repeated by nine people.")
    assert f", {report} (Wren Labs, 2030), p. 1, SHA-256 " in copied


def test_a_hit_becomes_evidence_without_a_mouse(window, report, word, claim, linked):
    window.goto(
        f"/search?q=The+{word}+protocol+was+repeated+by+nine+people&for={claim}"
    )
    window.keyboard.press("j")
    window.keyboard.press("e")
    expect(window.locator("#capture")).to_be_visible()
    expect(window.locator("#claim-text")).to_have_value(f"Nobody minds the {word}.")
    window.keyboard.press("2")
    window.keyboard.press("Control+Enter")
    expect(window.locator(".toast")).to_contain_text("Linked to")
    assert linked(claim) == [
        ("undercuts", f"The {word} protocol was repeated by nine people")
    ]


def test_every_key_is_told_and_the_slash_leads_to_the_box(window, report, word):
    window.goto(f"/search?q={word}")
    window.keyboard.press("?")
    expect(window.locator("#keys")).to_be_visible()
    window.keyboard.press("Escape")
    expect(window.locator("#keys")).not_to_be_visible()
    window.keyboard.press("/")
    expect(window.locator("#q")).to_be_focused()
    window.goto("/desk/scorecards")
    window.keyboard.press("/")
    window.wait_for_url("**/search")


def test_a_picture_of_each_hit_keeps_its_place_before_it_has_come(window, report, word):
    window.route("**/spans/*.png", lambda _route: None)
    window.goto(f"/search?q={word}", wait_until="domcontentloaded")
    without = hits(window).nth(1).bounding_box()["y"]
    window.unroute("**/spans/*.png")
    window.reload()
    picture = hits(window).first.locator("img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("e => e.naturalWidth") > 600
    assert hits(window).nth(1).bounding_box()["y"] == pytest.approx(without, abs=1)


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_is_wider_than_the_window(windows, report, claim, word, width):
    window = windows(width=width)
    for address in (
        "/search",
        f"/search?q={word}",
        f"/search?q=The+{word}+protocol+was+repeated+by+ten+people",
        "/search?q=nothing+says+these+words+of+ours+at+all",
        f"/desk/claims/{claim}/candidates?typed={word}",
        f"/desk/claims/{claim}",
    ):
        window.goto(address)
        wide = "document.documentElement.scrollWidth <= innerWidth"
        assert window.evaluate(wide), address


def test_typed_words_are_shown_on_their_page_and_marked_with_enter(
    window, report, word, marked
):
    window.goto(f"/desk/reports/{report}")
    window.locator("#page-1 .text .line").first.wait_for()
    window.keyboard.press("t")
    expect(window.locator("#typed")).to_be_focused()
    window.keyboard.type(word, delay=20)
    expect(window.locator(".candidate")).to_have_count(2)
    expect(window.locator("#page-1 .offered")).to_have_count(1)
    window.keyboard.press("ArrowDown")
    window.keyboard.press("ArrowDown")
    expect(window.locator("#page-2 .offered")).to_be_in_viewport()
    window.locator("#page-2 .text .line").first.wait_for()
    window.keyboard.press("Shift+Enter")
    expect(window.locator("#capture #chosen")).to_have_text(
        f"On the second page the {word} sleeps, and so do we."
    )
    window.keyboard.press("Tab")
    window.locator("#mark-only").press("Enter")
    expect(window.locator(".toast")).to_contain_text("Marked")
    assert marked(report) == [f"On the second page the {word} sleeps, and so do we."]
    expect(window.locator("#capture")).to_be_hidden()
    expect(window.locator("#sheets")).to_be_focused()
    window.keyboard.press("z")
    expect(window.locator(".toast")).to_contain_text("Undone: marked")
    assert marked(report) == []


def test_enter_right_after_typing_waits_for_what_was_typed(window, report, word):
    window.goto(f"/desk/reports/{report}")
    window.locator("#page-1 .text .line").first.wait_for()
    window.keyboard.press("t")
    window.keyboard.type(f"{word} sleeps")
    window.keyboard.press("Enter")
    expect(window.locator("#capture #chosen")).to_have_text(f"{word} sleeps")


def test_a_claim_is_given_evidence_without_leaving_the_keyboard(
    window, report, word, claim, linked
):
    window.goto(f"/desk/claims/{claim}")
    window.keyboard.press("t")
    expect(window.locator("#typed")).to_be_focused()
    window.keyboard.type(f"{word} pro", delay=20)
    expect(window.locator(".candidate")).to_have_count(1)
    window.keyboard.press("Alt+3")
    window.keyboard.press("Shift+Enter")
    expect(window.locator("#undo")).to_be_visible()
    sentence = f"The {word} protocol was repeated by nine people."
    assert linked(claim) == [("qualifies", sentence)]
    window.wait_for_load_state()  # the keys are there with the scripts
    window.keyboard.press("z")
    expect(window.locator("#undo")).to_have_count(0)
    assert linked(claim) == []
