"""Public pages in a real browser: narrow, by keyboard, on paper, in the dark."""

from collections.abc import Callable
from pathlib import Path

import pytest
from browser.accessibility import problems
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SCORECARD = "/models/heron-2"
CLAIM = "/claims/heron-2-mini-is-below-amber-in-bio"
REASON = "/reasons/between-the-lines"
REPORT = "/reports/heron-2-system-card"
PAGES = [
    "/",
    "/labs/northfield",
    SCORECARD,
    CLAIM,
    REASON,
    REPORT,
    "/search?q=amber",
    "/source",
]

CONTRASTS = (Path(__file__).parent / "contrasts.js").read_text(encoding="utf-8")

BOARDS = (Path(__file__).parent / "boards.js").read_text(encoding="utf-8")

Open = Callable[..., Page]


@pytest.fixture
def window(public_window) -> Open:
    """Opens a public page of the sample in a window of its own."""
    return public_window


@pytest.fixture
def marked(window) -> str:
    """The address of a mark on a page of the report."""
    page = window(CLAIM)
    return page.locator("figcaption a").first.get_attribute("href")


def _open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


@pytest.mark.parametrize("address", PAGES)
def test_no_page_is_wider_than_a_phone(window, address):
    page = window(address, 360)
    _open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_page_of_a_report_is_not_wider_than_a_phone(window, marked):
    page = window(marked, 360)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_all_words_stand_out_from_their_ground(window, address, scheme):
    page = window(address, color_scheme=scheme)
    _open_all(page)
    assert page.evaluate(CONTRASTS) == []


def test_the_first_key_leads_past_the_navigation(window):
    page = window(SCORECARD)
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to content"
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_what_has_the_focus_can_be_seen(window):
    page = window(SCORECARD)
    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"


def test_a_category_opens_by_keyboard_without_a_script(window):
    page = window(SCORECARD, java_script_enabled=False)
    quote = page.locator("#card-chem-bio .quote").first
    assert not quote.is_visible()
    page.locator("#card-chem-bio > details > summary").focus()
    page.keyboard.press("Enter")
    assert quote.is_visible()


@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1280])
def test_boards_are_drawn_for_the_window_with_words_that_can_be_read(window, width):
    page = window(SCORECARD, width)
    _open_all(page)
    assert page.locator("svg.drawn:visible").count() > 8
    assert page.evaluate(BOARDS) == []


def test_boards_are_drawn_wide_on_paper(window):
    page = window(SCORECARD, 680)  # about what a sheet of A4 has
    page.emulate_media(media="print")
    assert page.locator("svg.wide:visible").count() > 8
    assert page.evaluate(BOARDS) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_a_scorecard_with_its_boards(window, width):
    page = window(SCORECARD, width)
    _open_all(page)
    assert problems(page) == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", ["/", REASON])
def test_axe_finds_nothing_where_reasons_are_told(window, address, width):
    assert problems(window(address, width)) == []


def test_what_a_link_names_inside_a_category_opens_the_category(window):
    page = window(f"{SCORECARD}#claim-heron-2-mini-is-below-amber-in-bio")
    assert page.locator("#card-chem-bio > details").get_attribute("open") is not None


def test_the_mark_that_a_link_names_is_emphasised_and_in_sight(window, marked):
    page = window(marked)
    mark = page.locator(f"#{marked.partition('#')[2]}")
    stroke = "e => getComputedStyle(e.querySelector('rect')).stroke"
    assert mark.evaluate(stroke) != "none"
    assert 0 < mark.bounding_box()["y"] < 800
    for other in page.locator(".marked:not(:target)").all():
        assert other.evaluate(stroke) == "none"


def test_on_paper_every_category_is_open_and_navigation_is_left_out(window):
    page = window(SCORECARD)
    page.emulate_media(media="print")
    quote = page.locator("#card-security .of-report blockquote").first
    assert quote.bounding_box()["height"] > 0
    assert not page.locator("nav.contents").is_visible()
    assert not page.locator("nav.site-nav").is_visible()


def test_a_reader_searches_as_they_type_and_opens_what_is_found_by_keyboard(window):
    page = window("/search")
    page.keyboard.type("amber line", delay=30)
    page.locator(".hit").first.wait_for()
    page.wait_for_url("**/search?q=amber+line")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/**start=*")
    assert page.locator(".page-picture .found rect").first.is_visible()


def test_a_reader_without_a_script_searches_with_the_button(window):
    page = window("/search", java_script_enabled=False)
    page.locator("#q").fill("amber line")
    page.locator("#q").press("Enter")
    page.locator(".hit").first.wait_for()
    page.locator(".cite summary").first.click()
    assert page.locator(".citation").first.is_visible()
    assert not page.locator(".cite button").first.is_visible()
