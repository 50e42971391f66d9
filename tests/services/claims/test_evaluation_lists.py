"""The list of evaluations on the desk."""

import pytest
from pdfs import text_pdf

from annotator.domain.evaluations.facts import EvaluationFacts, ResultFacts
from annotator.domain.vocabulary import ResultState
from annotator.services.claims import evaluation_lists, evaluations, results
from annotator.services.claims.evaluation_lists import EvaluationFilters
from annotator.services.library import labs, reports
from annotator.services.passages import marking


@pytest.fixture
def context(desk):
    desk.take_in(text_pdf(["Wren card"]), report="card")
    with desk.rehearse() as context:
        wren = labs.find_or_add_lab(context, "Wren Labs")
        labs.find_or_add_model(context, wren, "Wren 1")
        yield context


def test_the_list_finds_an_evaluation_by_a_word_of_its_name(context):
    facts = EvaluationFacts("Long-form task 2", "cyber")
    test = evaluations.add_evaluation(context, facts, lab="wren-labs").slug
    results.add_result(context, test, ResultFacts("wren-1", ResultState.NOT_RUN))
    asked = EvaluationFilters("FORM", "wren-labs", "wren-1")
    [row] = evaluation_lists.list_page(context, asked).rows
    assert (row.slug, row.results, row.lines) == (test, 1, 0)
    for nothing in (
        EvaluationFilters("%"),
        EvaluationFilters(lab="gull-labs"),
        EvaluationFilters(model="wren-2"),
        EvaluationFilters(report="card"),
    ):
        assert not evaluation_lists.list_page(context, nothing).rows


def test_the_list_of_a_report_has_the_evaluations_that_it_tells_of(context):
    report = reports.get_report(context, "card")
    said = marking.mark_found(
        context,
        revision=reports.get_revision(context, report),
        quote="Wren card",
        page=1,
    )
    facts = EvaluationFacts("Told", "cyber")
    test = evaluations.add_evaluation(context, facts, lab="wren-labs").slug
    result = ResultFacts("wren-1", ResultState.NOT_RUN, passage=said.id)
    results.add_result(context, test, result)
    [row] = evaluation_lists.list_page(context, EvaluationFilters(report="card")).rows
    assert row.slug == test
