"""What is typed into a form of the desk survives whatever happens to its page."""

import contextlib
import os
import re
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pdfs
import pytest
from playwright.sync_api import CDPSession, FilePayload, Locator, Page, Route, expect

from annotator.domain.claims import ClaimFacts, CritiqueText
from annotator.domain.errors import ConflictError
from annotator.domain.sign_in_waits import PAIR
from annotator.jobs.worker import work_all
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
from annotator.storage.accounts import SignIn, SignInFailure

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
    _wait_for_the_next_page(window, words)
    field = writing.open(window, ground)
    _has_no_drafts(window)
    expect(_line(field)).to_have_count(0)


def _wait_for_the_next_page(window: Page, words: str) -> None:
    told = window.locator("[role=status]", has_text=re.compile(r"^\s*Saved"))
    made = window.get_by_role("heading", name=words, exact=True, level=1)
    expect(told.or_(made).first).to_be_visible()


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
    asker = browser.new_browser_cdp_session()
    killed = _page_processes(asker)
    with window.expect_event("crash"):
        for process in killed:
            os.kill(process, signal.SIGKILL)
    # One of them stood ready for the next page: until it is known to be dead, it is used.
    while killed & _page_processes(asker):
        time.sleep(0.05)
    asker.detach()


def _page_processes(asker: CDPSession) -> set[int]:
    known = asker.send("SystemInfo.getProcessInfo")["processInfo"]
    return {process["id"] for process in known if process["type"] == "renderer"}


class Lost:
    """Lets the server save and loses its answers, as many as is wanted."""

    def __init__(self, times: int = 1) -> None:
        self.times = times
        self.statuses: list[int] = []

    def __call__(self, route: Route) -> None:
        is_save = "save-id" in route.request.headers
        if not is_save or len(self.statuses) >= self.times:
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


@each_form
def test_two_tabs_with_the_same_form_keep_both_wordings(
    window, writing, ground, words, times_stored
):
    """Neither tab writes over the other's words, nor is an older state saved silently."""
    other, newer = window.context.new_page(), f"{words} in another tab"
    _type(writing.open(window, ground), words)
    field = writing.open(other, ground)
    expect(field).not_to_have_value(words)
    _type(field, newer)
    window.close()
    other.close()
    again = window.context.new_page()
    expect(writing.open(again, ground)).to_have_value(newer)
    writing.save(again, ground)
    _wait_for_the_next_page(again, newer)
    field = writing.open(again, ground)
    expect(field).to_have_value(words)
    writing.save(again, ground)
    if writing is not WRITINGS["absence"]:  # it makes another one
        clash = writing.form(again, ground).locator(".clash")
        expect(clash).to_contain_text(newer)
        assert times_stored(writing) == 0
        clash.get_by_role("button", name="Save this form").click()
    _is_saved(again, writing, ground, words)
    assert times_stored(writing) == 1


def test_a_second_form_of_the_page_keeps_its_words_while_the_first_is_saved(
    window, ground, words
):
    verdict = WRITINGS["verdict"]
    _type(CRITIQUE.open(window, ground), words)
    _type(verdict.on(window, ground), f"{words}, and why")
    CRITIQUE.save(window, ground)
    state = CRITIQUE.form(window, ground).locator(".save-state")
    expect(state).to_contain_text("Saved at")
    field = verdict.on(window, ground)
    expect(field).to_have_value(f"{words}, and why")
    expect(_line(field)).to_contain_text("Restored what you typed at")


def test_what_is_wrong_with_a_form_is_said_in_it_and_the_rest_of_the_page_stays(
    window, ground, words
):
    verdict = WRITINGS["verdict"]
    _type(CRITIQUE.open(window, ground), words)
    field = verdict.on(window, ground)
    field.fill("")
    verdict.save(window, ground)
    form = verdict.form(window, ground)
    expect(form.get_by_role("alert")).to_contain_text("is required")
    expect(CRITIQUE.on(window, ground)).to_have_value(words)
    field.fill(words)
    verdict.save(window, ground)
    expect(_state(field)).to_contain_text("Saved at")
    expect(field).to_have_value(words)


def test_theirs_is_taken_in_a_clash_and_mine_is_not_offered_again(
    windows, ground, words
):
    mine, theirs = windows(), windows()
    field = CRITIQUE.open(mine, ground)
    CRITIQUE.open(theirs, ground).fill("Theirs")
    CRITIQUE.save(theirs, ground)
    _is_saved(theirs, CRITIQUE, ground, words)
    _type(field, words)
    CRITIQUE.save(mine, ground)
    mine.get_by_role("link", name="Use theirs, discard mine").click()
    expect(mine.locator(".clash")).to_have_count(0)
    expect(field).to_have_value("Theirs")
    _has_no_drafts(mine)


# What is done with a draft


def test_a_restored_draft_is_discarded_and_taken_back(window, ground, words):
    _type(CRITIQUE.open(window, ground), words)
    window.reload()
    field = CRITIQUE.on(window, ground)
    _line(field).get_by_role("button", name="Discard").click()
    expect(field).to_have_value("Weak.")
    _has_no_drafts(window)
    _line(field).get_by_role("button", name="Undo").click()
    expect(field).to_have_value(words)
    window.reload()
    expect(field).to_have_value(words)
    _line(field).get_by_role("button", name="Discard").click()
    _has_no_drafts(window)
    window.reload()
    expect(field).to_have_value("Weak.")
    expect(_line(field)).to_have_count(0)


def test_a_draft_is_saved_as_made_from_the_version_it_was_typed_on(
    windows, ground, words
):
    mine, theirs = windows(), windows()
    _type(CRITIQUE.open(mine, ground), words)
    CRITIQUE.open(theirs, ground).fill("Theirs, meanwhile")
    CRITIQUE.save(theirs, ground)
    _is_saved(theirs, CRITIQUE, ground, words)
    mine.reload()
    field = CRITIQUE.on(mine, ground)
    expect(field).to_have_value(words)
    CRITIQUE.save(mine, ground)
    expect(mine.locator(".clash")).to_contain_text("Theirs, meanwhile")


def test_every_field_of_a_form_is_restored(window, ground, words):
    window.goto(ground.at(CLAIM))
    form = window.locator("#verdict form")
    form.get_by_label("doubtful").check()
    form.get_by_label("partly").check()
    _type(form.get_by_label("Why", exact=True), words)
    window.reload()
    expect(form.get_by_label("Why", exact=True)).to_have_value(words)
    expect(form.get_by_label("doubtful")).to_be_checked()
    expect(form.get_by_label("partly")).to_be_checked()


def test_the_preview_shows_what_was_restored(window, ground, words):
    _type(CRITIQUE.open(window, ground), f"**{words}**")
    window.reload()
    expect(window.locator("#body-preview strong")).to_have_text(words)


def test_drafts_of_two_months_ago_are_swept(window, ground, words):
    _type(CRITIQUE.open(window, ground), words)
    window.close()
    again = window.context.new_page()
    again.clock.install(time=datetime.now(UTC) + timedelta(days=61))
    field = CRITIQUE.open(again, ground)
    _has_no_drafts(again)
    expect(field).to_have_value("Weak.")


def test_a_browser_without_a_store_says_once_that_it_keeps_nothing_and_saves(
    window, ground, words
):
    window.add_init_script(
        "Object.defineProperty(window, 'indexedDB', {get: () => undefined})"
    )
    window.on("dialog", lambda dialog: dialog.accept())
    field = CRITIQUE.open(window, ground)
    field.fill(words)
    expect(window.locator("#toasts")).to_contain_text("does not keep unsaved text")
    expect(_state(field)).to_have_text("Not saved, and not kept on this computer")
    window.evaluate("document.querySelector('#toasts').replaceChildren()")
    field.fill(f"{words}, and more")
    CRITIQUE.save(window, ground)
    expect(_state(field)).to_contain_text("Saved at")
    expect(field).to_have_value(f"{words}, and more")


def test_the_state_is_announced_and_says_every_step(window, ground, words):
    field = CRITIQUE.open(window, ground)
    state = _state(field)
    expect(state).to_have_attribute("aria-live", "polite")
    expect(state).to_have_text("")
    _type(field, words)
    held: list[Route] = []
    window.route("**/critique", lambda route: held.append(route))
    with window.expect_request("**/critique"):
        CRITIQUE.save(window, ground)
    expect(state).to_have_text("Saving …")
    expect(field).not_to_be_editable()  # what is typed now would not be in the save
    held[0].continue_()
    expect(state).to_contain_text("Saved at")
    field.fill("Weak.")
    expect(state).to_contain_text("Not saved (kept on this computer)")
    field.fill(words)
    expect(state).to_have_text("")


def test_a_busy_server_is_named_and_tried_again(window, ground, words, times_stored):
    field = CRITIQUE.open(window, ground)
    _type(field, words)
    busy = "<main><p class='lead'>The database is busy.</p></main>"
    window.route(
        "**/critique",
        lambda route: route.fulfill(status=503, content_type="text/html", body=busy),
        times=1,
    )
    CRITIQUE.save(window, ground)
    expect(_state(field)).to_contain_text("The database is busy.")
    CRITIQUE.form(window, ground).get_by_role("button", name="Try again").click()
    _is_saved(window, CRITIQUE, ground, words)
    assert times_stored(CRITIQUE) == 1


# Who is signed in


def test_somebody_else_who_signs_in_saves_nothing_of_what_was_typed(
    window, site, desk_of, ground, words, times_stored
):
    with contextlib.suppress(ConflictError):  # added by an earlier test
        desk_of(site.stores).add_person("flo", "editor")
    _type(CRITIQUE.open(window, ground), words)
    _sign_everybody_out(site)
    CRITIQUE.save(window, ground)
    _sign_in_again(window, "flo")
    expect(window.get_by_role("dialog")).to_contain_text("You are now signed in as Flo")
    window.get_by_role("dialog").get_by_role("button", name="Reload the page").click()
    field = CRITIQUE.on(window, ground)
    expect(window.locator(".who")).to_contain_text("Flo")
    expect(field).to_have_value("Weak.")
    assert times_stored(CRITIQUE) == 0
    _be(window, site, desk_of, "ed")
    expect(CRITIQUE.open(window, ground)).to_have_value(words)


def _be(window: Page, site, desk_of, name: str) -> None:
    token = desk_of(site.stores).sign_in(name)
    cookie = {"name": "annotator", "value": token, "url": site.address}
    window.context.add_cookies([cookie])  # type: ignore[list-item]


def test_a_page_that_somebody_left_open_is_not_saved_as_who_signed_in_since(
    window, site, desk_of, ground, words, times_stored
):
    with contextlib.suppress(ConflictError):
        desk_of(site.stores).add_person("flo", "editor")
    _type(CRITIQUE.open(window, ground), words)
    _be(window, site, desk_of, "flo")
    CRITIQUE.save(window, ground)
    expect(window.get_by_role("dialog")).to_contain_text("You are now signed in as Flo")
    assert times_stored(CRITIQUE) == 0


def test_who_has_signed_in_again_in_another_tab_is_not_asked(
    window, site, desk_of, ground, words, times_stored
):
    _type(CRITIQUE.open(window, ground), words)
    window.context.clear_cookies()  # the one that forms are checked with as well
    _be(window, site, desk_of, "ed")
    CRITIQUE.save(window, ground)
    _is_saved(window, CRITIQUE, ground, words)
    assert times_stored(CRITIQUE) == 1


def test_a_wrong_password_is_said_in_the_dialog_and_too_many_lead_to_a_wait(
    window, site, ground, words, times_stored
):
    field = CRITIQUE.open(window, ground)
    _type(field, words)
    window.context.clear_cookies()
    CRITIQUE.save(window, ground)
    dialog = window.get_by_role("dialog")
    expect(dialog.get_by_label("Name")).to_have_value("ed")
    for problem in [*["is wrong"] * PAIR.free, "Too many wrong passwords"]:
        dialog.get_by_label("Password").fill("a guess")
        with window.expect_response("**/sign-in"):
            dialog.get_by_role("button", name="Sign in").click()
        expect(dialog.get_by_role("alert")).to_contain_text(problem)
    dialog.get_by_role("button", name="Not now").click()
    expect(_state(field)).to_contain_text("You are signed out.")
    expect(field).to_have_value(words)
    assert times_stored(CRITIQUE) == 0
    with site.stores.database.writing.begin() as session:
        session.query(SignInFailure).delete()


# Forms that htmx sends


@pytest.fixture
def upload(window, site, words) -> Locator:
    """The facts of a file that was sent, to be said before it is taken in."""
    window.goto("/desk/intake")
    content = pdfs.text_pdf([f"A card of {words}."], title=words)
    file = FilePayload(name=f"{words}.pdf", mimeType="application/pdf", buffer=content)
    window.locator("#upload [type=file]").set_input_files(file)
    expect(_card(window, words)).to_contain_text("Waiting in the queue")
    work_all(site.stores)
    form = _card(window, words).locator("form[data-keep]")
    expect(form.get_by_label("Title")).to_have_value(words)
    form.get_by_label("Lab").fill("Wren Labs")
    _type(form.get_by_label("Published"), "2031-02")
    return form


def _card(window: Page, words: str) -> Locator:
    """What the desk says of the file that was sent."""
    return window.locator("#cards article", has_text=f"{words}.pdf")


def _add_the_report(upload: Locator) -> None:
    upload.get_by_role("button", name="Add the report").click()


def test_the_facts_of_a_file_survive_a_reload_and_a_mistake(window, upload, words):
    published = upload.get_by_label("Published")
    _type(published, "last spring")
    window.reload()
    expect(upload.get_by_label("Lab")).to_have_value("Wren Labs")
    _add_the_report(upload)
    expect(upload.locator(".error")).to_be_visible()
    expect(_state(published)).to_contain_text("Not saved (kept on this computer)")
    window.reload()
    expect(published).to_have_value("last spring")
    published.fill("2031-02")
    _add_the_report(upload)
    expect(_card(window, words)).to_contain_text("Waiting in the queue")
    _has_no_drafts(window)


def test_a_file_is_taken_in_after_signing_in_again_in_place(
    window, site, upload, words
):
    _sign_everybody_out(site)
    _add_the_report(upload)
    _sign_in_again(window)
    expect(_card(window, words)).to_contain_text("Waiting in the queue")
    _has_no_drafts(window)


def test_a_file_whose_answer_was_lost_is_taken_in_once(window, upload, words, site):
    lost = Lost()
    window.route("**/desk/intake/uploads/*", lost)
    _add_the_report(upload)
    expect(_state(upload.get_by_label("Lab"))).to_contain_text("cannot be reached")
    upload.get_by_role("button", name="Try again").click()
    expect(_card(window, words)).to_contain_text("Waiting in the queue")
    assert lost.statuses == [200]
    work_all(site.stores)
    with site.stores.database.reading() as session:
        shelves = reports.list_reports(site.context(session))
    assert [shelf.report.title for shelf in shelves].count(words) == 1


def test_a_button_that_htmx_sends_is_pressed_again_after_signing_in(
    window, site, upload, words
):
    _sign_everybody_out(site)
    window.get_by_role("button", name=f"Dismiss: {words}.pdf").click()
    _sign_in_again(window)
    expect(_card(window, words)).to_contain_text("Dismissed.")
