"""What was taken in by mistake is removed, found nowhere, and put back as it was."""

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import ConflictError, NotFoundError
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import PlacementState
from annotator.services import history
from annotator.services.claims import absences, claims, evidence
from annotator.services.claims.evidence import Target, Weight
from annotator.services.intake import removal, stored_files, uploads
from annotator.services.intake.uploads import Received
from annotator.services.library import reports
from annotator.services.passages import marking, placing
from annotator.services.search import indexing, quotes
from annotator.services.search.words import search

CARD = "wren-card"
SAID = "The numbat sleeps through the whole of the trial, every time."
FIRST = text_pdf(["Wren card", "", SAID, "Nothing else is known."])
SECOND = text_pdf(["Wren card, again", "", SAID, "A quokka was seen in May of 2029."])


@pytest.fixture
def first(desk):
    return desk.take_in(FIRST, report=CARD)


@pytest.fixture
def second(desk, first):
    """A second file of the report, taken in by mistake."""
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
        assert [x.slug for x in removal.list_removed(context).reports] == [CARD]
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


def test_nothing_is_removed_that_evidence_rests_on_and_it_is_said_which(desk, second):
    passage = _mark(desk, second)
    with desk.sit_down() as context:
        facts = ClaimFacts("Wren 1 sleeps.", category="cyber", lab="wren-labs")
        claim = claims.add_claim(context, facts).slug
        evidence.link_evidence(
            context,
            claim=claim,
            target=Target(passage=passage),
            weight=Weight(stance="supports"),
        )
    for remove in (_remove_report, lambda desk: _remove_file(desk, second)):
        with pytest.raises(
            ConflictError, match=r"numbat.*“Wren 1 sleeps.” rests on it"
        ):
            remove(desk)


def test_a_report_stays_while_it_is_kept_that_it_does_not_say_something(desk, first):
    with desk.sit_down() as context:
        absences.keep_absence(
            context, report=CARD, statement="It names no wombat.", queries="wombat"
        )
    with pytest.raises(ConflictError, match="names no wombat"):
        _remove_report(desk)


def test_an_absence_that_was_taken_back_is_hidden_with_its_report(desk, first):
    with desk.sit_down() as context:
        kept = absences.keep_absence(
            context, report=CARD, statement="It names no wombat.", queries="wombat"
        )
        absences.withdraw_absence(context, kept.absence.id)
    _remove_report(desk)
    with desk.look() as context, pytest.raises(NotFoundError):
        absences.get_absence(context, kept.absence.id)


def test_the_bytes_of_what_was_removed_stay(desk, first, now):
    _remove_report(desk)

    def ask(names):
        with desk.look(days=900) as context:
            return names(context)

    assert stored_files.collect(desk.stores, ask, now.replace(year=2040)).removed == ()
    assert desk.stores.files.get(first) == FIRST


def test_the_history_says_who_removed_it(desk, first):
    _remove_report(desk)
    with desk.look() as context:
        said = [
            (event.actor, event.entity)
            for event in history.newest(context)
            if "removed_at" in event.after
        ]
    assert set(said) == {("An analyst", "report"), ("An analyst", "revision")}
