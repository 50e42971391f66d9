"""What is typed into a form of the desk survives whatever happens to its page."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import pdfs
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from annotator.domain.claims import ClaimFacts, CritiqueText
from annotator.services.claims import (
    absences,
    claims,
    critiques,
    evidence,
    scorecards,
    verdicts,
)
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import reports
from annotator.storage.accounts import SignIn

pytestmark = pytest.mark.browser

NUMBERS = count(1)  # each test has a claim, a scorecard and words of its own
PASSWORD = "eleven quiet herons"  # of everybody


@dataclass(frozen=True)
class Ground:
    """What the forms of one test are about."""

    claim: str
    card: str
    report: str
    link: int

    def at(self, address: str) -> str:
        return address.format(**vars(self))


@dataclass(frozen=True)
class Writing:
    """A form in which somebody writes, and where their words are when it is saved."""

    page: str
    action: str
    field: str
    stored: Callable[[Any, Ground], list[str]]

    def open(self, window: Page, ground: Ground) -> Locator:
        """Go to the page; return the field."""
        window.goto(ground.at(self.page), wait_until="load")
        return self.on(window, ground)

    def on(self, window: Page, ground: Ground) -> Locator:
        form = self.form(window, ground)
        field = form.locator(f"[name={self.field}]")
        form.evaluate("form => form.closest('details')?.setAttribute('open', '')")
        return field

    def form(self, window: Page, ground: Ground) -> Locator:
        action = ground.at(self.action)
        return window.locator(f"form[data-keep][action='{action}']")

    def save(self, window: Page, ground: Ground) -> None:
        self.form(window, ground).locator("[type=submit]").last.click()


def _claim_texts(context, ground: Ground) -> list[str]:
    return [claims.get_claim(context, ground.claim).text]


def _notes(context, ground: Ground) -> list[str]:
    claim = claims.get_claim(context, ground.claim)
    return [link.note for link in evidence.list_evidence(context, [claim])]


def _critiques(context, ground: Ground) -> list[str]:
    found = critiques.get_critique(context, claims.get_claim(context, ground.claim))
    return [found.body] if found else []


def _rationales(context, ground: Ground) -> list[str]:
    claim = claims.get_claim(context, ground.claim)
    return [verdict.rationale for verdict in verdicts.list_verdicts(context, claim)]


def _analyses(context, ground: Ground) -> list[str]:
    cards = scorecards.get_scorecard(context, ground.card).cards
    return [card.analysis for card in cards if card.category.slug == "cyber"]


def _statements(context, _ground: Ground) -> list[str]:
    return [kept.absence.statement for kept in absences.list_absences(context)]


def _titles(context, ground: Ground) -> list[str]:
    return [reports.get_report(context, ground.report).title]


CLAIM = "/desk/claims/{claim}"
CARD = "/desk/scorecards/{card}"
FACTS = "/desk/reports/{report}/facts"
WRITINGS = {
    "facts": Writing(CLAIM, CLAIM, "text", _claim_texts),
    "evidence": Writing(CLAIM, f"{CLAIM}/evidence/{{link}}", "note", _notes),
    "critique": Writing(CLAIM, f"{CLAIM}/critique", "body", _critiques),
    "verdict": Writing(CLAIM, f"{CLAIM}/verdict", "rationale", _rationales),
    "card": Writing(CARD, f"{CARD}/cards/cyber", "analysis", _analyses),
    "absence": Writing(
        "/desk/absences/new?report={report}&q=uplift",
        "/desk/absences",
        "statement",
        _statements,
    ),
    "report": Writing(FACTS, FACTS, "title", _titles),
}
each_form = pytest.mark.parametrize("writing", WRITINGS.values(), ids=WRITINGS)
CRITIQUE = WRITINGS["critique"]


@pytest.fixture(scope="module")
def report(site) -> str:
    site.take_in(pdfs.text_pdf(["The uplift trial took two weeks."]), "typed-of")
    return "typed-of"


@pytest.fixture
def ground(site, report) -> Ground:
    number = next(NUMBERS)
    with site.stores.database.writing.begin() as session:
        context = site.context(session)
        facts = ClaimFacts(f"Wren 1 was typed of {number}.", "cyber", "wren-labs")
        claim = claims.add_claim(context, facts).slug
        link = evidence.link_evidence(
            context,
            claim=claim,
            target=Target(source_url="https://example.org/"),
            weight=Weight("supports"),
        )
        critiques.write_critique(context, claim=claim, text=CritiqueText("Weak."))
        verdicts.give_verdict(
            context, claim=claim, shown="shown", credence="likely", rationale="So."
        )
        card = scorecards.add_scorecard(
            context, lab="wren-labs", models=["wren-1"], title=f"Typed {number}"
        ).slug
        return Ground(claim, card, report, link.id)


@pytest.fixture
def words() -> str:
    return f"An hour's work, {next(NUMBERS)}"


@pytest.fixture
def times_stored(site, ground, words) -> Callable[..., int]:
    """How often the words are in the database."""

    def times(writing: Writing, wanted: str = words) -> int:
        with site.stores.database.reading() as session:
            return writing.stored(site.context(session), ground).count(wanted)

    return times


def _state(field: Locator) -> Locator:
    return field.locator("xpath=ancestor::form").locator(".save-state")


def _line(field: Locator) -> Locator:
    return field.locator("xpath=ancestor::form").locator(".draft-line")


def _type(field: Locator, words: str) -> None:
    """Type, and wait until the page says that it is kept."""
    field.fill(words)
    expect(_state(field)).to_contain_text("Not saved (kept on this computer)")


def _is_saved(window: Page, writing: Writing, ground: Ground, words: str) -> None:
    """Wait until the page that follows the save is there, and nothing is unsaved."""
    told = window.locator("[role=status]", has_text="Saved")
    made = window.locator("h1", has_text=words)
    expect(told.or_(made).first).to_be_visible()
    field = writing.open(window, ground)
    _has_no_drafts(window)
    expect(_line(field)).to_have_count(0)


def _has_no_drafts(window: Page) -> None:
    window.wait_for_function(
        "async () => !(await (await import('/static/drafts.js')).listDrafts()).length"
    )


def _sign_everybody_out(site) -> None:
    with site.stores.database.writing.begin() as session:
        session.query(SignIn).delete()


def _sign_in_again(window: Page, name: str = "ed") -> None:
    dialog = window.get_by_role("dialog")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()


def _crash(window: Page) -> None:
    """Kill the processes in which this browser shows pages, and no others."""
    browser = window.context.browser
    assert browser is not None
    asked = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    with window.expect_event("crash"):
        for process in asked["processInfo"]:
            if process["type"] == "renderer":
                os.kill(process["id"], signal.SIGKILL)
    window.close()


class Lost:
    """Lets the server save and loses its answers, as many as is wanted."""

    def __init__(self, times: int = 1) -> None:
        self.times = times
        self.statuses: list[int] = []

    def __call__(self, route: Route) -> None:
        if route.request.method != "POST" or len(self.statuses) >= self.times:
            route.fallback()
            return
        self.statuses.append(route.fetch(max_redirects=0).status)
        route.abort()


# What happens to a page


@each_form
def test_a_page_that_is_loaded_again_has_what_was_typed(
    window, writing, ground, words, times_stored
):
    _type(writing.open(window, ground), words)
    window.reload()
    field = writing.on(window, ground)
    expect(field).to_have_value(words)
    expect(_line(field)).to_contain_text("Restored what you typed at")
    writing.save(window, ground)
    _is_saved(window, writing, ground, words)
    assert times_stored(writing) == 1


@each_form
def test_a_tab_that_was_closed_and_opened_again_has_what_was_typed(
    window, writing, ground, words
):
    _type(writing.open(window, ground), words)
    window.close()
    again = window.context.new_page()
    expect(writing.open(again, ground)).to_have_value(words)


@each_form
def test_a_page_that_crashed_has_what_was_typed(window, writing, ground, words):
    _type(writing.open(window, ground), words)
    _crash(window)
    again = window.context.new_page()
    expect(writing.open(again, ground)).to_have_value(words)


# What happens to a save


@each_form
def test_whoever_signs_in_again_in_place_has_saved(
    window, site, writing, ground, words, times_stored
):
    _type(writing.open(window, ground), words)
    _sign_everybody_out(site)
    writing.save(window, ground)
    expect(window.get_by_role("dialog")).to_contain_text("Your session has ended")
    assert times_stored(writing) == 0
    _sign_in_again(window)
    _is_saved(window, writing, ground, words)
    assert times_stored(writing) == 1


@each_form
def test_what_is_saved_without_a_network_is_sent_by_the_button_when_there_is_one(
    window, writing, ground, words, times_stored
):
    field = writing.open(window, ground)
    _type(field, words)
    window.context.set_offline(True)
    writing.save(window, ground)
    expect(_state(field)).to_contain_text("The server cannot be reached")
    expect(_state(field)).to_contain_text("kept on this computer")
    expect(field).to_have_value(words)
    window.context.set_offline(False)
    writing.form(window, ground).get_by_role("button", name="Try again").click()
    _is_saved(window, writing, ground, words)
    assert times_stored(writing) == 1


@each_form
def test_a_save_whose_answer_is_lost_is_made_once_however_often_it_is_tried(
    window, writing, ground, words, times_stored
):
    field = writing.open(window, ground)
    _type(field, words)
    lost = Lost(2)
    window.route("**/desk/**", lost)
    writing.save(window, ground)
    again = writing.form(window, ground).get_by_role("button", name="Try again")
    again.click()
    expect(again).to_be_visible()
    assert times_stored(writing) == 1
    again.click()
    _is_saved(window, writing, ground, words)
    assert lost.statuses == [204, 204]
    assert times_stored(writing) == 1


@each_form
def test_what_was_saved_before_the_page_died_is_not_offered_as_unsaved(
    window, writing, ground, words, times_stored
):
    """The answer is killed between the save and the page that follows it."""
    field = writing.open(window, ground)
    before = field.input_value()
    _type(field, words)
    lost = Lost()
    window.route("**/desk/**", lost)
    writing.save(window, ground)
    expect(_state(field)).to_contain_text("The server cannot be reached")
    _crash(window)
    again = window.context.new_page()
    field = writing.open(again, ground)
    _has_no_drafts(again)
    expect(_state(field)).to_have_text("")
    makes = writing is WRITINGS["absence"]
    expect(field).to_have_value(before if makes else words)
    expect(_line(field)).to_have_count(0)
    assert times_stored(writing) == 1
