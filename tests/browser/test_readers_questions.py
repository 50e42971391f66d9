"""A reader on a phone: from the front page to the lines, and ten questions answered."""

import re

import pytest
from browser.conftest import PUBLIC
from every_kind import CLAIM
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 360, 740
MOST_TAPS, MOST_SCREENS = 3, 2.0
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


class Reader:
    """Counts what somebody does who knows nothing of the site: taps, and screens scrolled."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.screens = 0.0

    def tap(self, target: Locator) -> None:
        """Scroll until a target is on the screen, and tap it."""
        self.scroll_to(target)
        target.tap()
        self.taps += 1
        self.page.wait_for_load_state()

    def scroll_to(self, target: Locator) -> None:
        """Scroll as little as will do, either way."""
        target.wait_for()
        before = self._top()
        box = target.bounding_box()
        assert box is not None
        below = box["y"] + min(box["height"], HEIGHT) - HEIGHT
        if below > 0 or box["y"] < 0:
            by = below if below > 0 else box["y"]
            self.page.evaluate("by => scrollBy({top: by, behavior: 'instant'})", by)
        expect(target).to_be_in_viewport()
        self.screens += abs(self._top() - before) / HEIGHT

    def _top(self) -> float:
        return self.page.evaluate("scrollY")


@pytest.fixture
def phone(public_window):
    """Opens a public page on a phone."""

    def open_page(address: str, **options) -> Reader:
        touched = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
        page = public_window(address, WIDTH, HEIGHT, **touched, **options)
        return Reader(page)

    return open_page


@pytest.mark.parametrize("script", [True, False])
def test_the_lines_are_three_taps_from_the_front_page(phone, script):
    reader = phone("/", java_script_enabled=script)
    page = reader.page
    reader.tap(page.locator(BIO).first)
    reader.tap(page.get_by_role("link", name="Synthesis questions (CB-1)").first)
    reader.tap(page.locator("a:visible", has_text="p. 4").first)
    page.wait_for_url(MARKS)
    expect(page.locator(":target")).to_be_in_viewport()
    assert reader.taps <= MOST_TAPS
    assert reader.screens <= MOST_SCREENS


def _link(name: str, nth: int = 0):
    return lambda page: page.get_by_role("link", name=name).nth(nth)


def _cell(page: Page) -> Locator:
    return page.locator(BIO).first


def _words(said: str):
    return lambda page: page.locator(f"main :text('{said}'):visible").first


QUESTIONS = [
    ("What does the lab say about bio?", "/", [_cell], _words("may have reached the amber line and is treated")),
    ("Is it shown?", "/", [], lambda page: _cell(page).get_by_text("partly shown")),
    ("By which lines?", CLAIM, [_link("Heron 2 System Card, p. 4")], lambda page: page.locator(":target")),
    ("On which page of the PDF?", CLAIM, [_link("Heron 2 System Card, p. 4")], _words("Page 4")),
    ("What was not reported?", "/", [_link("results not reported"), _link("Agentic planning (CB-5)")], lambda page: page.locator(":target").get_by_text("not run")),
    ("What changed lately?", "/", [_link("Changes")], _words("partly shown")),
    ("What would change the verdict?", CLAIM, [_link("What would change")], _words("CB-5 run on Heron 2 Mini")),
    ("Which test decides it?", CLAIM, [], _words("What decides it")),
    ("What did an earlier edition say?", CLAIM, [_link("Earlier editions"), _link("Compare 2 with 1")], _words("not shown")),
    ("How do I cite this?", CLAIM, [_link("Cite as")], lambda page: page.locator("#cite").get_by_text("edition 2")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "taps", "answer"),
    [asked[1:] for asked in QUESTIONS],
    ids=[asked[0] for asked in QUESTIONS],
)
def test_a_question_is_answered_in_three_taps_and_two_screens(
    phone, start, taps, answer
):
    reader = phone(start)
    for target in taps:
        reader.tap(target(reader.page))
    reader.scroll_to(answer(reader.page))
    assert reader.taps <= MOST_TAPS
    assert reader.screens <= MOST_SCREENS


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
