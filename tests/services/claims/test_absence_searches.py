"""What absences ask for is searched ahead, so that keeping it takes no search."""

from dataclasses import replace

import pytest
from pdfs import text_pdf

from annotator.domain.absences import AbsenceSearch
from annotator.domain.errors import InvalidError, SignInNeededError
from annotator.services.claims import absence_searches, absences
from annotator.services.context import READER
from annotator.services.library import reports

TRIAL = "In the uplift trial, 36 people took part."
CODING = "Confidence intervals are given for coding alone."
ASKED = "uplift trial"
NOT_SO = AbsenceSearch(hits=(), total=0, unread=(7,))  # what no search would say


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """Two cards, each with an absence that is kept of it."""
    with desk_in(tmp_path_factory.mktemp("searches")) as desk:
        desk.take_in(text_pdf(["Wren card", "", TRIAL]), report="wren-card")
        desk.take_in(text_pdf(["Gull card", "", CODING]), report="gull-card")
        with desk.sit_down() as context:
            _keep(context, "wren-card", ASKED)
            _keep(context, "gull-card", "interval")
        yield desk


def _keep(context, report, queries, **ahead):
    return absences.keep_absence(
        context,
        report=report,
        statement="It says no such thing.",
        queries=queries,
        **ahead,
    )


def _revision(context, report):
    return reports.get_revision(context, reports.get_report(context, report))


def test_a_new_search_is_known_by_the_file_its_reader_and_what_is_asked(context):
    made = absence_searches.search_new(
        context, report="wren-card", queries="trial\n\n“36 people”"
    )
    revision = _revision(context, "wren-card")
    [(key, found)] = made.items()
    assert key == (revision.id, revision.text_version, ("trial", "“36 people”"))
    assert [hit.words for hit in found.hits] == [TRIAL]


def test_what_was_searched_ahead_is_kept_without_searching_again(context):
    revision = _revision(context, "wren-card")
    ahead = {(revision.id, revision.text_version, (ASKED,)): NOT_SO}
    assert _keep(context, "wren-card", ASKED, ahead=ahead).run.unread == [7]


def test_a_search_of_an_earlier_text_or_for_other_words_is_not_taken_for_it(context):
    revision = _revision(context, "wren-card")
    ahead = {
        (revision.id, "an earlier reader", (ASKED,)): NOT_SO,
        (revision.id, revision.text_version, ("uplift",)): NOT_SO,
    }
    kept = _keep(context, "wren-card", ASKED, ahead=ahead)
    assert [each.hit.words for each in kept.hits] == [TRIAL]


def test_the_searches_of_a_report_of_one_absence_and_of_all_that_stand(context):
    every = absence_searches.search_every(context)
    of_gull = absence_searches.search_report(context, "gull-card")
    [absence] = [
        each.absence.id
        for each in absences.list_absences(context)
        if each.absence.report.slug == "gull-card"
    ]
    asked = absence_searches.search_absence(context, absence, "coding")
    assert sorted(queries for _, _, queries in every) == [("interval",), (ASKED,)]
    assert [queries for _, _, queries in of_gull] == [("interval",)]
    assert [queries for _, _, queries in asked] == [("coding",)]
    absences.withdraw_absence(context, absence)
    assert absence_searches.search_report(context, "gull-card") == {}


def test_a_query_that_makes_no_sense_is_refused_and_so_is_a_reader(context):
    with pytest.raises(InvalidError, match="not closed") as refused:
        absence_searches.search_new(context, report="wren-card", queries='"trial')
    assert refused.value.field == "queries"
    with pytest.raises(SignInNeededError):
        absence_searches.search_every(replace(context, actor=READER))
