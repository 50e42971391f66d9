"""The passages of a report are looked for in each of its files, and found or missed."""

from hashlib import sha256

import pdfs
import pymupdf
import pytest
from revised import EVERY, GONE, KEPT, MOVED, NEGATED, NEW, NUMBER, OLD

from annotator.domain.errors import NotFoundError
from annotator.domain.vocabulary import PlacementState
from annotator.services import jobs
from annotator.services.library import reports
from annotator.services.library.texts import document
from annotator.services.passages import marking, placing, review_queue
from annotator.storage.passages.passages import Placement

CARD = "wren-card"
OLD_FILE, NEW_FILE = (sha256(content).hexdigest() for content in (OLD, NEW))
LATER = "Its numbers are from the last snapshot alone."  # marked in the old file late


@pytest.fixture
def desk(replaced):
    return replaced


def _states(context, name=""):
    rows = placing.placements_on(context, CARD, name)
    return {row.passage.exact: row.state for row in rows}


def _file(context, name=""):
    return reports.get_revision(context, reports.get_report(context, CARD), name)


def _mark_late(context):
    """Mark words in the old file, when the new one has been searched already."""
    old = _file(context, OLD_FILE)
    return marking.mark_found(context, revision=old, quote=LATER, page=1).id


def test_every_passage_is_found_again_or_said_to_be_gone(context):
    assert _states(context) == {
        KEPT: PlacementState.EXACT,
        MOVED: PlacementState.MOVED,
        NUMBER: PlacementState.EDITED,
        NEGATED: PlacementState.EDITED,
        GONE: PlacementState.GONE,
    }


def test_the_places_in_an_earlier_file_stay_as_they_were(context):
    earlier = _states(context, OLD_FILE[:12])
    assert earlier == dict.fromkeys(EVERY, PlacementState.EXACT)
    with pytest.raises(NotFoundError):
        placing.placements_on(context, CARD, "0" * 12)


def test_a_place_is_kept_once_and_only_for_the_text_that_was_searched(context):
    passage = _mark_late(context)
    assert list(placing.waiting(context, NEW_FILE)) == [passage]
    [stale] = placing.find_places(context, NEW_FILE, [passage])
    stale.text_version = "an earlier reader"
    placing.keep_places(context, NEW_FILE, [stale])
    assert LATER not in _states(context)
    [found] = placing.find_places(context, NEW_FILE, [passage])
    [meanwhile] = placing.find_places(context, NEW_FILE, [passage])
    placing.keep_places(context, NEW_FILE, [found])
    placing.keep_places(context, NEW_FILE, [meanwhile])
    assert _states(context)[LATER] is PlacementState.EXACT
    kept = context.session.query(Placement).filter_by(passage_id=passage)
    assert kept.filter_by(revision_id=_file(context).id).count() == 1


def test_the_search_of_a_file_is_queued_only_if_something_is_missing(context):
    def queued():
        return [job.kind for job in jobs.list_jobs(context).open_jobs]

    placing.place_later(context, _file(context, NEW_FILE))
    assert "place" not in queued()
    _mark_late(context)
    placing.place_later(context, _file(context, NEW_FILE))
    assert queued().count("place") == 1


def test_a_decision_stays_with_a_file_that_is_read_anew_if_the_words_are_there(context):
    [number] = [
        row
        for row in placing.placements_on(context, CARD)
        if row.passage.exact == NUMBER
    ]
    review_queue.accept(context, number.id)
    text = document(context, _file(context))
    followed = placing.follow_places(context, NEW_FILE, text, "a better reader")
    same = next(row for row in followed if row.passage_id == number.passage_id)
    assert (same.state, same.decided) == (PlacementState.EDITED, True)
    assert same.text_version == "a better reader"
    other = document(context, _file(context, OLD_FILE))
    followed = placing.follow_places(context, NEW_FILE, other, "a worse reader")
    lost = next(row for row in followed if row.passage_id == number.passage_id)
    assert (lost.is_settled, lost.changed) == (False, [["21", "12"]])


def test_nobody_says_that_words_are_gone_that_may_be_on_a_scanned_page(stores, desk_of):
    desk = desk_of(stores)
    desk.take_in(pdfs.text_pdf([KEPT], [MOVED], [NUMBER]), report=CARD)
    with desk.sit_down() as context:
        for quote in (KEPT, NUMBER):
            marking.mark_found(context, revision=_file(context), quote=quote, page=None)
    desk.take_in(_scanned([MOVED], [MOVED]), report=CARD)
    with desk.look() as context:
        assert _states(context) == {
            KEPT: PlacementState.UNREADABLE,
            NUMBER: PlacementState.GONE,
        }


def _scanned(*pages):
    """A file whose first page is a picture of text."""
    with (
        pymupdf.open("pdf", pdfs.scan()) as pdf,
        pymupdf.open("pdf", pdfs.text_pdf(*pages)) as text,
    ):
        pdf.insert_pdf(text)
        return pdfs.save(pdf)
