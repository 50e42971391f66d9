"""Readers see an evaluation with every model's results, as the public scorecards show it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from pdfs import text_pdf
from wren_claims import state

from annotator.domain.claims import CritiqueText
from annotator.domain.errors import NotFoundError
from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    RelationFacts,
    ResultFacts,
    ThresholdFacts,
)
from annotator.domain.evaluations.typed import TypedLine, TypedResult
from annotator.domain.vocabulary import ResultState, ThresholdKind
from annotator.services.claims import (
    critiques,
    evaluation_merges,
    evaluations,
    evidence,
    relations,
    results,
    scorecards,
)
from annotator.services.claims.evidence import Target, Weight
from annotator.services.context import READER
from annotator.services.library import labs, reports
from annotator.services.library.labs import ModelFacts
from annotator.services.publishing import (
    evaluation_pages,
    publication,
    report_publication,
)
from annotator.services.publishing.findings import Over


@pytest.fixture(scope="module")
def shared(desk_in, tmp_path_factory):
    """A desk with a lab that has two models."""
    with desk_in(tmp_path_factory.mktemp("evaluations")) as desk:
        desk.take_in(text_pdf(["A card."]), report="card")
        with desk.sit_down() as context:
            wren = labs.find_or_add_lab(context, "Wren Labs")
            labs.find_or_add_model(context, wren, "Wren 1")
            labs.find_or_add_model(context, wren, "Wren 2")
        yield desk


@pytest.fixture
def context(shared):
    with shared.rehearse() as context:
        yield context


@pytest.fixture
def reader(context):
    return replace(context, actor=READER)


@pytest.fixture
def test(context):
    """A test of both models with a line at 0.50."""
    test = evaluations.add_evaluation(
        context, EvaluationFacts("Long tasks", "cyber"), lab="wren-labs"
    ).slug
    evaluations.add_threshold(context, test, _line("0.50"))
    for model, number in (("wren-1", "0.40"), ("wren-2", "0.635")):
        results.add_result(context, test, _scored(model, number))
    return test


@pytest.fixture
def gull_test(context):
    """The same test, as another lab runs it."""
    gull = labs.find_or_add_lab(context, "Gull Labs")
    labs.find_or_add_model(context, gull, "Gull 1")
    facts = EvaluationFacts("Long tasks of ours", "cyber")
    test = evaluations.add_evaluation(context, facts, lab="gull-labs").slug
    results.add_result(context, test, _scored("gull-1", "0.2"))
    return test


def _line(number):
    typed = TypedLine("<", Decimal(number), Decimal(number))
    return ThresholdFacts(ThresholdKind.RULE_OUT, f"below {number}", typed)


def _scored(model, number):
    typed = TypedResult(Decimal(number))
    facts = ResultFacts(model, ResultState.SCORED, number, typed=typed)
    return replace(facts, no_source="told by the lab")


def _publish(context, model, lab="wren-labs"):
    slug = scorecards.add_scorecard(context, lab=lab, models=[model], title=model).slug
    found = publication.find_on_scorecard(context, slug)
    over = Over(frozenset(found.keys), "The line was moved.")
    publication.publish_scorecard(context, slug, [], over)
    return slug


def test_an_evaluation_that_no_public_scorecard_shows_is_not_there(
    context, reader, test
):
    scorecards.add_scorecard(context, lab="wren-labs", models=["wren-1"], title="Draft")
    with pytest.raises(NotFoundError):
        evaluation_pages.evaluation_page(reader, test)
    slug = _publish(context, "wren-1")
    assert evaluation_pages.evaluation_page(reader, test).name == "Long tasks"
    publication.withdraw_scorecard(context, slug)
    with pytest.raises(NotFoundError):
        evaluation_pages.evaluation_page(reader, test)


def test_results_of_a_lab_s_models_stand_on_the_same_lines(context, reader, test):
    _publish(context, "wren-1")
    _publish(context, "wren-2")
    page = evaluation_pages.evaluation_page(reader, test)
    [shown] = page.tests
    assert [(found.model, found.value) for found in shown.results] == [
        ("Wren 2", "0.635"),
        ("Wren 1", "0.40"),
    ]
    assert page.scorecards == (("wren-2", "wren-2"), ("wren-1", "wren-1"))


def test_a_result_that_two_scorecards_tell_is_shown_as_the_newer_one_has_it(
    context, reader, test
):
    _publish(context, "wren-1")
    [first, _] = evaluations.get_evaluation(context, test).results
    results.edit_result(context, test, first.id, _scored("wren-1", "0.41"))
    slug = scorecards.add_scorecard(
        context, lab="wren-labs", models=["wren-1"], title="Again"
    ).slug
    publication.publish_scorecard(context, slug, [])
    [shown] = evaluation_pages.evaluation_page(reader, test).tests
    assert [found.value for found in shown.results] == ["0.41"]


def test_results_on_lines_that_have_changed_since_are_kept_apart(context, reader, test):
    _publish(context, "wren-1")
    evaluations.add_threshold(context, test, _line("0.80"))
    _publish(context, "wren-2")
    newest, older = evaluation_pages.evaluation_page(reader, test).tests
    assert [len(found.thresholds) for found in (newest, older)] == [2, 1]
    assert [found.model for found in newest.results] == ["Wren 2"]
    assert [found.model for found in older.results] == ["Wren 1"]
    assert newest.slug != older.slug, "their rows are told apart"


def test_the_claims_that_a_result_bears_on_are_named(context, reader, test):
    [result, _] = evaluations.get_evaluation(context, test).results
    resting, other = (
        state(context, text, models=("wren-1",)) for text in ("It is safe.", "Other.")
    )
    evidence.link_evidence(
        context,
        claim=resting,
        target=Target(result=result.id),
        weight=Weight(stance="supports"),
    )
    for slug in (resting, other):
        critiques.write_critique(context, claim=slug, text=CritiqueText("Perhaps."))
        publication.publish_claim(context, slug, [])
    _publish(context, "wren-1")
    page = evaluation_pages.evaluation_page(reader, test)
    assert [claim.slug for claim in page.claims] == [resting]


def test_a_category_without_evaluations_has_no_board(context, reader, test):
    slug = _publish(context, "wren-1")
    [shown] = evaluation_pages.card_tests(reader, slug, "cyber")
    assert shown.slug == test
    for category in ("chem-bio", "nothing"):
        with pytest.raises(NotFoundError):
            evaluation_pages.card_tests(reader, slug, category)


def test_a_predecessor_is_named_and_stands_beside_its_successor(context, reader, test):
    later = ModelFacts("Wren 2", predecessor="wren-1")
    labs.edit_model(context, "wren-2", later)
    _publish(context, "wren-2")
    page = evaluation_pages.evaluation_page(reader, test)
    assert page.predecessors == ("Wren 1",)
    assert [found.model for found in page.tests[0].results] == ["Wren 1", "Wren 2"]


def test_a_lab_that_was_renamed_is_named_once_and_keeps_its_claims(
    context, reader, test
):
    [result, _] = evaluations.get_evaluation(context, test).results
    claim = state(context, "It is safe.", models=("wren-1",))
    target = Target(result=result.id)
    weight = Weight(stance="supports")
    evidence.link_evidence(context, claim=claim, target=target, weight=weight)
    critiques.write_critique(context, claim=claim, text=CritiqueText("Perhaps."))
    publication.publish_claim(context, claim, [])
    _publish(context, "wren-1")
    labs.edit_lab(context, "wren-labs", name="Wren", url="")
    withdrawn = _publish(context, "wren-2")
    page = evaluation_pages.evaluation_page(reader, test)
    assert [lab.name for lab in page.labs] == ["Wren"]
    publication.withdraw_scorecard(context, "wren-1")
    page = evaluation_pages.evaluation_page(reader, test)
    assert page.scorecards == ((withdrawn, "wren-2"),)
    assert [found.slug for found in page.claims] == [claim]


def test_what_became_of_it_in_a_public_report_is_told_and_no_draft_is_named(
    context, reader, test, gull_test
):
    relations.add_relation(context, test, RelationFacts("dropped", "card"))
    relations.add_relation(context, test, RelationFacts("same test", other=gull_test))
    _publish(context, "wren-1")
    page = evaluation_pages.evaluation_page(reader, test)
    assert (page.followed, page.others) == ((), ())
    newest = reports.get_revision(context, reports.get_report(context, "card")).sha256
    report_publication.publish_file(context, "card", newest)
    [told] = evaluation_pages.evaluation_page(reader, test).followed
    assert (told.kind, told.report_title) == ("dropped", "card")
    assert evaluation_pages.evaluation_page(reader, test).others == ()


def test_another_lab_s_same_test_is_shown_beside_it_once_both_are_public(
    context, reader, test, gull_test
):
    relations.add_relation(context, test, RelationFacts("same test", other=gull_test))
    _publish(context, "wren-1")
    _publish(context, "gull-1", "gull-labs")
    [ours] = evaluation_pages.evaluation_page(reader, test).others
    assert (ours.lab.name, ours.test.name) == ("Gull Labs", "Long tasks of ours")
    [theirs] = evaluation_pages.evaluation_page(reader, gull_test).others
    assert theirs.test.slug == test
    assert theirs.relation.is_reversed


def test_a_merged_name_leads_to_the_name_that_was_kept(context, reader, test):
    second = evaluations.add_evaluation(
        context, EvaluationFacts("Tasks, long", "cyber"), lab="wren-labs"
    ).slug
    _publish(context, "wren-1")
    evaluation_merges.merge_evaluation(context, second, into=test)
    assert evaluation_pages.kept_name(reader, second) == test
    with pytest.raises(NotFoundError):
        evaluation_pages.kept_name(reader, "no-such-test")
