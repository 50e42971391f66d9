"""Where one is in a report: it is opened there again, and jumps lead back."""

from itertools import count

import pdfs
import pymupdf
import pytest
from browser.test_viewer import at, chosen, drag, link_to_new_claim, open_report
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

LINK = pymupdf.Rect(72, 95, 300, 115)
names = (f"way-{number}" for number in count())


@pytest.fixture(scope="module")
def book(site) -> str:
    """A report of 12 pages; a line of the first leads to the ninth."""
    name = next(names)
    pages = [
        [f"This is page {number}.", f"The heron is on {number}.", *["More."] * 30]
        for number in range(1, 13)
    ]
    with pymupdf.open("pdf", pdfs.text_pdf(*pages)) as pdf:
        goes = {"kind": pymupdf.LINK_GOTO, "from": LINK, "page": 8}
        pdf[0].insert_link({**goes, "to": pymupdf.Point(72, 60)})
        site.take_in(pdfs.save(pdf), name)
    return name


def is_at(window: Page, page: int) -> None:
    expect(window.locator("#go-to")).to_have_value(str(page))
    window.locator(f"#page-{page} .text .line").first.wait_for()


def test_a_report_is_opened_where_one_was_last(window, book):
    window.goto(f"/desk/reports/{book}#page=7")
    is_at(window, 7)
    window.wait_for_url("**page=7")
    window.goto("/desk")
    window.get_by_role("link", name=book, exact=True).click()
    is_at(window, 7)


def test_back_leads_back_from_a_jump_and_forward_there_again(window, book):
    open_report(window, book)
    window.keyboard.press("g")
    window.keyboard.type("9\n")
    is_at(window, 9)
    window.keyboard.press("g")
    window.keyboard.type("3\n")
    is_at(window, 3)
    for page in (9, 1):
        window.go_back()
        is_at(window, page)
    window.go_forward()
    is_at(window, 9)


def test_a_jump_to_an_address_is_made_though_the_address_moves_on_meanwhile(
    window, book
):
    open_report(window, book)
    window.evaluate("""() => {
      location.hash = "page=9";
      history.replaceState(history.state, "", location.pathname);
    }""")
    is_at(window, 9)


def test_a_reload_stays_at_the_very_place(window, book):
    window.goto(f"/desk/reports/{book}?page=5")
    is_at(window, 5)
    window.mouse.move(700, 500)
    window.mouse.wheel(0, 300)
    window.wait_for_timeout(600)  # the address follows after a moment
    before = window.evaluate("document.querySelector('#sheets').scrollTop")
    window.reload()
    window.locator("#page-5 .text .line").first.wait_for()
    after = window.evaluate("document.querySelector('#sheets').scrollTop")
    assert after == pytest.approx(before, abs=2)


def test_what_was_found_is_found_again_after_a_reload(window, book):
    open_report(window, book)
    window.keyboard.press("f")
    window.keyboard.type("on 7")
    window.wait_for_url("**find=on+7*")
    window.reload()
    hit = window.locator(".found-list a")
    expect(hit).to_have_count(1)
    hit.click()
    is_at(window, 7)
    expect(window.locator("#page-7 .current-hit")).to_be_visible()


def test_a_span_has_an_address_that_outlives_a_reload(window, book):
    open_report(window, book)
    window.keyboard.press("f")
    window.keyboard.type("on 7")
    address = window.locator(".found-list a").get_attribute("href")
    window.goto(address)
    is_at(window, 7)
    window.wait_for_timeout(600)  # the address follows after a moment
    window.reload()
    is_at(window, 7)
    expect(window.locator("#page-7 .came-for")).to_be_visible()


def test_a_link_of_the_pdf_is_followed_by_a_click_and_not_by_a_drag(window, book):
    open_report(window, book)
    window.locator("#page-1 .pdf-links a").wait_for(state="attached")
    drag(window, at(window, "The heron"), at(window, "on 1", end=True))
    assert chosen(window) == "The heron is on 1"
    expect(window.locator("#go-to")).to_have_value("1")
    window.keyboard.press("Escape")
    x, y = at(window, "heron")
    window.mouse.click(x + 5, y)
    is_at(window, 9)
    window.go_back()
    is_at(window, 1)


def test_type_to_mark_begins_at_the_page_that_is_read(window, book):
    window.goto(f"/desk/reports/{book}?page=8")
    is_at(window, 8)
    window.keyboard.press("t")
    window.keyboard.type("the heron is", delay=20)
    expect(window.locator("#page-8 .offered")).to_be_in_viewport()
    expect(window.locator("#go-to")).to_have_value("8")


def test_few_pages_are_in_the_document_at_a_time(window, book):
    open_report(window, book)
    for page in range(2, 13):
        window.keyboard.press("j")
        is_at(window, page)
        assert window.locator(".sheet").count() <= 5
    assert window.locator("canvas").count() <= 5


@pytest.mark.parametrize(
    ("page", "key", "stance"),
    [
        (4, "1", "supports"),
        (6, "2", "undercuts"),
        (8, "3", "qualifies"),
        (10, "4", "context"),
    ],
)
def test_the_shape_of_a_stance_is_small_and_on_no_letter(
    window, book, page, key, stance
):
    window.goto(f"/desk/reports/{book}?page={page}")
    is_at(window, page)
    drag(window, at(window, "heron is"), at(window, f"on {page}", end=True))
    link_to_new_claim(window, f"A heron is on {page}", stance=key)
    sign = window.locator(f"#page-{page} .mark .sign.{stance}")
    scale = window.locator(f"#page-{page}").evaluate(
        "sheet => sheet.getBoundingClientRect().width / sheet.dataset.width"
    )
    shape = sign.bounding_box()
    assert 7 < shape["width"] / scale < 9
    assert 7 < shape["height"] / scale < 9
    for word in window.locator(f"#page-{page} .text [data-start]").all():
        letters = word.bounding_box()
        apart = (
            shape["x"] + shape["width"] <= letters["x"]
            or letters["x"] + letters["width"] <= shape["x"]
            or shape["y"] + shape["height"] <= letters["y"]
            or letters["y"] + letters["height"] <= shape["y"]
        )
        assert apart, word.inner_text()


def test_the_list_of_marks_follows_and_is_filtered(window, book):
    window.goto(f"/desk/reports/{book}?page=11")
    is_at(window, 11)
    drag(window, at(window, "This is page"), at(window, "page 11", end=True))
    link_to_new_claim(window, "Page eleven counts", stance="3")
    window.get_by_role("tab", name="Marks").click()
    line = window.locator("#mark-list a", has_text="This is page 11")
    expect(line).to_be_visible()
    filters = window.locator("#mark-filters")
    filters.get_by_label("Stance").select_option("qualifies")
    expect(line).to_be_visible()
    filters.get_by_label("State").select_option("unlinked")
    expect(line).to_have_count(0)
    filters.get_by_label("State").select_option("")
    window.locator("#go-to").fill("1")
    window.keyboard.press("Enter")
    is_at(window, 1)
    line.click()
    is_at(window, 11)
    expect(window.locator("#page-11 .mark.shown")).to_be_visible()
