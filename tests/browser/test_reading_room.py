"""How an analyst reads: turned, in pairs, on dark paper, by keyboard, as text, side by side."""

from itertools import count

import pdfs
import pytest
from browser.accessibility import problems
from browser.test_viewer import at, chosen, drag, link_to_new_claim, open_report, saved
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SENTENCE = "It was tested for a week."
names = (f"room-{number}" for number in count())


@pytest.fixture(scope="module")
def book(site) -> str:
    """A report of 8 pages, each with a heading, a sentence and a list."""
    name = next(names)
    pages = [
        [
            f"2.{number} What was tested",
            f"Wren 1 is model number {number}. {SENTENCE}",
            "• It gave no answer to this.",
            "• It asked for help twice.",
        ]
        for number in range(1, 9)
    ]
    site.take_in(pdfs.text_pdf(*pages), name)
    return name


def choose(window: Page, label: str) -> None:
    """Choose how pages are shown."""
    window.get_by_role("button", name="View").click()
    window.get_by_role("radio", name=label, exact=True).check()
    window.keyboard.press("Escape")


def test_words_are_selected_on_a_turned_page_as_on_another(window, book):
    open_report(window, book)
    window.keyboard.press("Shift+R")
    line = window.locator("#page-1 .line", has_text=SENTENCE)
    expect(line).to_be_visible()
    box = line.bounding_box()
    assert box["height"] > box["width"]
    # It is read from below: near its top is its end.
    window.mouse.click(box["x"] + box["width"] / 2, box["y"] + 20, click_count=3)
    assert chosen(window) == SENTENCE
    drag(window, (box["x"] + 8, box["y"] + 5), (box["x"] + 8, box["y"] + 60))
    assert chosen(window).endswith("a week")


def test_two_pages_in_a_row_on_dark_paper_are_there_again_after_a_reload(window, book):
    open_report(window, book)
    choose(window, "Two pages")
    choose(window, "Dark")
    for again in (False, True):
        if again:
            window.reload()
        first, second = (window.locator(f"#page-{n} .line").first for n in (1, 2))
        first.wait_for()
        second.wait_for()
        assert first.bounding_box()["y"] == second.bounding_box()["y"]
        assert window.locator("#sheets").get_attribute("data-tone") == "dark"
    window.locator("#sheets").focus()
    window.keyboard.press("j")
    expect(window.locator("#go-to")).to_have_value("3")
    drag(window, at(window, "What"), at(window, "tested", end=True))
    assert chosen(window) == "What was tested"


def test_the_story_of_marking_and_linking_needs_no_pointer(window, book):
    open_report(window, book)
    said = window.locator("#caret-status")
    window.keyboard.press("c")
    expect(said).to_contain_text("Caret before “2.1”")
    for key in ("ArrowDown", "Home", "Control+ArrowDown"):
        window.keyboard.press(key)
    expect(said).to_contain_text("Wren 1 is model number 1.")
    window.keyboard.press("Shift+Control+ArrowDown")
    expect(said).to_contain_text(f"Selected: {SENTENCE}")
    window.keyboard.press("x")
    expect(said).to_have_text("Moving the beginning.")
    window.keyboard.press("Shift+Control+ArrowRight")
    expect(said).to_contain_text("Selected: was tested")
    window.keyboard.press("Shift+Control+ArrowLeft")
    window.keyboard.press("m")
    assert chosen(window) == SENTENCE
    link_to_new_claim(window, "It was tested for long")
    window.keyboard.press("n")
    mark = window.locator("#page-1 .mark")
    expect(mark).to_be_focused()
    assert mark.get_attribute("aria-label") == f"Supports: {SENTENCE}"
    window.keyboard.press("Enter")
    expect(window.locator("#card")).to_contain_text("It was tested for long")
    window.keyboard.press("Escape")
    expect(mark).to_be_focused()


def test_the_caret_goes_on_overleaf_while_its_words_are_on_their_way(window, book):
    held = []
    window.route("**/pages/2/words*", lambda request: held.append(request))
    with window.expect_request("**/pages/2/words*"):
        open_report(window, book)
        window.keyboard.press("c")
        window.keyboard.press("Control+End")
        for _ in range(2):
            window.keyboard.press("Control+ArrowRight")
    held[0].continue_()
    expect(window.locator("#caret-status")).to_have_text("What")


def test_the_ends_of_a_selection_are_moved_by_their_handles(window, book):
    open_report(window, book)
    drag(window, at(window, "was tested"), at(window, "a week", end=True))
    window.locator("#note").fill("Only a week")
    expect(window.locator(".handle.new")).to_have_count(0)
    drag(window, centre(window.locator(".handle.start")), at(window, SENTENCE))
    expect(window.locator("#chosen")).to_have_text("It was tested for a week")
    window.locator(".handle.end").focus()
    window.keyboard.press("ArrowRight")
    expect(window.locator("#chosen")).to_have_text(SENTENCE)
    assert window.locator("#note").input_value() == "Only a week"


def centre(locator) -> tuple[float, float]:
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_note_stands_beside_its_line_where_there_is_room(windows, book):
    window = windows(width=1700)
    window.goto(f"/desk/reports/{book}?page=2")
    window.locator("#page-2 .line").first.wait_for()
    drag(window, at(window, "is model"), at(window, "number 2", end=True))
    link_to_new_claim(window, "Wren 1 is a model", stance="2", note="Says so itself")
    note = window.locator(".margin-note", has_text="Says so itself")
    line = window.locator("#page-2 .line", has_text="number 2")
    assert abs(note.bounding_box()["y"] - line.bounding_box()["y"]) < 12
    note.click()
    expect(window.locator("#card")).to_contain_text("Wren 1 is a model")
    window.keyboard.press("Escape")
    choose(window, "Never")
    expect(note).to_have_count(0)


def test_a_page_is_chosen_by_its_small_picture(window, book):
    open_report(window, book)
    window.get_by_role("tab", name="Pages").click()
    window.get_by_role("link", name="Page 6").click()
    expect(window.locator("#go-to")).to_have_value("6")
    expect(window.get_by_role("link", name="Page 6")).to_have_attribute(
        "aria-current", ""
    )
    window.go_back()
    expect(window.locator("#go-to")).to_have_value("1")


def test_text_reads_as_headings_paragraphs_and_lists(window, book):
    open_report(window, book)
    page = window.locator("#page-1")
    expect(page.get_by_role("heading", name="2.1 What was tested")).to_be_attached()
    items = page.get_by_role("list").get_by_role("listitem")
    assert [item.strip() for item in items.all_inner_texts()] == [
        "• It gave no answer to this.",
        "• It asked for help twice.",
    ]


def test_on_a_phone_a_page_is_read_and_marked_as_text(windows, book):
    window = windows(width=360, height=740)
    window.goto(f"/desk/reports/{book}?page=3")
    window.locator("#page-3 .line").first.wait_for()
    window.get_by_role("button", name="View").click()
    window.get_by_role("link", name="This page as text").click()
    text = window.locator("#page-text")
    expect(text.get_by_role("heading", name="2.3 What was tested")).to_be_visible()
    window.wait_for_load_state()
    window.evaluate(
        """(sentence) => {
          const words = [...document.querySelectorAll("#page-text [data-start]")];
          const from = words.findIndex((word) => word.textContent.trim() === "It");
          const to = words.findIndex((word) => word.textContent.trim() === "week.");
          getSelection().setBaseAndExtent(
            words[from].firstChild, 0, words[to].firstChild, words[to].textContent.length);
        }""",
        SENTENCE,
    )
    window.get_by_role("link", name="Mark the selection").click()
    expect(window.locator("#chosen")).to_have_text(SENTENCE)
    window.locator("#mark-only").click()
    saved(window)
    window.goto(window.locator("#as-text").get_attribute("href"))
    expect(window.locator("#page-text mark")).to_have_text(f"(not linked) {SENTENCE}")


def test_two_reports_stand_side_by_side_and_scroll_together(window, book, site):
    other = next(names)
    sha256 = site.take_in(
        pdfs.text_pdf(*[[f"Other page {n}."] for n in range(1, 9)]), other
    )
    open_report(window, book)
    window.get_by_role("button", name="View").click()
    window.get_by_role("link", name="Open another report beside it").click()
    window.locator("select[name=right]").select_option(sha256)
    window.get_by_role("button", name="Show").click()
    left, right = (window.frame_locator("iframe").nth(n) for n in (0, 1))
    for frame in (left, right):
        frame.locator("#page-1 .line").first.wait_for()
    window.get_by_label("Scroll together").check()
    left.locator("#sheets").hover()
    left.locator("#sheets").press("j")
    left.locator("#sheets").press("j")
    expect(left.locator("#go-to")).to_have_value("3")
    expect(right.locator("#go-to")).to_have_value("3")
    window.get_by_label("Scroll together").uncheck()
    right.locator("#sheets").hover()
    right.locator("#sheets").press("j")
    expect(right.locator("#go-to")).to_have_value("4")
    expect(left.locator("#go-to")).to_have_value("3")


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_the_way_of_anybody(windows, book, width, scheme):
    window = windows(width=width, color_scheme=scheme)
    window.goto(f"/desk/reports/{book}?page=5")
    window.locator("#page-5 .line").first.wait_for()
    found = {"page": problems(window)}
    window.get_by_role("button", name="View").click()
    found["view"] = problems(window)
    window.keyboard.press("Escape")
    panel = window.locator("#panel")
    if not panel.is_visible():
        window.locator("[data-do=panel]").click()
    for name in ("Pages", "Marks", "Find", "Outline"):
        window.get_by_role("tab", name=name).click()
        if name == "Find":
            window.locator("#find-words").fill("was tested")
            window.locator(".found-list a").first.wait_for()
        found[name] = problems(window)
    if width < 1000:
        window.locator("[data-do=panel]").click()
    window.mouse.click(*at(window, "number"), click_count=3)
    window.locator("#capture").wait_for()
    expect(window.locator(".handle.new")).to_have_count(0)
    found["form"] = problems(window)
    window.keyboard.press("Escape")
    window.goto(window.locator("#as-text").get_attribute("href"))
    found["text"] = problems(window)
    assert {state: what for state, what in found.items() if what} == {}
