"""What was added by mistake is removed, found nowhere, and put back as it was."""

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts, TensionFacts
from annotator.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    RemovedError,
)
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import JobState, PlacementState
from annotator.services import jobs
from annotator.services.accounts import accounts, passwords
from annotator.services.claims import absences, capture, claims, evidence, tensions
from annotator.services.claims.capture import Words
from annotator.services.claims.evidence import Target, Weight
from annotator.services.intake import removal, removal_plan, stored_files, uploads
from annotator.services.intake.uploads import Received
from annotator.services.library import reports
from annotator.services.passages import marking, placing
from annotator.services.publishing import report_publication
from annotator.services.search import indexing, quotes
from annotator.services.search.words import search

CARD = "wren-card"
NO_WORD = passwords.hash_password("eleven quiet herons", name="sam")
SAID = "The numbat sleeps through the whole of the trial, every time."
FIRST = text_pdf(["Wren card", "", SAID, "Nothing else is known."])
SECOND = text_pdf(["Wren card, again", "", SAID, "A quokka was seen in May of 2029."])


@pytest.fixture
def first(desk):
    return desk.take_in(FIRST, report=CARD)


@pytest.fixture
def second(desk, first):
    """A second file of the report, added by mistake."""
    return desk.take_in(SECOND, report=CARD)


def _remove_report(desk):
    with desk.sit_down(Role.ANALYST) as context:
        removal.remove_report(context, CARD)
    desk.do_jobs()


def _remove_file(desk, sha256):
    with desk.sit_down(Role.ANALYST) as context:
        removal.remove_file(context, sha256)
    desk.do_jobs()


def _found(desk, words):
    """What a search for words finds, and what a search for a quote does."""
    with desk.look() as context:
        hits = len(search(context, words).found)
        [places] = quotes.find_quotes(context, [words], limit=9, every_file=True)
    return hits, len(places)


def _newest(desk):
    with desk.look() as context:
        report = reports.get_report(context, CARD)
        return reports.get_revision(context, report).sha256


def _faults(desk):
    with desk.look() as context:
        return indexing.check(context)


def _mark(desk, sha256):
    with desk.sit_down() as context:
        revision = reports.get_revision(
            context, reports.get_report(context, CARD), sha256
        )
        return marking.mark_found(context, revision=revision, quote=SAID, page=1).id


def test_a_removed_report_is_listed_and_found_nowhere(desk, first):
    assert _found(desk, "numbat sleeps through the whole") > (0, 0)
    _remove_report(desk)
    assert _found(desk, "numbat sleeps through the whole") == (0, 0)
    with desk.look() as context:
        assert reports.list_reports(context) == []
        with pytest.raises(NotFoundError):
            reports.get_report(context, CARD)
        [gone] = removal.list_removed(context).reports
        assert (gone.report.slug, gone.by) == (CARD, "An analyst")
    assert _faults(desk) == []


def test_it_is_not_found_even_while_the_index_still_has_it(desk, first):
    with desk.sit_down() as context:
        removal.remove_report(context, CARD)
    assert _found(desk, "numbat sleeps through the whole") == (0, 0)


def test_a_removed_report_is_put_back_as_it_was(desk, second):
    before = _found(desk, "quokka was seen in May")
    _remove_report(desk)
    with desk.sit_down(Role.ANALYST) as context:
        removal.restore_report(context, CARD)
    desk.do_jobs()
    assert _found(desk, "quokka was seen in May") == before > (0, 0)
    assert _newest(desk) == second
    assert _faults(desk) == []


def test_after_a_file_is_removed_the_one_before_is_the_newest(desk, first, second):
    passage = _mark(desk, first)
    _remove_file(desk, second)
    assert _newest(desk) == first
    assert _found(desk, "quokka was seen in May") == (0, 0)
    with desk.look() as context:
        [placed] = placing.placements_on(context, CARD)
        assert (placed.passage_id, placed.state) == (passage, PlacementState.EXACT)
    assert _faults(desk) == []


def test_a_mark_made_meanwhile_is_looked_for_in_the_file_that_is_put_back(
    desk, first, second
):
    _remove_file(desk, second)
    passage = _mark(desk, first)
    with desk.sit_down() as context:
        removal.restore_file(context, second)
    desk.do_jobs()
    with desk.look() as context:
        [placed] = placing.placements_on(context, CARD, second)
    assert placed.passage_id == passage


def test_the_same_bytes_again_put_it_back(desk, first):
    _remove_report(desk)
    with desk.sit_down() as context:
        report = uploads.add_upload(context, Received("a.pdf", first, len(FIRST)))
    assert report.slug == CARD
    desk.do_jobs()
    assert _newest(desk) == first


def test_the_only_file_of_a_report_is_removed_with_its_report(desk, first):
    with pytest.raises(ConflictError, match="Remove the report instead"):
        _remove_file(desk, first)


def test_nothing_public_is_removed(desk, first, second):
    desk.publish_file(CARD, first)
    with pytest.raises(ConflictError, match="Readers see “wren-card”"):
        _remove_report(desk)
    with pytest.raises(ConflictError, match="Readers see “wren-card”"):
        _remove_file(desk, first)
    _remove_file(desk, second)  # of which they see nothing


def _claim_on(desk, passage, *, text="Wren 1 is idle.", slug=""):
    """Link a passage to a claim that is made for it, or that is there; return its slug."""
    with desk.sit_down() as context:
        if not slug:
            facts = ClaimFacts(text, category="cyber", lab="wren-labs")
            slug = claims.add_claim(context, facts).slug
        target, weight = Target(passage=passage), Weight("supports", note="Asleep!")
        evidence.link_evidence(context, claim=slug, target=target, weight=weight)
    return slug


def _deny(desk):
    with desk.sit_down() as context:
        kept = absences.keep_absence(
            context, report=CARD, statement="It names no wombat.", queries="wombat"
        )
    return kept.absence.id


def _on_the_desk(desk, claim):
    """How many passages, links, absences and waiting decisions people see."""
    with desk.look() as context:
        found = claims.get_claim(context, claim)
        return (
            sum(reports.count_passages(context).values()),
            len(evidence.list_evidence(context, [found])),
            len(absences.list_absences(context)),
            found.assertion_id,
            _found(desk, SAID),
        )


def test_what_rests_on_a_report_goes_and_comes_back_with_it(desk, second):
    passage = _mark(desk, second)
    claim = _claim_on(desk, passage)
    with desk.sit_down() as context:
        claims.get_claim(context, claim).assertion_id = passage
    _deny(desk)
    desk.do_jobs()
    before = _on_the_desk(desk, claim)
    assert before[:4] == (1, 1, 1, passage)
    _remove_report(desk)
    assert _on_the_desk(desk, claim) == (0, 0, 0, None, (0, 0))
    assert _faults(desk) == []
    with desk.sit_down(Role.ANALYST, days=900) as context:
        removal.restore_report(context, CARD)
    desk.do_jobs()
    assert _on_the_desk(desk, claim) == before
    assert _faults(desk) == []


def test_what_was_withdrawn_before_stays_withdrawn(desk, first):
    passage = _mark(desk, first)
    claim = _claim_on(desk, passage)
    with desk.sit_down() as context:
        capture.withdraw_mark(context, passage)
    _remove_report(desk)
    with desk.sit_down() as context:
        removal.restore_report(context, CARD)
    assert _on_the_desk(desk, claim)[:2] == (0, 0)


def test_nothing_is_added_to_what_was_removed(desk, first):
    passage = _mark(desk, first)
    claim = _claim_on(desk, passage)
    with desk.look() as context:
        [link] = evidence.list_evidence(context, [claims.get_claim(context, claim)])
    _remove_report(desk)
    target, weight = Target(passage=passage), Weight("supports")
    for act in (
        lambda context: capture.capture(context, Words(first, 12, 30)),
        lambda context: marking.restore_passage(context, passage),
        lambda context: evidence.restore_evidence(context, link.id),
        lambda context: evidence.link_evidence(
            context, claim=claim, target=target, weight=weight
        ),
        lambda context: report_publication.publish_file(context, CARD, first),
    ):
        with desk.rehearse() as context, pytest.raises(RemovedError):
            act(context)


def test_of_two_who_mark_and_remove_at_once_the_second_is_told(desk, first):
    with desk.look() as context:
        seen = removal_plan.plan_report(context, CARD).seen
    _mark(desk, first)
    with (
        desk.sit_down() as context,
        pytest.raises(ConflictError, match="Check the list again"),
    ):
        removal.remove_report(context, CARD, seen=seen)


def test_a_file_takes_the_passages_that_were_marked_in_it(desk, first, second):
    earlier = _mark(desk, first)
    claim = _claim_on(desk, earlier)
    with desk.sit_down() as context:
        revision = reports.get_revision(
            context, reports.get_report(context, CARD), second
        )
        own = marking.mark_found(
            context, revision=revision, quote="A quokka was seen", page=1
        ).id
    _claim_on(desk, own, slug=claim)
    _remove_file(desk, second)
    assert _on_the_desk(desk, claim)[:2] == (1, 1)
    with desk.sit_down() as context:
        removal.restore_file(context, second)
    assert _on_the_desk(desk, claim)[:2] == (2, 2)


def test_an_analyst_does_not_remove_what_others_have_made_of_it(desk, first):
    passage = _mark(desk, first)
    with desk.sit_down(Role.ADMIN) as context:
        somebody = accounts.add_user(
            context, name="sam", display_name="Sam", role="analyst", password=NO_WORD
        )
        marking.get_passage(context, passage).created_by_id = somebody.id
    with pytest.raises(ForbiddenError, match="only an editor"):
        _remove_report(desk)
    with desk.sit_down(Role.EDITOR) as context:
        removal.remove_report(context, CARD)


def test_queued_work_on_what_was_removed_is_given_up(desk, first):
    _mark(desk, first)
    _deny(desk)
    with desk.sit_down() as context:
        report = reports.get_report(context, CARD)
        jobs.put(context, kind="reread", title="Read", payload={"sha256": first})
        absences.rerun_later(context, reports.get_revision(context, report))
        placing.place_later(context, reports.get_revision(context, report))
        removal.remove_report(context, CARD)
    desk.do_jobs()
    with desk.look() as context:
        queue = jobs.list_jobs(context)
    assert queue.open_count == 0
    assert {job.state for job in queue.failed} == {JobState.CANCELLED}
    assert {job.message for job in queue.failed} == {
        "The item it was for has been removed."
    }


def test_a_new_file_is_not_added_to_a_removed_report(desk, first):
    _remove_report(desk)
    with pytest.raises(InvalidError, match="restore it first"):
        desk.take_in(SECOND, report=CARD)


def test_an_absence_that_was_taken_back_is_hidden_with_its_report(desk, first):
    number = _deny(desk)
    with desk.sit_down() as context:
        absences.withdraw_absence(context, number)
    _remove_report(desk)
    with desk.look() as context, pytest.raises(NotFoundError):
        absences.get_absence(context, number)


def test_the_bytes_of_what_was_removed_stay(desk, first, now):
    _remove_report(desk)

    def ask(names):
        with desk.look(days=900) as context:
            return names(context)

    assert stored_files.collect(desk.stores, ask, now.replace(year=2040)).removed == ()
    assert desk.stores.files.get(first) == FIRST


# Tensions, which have two sides


@pytest.fixture
def tense(desk, first):
    """A tension between passages of two reports; its id."""
    desk.take_in(text_pdf(["Wren annex", OTHER]), report="annex")
    with desk.sit_down() as context:
        facts = ClaimFacts("Numbats sleep.", "cyber", "wren-labs")
        claim = claims.add_claim(context, facts)
        annex = reports.get_report(context, "annex")
        other = marking.mark_found(
            context,
            revision=reports.get_revision(context, annex),
            quote=OTHER,
            page=None,
        )
        card = reports.get_revision(context, reports.get_report(context, CARD))
        passage = marking.mark_found(context, revision=card, quote=SAID, page=None)
        sides = TensionFacts("They sleep and do not.", passage.id, other.id)
        return tensions.add_tension(context, claim.slug, sides).id


def _is_noted(desk):
    with desk.look() as context:
        claim = claims.get_claim(context, "numbats-sleep")
        return bool(tensions.list_tensions(context, [claim]))


def _turn(desk, act, slug):
    with desk.sit_down() as context:
        act(context, slug)


OTHER = "The numbat was awake in the afternoon."
REMOVE, RESTORE = removal.remove_report, removal.restore_report


def test_a_tension_goes_with_either_report_and_comes_back_with_it(desk, tense):
    for slug in (CARD, "annex"):
        with desk.look() as context:
            going = removal_plan.plan_report(context, slug)
            assert [row.id for row in going.tensions] == [tense]
            assert [claim.slug for claim in going.claims] == ["numbats-sleep"]
            assert going.left_bare == frozenset()
        _turn(desk, REMOVE, slug)
        assert not _is_noted(desk)
        _turn(desk, RESTORE, slug)
        assert _is_noted(desk)
    desk.do_jobs()
    assert _faults(desk) == []


@pytest.mark.parametrize("first_back", [CARD, "annex"])
def test_it_comes_back_when_both_reports_are_here_again(desk, tense, first_back):
    last_back = "annex" if first_back == CARD else CARD
    for slug in (CARD, "annex"):
        _turn(desk, REMOVE, slug)
    _turn(desk, RESTORE, first_back)
    assert not _is_noted(desk)
    _turn(desk, RESTORE, last_back)
    assert _is_noted(desk)


def test_a_tension_that_a_person_withdrew_stays_withdrawn(desk, tense):
    with desk.sit_down() as context:
        tensions.withdraw_tension(context, tense)
    _turn(desk, REMOVE, CARD)
    _turn(desk, RESTORE, CARD)
    assert not _is_noted(desk)
    with desk.sit_down() as context:
        tensions.restore_tension(context, tense)
    _turn(desk, REMOVE, CARD)
    with desk.sit_down() as context, pytest.raises(RemovedError):
        tensions.restore_tension(context, tense)


def test_a_tension_that_is_noted_after_the_page_was_opened_is_not_taken_along(
    desk, tense
):
    with desk.look() as context:
        seen = removal_plan.plan_report(context, CARD).seen
    with desk.sit_down() as context:
        tensions.withdraw_tension(context, tense)
    with desk.sit_down() as context:
        tensions.restore_tension(context, tense)
    with (
        desk.sit_down() as context,
        pytest.raises(ConflictError, match="Check the list again"),
    ):
        removal.remove_report(context, CARD, seen=seen)
