"""An analyst makes a scorecard for a new lab, without a file, and a reader sees its board."""

import re

import pytest
from browser.test_viewer import at, drag, mark_only
from playwright.sync_api import Locator, Page, expect
from shared_folder import shared_folder

from annotator.jobs.worker import work_all

pytestmark = pytest.mark.browser

TEST = "Long-form virology task 2"
REASON = "0.635 is neither below 50 % nor above 80 %."
CLAIM = "Sonnet 4 lacks dangerous bio capability"
LINES = (("rule-out", "<50%", "<", "50"), ("rule-in", ">80%", ">", "80"))


def test_a_number_between_the_lines_is_recorded_and_a_reader_sees_it_there(
    windows, site
):
    window = windows(1280, 1000)
    _make_the_lab_its_model_and_a_category(window)
    report = _upload_the_report(window, site)
    _mark_the_lines_and_the_number(window, report)
    result = _record_the_result(window)
    _record_the_lines(window)
    _link_it_to_a_claim(window, result)
    _publish_the_scorecard(window)
    for width in (360, 1280):
        _see_the_board(windows(width, 800, java_script_enabled=False))


def _make_the_lab_its_model_and_a_category(window: Page) -> None:
    window.goto("/desk/labs")
    window.get_by_role("link", name="Add a lab").click()
    window.get_by_label("Name", exact=True).fill("Anthropic")
    window.get_by_role("button", name="Add the lab").click()
    window.get_by_label("Model", exact=True).fill("Claude Sonnet 4")
    window.get_by_label("Released", exact=True).fill("2025-05-22")
    window.get_by_role("button", name="Add the model").click()
    expect(window.get_by_role("heading", name="Claude Sonnet 4")).to_be_visible()
    window.goto("/desk/categories")
    window.get_by_text("Add a category", exact=True).click()
    form = window.locator("#new-category")
    form.get_by_label("Name", exact=True).fill("Virology")
    form.get_by_role("button", name="Add the category").click()
    expect(window.get_by_role("heading", name="Virology")).to_be_visible()


def _upload_the_report(window: Page, site) -> str:
    """Upload the system card; return the address at which it is read."""
    window.goto("/desk/intake")
    path = shared_folder() / "reports" / "claude-4-system-card.pdf"
    window.get_by_label("PDF files").set_input_files(path)
    sent = window.locator("#cards article")
    expect(sent).to_contain_text("Waiting in the queue.")
    work_all(site.stores)
    sent.get_by_label("Lab").fill("Anthropic")
    sent.get_by_label("Published").fill("2025-05")
    sent.get_by_label("Models it covers").fill("Claude Sonnet 4")
    sent.get_by_role("button", name="Add the report").click()
    expect(sent).to_contain_text("Waiting in the queue.")
    work_all(site.stores)
    window.locator("#cards").get_by_role("link", name="Open it").click()
    return re.sub(r"[?#].*", "", window.url).rsplit("/", 1)[-1]


def _mark_the_lines_and_the_number(window: Page, report: str) -> None:
    _mark(window, report, 94, "Model performance can fall", "additional evaluation.")
    _mark(window, report, 95, "and a “pass@5” score", "virology task 2.")


def _mark(window: Page, report: str, page: int, first: str, last: str) -> None:
    window.goto(f"/desk/reports/{report}?page={page}")
    words = window.locator(f"#page-{page} .text .line", has_text=first)
    words.scroll_into_view_if_needed()
    drag(window, at(window, first), at(window, last, end=True))
    mark_only(window)


def _record_the_result(window: Page) -> str:
    """Record the number that was marked; return the address of its evaluation."""
    window.mouse.click(*at(window, "0.635"))
    window.get_by_role("link", name="Record as a result").click()
    form = window.locator("#record")
    expect(form.get_by_label("Number", exact=True)).to_have_value("0.635")
    form.get_by_label("Name of a new evaluation").fill(TEST)
    form.get_by_label("Its category").select_option("Virology")
    form.get_by_role("button", name="Record the result").click()
    expect(window.get_by_role("heading", name=TEST)).to_be_visible()
    return window.url


def _record_the_lines(window: Page) -> None:
    for number, (kind, statement, comparison, at_value) in enumerate(LINES, 1):
        window.get_by_text("Add a line", exact=True).click()
        form = window.locator("#new-line")
        form.get_by_label("What crossing the line means").select_option(kind)
        said = form.get_by_label("Passage")
        said.select_option(
            label=said.locator("option", has_text="three zones").inner_text()
        )
        form.get_by_label("Line, as printed").fill(statement)
        form.get_by_label("Comparison").select_option(comparison)
        form.get_by_label("Line at").fill(at_value)
        form.get_by_label("Unit").fill("%")
        form.get_by_role("button", name="Add the line").click()
        expect(window.locator("li[id^=line-]")).to_have_count(number)
    window.get_by_role("button", name="Confirm: between the lines").click()
    expect(window.get_by_text("Confirm:")).to_have_count(0)


def _link_it_to_a_claim(window: Page, result: str) -> None:
    window.goto("/desk/claims/new")
    window.get_by_label("Claim, in one sentence").fill(CLAIM)
    window.get_by_label("Category", exact=True).select_option("Virology")
    window.get_by_label("Lab", exact=True).select_option("Anthropic")
    window.get_by_label("Claude Sonnet 4").check()
    window.get_by_role("button", name="Add the claim").click()
    expect(window.get_by_role("heading", name=CLAIM)).to_be_visible()
    window.goto(result)
    window.get_by_role("link", name="Use as evidence for a claim").click()
    window.get_by_label("Use as evidence for").select_option(CLAIM)
    window.get_by_label("supports").check()
    window.get_by_label("Note").fill("It is above the line that would rule it out.")
    window.get_by_role("button", name="Use as evidence").click()
    expect(window.locator("#evidence .evidence")).to_contain_text("0.635")
    form = window.locator("#verdict form")
    form.get_by_label("not shown").check()
    form.get_by_label("unclear").check()
    form.get_by_label("between the lines", exact=True).check()
    form.get_by_label("between the lines, in one sentence").fill(REASON)
    form.get_by_label("Why", exact=True).fill("The lab rules nothing out here.")
    with window.expect_event(
        "load"
    ):  # the page again, whose address may only get "#verdict"
        form.get_by_role("button", name="Save the verdict").click()


def _publish_the_scorecard(window: Page) -> None:
    window.goto("/desk/scorecards")
    window.get_by_label("Title").fill("Claude Sonnet 4")
    window.get_by_label("Lab", exact=True).select_option("Anthropic")
    window.get_by_label("Claude Sonnet 4").check()
    window.get_by_role("button", name="Create the scorecard").click()
    found = window.locator("#publish")
    expect(found).to_contain_text("which is between the lines.")
    found.get_by_label("Reason for publishing anyway").fill("The verdict says so.")
    found.get_by_role("button", name="Publish anyway").click()
    expect(window.get_by_role("link", name="Public page")).to_be_visible()


def _see_the_board(page: Page) -> None:
    page.goto("/models/claude-sonnet-4")
    card = page.locator("#card-virology")
    card.locator("summary").first.click()
    row = card.locator(".board-row", has_text=TEST)
    expect(row).to_contain_text("between the lines")
    expect(row).to_contain_text("rules out below 50")
    signs = [".line >> nth=0", ".dot >> nth=0", ".line >> nth=1"]
    rules_out, dot, rules_in = (_x(row, sign) for sign in signs)
    assert rules_out < dot < rules_in
    card.get_by_role("link", name=CLAIM).first.click()
    expect(page.get_by_role("heading", name=CLAIM)).to_be_visible()
    expect(page.get_by_text("It is above the line").first).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
    assert "The verdict says so." not in page.content()


def _x(row: Locator, sign: str) -> float:
    """Where the middle of a sign that is seen stands in the window, in pixels."""
    box = row.locator(f"svg:visible {sign}").bounding_box()
    assert box
    return box["x"] + box["width"] / 2
