"""Quotes are compared with the picture of their page by a reader that looks."""

import pdfs
import pytest
from wren_claims import cite, mark, state

from annotator import paths
from annotator.domain.errors import ConflictError, ForbiddenError, NotFoundError
from annotator.domain.permissions import Role
from annotator.domain.recognition import picture_check
from annotator.domain.views.status import WITHHELD
from annotator.domain.vocabulary import SealOutcome
from annotator.pdf.sandbox import OcrReader
from annotator.services import stores as opening
from annotator.services.passages import marking, picture_checks
from annotator.services.publishing import pages, publication, seals
from annotator.settings import Settings
from annotator.storage.events import Event

CARD, CLAIM = "wren-card", "wren-1-is-safe"
SHOWN = "We saw it in 63 of 170 runs."
TRUE = pdfs.mapped(SHOWN, s="0073")  # letters as they are
LIE = pdfs.mapped(SHOWN, **{"3": "0038"})  # the file says 68 where the page shows 63


@pytest.fixture
def lying(looking_desk):
    """A desk with a claim on words that the page does not show."""
    looking_desk.take_in(LIE, report=CARD)
    with looking_desk.sit_down() as context:
        state(context, "Wren 1 is safe.")
        looking_desk.passage = cite(context, CLAIM, CARD, SHOWN.replace("63", "68"))
    looking_desk.do_jobs()
    return looking_desk


def _found(desk, passage):
    with desk.look() as context:
        return picture_checks.newest(context, [passage]).get(passage)


def _shown(desk):
    with desk.look(Role.READER) as context:
        page = pages.claim_page(context, CLAIM)
    return [link.quote.exact for link in page.claim.evidence]


def test_a_quote_that_the_page_shows_agrees_soon_after_it_was_marked(looking_desk):
    looking_desk.take_in(TRUE, report=CARD)
    with looking_desk.sit_down() as context:
        passage = mark(context, CARD, SHOWN)
        assert picture_checks.waiting(context, [passage]) == {passage}
    looking_desk.do_jobs()
    found = _found(looking_desk, passage)
    assert found.outcome is SealOutcome.AGREES
    assert found.reader.startswith("RapidOCR ")


def test_a_digit_that_the_page_does_not_show_differs_and_says_where(lying):
    found = _found(lying, lying.passage)
    assert found.outcome is SealOutcome.DIFFERS
    assert found.reason == "Page 1: where the text says “68”, the picture shows “63”."
    with lying.look() as context:
        [item] = picture_checks.undecided(context)
        assert picture_checks.count_undecided(context) == 1
    assert item.check.passage_id == lying.passage
    assert item.crops


def test_what_the_page_does_not_show_is_not_published(lying):
    with pytest.raises(
        ConflictError, match=r"a quote differs from its page.*“68”.*“63”"
    ):
        lying.publish_claim(CLAIM)


def test_an_editor_who_has_looked_lets_it_be_published(lying):
    with lying.look() as context:
        [item] = picture_checks.undecided(context)
    with lying.sit_down() as context:
        picture_checks.decide(context, item.check.id)
    assert _found(lying, lying.passage).is_decided
    lying.publish_claim(CLAIM)
    with lying.look() as context:
        assert picture_checks.undecided(context) == []
        events = context.session.query(Event).filter_by(entity="picture_decision")
        [event] = events.all()
    assert event.actor == "An editor"
    assert "“68”" in event.after["reason"]


def test_a_decision_outlives_an_update_of_what_draws_and_reads_pages(
    lying, monkeypatch
):
    with lying.look() as context:
        [item] = picture_checks.undecided(context)
    with lying.sit_down() as context:
        picture_checks.decide(context, item.check.id)
    monkeypatch.setattr(picture_check, "RULES", "another")
    with lying.look() as context:
        [found] = picture_checks.check_marked(context, [lying.passage])
    assert found.is_new
    assert found.is_decided
    lying.publish_claim(CLAIM)
    with lying.look() as context:
        assert picture_checks.undecided(context) == []


def test_a_public_quote_that_is_seen_otherwise_at_night_is_withheld_until_decided(
    desk, looking_desk
):
    desk.take_in(LIE, report=CARD)
    with desk.sit_down() as context:
        state(context, "Wren 1 is safe.")
        cite(context, CLAIM, CARD, SHOWN.replace("63", "68"))
    desk.publish_claim(CLAIM)  # nobody looked then
    with looking_desk.sit_down(days=1) as context:
        seals.check_nightly(context)
    looking_desk.do_jobs()
    assert _shown(looking_desk) == [WITHHELD]
    with looking_desk.look() as context:
        [item] = picture_checks.undecided(context)
    with looking_desk.sit_down(days=1) as context:
        picture_checks.decide(context, item.check.id)
    looking_desk.do_jobs()
    assert _shown(looking_desk) == [SHOWN.replace("63", "68")]


def test_nobody_decides_twice_or_on_what_agrees(lying):
    with lying.look() as context:
        [item] = picture_checks.undecided(context)
    with lying.sit_down() as context:
        picture_checks.decide(context, item.check.id)
    with lying.rehearse() as context, pytest.raises(ConflictError):
        picture_checks.decide(context, item.check.id)
    with lying.rehearse() as context, pytest.raises(NotFoundError):
        picture_checks.decide(context, 99)


def test_an_analyst_cannot_decide_it(lying):
    with lying.look() as context:
        [item] = picture_checks.undecided(context)
    with lying.rehearse(Role.ANALYST) as context, pytest.raises(ForbiddenError):
        picture_checks.decide(context, item.check.id)


def test_a_withdrawn_mark_waits_for_nobody(lying):
    with lying.sit_down() as context:
        marking.withdraw_passage(context, lying.passage)
    with lying.look() as context:
        assert picture_checks.undecided(context) == []


def test_a_picture_is_read_once(lying, monkeypatch):
    def read(_pictures):
        raise AssertionError("it was read again")

    monkeypatch.setattr(lying.stores.recogniser, "lines", read)
    with lying.look() as context:
        [found] = picture_checks.check_marked(context, [lying.passage])
    assert found.outcome is SealOutcome.DIFFERS
    assert not found.is_new


def test_quotes_that_were_marked_before_there_was_a_reader_are_looked_at_at_night(
    desk, looking_desk
):
    desk.take_in(TRUE, report=CARD)
    with desk.sit_down() as context:
        passage = mark(context, CARD, SHOWN)
        assert picture_checks.waiting(context, [passage]) == set()
    with looking_desk.sit_down() as context:
        picture_checks.check_missing(context)
    looking_desk.do_jobs()
    assert _found(looking_desk, passage).outcome is SealOutcome.AGREES
    with looking_desk.sit_down(days=2) as context:
        picture_checks.check_missing(context)
        assert picture_checks.waiting(context, [passage]) == set()


def test_without_a_reader_that_looks_nothing_is_queued_or_withheld(desk):
    desk.take_in(LIE, report=CARD)
    with desk.sit_down() as context:
        state(context, "Wren 1 is safe.")
        passage = cite(context, CLAIM, CARD, SHOWN.replace("63", "68"))
    with desk.look() as context:
        [found] = picture_checks.check_marked(context, [passage])
        [check] = publication.check_claim(context, CLAIM)
    assert found.outcome is SealOutcome.NOT_CHECKED
    assert check.holds


@pytest.mark.parametrize(("said", "looks"), [("0", False), ("no", False), ("", True)])
def test_an_installation_may_leave_the_reader_that_looks_out(
    said, looks, tmp_path, monkeypatch
):
    monkeypatch.setattr(opening, "recogniser_here", OcrReader)
    settings = Settings.from_env({"ANNOTATOR_EYES": said})
    stores = opening.open_stores(tmp_path, paths.REPORTS_PDF, eyes=settings.eyes)
    assert bool(stores.recogniser.name) is looks
    stores.close()
