"""Readers' questions about a real system card, asked on a phone."""

import pytest
from browser.phone import each, link, words
from playwright.sync_api import Locator, Page
from shared.claude4_ready import claude_4_ready
from shared_folder import shared_folder

from annotator.app import create_app
from annotator.domain.claims import GivenReason
from annotator.services.claims import verdicts
from annotator.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.shared, pytest.mark.slow]

SLUG = "claude-sonnet-4-is-below-the-asl-3-cbrn-3-threshold-it-lacks-dangerous"
CLAIM = f"/claims/{SLUG}"
BIO = "a[href='/models/claude-4#chem-bio']:visible"
PASSAGE = "Sonnet 4, p. 94"


@pytest.fixture(scope="module")
def reader(prepared, desk_in, tmp_path_factory):
    """A reader's way to it, in March: the claim on Sonnet 4 was judged again."""
    ready = claude_4_ready(prepared, desk_in, shared_folder())
    with desk_in(tmp_path_factory.mktemp("claude-4"), ready) as desk:
        desk.publish_scorecard("claude-4")
        with desk.sit_down(days=70) as context:
            verdicts.give_verdict(
                context,
                claim=SLUG,
                shown="partly shown",
                credence="likely",
                rationale="A later note by the lab explains the two scores.",
                reasons=(GivenReason("single-test", "One of the two was run again."),),
            )
        desk.publish_claim(SLUG, days=70)
        settings = Settings(data=desk.stores.data, reports_pdf=desk.stores.reports_pdf)
        yield create_app(settings, desk.stores).test_client()


def _cell(page: Page) -> Locator:
    return page.locator(BIO).first


def _contents(page: Page) -> Locator:
    return page.locator("summary", has_text="On this page")


def _marked(page: Page) -> Locator:
    return page.locator(":target")


QUESTIONS = [
    ("What does the lab say about bio?", "/", [_cell], words("may have reached the CBRN-3")),
    ("Is it shown?", "/", [], lambda page: _cell(page).get_by_text("not shown")),
    ("By which claims?", "/", [_cell, link("Its claims")], words("it lacks dangerous bio capability")),
    ("By which lines?", CLAIM, [link(PASSAGE)], _marked),
    ("On which page of the PDF?", CLAIM, [link(PASSAGE)], words("Page 94")),
    ("What was not reported?", "/", [link("1 result not reported")], words("1 result not reported")),
    ("What changed in March?", "/", [link("Changes"), link("March 2030")], words("not shown → partly shown")),
    ("What does not go together?", CLAIM, [_contents, link("Tensions")], lambda page: page.locator("#tensions .tension").first),
    ("Which results decide it?", CLAIM, [], words("What decides it")),
    ("Who released it, and when?", "/", [link("Claude 4")], words("22 May 2025")),
    ("How do I cite this?", CLAIM, [link("Cite as")], lambda page: page.locator("#cite").get_by_text("edition 2")),
]  # fmt: skip


@each(QUESTIONS)
def test_a_question_is_answered_in_three_taps_and_two_screens(
    phone, start, taps, answer
):
    phone(start).ask(taps, answer)
