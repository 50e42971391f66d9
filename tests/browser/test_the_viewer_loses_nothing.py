"""Nothing that is typed or saved in the viewer is lost, doubled or put elsewhere."""

from itertools import count

import pdfs
import pytest
from browser.test_viewer import at, chosen, drag, link_to_new_claim, open_report, saved
from playwright.sync_api import Error, Page, Route, expect

from annotator.services.claims import claims, evidence
from annotator.services.library import reports
from annotator.services.passages import marking

pytestmark = pytest.mark.browser

ONE = "The card says that the model is safe."
TWO = "It was tested for a whole week."
THREE = "Nobody complained about the test."

names = (f"lossless-{number}" for number in count())


@pytest.fixture
def card(site) -> str:
    """A report of one page with three sentences, which nobody else reads."""
    name = next(names)
    site.take_in(pdfs.text_pdf([ONE, TWO, THREE, f"Of {name}."]), name)
    return name


@pytest.fixture
def kept(site):
    """What the database has of a report: its quotes, and the notes of their links."""

    def find(report: str) -> list[tuple[str, list[str]]]:
        with site.stores.database.reading() as session:
            context = site.context(session)
            revision = reports.get_revision(
                context, reports.get_report(context, report)
            )
            placed = marking.placed_on(context, revision)
            links = evidence.links_of_passages(context, [p.passage_id for p in placed])
            return [
                (p.exact, [link.note for link in links[p.passage_id]]) for p in placed
            ]

    return find


def select(window: Page, sentence: str) -> None:
    drag(window, at(window, sentence[:8]), at(window, sentence[-8:], end=True))
    assert chosen(window) == sentence


def type_note(window: Page, note: str, claim: str = "") -> str:
    """Fill in the form for a new claim, and leave it unsaved in its note."""
    claim = claim or f"Claim {next(names)}"
    window.keyboard.press("2")
    window.keyboard.type(claim)
    window.locator("#option-new").wait_for()
    window.keyboard.press("Enter")
    window.locator("#category").select_option(index=1)
    window.locator("#note").fill(note)
    return claim


def test_a_note_stays_with_its_sentence_and_does_not_go_to_another(window, card):
    open_report(window, card)
    select(window, ONE)
    type_note(window, "About the first")
    window.keyboard.press("Escape")
    select(window, TWO)
    expect(window.locator("#note")).to_have_value("")
    assert window.locator("[name=stance]:checked").count() == 0
    window.keyboard.press("Escape")
    select(window, ONE)
    expect(window.locator("#note")).to_have_value("About the first")
    expect(window.locator("[name=stance]:checked")).to_have_value("undercuts")
    expect(window.locator("#restored")).to_be_visible()


def test_a_note_stays_when_another_sentence_is_dragged_over(window, card):
    open_report(window, card)
    select(window, ONE)
    type_note(window, "About the first")
    select(window, TWO)
    expect(window.locator("#note")).to_have_value("")
    select(window, ONE)
    expect(window.locator("#note")).to_have_value("About the first")


def test_what_was_restored_can_be_dropped(window, card):
    open_report(window, card)
    select(window, ONE)
    type_note(window, "About the first")
    window.keyboard.press("Escape")
    select(window, ONE)
    window.get_by_role("button", name="Discard it").click()
    expect(window.locator("#note")).to_have_value("")
    window.keyboard.press("Escape")
    select(window, ONE)
    expect(window.locator("#restored")).to_be_hidden()


def test_a_note_goes_with_a_selection_that_is_extended(window, card):
    open_report(window, card)
    drag(window, at(window, "The card"), at(window, "the model", end=True))
    window.locator("#note").fill("About it")
    window.get_by_role("button", name="Whole sentence").click()
    assert chosen(window) == ONE
    expect(window.locator("#note")).to_have_value("About it")


@pytest.mark.parametrize("how", ["reload", "crash", "closed"])
def test_a_note_is_there_again_after_the_page_has_gone(windows, card, kept, how):
    window = windows()
    open_report(window, card)
    select(window, ONE)
    claim = type_note(window, "Of an hour")
    if how == "reload":
        window.reload()
    else:
        if how == "crash":
            with pytest.raises(Error, match="crash"):
                window.goto("chrome://crash")
        else:
            window.close()
        window = window.context.new_page()
        open_report(window, card)
    window.locator("#page-1 .text .line").first.wait_for()
    select(window, ONE)
    expect(window.locator("#note")).to_have_value("Of an hour")
    expect(window.locator("#claim-text")).to_have_value(claim)
    window.locator("#note").press("Enter")
    saved(window)
    assert kept(card) == [(ONE, ["Of an hour"])]


def test_a_session_that_ends_is_begun_again_in_place_and_the_save_goes_through(
    window, card, kept
):
    open_report(window, card)
    select(window, ONE)
    type_note(window, "Of an hour")
    window.context.clear_cookies(name="annotator")
    window.locator("#note").press("Enter")
    dialog = window.get_by_role("dialog", name="Sign in again")
    dialog.get_by_label("Password").fill("eleven quiet herons")
    dialog.get_by_role("button", name="Sign in").click()
    saved(window)
    assert kept(card) == [(ONE, ["Of an hour"])]
    expect(window.locator(".mark.undercuts")).to_have_count(1)


def test_a_save_without_a_network_is_made_when_it_is_back(window, card, kept):
    open_report(window, card)
    select(window, ONE)
    type_note(window, "On a train")
    window.context.set_offline(True)
    window.locator("#note").press("Enter")
    state = window.locator("#save-state")
    expect(state).to_have_attribute("data-state", "failed")
    expect(state).to_contain_text("Not saved")
    expect(window.locator(".mark.pending")).to_have_count(1)
    window.context.set_offline(False)
    saved(window)
    expect(window.locator(".mark.pending")).to_have_count(0)
    assert kept(card) == [(ONE, ["On a train"])]


def test_a_save_that_waits_for_the_network_outlives_the_page(window, card, kept):
    open_report(window, card)
    select(window, ONE)
    type_note(window, "On a train")
    window.route("**/passages", lambda route: route.abort())
    window.locator("#note").press("Enter")
    expect(window.locator("#save-state")).to_have_attribute("data-state", "failed")
    window.close()
    again = window.context.new_page()
    open_report(again, card)
    expect(again.locator(".mark.undercuts")).to_have_count(1)
    assert kept(card) == [(ONE, ["On a train"])]


def test_marking_what_is_marked_opens_its_card(window, card, kept):
    open_report(window, card)
    select(window, ONE)
    link_to_new_claim(window, "It is known")
    select(window, ONE)
    window.locator("#mark-only").click()
    expect(window.locator("#card")).to_contain_text("It is known")
    assert len(kept(card)) == 1


def test_undo_and_redo_reach_back_across_a_reload(window, card, kept):
    open_report(window, card)
    for sentence, note in ((ONE, "one"), (TWO, "two")):
        select(window, sentence)
        type_note(window, note, f"Claim {note} of {card}")
        window.locator("#note").press("Enter")
        saved(window)
    window.reload()
    expect(window.locator(".mark")).to_have_count(2)
    for left in (1, 0):
        window.keyboard.press("Control+z")
        expect(window.locator(".mark")).to_have_count(left)
    undone = window.locator("#toasts")
    expect(undone).to_contain_text(f"Undone: linked to “Claim one of {card}”")
    assert kept(card) == []
    for left in (1, 2):
        window.keyboard.press("Control+Shift+z")
        expect(window.locator(".mark")).to_have_count(left)
    assert kept(card) == [(ONE, ["one"]), (TWO, ["two"])]


def test_what_a_colleague_marks_appears_by_itself(windows, card):
    mine, theirs = windows(), windows()
    open_report(mine, card)
    open_report(theirs, card)
    select(theirs, TWO)
    link_to_new_claim(theirs, "A colleague says so")
    expect(mine.locator(".mark.supports")).to_have_count(1)
    theirs.keyboard.press("Control+z")
    expect(mine.locator(".mark")).to_have_count(0)


def test_a_link_is_changed_in_its_card(window, card, kept):
    open_report(window, card)
    select(window, ONE)
    link_to_new_claim(window, "It can be changed")
    window.locator(".mark").focus()
    window.keyboard.press("Enter")
    window.get_by_role("button", name="Change", exact=True).click()
    form = window.locator(".link-form")
    form.get_by_label("qualifies").check()
    form.get_by_label("Note").fill("Changed")
    form.get_by_role("button", name="Save").click()
    expect(window.locator(".mark.qualifies")).to_have_count(1)
    expect(window.locator("#card")).to_contain_text("Changed")
    assert kept(card) == [(ONE, ["Changed"])]


def test_the_ends_of_a_mark_are_corrected_with_the_keyboard(window, card, kept):
    open_report(window, card)
    drag(window, at(window, "The card"), at(window, "the model", end=True))
    link_to_new_claim(window, "It is too short")
    window.locator(".mark").focus()
    window.keyboard.press("Enter")
    window.get_by_role("button", name="Adjust the mark").click()
    for _ in range(2):
        window.keyboard.press("Control+Shift+ArrowRight")
    expect(window.locator("#ends .chosen")).to_have_text(ONE)
    window.get_by_role("button", name="Save the mark").click()
    saved(window)
    assert kept(card) == [(ONE, [""])]
    expect(window.locator(".mark.supports")).to_have_count(1)


def test_a_save_that_the_server_cannot_make_holds_up_no_other(window, card, kept):
    open_report(window, card)
    answers = iter([500] * 3)

    def trouble(route: Route) -> None:
        status = (
            next(answers, None)
            if "A+troubled" in (route.request.post_data or "")
            else None
        )
        if status:
            route.fulfill(status=status, body="It broke.")
        else:
            route.continue_()

    window.route("**/passages", trouble)
    select(window, ONE)
    type_note(window, "Troubled", f"A troubled claim of {card}")
    window.locator("#note").press("Enter")
    select(window, TWO)
    window.locator("#mark-only").click()
    saved(window)
    assert kept(card) == [(ONE, ["Troubled"]), (TWO, [])]


# What the network may do, between any two requests of the story of marking


def story(window: Page, card: str) -> None:
    """Link a sentence, mark another, undo that and redo it."""
    open_report(window, card)
    select(window, ONE)
    type_note(window, "Kept", f"A story of {card}")
    window.locator("#note").press("Enter")
    select(window, TWO)
    window.locator("#mark-only").click()
    saved(window)
    window.keyboard.press("z")
    expect(window.locator(".mark")).to_have_count(1)
    saved(window)
    window.keyboard.press("Control+Shift+z")
    expect(window.locator(".mark")).to_have_count(2)
    saved(window)


@pytest.mark.parametrize("lost", ["request", "answer"])
@pytest.mark.parametrize("which", range(4))
def test_no_save_is_lost_or_doubled_whatever_is_dropped(
    window, site, card, kept, lost, which
):
    sent = count()

    def drop(route: Route) -> None:
        if route.request.method != "POST" or next(sent) != which:
            route.continue_()
        elif lost == "request":
            route.abort()
        else:
            route.fetch()
            route.abort()

    window.route("**/desk/**", drop)
    story(window, card)
    assert next(sent) >= 5, "each save was sent, and one of them twice"
    assert kept(card) == [(ONE, ["Kept"]), (TWO, [])]
    with site.stores.database.reading() as session:
        found = claims.find_claims(site.context(session), f"A story of {card}")
        assert len(found) == 1
