"""Two names of one test are merged, and what rests on them stays."""

import pytest

from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    RelationFacts,
    ResultFacts,
    ThresholdFacts,
)
from annotator.services.claims import (
    evaluation_merges,
    evaluations,
    relations,
    results,
)


@pytest.fixture
def context(recording):
    return recording


def _kinds(context, slug):
    test = evaluations.get_evaluation(context, slug)
    return [row.kind for row in relations.list_relations(context, test)]


def test_two_names_of_one_test_are_merged_with_all_that_rests_on_them(context, add):
    kept, second = add("Task 2"), add("Virology task two")
    line = ThresholdFacts("rule-out", "<0.50")
    same = evaluations.add_threshold(context, kept, line)
    twice = evaluations.add_threshold(context, second, line)
    evaluations.add_threshold(context, second, ThresholdFacts("rule-in", ">0.80"))
    facts = ResultFacts("wren-1", "scored", "0.4", invoked=twice.id)
    result = results.add_result(context, second, facts)
    relations.add_relation(context, second, RelationFacts("dropped", "card"))
    whole = evaluation_merges.merge_evaluation(context, second, into=kept)
    assert [line.statement for line in whole.thresholds] == ["<0.50", ">0.80"]
    assert [(row.id, row.invoked_id) for row in whole.results] == [(result.id, same.id)]
    assert _kinds(context, kept) == ["dropped"]
    assert evaluation_merges.kept_slug(context, second) == kept
    assert [row.slug for row in evaluations.list_of_lab(context, "wren-labs")] == [kept]
    with pytest.raises(ConflictError):
        evaluation_merges.merge_evaluation(context, second, into=kept)


def test_merging_with_itself_or_another_lab_is_refused(context, add):
    ours, theirs = add("Task 2"), add("Long task", "gull-labs")
    for into in (ours, theirs):
        with pytest.raises(InvalidError) as refused:
            evaluation_merges.merge_evaluation(context, ours, into=into)
        assert refused.value.field == "into"


def test_nothing_is_added_to_an_evaluation_that_was_merged(context, add):
    kept, second = add("Task 2"), add("Virology task two")
    evaluation_merges.merge_evaluation(context, second, into=kept)
    for late in (
        lambda: results.add_result(context, second, ResultFacts("wren-1", "not run")),
        lambda: evaluations.add_threshold(
            context, second, ThresholdFacts("alert", "any")
        ),
        lambda: relations.add_relation(
            context, second, RelationFacts("dropped", "card")
        ),
        lambda: evaluations.edit_evaluation(
            context, second, EvaluationFacts("Again", "cyber")
        ),
        lambda: evaluations.move_evaluation(context, second, before=""),
    ):
        with pytest.raises(ConflictError, match="was merged"):
            late()
