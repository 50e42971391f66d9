"""A lab replaces its report; a reader is told, a person decides, the note goes."""

import pytest
from browser.test_viewer import at, drag
from playwright.sync_api import expect
from revised import GONE, KEPT, NEW, NUMBER, NUMBER_NOW, OLD

from annotator.domain.claims import ClaimFacts
from annotator.services.claims import claims, evidence
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import reports
from annotator.services.passages import marking

pytestmark = pytest.mark.browser

CARD = "wren-replaced-card"
CLAIM = "wren-1-has-been-tested-enough"


@pytest.fixture(scope="module")
def replaced(site, desk_of):
    """A published claim on three passages; in the new file, two are not as they were."""
    site.take_in(OLD, CARD)
    with site.stores.database.writing.begin() as session:
        context = site.context(session)
        claims.add_claim(
            context,
            ClaimFacts(
                text="Wren 1 has been tested enough.",
                category="cyber",
                lab="wren-labs",
                models=("wren-1",),
            ),
        )
        revision = reports.get_revision(context, reports.get_report(context, CARD))
        for quote, page in ((KEPT, 1), (NUMBER, 2), (GONE, 2)):
            marked = marking.mark_found(
                context, revision=revision, quote=quote, page=page
            )
            evidence.link_evidence(
                context,
                claim=CLAIM,
                target=Target(passage=marked.id),
                weight=Weight(stance="supports", note="It says so."),
            )
    desk = desk_of(site.stores)
    desk.publish_claim(CLAIM)
    site.take_in(NEW, CARD)
    desk.publish_file(CARD)


def test_the_reader_sees_a_banner_the_editor_decides_and_the_banner_goes(
    windows, replaced
):
    reader, editor = windows(360, 740), windows()
    _reader_sees_both_wordings(reader)
    editor.goto("/desk/review")
    _accept_by_keyboard_and_take_it_back(editor)
    _attach_elsewhere(editor)
    editor.wait_for_load_state()  # the keys are there with the scripts
    editor.keyboard.press("a")
    expect(editor.get_by_text("The new wording was accepted")).to_be_visible()
    reader.reload()
    expect(reader.locator(".banner")).to_have_count(0)
    expect(reader.get_by_text("We looked at it on").first).to_be_visible()


def _reader_sees_both_wordings(reader):
    reader.goto(f"/claims/{CLAIM}")
    expect(reader.locator(".banner")).to_contain_text("under review")
    expect(reader.locator(".banner")).to_contain_text("2 quotes")
    shown = reader.locator(".fate.open .word-diff")
    expect(shown.locator("del.decides")).to_have_text("12 ")
    expect(shown.locator("ins.decides")).to_have_text("21 ")
    expect(reader.get_by_text("Checked on").first).to_be_visible()
    wide = "document.documentElement.scrollWidth <= innerWidth"
    assert reader.evaluate(wide)


def _accept_by_keyboard_and_take_it_back(editor):
    expect(editor.locator(".review-item")).to_have_count(2)
    editor.keyboard.press("j")
    editor.keyboard.press("a")
    expect(editor.locator(".review-item.decided")).to_have_count(1)
    editor.keyboard.press("k")
    editor.keyboard.press("u")
    expect(editor.locator(".review-item.decided")).to_have_count(0)
    expect(editor.locator(".review-item")).to_have_count(2)


def _attach_elsewhere(editor):
    gone = editor.locator(".review-item", has_text=GONE)
    gone.get_by_role("link", name="Attach elsewhere").click()
    expect(editor.locator(".viewer-banner")).to_contain_text(
        "Select what corresponds to"
    )
    editor.goto(f"{editor.url.split('&page')[0]}&page=3")
    editor.locator("#page-3 .text .line").first.wait_for()
    drag(editor, at(editor, "We are"), at(editor, "grateful", end=True))
    drag(editor, at(editor, "We are grateful"), at(editor, "took part", end=True))
    editor.get_by_role("button", name="Attach it here").click()
    expect(editor.get_by_text("Attached.")).to_be_visible()
    expect(editor.locator(".review-item")).to_have_count(1)
    expect(editor.locator(".review-item")).to_contain_text(NUMBER_NOW[:12])


def test_what_changed_is_coded_without_leaving_the_page(windows, replaced):
    window = windows()
    window.goto(f"/desk/reports/{CARD}/changes")
    change = window.locator(".change", has_text="long tasks")
    change.get_by_label("Effect").select_option("weakened")
    expect(change.get_by_text("classified")).to_be_visible()
    window.reload()
    expect(change.get_by_label("Effect")).to_have_value("weakened")
