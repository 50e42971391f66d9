"""The whole way once, as somebody new walks it: from the command to the reader's page."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from browser.conftest import LIMIT, open_context
from browser.test_viewer import at, drag, saved
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SENTENCE = (
    "The Release Board met on 2 April 2026 and approved the release of both models"
)
CLAIM = "The release was decided before everything was known"


@dataclass
class Running:
    """A server that was started by its command, and what it printed."""

    address: str
    password: str


@pytest.fixture
def running(tmp_path) -> Iterator[Running]:
    """What ``make run`` starts, in a data folder of its own."""
    command = [sys.executable, "-u", "-m", "annotator", "--data", str(tmp_path), "demo"]
    with subprocess.Popen(
        [*command, "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as server:
        printed = ""
        while "Press Ctrl+C" not in printed:
            assert server.stdout is not None
            line = server.stdout.readline()
            assert line, f"the server ended: {printed}"
            printed += line
        [address] = re.findall(r"Annotator is at (\S+)/", printed)
        [password] = re.findall(r"with the password\s+(\S+)", printed)
        yield Running(address, password)
        server.send_signal(signal.SIGINT)
        server.wait(LIMIT)


@pytest.fixture
def analyst(chromium, running):
    context = open_context(
        chromium, base_url=running.address, viewport={"width": 1280, "height": 1000}
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def reader(chromium, running):
    """Somebody on a phone, without an account and without JavaScript."""
    context = open_context(
        chromium,
        base_url=running.address,
        viewport={"width": 360, "height": 740},
        java_script_enabled=False,
    )
    yield context.new_page()
    context.close()


def test_a_newcomer_marks_a_sentence_publishes_it_and_a_reader_finds_it(
    running, analyst, reader
):
    _sign_in(analyst, running.password)
    _link_a_sentence_to_a_new_claim(analyst)
    _write_a_critique_and_publish(analyst)
    _see_it_on_a_phone(reader)


def _sign_in(page, password):
    page.goto("/sign-in")
    page.get_by_label("Name").fill("admin")
    page.get_by_label("Password").fill(password)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Reports")).to_be_visible()


def _link_a_sentence_to_a_new_claim(page):
    page.get_by_role("link", name="Heron 2 System Card").click()
    page.goto(f"{page.url}?page=4")
    page.locator("#page-4 .text .line").first.wait_for()
    page.locator("#page-4").get_by_text(
        "The Release Board met"
    ).scroll_into_view_if_needed()
    drag(page, at(page, "The Release Board met"), at(page, "both models", end=True))
    page.keyboard.press("2")  # undercuts
    page.keyboard.type(CLAIM)
    page.locator("#option-new").wait_for()
    page.keyboard.press("Enter")
    page.locator("#category").select_option("cyber")
    page.locator("#note").fill("The findings were still to come.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".mark.undercuts").last).to_be_attached()
    saved(page)


def _write_a_critique_and_publish(page):
    page.goto("/desk/claims")
    page.get_by_role("link", name=CLAIM).click()
    page.locator("#body").fill("Two findings came **after** the decision.")
    page.get_by_role("button", name="Save the critique").click()
    page.get_by_label("partly shown").check()
    page.get_by_label("likely").first.check()
    page.get_by_label("single test", exact=True).check()
    page.get_by_label("single test, in one sentence").fill(
        "One test, and it came late."
    )
    page.get_by_label("Why", exact=True).fill("The card says so itself.")
    with page.expect_event(
        "load"
    ):  # the page again, whose address may only get "#verdict"
        page.get_by_role("button", name="Save the verdict").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("link", name="Public page")).to_be_visible()


def _see_it_on_a_phone(page):
    page.goto("/models/heron-2")
    card = page.locator("#card-cyber")
    card.locator("summary").first.click()
    card.locator(".claim-text").get_by_role("link", name=CLAIM).click()
    expect(page.get_by_role("heading", name=CLAIM)).to_be_visible()
    expect(page.get_by_text(SENTENCE).first).to_be_visible()
    expect(page.get_by_text("after", exact=True)).to_be_visible()
    picture = page.locator("img.crop").first
    picture.scroll_into_view_if_needed()
    shown = page.request.get(picture.get_attribute("src"))
    assert shown.status == 200
    assert shown.body().startswith(b"\x89PNG")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="Heron 2 System Card, p. 2").first.click()
    expect(page.locator("a[id^=passage-]").first).to_be_visible()
