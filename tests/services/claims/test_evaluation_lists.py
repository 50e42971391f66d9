"""The list of evaluations on the desk."""

import pytest
from pdfs import text_pdf

from annotator.domain.evaluations.facts import EvaluationFacts, ResultFacts
from annotator.domain.vocabulary import ResultState
from annotator.services.claims import evaluation_lists, evaluations, results
from annotator.services.library import labs


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
    [row] = evaluation_lists.list_page(context, words="FORM", lab="wren-labs").rows
    assert (row.slug, row.results, row.lines) == (test, 1, 0)
    assert not evaluation_lists.list_page(context, words="%").rows
    assert not evaluation_lists.list_page(context, lab="gull-labs").rows
