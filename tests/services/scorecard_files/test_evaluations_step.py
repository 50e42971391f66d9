"""An import brings evaluations in line with the file, line by line and result by result."""

from decimal import Decimal

import pytest
from wren_file import TYPED

from annotator.domain.errors import InvalidFileError
from annotator.domain.evaluations.facts import EvaluationFacts
from annotator.domain.evaluations.intervals import Interval
from annotator.domain.evaluations.typed import TypedLine
from annotator.domain.vocabulary import Direction, Outcome
from annotator.services.claims import evaluation_merges
from annotator.services.claims import evaluations as desk_evaluations
from annotator.services.library import labs
from annotator.services.passages import marking
from annotator.storage.claims import evaluations
from annotator.storage.claims.evaluations import Evaluation

LINE = "        statement: below 2.8×\n"
SOURCE = (
    "        source: {quote: The rule-out line is 2.8×, report: wren-card, page: 2}\n"
)


def _test(context, slug="uplift"):
    return evaluations.find_by_slug(context.session, slug)


def _words(context, passage):
    return marking.get_passage(context, passage).exact if passage else ""


def test_an_evaluation_is_made_with_its_lines_and_results_and_where_they_are_said(
    context, bring_in
):
    bring_in()
    test = _test(context)
    assert (test.name, test.category.slug) == ("Uplift study", "chem-bio")
    [line] = test.thresholds
    assert (line.kind, line.statement) == ("rule-out", "below 2.8×")
    assert _words(context, line.passage_id) == "The rule-out line is 2.8×"
    [result] = test.results
    assert (result.model.slug, result.state, result.value, result.n) == (
        "wren-1",
        "scored",
        "1.70×",
        "12",
    )
    assert _words(context, result.passage_id) == "Its uplift was 1.70×"


def test_typed_fields_are_kept_beside_what_is_printed(context, bring_in):
    bring_in(*TYPED)
    test = _test(context)
    assert test.direction is Direction.HIGHER
    [line], [result] = test.thresholds, test.results
    assert line.typed == TypedLine("", Decimal("2.8"), Decimal("2.8"), None, "×")
    assert (result.value, str(result.typed.number)) == ("1.70×", "1.70")
    assert result.typed.value.interval == Interval(Decimal("1.2"), Decimal("2.1"))
    assert (result.typed.outcome, result.invoked) == (Outcome.RULED_OUT, line)
    assert _words(context, result.discount_id) == "It rained again."


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("number: about two", "number"),
        ("number: 1e99", "expected a number, such as 0.50 or 1e25"),
        ("comparison: more", "comparison"),
        ("invoked: 2", "the evaluation has 1 thresholds; count from 1"),
    ],
)
def test_what_is_no_number_and_no_line_is_a_mistake(bring_in, said, reason):
    with pytest.raises(InvalidFileError) as refused:
        bring_in(("        n: 12\n", f"        n: 12\n        {said}\n"))
    [mistake] = refused.value.mistakes
    assert reason in mistake


def test_a_line_that_was_reworded_or_lost_its_source_is_the_same_line(
    context, bring_in
):
    bring_in()
    [before] = [line.id for line in _test(context).thresholds]
    bring_in((LINE, "        statement: below 2.9×\n"), (SOURCE, ""))
    [line] = _test(context).thresholds
    assert (line.id, line.statement, line.passage_id) == (before, "below 2.9×", None)


def test_two_lines_of_one_kind_are_told_apart_by_what_they_say(context, bring_in):
    other = "      - {kind: rule-out, statement: no help at all}\n    results:"
    bring_in(("    results:", other))
    before = {line.statement: line.id for line in _test(context).thresholds}
    first = "    thresholds:\n      - {kind: rule-out, statement: no help at all}\n"
    bring_in(("    thresholds:\n", first))
    assert {line.statement: line.id for line in _test(context).thresholds} == before


def test_results_are_told_apart_by_metric_snapshot_and_split(context, bring_in):
    more = (
        "      - {model: wren-1, state: scored, value: 5.2×, metric: of 16}\n"
        "      - {model: wren-1, state: scored, value: 6.0×, metric: of 16, split: hard}\n"
        "claims:\n"
    )
    bring_in(("claims:\n", more))
    before = {each.value: each.id for each in _test(context).results}
    assert len(before) == 3
    bring_in(("claims:\n", more), ("5.2×", "5.3×"))
    after = {each.value: each.id for each in _test(context).results}
    assert after == {
        "1.70×": before["1.70×"],
        "5.3×": before["5.2×"],
        "6.0×": before["6.0×"],
    }


def test_a_result_that_was_withheld_after_all_loses_its_numbers(context, bring_in):
    bring_in()
    bring_in(("state: scored\n        value: 1.70×\n        n: 12", "state: withheld"))
    [result] = _test(context).results
    assert (result.state, result.value, result.n) == ("withheld", "", "")


def test_what_the_file_does_not_name_stays(context, bring_in):
    more = (
        "      - {model: wren-1, state: scored, value: 5.2×, metric: of 16}\nclaims:\n"
    )
    bring_in(("claims:\n", more))
    bring_in()
    assert [each.value for each in _test(context).results] == ["1.70×", "5.2×"]


def test_an_evaluation_of_another_lab_is_not_touched_and_told(context, bring_in):
    gull = labs.find_or_add_lab(context, "gull-labs")
    bring_in()
    theirs = Evaluation(
        slug="lift",
        lab_id=gull.id,
        category_id=_test(context).category_id,
        name="Theirs",
        thresholds=[],
        results=[],
    )
    context.session.add(theirs)
    context.session.flush()
    with pytest.raises(InvalidFileError) as refused:
        bring_in(
            ("slug: uplift", "slug: lift"), ("evaluation: uplift", "evaluation: lift")
        )
    [mistake] = refused.value.mistakes
    assert "evaluations.0.slug: another lab has this name; choose another" in mistake
    kept = _test(context, "lift")
    assert (kept.name, kept.results, kept.thresholds) == ("Theirs", [], [])


def test_imported_evaluations_can_be_put_in_another_order(context, bring_in):
    second = (
        "  - slug: second\n    name: A second study\n    category: chem-bio\n"
        "    results: [{model: wren-1, state: not run}]\nclaims:\n"
    )
    bring_in(("claims:\n", second))
    wren = _test(context)
    wanted = (context.session, wren.lab_id, wren.category_id)
    assert [row.slug for row in evaluations.in_order(*wanted)] == ["uplift", "second"]
    desk_evaluations.move_evaluation(context, "second", before="uplift")
    assert [row.slug for row in evaluations.in_order(*wanted)] == ["second", "uplift"]


def test_a_file_that_names_a_merged_evaluation_is_told_the_name_that_was_kept(
    context, bring_in
):
    bring_in()
    facts = EvaluationFacts("Uplift", "chem-bio")
    desk_evaluations.add_evaluation(context, facts, lab="wren-labs")
    evaluation_merges.merge_evaluation(context, "uplift", into="uplift-2")
    with pytest.raises(InvalidFileError) as refused:
        bring_in()
    [mistake] = refused.value.mistakes
    assert "evaluations.0.slug: was merged into “uplift-2”; use that slug" in mistake
