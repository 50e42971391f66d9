"""Readers open the very page that a quote is from, and no file that is not public."""

from collections import namedtuple
from dataclasses import replace

import pytest
from pdfs import text_pdf
from wren_claims import cite, state
from wren_file import CARD, FILE

from annotator.domain.errors import InvalidError, NotFoundError, WithdrawnError
from annotator.domain.views.status import WITHHELD
from annotator.domain.vocabulary import SealOutcome, Stance
from annotator.services.context import READER
from annotator.services.library import reports
from annotator.services.publishing import report_pages, report_publication, seals
from annotator.services.publishing.seals import Check

RULED, UPLIFT = "We rule the danger out.", "Its uplift was 1.70×"
LINE, BEFOREHAND = "The rule-out line is 2.8×", "was set beforehand"
SMALL = "Wren 1 is a small model."
NEW = text_pdf([SMALL, RULED, "It is a new file."])

Wren = namedtuple("Wren", "desk shown draft other")


@pytest.fixture(scope="module")
def wren(desk_in, tmp_path_factory):
    """A scorecard that readers see on a report's first file; its second is a draft."""
    with desk_in(tmp_path_factory.mktemp("report-pages")) as desk:
        shown = desk.take_in(CARD, report="wren-card")
        desk.import_file(FILE)
        desk.publish_scorecard("wren-1")
        with desk.sit_down() as context:
            cite(context, state(context, "A draft."), "wren-card", SMALL)
        draft = desk.take_in(NEW, report="wren-card", days=1)
        other = desk.take_in(text_pdf(["Another report."]), report="other")
        yield Wren(desk, shown, draft, other)


@pytest.fixture
def context(wren):
    with wren.desk.rehearse(days=2) as context:
        yield context


@pytest.fixture
def reader(context):
    """A reader who sees what the test has done so far."""
    return replace(context, actor=READER)


def _open(context, sha256, number=1, report="wren-card", **span):
    return report_pages.reading_page(
        context, report=report, sha256=sha256, number=number, **span
    )


def _marks(page):
    return [mark.quote.exact for mark in page.marks]


def test_a_report_lists_what_was_quoted_from_it_in_reading_order(reader):
    page = report_pages.report_page(reader, "wren-card")
    assert _marks(page) == [UPLIFT, RULED, "A box", LINE, BEFOREHAND]
    assert [each.number for each in page.pages] == [1, 2]


def test_each_mark_names_the_claims_and_evaluations_that_rest_on_it(reader):
    marks = report_pages.report_page(reader, "wren-card").marks
    rests = {mark.quote.exact: mark for mark in marks}
    assert [(use.claim, use.stance) for use in rests[UPLIFT].uses] == [
        ("no-danger", Stance.SUPPORTS)
    ]
    [citation] = rests[UPLIFT].citations
    assert (citation.scorecard, citation.category) == ("wren-1", "chem-bio")
    assert [use.stance for use in rests[RULED].uses] == [Stance.CONTEXT]
    assert (rests[LINE].uses, len(rests[LINE].citations)) == ((), 1)


def test_a_page_has_its_own_marks_with_their_boxes_on_it(wren, reader):
    page = _open(reader, wren.shown, 2)
    assert _marks(page) == ["A box", LINE, BEFOREHAND]
    for mark in page.marks:
        for x0, y0, x1, y1 in mark.boxes:
            assert 0 <= x0 < x1 <= page.width
            assert 0 <= y0 < y1 <= page.height
    assert "The rule-out line is 2.8× and was set beforehand." in page.text
    assert (page.is_newest, page.is_draft) == (True, False)


def test_a_draft_file_is_not_there_for_readers_and_is_said_to_be_one_to_analysts(
    wren, context, reader
):
    with pytest.raises(NotFoundError) as unknown:
        _open(reader, wren.draft)
    assert not isinstance(unknown.value, WithdrawnError)
    page = _open(context, wren.draft)
    assert (page.is_newest, page.is_draft, page.marks) == (True, True, ())
    assert "It is a new file." in page.text


def test_what_was_withdrawn_is_said_to_be_and_its_quotes_are_not_listed(
    wren, context, reader
):
    report_publication.publish_file(context, "wren-card", wren.draft)
    assert not _open(reader, wren.shown).is_newest
    report_publication.withdraw_file(context, "wren-card", wren.shown)
    with pytest.raises(WithdrawnError, match="This file of this report was withdrawn"):
        _open(reader, wren.shown)
    assert report_pages.report_page(reader, "wren-card").marks == ()
    report_publication.withdraw_report(context, "wren-card")
    with pytest.raises(WithdrawnError, match="This report was withdrawn"):
        report_pages.report_page(reader, "wren-card")


def test_a_file_is_not_opened_under_the_name_of_another_report(wren, context, reader):
    report_publication.publish_file(context, "other", wren.other)
    for who in (context, reader):
        with pytest.raises(NotFoundError):
            _open(who, wren.other, report="wren-card")


def test_a_page_that_the_file_does_not_have_is_not_found(wren, reader):
    for number in (0, 3):
        with pytest.raises(NotFoundError):
            _open(reader, wren.shown, number)


def test_a_quote_whose_seal_is_broken_keeps_its_place_and_loses_its_words(
    wren, context, reader
):
    marks = report_pages.report_page(reader, "wren-card").marks
    number = next(mark.passage for mark in marks if mark.quote.exact == RULED)
    seals.keep(
        context, [Check(number, wren.shown, 1, RULED, SealOutcome.DIFFERS, "Altered.")]
    )
    page = _open(reader, wren.shown)
    assert _marks(page) == [UPLIFT, WITHHELD]
    assert page.marks[1].boxes


def test_words_that_a_search_led_to_are_marked_on_their_page_alone(
    wren, context, reader
):
    report = reports.get_report(context, "wren-card")
    revision = reports.get_revision(context, report, wren.shown)
    start = reports.get_page(context, revision, 2).start
    span = (start, start + len(LINE))
    assert len(_open(reader, wren.shown, 2, span=span).found) == 1
    assert _open(reader, wren.shown, 1, span=span).found == ()


@pytest.mark.parametrize("span", [(5, 5), (9, 2), (-1, 4), (0, 20_001)])
def test_a_span_that_names_no_part_of_a_report_is_refused(wren, reader, span):
    with pytest.raises(InvalidError) as refused:
        _open(reader, wren.shown, span=span)
    assert refused.value.field == "start"
