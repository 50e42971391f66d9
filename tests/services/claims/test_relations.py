"""An evaluation is followed across reports and compared with another lab's."""

import pytest

from annotator.domain.errors import ConflictError, InvalidError, NotFoundError
from annotator.domain.evaluations.facts import (
    RelationFacts,
    ResultFacts,
)
from annotator.services.claims import (
    evaluation_lists,
    evaluations,
    relations,
    results,
    scorecards,
)
from annotator.services.claims.evaluation_lists import EvaluationFilters
from annotator.services.publishing import drafts_as_pages


@pytest.fixture
def context(recording):
    return recording


def _kinds(context, slug):
    test = evaluations.get_evaluation(context, slug)
    return [row.kind for row in relations.list_relations(context, test)]


def test_an_evaluation_is_followed_into_a_report(context, add):
    test = add("Task 2")
    facts = RelationFacts("line changed", "card", sentence="Now  at 0.60, page 40.")
    row = relations.add_relation(context, test, facts)
    assert (row.report.slug, row.sentence) == ("card", "Now at 0.60, page 40.")
    with pytest.raises(ConflictError, match="already exists, as “line changed”"):
        relations.add_relation(context, test, RelationFacts("dropped", "card"))
    dropped = RelationFacts("dropped", "card")
    assert relations.edit_relation(context, test, row.id, dropped).kind == "dropped"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (RelationFacts("dropped"), "report"),
        (RelationFacts("replaced", "card"), "other"),
        (RelationFacts("same test"), "other"),
        (RelationFacts("same test", other="task-2"), "other"),
        (RelationFacts("moved", "card"), "sentence"),
        (RelationFacts("not comparable", other="long-task"), "sentence"),
        (RelationFacts("forgotten", "card"), "kind"),
    ],
)
def test_what_says_too_little_is_refused_beside_its_field(context, add, facts, field):
    test, _ = add("Task 2"), add("Long task", "gull-labs")
    with pytest.raises(InvalidError) as refused:
        relations.add_relation(context, test, facts)
    assert refused.value.field == field


def test_another_labs_test_is_the_same_from_both_sides(context, add):
    ours, theirs = add("Task 2"), add("Long task", "gull-labs")
    relations.add_relation(context, ours, RelationFacts("same test", other=theirs))
    assert _kinds(context, ours) == _kinds(context, theirs) == ["same test"]
    with pytest.raises(ConflictError):
        relations.add_relation(context, theirs, RelationFacts("same test", other=ours))


def test_what_was_withdrawn_comes_back_unless_it_was_noted_again(context, add):
    test = add("Task 2")
    row = relations.add_relation(context, test, RelationFacts("dropped", "card"))
    relations.withdraw_relation(context, test, row.id)
    assert _kinds(context, test) == []
    relations.restore_relation(context, test, row.id)
    assert _kinds(context, test) == ["dropped"]
    relations.withdraw_relation(context, test, row.id)
    relations.add_relation(context, test, RelationFacts("unchanged", "card"))
    with pytest.raises(ConflictError):
        relations.restore_relation(context, test, row.id)


def test_a_relation_is_changed_only_where_it_was_noted(context, add):
    ours, theirs = add("Task 2"), add("Long task", "gull-labs")
    facts = RelationFacts("same test", other=theirs)
    row = relations.add_relation(context, ours, facts)
    with pytest.raises(NotFoundError):
        relations.withdraw_relation(context, theirs, row.id)


def test_evaluations_stand_in_the_order_they_are_put_in(context, add):
    first, second, third = add("First"), add("Second"), add("Third")
    evaluations.move_evaluation(context, third, before=first)
    evaluations.move_evaluation(context, first, before="")
    for slug in (first, second, third):
        results.add_result(context, slug, ResultFacts("wren-1", "not run"))
    listed = evaluation_lists.list_page(context, EvaluationFilters(lab="wren-labs"))
    assert [row.slug for row in listed.rows] == [third, second, first]
    card = scorecards.add_scorecard(
        context, lab="wren-labs", models=["wren-1"], title="Wren 1"
    )
    view = drafts_as_pages.scorecard_view(context, card)
    [shown] = [card.evaluations for card in view.cards if card.evaluations]
    assert [test.slug for test in shown] == [third, second, first]
    with pytest.raises(InvalidError):
        evaluations.move_evaluation(context, first, before="no-such")
