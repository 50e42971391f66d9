"""Pages without text are read by machine, quotable, and labelled as such."""

import pdfs
import pytest
from wren_claims import cite, mark, state

from annotator.domain.errors import PdfProblem, UnreadablePdfError
from annotator.domain.views.contents import ClaimView
from annotator.domain.vocabulary import SealOutcome
from annotator.services.intake import files
from annotator.services.passages.quote_views import quote_views
from annotator.services.published.snapshots import thaw
from annotator.services.publishing import publication, seals
from annotator.storage.library import revisions
from annotator.storage.work.jobs import unfinished

CARD, CLAIM = "wren-card", "wren-1-is-safe"
QUOTE = "Wren 1 failed in 63 of 170 runs"
MIXED = pdfs.joined(
    pdfs.text_pdf(["This page has letters."]),
    pdfs.scan(["The model was tried in May.", f"{QUOTE}, and we stopped."], dpi=200),
    pdfs.text_pdf(["This page has letters as well."]),
)


@pytest.fixture
def scanned(looking_desk):
    """A desk with a report of which the second page is a scan."""
    looking_desk.sha256 = looking_desk.take_in(MIXED, report=CARD)
    return looking_desk


def test_a_page_that_is_a_scan_is_read_and_named(scanned):
    with scanned.look() as context:
        file = revisions.by_sha256(context.session, scanned.sha256)
        first, second, third = revisions.pages(context.session, file)
    assert file.faults == {"read by machine": [2]}
    assert QUOTE in second.text
    assert second.read_by.startswith("RapidOCR ")
    assert 0.5 < second.confidence <= 1
    assert first.read_by == third.read_by == ""


def test_what_was_read_by_machine_is_quoted_with_its_label(scanned):
    with scanned.sit_down() as context:
        passage = mark(context, CARD, QUOTE)
    with scanned.look() as context:
        view = quote_views(context, [passage])[passage]
    assert view.exact == QUOTE
    assert view.page == 2
    assert view.read_by.startswith("RapidOCR ")
    assert 0.5 < view.confidence <= 1


def test_its_seal_is_that_of_the_reader_that_looks_alone(scanned):
    with scanned.sit_down() as context:
        state(context, "Wren 1 is safe.")
        cite(context, CLAIM, CARD, QUOTE)
    published = thaw(scanned.publish_claim(CLAIM))
    assert isinstance(published, ClaimView)
    assert published.evidence[0].quote.read_by.startswith("RapidOCR ")
    with scanned.look() as context:
        [check] = seals.check_all(context, lambda _done, _all: None)
    assert check.outcome is SealOutcome.AGREES
    assert check.is_scan


def test_a_page_in_letters_that_nobody_knows_is_read_as_a_scan(looking_desk):
    codes = {letter: f"E0{ord(letter):02X}" for letter in sorted(set(QUOTE) - {" "})}
    sha256 = looking_desk.take_in(pdfs.mapped(QUOTE, **codes), report=CARD)
    with looking_desk.sit_down() as context:
        file = revisions.by_sha256(context.session, sha256)
        assert file.faults == {"read by machine": [1]}
        mark(context, CARD, QUOTE)


def test_without_that_reader_nobody_can_vouch_for_it(scanned, desk):
    with scanned.sit_down() as context:
        state(context, "Wren 1 is safe.")
        cite(context, CLAIM, CARD, QUOTE)
    scanned.publish_claim(CLAIM)
    with desk.look() as context:
        [check] = seals.check_all(context, lambda _done, _all: None)
    assert check.outcome is SealOutcome.NOT_CHECKED
    assert "scan" in check.reason
    with desk.look() as context, pytest.raises(Exception, match="could not be checked"):
        publication.check_claim(context, CLAIM)


def test_a_file_that_is_only_a_scan_is_taken_in(looking_desk):
    scan = pdfs.scan([f"{QUOTE}."], dpi=200)
    sha256 = looking_desk.take_in(scan, report=CARD)
    with looking_desk.look() as context:
        file = revisions.by_sha256(context.session, sha256)
        assert file.faults == {"read by machine": [1]}


def test_it_is_refused_where_nobody_can_read_it(desk):
    with pytest.raises(UnreadablePdfError) as caught:
        desk.take_in(pdfs.scan([f"{QUOTE}."]), report=CARD)
    assert caught.value.problem is PdfProblem.NO_TEXT
    assert "annotator[eyes]" in str(caught.value)


def test_a_scan_that_cannot_be_read_just_now_is_left_out_by_its_number(
    looking_desk, monkeypatch
):
    def fail(_picture):
        raise UnreadablePdfError(PdfProblem.CRASHED)

    monkeypatch.setattr(looking_desk.stores.recogniser, "page", fail)
    sha256 = looking_desk.take_in(MIXED, report=CARD)
    with looking_desk.look() as context:
        file = revisions.by_sha256(context.session, sha256)
        assert file.faults == {"pictures without text": [2]}


def test_scans_that_came_in_before_there_was_a_reader_are_read_later(
    desk, looking_desk
):
    sha256 = desk.take_in(MIXED, report=CARD)
    with looking_desk.sit_down() as context:
        files.reread_later(context)
        files.reread_later(context)
        assert len(unfinished(context.session, "reread")) == 1
    looking_desk.do_jobs()
    with looking_desk.look() as context:
        file = revisions.by_sha256(context.session, sha256)
        assert file.faults == {"read by machine": [2]}
    with looking_desk.sit_down(days=9) as context:
        files.reread_later(context)
        assert unfinished(context.session, "reread") == []


def test_a_scan_that_fails_is_tried_again_a_day_later_and_not_sooner(
    desk, looking_desk
):
    desk.take_in(MIXED, report=CARD)
    with looking_desk.sit_down() as context:
        files.reread_later(context)
    desk.do_jobs()  # nobody can read it
    for days, queued in ((0, 0), (2, 1)):
        with looking_desk.rehearse(days=days) as context:
            files.reread_later(context)
            assert len(unfinished(context.session, "reread")) == queued
