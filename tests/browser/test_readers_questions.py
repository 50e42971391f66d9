"""A reader on a phone: from the front page to the lines, and questions answered."""

import re

import pytest
from browser.conftest import PUBLIC
from browser.phone import each, link, words
from every_kind import CLAIM
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

BIO = "a[href='/models/heron-2#chem-bio']:visible"
MOST_TABS = 120
MOST_OF_A_VIEW = 300_000  # bytes, at 360 px and two pixels for each
FOCUSED = """wanted => {
  const focused = document.activeElement;
  return [focused.matches(wanted), getComputedStyle(focused).outlineStyle];
}"""
MARKS = re.compile(r"/pages/\d+.*#passage-\d+$")


@pytest.fixture(scope="module")
def reader(later_reader):
    return later_reader


@pytest.mark.parametrize("script", [True, False])
def test_the_lines_are_three_taps_from_the_front_page(phone, script):
    reader = phone("/", java_script_enabled=script)
    place = [_cell, link("Synthesis questions (CB-1)"), _first_place]
    reader.ask(place, lambda page: page.locator(":target"))
    reader.page.wait_for_url(MARKS)


def _cell(page: Page) -> Locator:
    return page.locator(BIO).first


def _first_place(page: Page) -> Locator:
    return page.locator("a:visible", has_text="p. 4").first


QUESTIONS = [
    ("What does the lab say about bio?", "/", [_cell], words("may have reached the amber line and is treated")),
    ("Is it shown?", "/", [], lambda page: _cell(page).get_by_text("partly shown")),
    ("By which lines?", CLAIM, [link("Heron 2 System Card, p. 4")], lambda page: page.locator(":target")),
    ("On which page of the PDF?", CLAIM, [link("Heron 2 System Card, p. 4")], words("Page 4")),
    ("What was not reported?", "/", [link("results not reported")], lambda page: page.locator(":target li", has_text="Agentic planning (CB-5), Heron 2 Mini: not run")),
    ("What changed lately?", "/", [link("Changes")], words("partly shown")),
    ("What changed in January 2031?", "/", [link("Changes"), link("January 2031")], words("not shown → partly shown")),
    ("What would change the verdict?", CLAIM, [link("What would change")], words("CB-5 run on Heron 2 Mini")),
    ("Which test decides it?", CLAIM, [], words("What decides it")),
    ("What did an earlier edition say?", CLAIM, [link("Earlier editions"), link("Compare 2 with 1")], words("not shown")),
    ("How do I cite this?", CLAIM, [link("Cite as")], lambda page: page.locator("#cite").get_by_text("edition 2")),
]  # fmt: skip


@each(QUESTIONS)
def test_a_question_is_answered_in_three_taps_and_two_screens(
    phone, start, taps, answer
):
    phone(start).ask(taps, answer)


def test_the_lines_are_reached_and_left_by_the_keyboard_alone(public_window):
    page = public_window("/")
    first = page.url
    _walk_to(page, BIO.replace(":visible", ""))
    _walk_to(page, "a[href='#evaluation-northfield-cb-1']")
    _walk_to(page, "a.place")
    page.wait_for_url(MARKS)
    expect(page.locator(":target")).to_be_in_viewport()
    for _ in range(3):
        page.go_back()  # a headless browser has no key for it
    page.wait_for_url(first)


def _walk_to(page: Page, wanted: str) -> None:
    """Press Tab until something is reached, seeing the focus at each step, and Enter."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        is_there, outline = page.evaluate(FOCUSED, wanted)
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")
        if is_there:
            break
    else:
        raise AssertionError(f"{wanted} is not reached by Tab")
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_function("before => location.href !== before", arg=before)
    page.wait_for_load_state()


PHONES = {
    "front page": "/",
    "scorecard": "/models/heron-2",
    "claim": CLAIM,
    "page of the PDF": "",
}


@pytest.mark.parametrize("kind", PHONES)
def test_the_first_view_on_a_phone_is_light(phone, reader, kind):
    """All that a phone asks for before anybody scrolls, as it is sent."""
    address = PHONES[kind] or _page_of_the_pdf(reader)
    came = []
    page = phone("/method").page
    page.on("response", lambda answer: came.append(answer))
    page.goto(PUBLIC + address, wait_until="networkidle")
    sizes = {answer.url: _sent(reader, answer.request) for answer in came}
    print(f"{kind}: {sum(sizes.values()) / 1000:.0f} kB in {len(sizes)} answers")
    assert sum(sizes.values()) <= MOST_OF_A_VIEW, sizes


def _page_of_the_pdf(reader) -> str:
    found = re.search(r'href="(/reports/[^"]*/pages/[^"#]*)', reader.get(CLAIM).text)
    assert found is not None
    return found[1].replace("&amp;", "&")


def _sent(reader, request) -> int:
    asked = request.url.removeprefix(PUBLIC)
    accepts = {
        "Accept-Encoding": "gzip",
        "Accept": request.headers.get("accept", "*/*"),
    }
    return len(reader.get(asked, headers=accepts, buffered=True).data)
