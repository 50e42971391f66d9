"""What an editor is told to look at before a claim is published, and what is in order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from board_views import TWO_LINES, a_hole, a_line, a_result, a_test
from claim_views import a_quote

from annotator.domain.checks.claims import (
    CheckedTest,
    Ground,
    Link,
    claim_findings,
    evaluation_findings,
)
from annotator.domain.checks.findings import FindingKind, SpotKind
from annotator.domain.checks.lines import ReportedLine
from annotator.domain.vocabulary import (
    Direction,
    LoadBearing,
    Outcome,
    ResultState,
    Stance,
    ThresholdKind,
)

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=2)
BELOW = a_result(number="0.4", outcome=Outcome.RULED_OUT)
BETWEEN = a_result(outcome=Outcome.BETWEEN)
NONE_STATED = replace(
    a_line(), kind=ThresholdKind.NONE_STATED, statement="", typed=None
)


def _link(
    result, *, stance=Stance.SUPPORTS, load_bearing=LoadBearing.NO, test="long-tasks"
):
    return Link(7, stance, load_bearing, test, result, 21)


def _found(*links, models=("Heron 2",), lines=TWO_LINES, results=None, **times):
    """Return the findings on a claim that links to results of one evaluation."""
    shown = [link.result for link in links] if results is None else results
    view = a_test(*shown, lines=lines, direction=Direction.HIGHER)
    numbers = tuple(range(21, 21 + len(shown)))
    test = CheckedTest(view, tuple(range(11, 11 + len(lines))), numbers)
    ground = Ground("safe", "It is safe.", tuple(models), tuple(links), **times)
    return list(claim_findings(ground, {"long-tasks": test}))


def _kinds(found):
    return [finding.kind for finding in found]


def test_nothing_is_said_of_a_claim_whose_result_is_on_one_side_of_the_lines():
    assert _found(_link(BELOW, load_bearing=LoadBearing.LAB_SAYS)) == []


# Between the lines


def test_a_claim_that_rests_on_a_result_between_the_lines_is_told_with_the_result():
    [finding] = _found(_link(BETWEEN))
    assert finding.kind is FindingKind.BETWEEN_THE_LINES
    assert finding.sentence == (
        "It rests on “0.635” of Heron 2 on “Long tasks”, which is between the lines."
    )
    assert (finding.spot.kind, finding.spot.number) == (SpotKind.RESULT, 21)
    assert finding.claim == "safe"


def test_a_number_between_the_lines_that_nobody_has_confirmed_is_told_as_that():
    [finding] = _found(_link(a_result()))
    assert finding.kind is FindingKind.BETWEEN_THE_LINES
    assert "this has not been confirmed" in finding.sentence


def test_what_an_analyst_has_confirmed_counts_more_than_the_number():
    confirmed = a_result(outcome=Outcome.CANNOT_BE_COMPARED)
    assert _found(_link(confirmed)) == []


@pytest.mark.parametrize("stance", [Stance.UNDERCUTS, Stance.QUALIFIES, Stance.CONTEXT])
def test_a_result_that_a_claim_does_not_rest_on_may_be_between_the_lines(stance):
    assert _found(_link(BETWEEN, stance=stance)) == []


def test_a_claim_rests_on_what_it_fails_without_whatever_its_stance():
    link = _link(BETWEEN, stance=Stance.QUALIFIES, load_bearing=LoadBearing.WE_INFER)
    assert _kinds(_found(link)) == [FindingKind.BETWEEN_THE_LINES]


# Lines that were never stated


def test_a_claim_on_an_evaluation_without_a_line_is_told_once():
    other = replace(BELOW, metric="pass@5")
    [finding] = _found(_link(BELOW), _link(other), lines=[NONE_STATED])
    assert finding.kind is FindingKind.LINE_NEVER_STATED
    assert finding.sentence == (
        "It rests on “Long tasks”, for which the lab states no line."
    )
    assert (finding.spot.kind, finding.spot.number) == (SpotKind.LINE, 11)


def test_an_evaluation_for_which_nobody_recorded_a_line_is_told_likewise():
    [finding] = _found(_link(BELOW), lines=[])
    assert finding.sentence == "It rests on “Long tasks”, which has no line recorded."
    assert finding.spot.kind is SpotKind.EVALUATION


def test_a_line_in_words_is_a_line():
    in_words = replace(a_line(), statement="well below experts", typed=None)
    assert _found(_link(BELOW), lines=[in_words]) == []


# Key indicators without a number


@pytest.mark.parametrize(
    ("result", "why"),
    [
        (a_hole("Heron 2", ResultState.WITHHELD), ": it is withheld."),
        (a_hole("Heron 2", ResultState.NOT_REPORTED), ": it is not reported."),
        (
            replace(a_hole("Heron 2", ResultState.QUALITATIVE), value="Better than 2."),
            ": it is qualitative.",
        ),
        (replace(a_hole("Heron 2", ResultState.SCORED), value="low"), "no number."),
    ],
)
def test_a_key_indicator_without_a_number_is_told_with_the_reason(result, why):
    other = a_result(number="0.4", outcome=Outcome.RULED_OUT)
    link = _link(result, load_bearing=LoadBearing.LAB_SAYS)
    found = [
        one
        for one in _found(link, results=[result, other])
        if one.kind is FindingKind.KEY_WITHOUT_NUMBER
    ]
    [finding] = found
    assert "(the lab says), which has no number" in finding.sentence
    assert finding.sentence.endswith(why)
    assert (finding.spot.kind, finding.spot.number) == (SpotKind.RESULT, 21)


def test_a_number_that_nobody_has_typed_is_a_number():
    printed = replace(a_hole("Heron 2", ResultState.SCORED), value="12 of 40")
    assert _found(_link(printed, load_bearing=LoadBearing.LAB_SAYS)) == []


def test_what_a_claim_does_not_fail_without_needs_no_number():
    hole = a_hole("Heron 2")
    results = [hole, BELOW]
    assert _found(_link(hole, load_bearing=LoadBearing.UNKNOWN), results=results) == []


# Scope


def test_a_result_of_a_model_that_the_claim_is_not_about_is_told_at_the_link():
    mini = a_result("Heron 2 Mini", "0.4", outcome=Outcome.RULED_OUT)
    [finding] = _found(_link(mini), results=[BELOW, mini])
    assert finding.kind is FindingKind.SCOPE_HOLE
    assert finding.sentence == (
        "A result of Heron 2 Mini on “Long tasks” is evidence, but the claim is not about "
        "Heron 2 Mini."
    )
    assert (finding.spot.kind, finding.spot.slug) == (SpotKind.EVIDENCE, "safe")
    assert finding.spot.number == 7


def test_an_evaluation_that_covers_no_model_of_the_claim_is_told_once():
    mini = a_result("Heron 2 Mini", "0.4", outcome=Outcome.RULED_OUT)
    [finding] = _found(_link(mini))
    assert finding.sentence == (
        "“Long tasks” covers none of the models that the claim is about: it covers Heron 2 "
        "Mini."
    )
    assert finding.spot.kind is SpotKind.EVALUATION


def test_a_model_that_no_evaluation_of_the_claim_covers_is_told():
    [finding] = _found(_link(BELOW), models=["Heron 2", "Heron 2 Mini"])
    assert finding.sentence == (
        "It is about Heron 2 Mini too, which none of its evaluations covers."
    )
    assert finding.spot.kind is SpotKind.CLAIM


def test_an_earlier_model_as_context_is_no_hole():
    earlier = a_result("Heron 1.5", "0.4")
    link = _link(earlier, stance=Stance.CONTEXT)
    assert _found(_link(BELOW), link, results=[BELOW, earlier]) == []


# Verdicts


def test_a_verdict_that_is_older_than_its_evidence_is_told_with_both_times():
    [finding] = _found(verdict_at=NOON, evidence_at=LATER)
    assert finding.kind is FindingKind.VERDICT_TOO_OLD
    assert finding.sentence == (
        "Its verdict, given on 1 January 2030 at 12:00 UTC, is older than its evidence, "
        "which was changed on 3 January 2030 at 12:00 UTC."
    )
    assert (finding.spot.kind, finding.spot.slug) == (SpotKind.VERDICT, "safe")


def test_what_changed_within_a_minute_of_the_verdict_changed_a_moment_later():
    [finding] = _found(verdict_at=NOON, critique_at=NOON + timedelta(seconds=9))
    assert finding.sentence.endswith("its critique, which was changed a moment later.")


def test_a_verdict_that_is_older_than_its_critique_is_told_too():
    [finding] = _found(verdict_at=NOON, evidence_at=NOON, critique_at=LATER)
    assert "is older than its critique" in finding.sentence


@pytest.mark.parametrize(
    "times",
    [
        {"verdict_at": LATER, "evidence_at": NOON, "critique_at": NOON},
        {"verdict_at": NOON, "evidence_at": NOON, "critique_at": NOON},  # one act
        {"evidence_at": LATER, "critique_at": LATER},  # there is no verdict
    ],
)
def test_a_verdict_that_came_last_or_with_the_rest_is_in_order(times):
    assert _found(**times) == []


# Evaluations


def _of_test(view, results=(21,), **more):
    lines = tuple(range(11, 11 + len(view.thresholds)))
    numbers = tuple(range(21, 21 + len(view.results)))
    return list(
        evaluation_findings(CheckedTest(view, lines, numbers, **more), set(results))
    )


def test_a_result_that_was_set_aside_without_a_reason_is_told():
    aside = replace(BELOW, discount_quote=a_quote("We set it aside."))
    [finding] = _of_test(a_test(aside, lines=TWO_LINES))
    assert finding.kind is FindingKind.DISCOUNTED_WITHOUT_REASON
    assert finding.sentence == (
        "The lab set aside the result of Heron 2 on “Long tasks”, and no reason is given."
    )
    assert (finding.spot.kind, finding.spot.number) == (SpotKind.RESULT, 21)
    assert _of_test(a_test(aside, lines=TWO_LINES), results=()) == []


def test_a_result_that_was_set_aside_with_a_reason_is_not():
    aside = replace(
        BELOW, discount="saturated", discount_quote=a_quote("It is saturated.")
    )
    assert _of_test(a_test(aside, lines=TWO_LINES)) == []


def test_a_line_that_readers_see_differently_is_told():
    now, before = a_test(lines=TWO_LINES), a_test(lines=[a_line(low="0.60")])
    [finding] = _of_test(now, published=before)
    assert finding.kind is FindingKind.LINE_CHANGED_SINCE_PUBLISHED
    assert finding.sentence == (
        "The lines of “Long tasks” were changed since they were published: “rules out "
        "below 0.50” and “rules in at 0.80 or more” instead of “rules out below 0.60”."
    )
    assert (finding.spot.kind, finding.spot.number) == (SpotKind.LINE, 11)
    assert _of_test(now, published=now) == []


def test_a_line_that_the_last_report_stated_differently_is_told():
    reported = (
        ReportedLine(a_line(), "Heron 1 Card", ("2029", 1), False, 11),
        ReportedLine(a_line(low="0.60"), "Heron 2 Card", ("2030", 2), True, 12),
    )
    [finding] = _of_test(a_test(lines=[a_line(low="0.60")]), reported=reported)
    assert finding.kind is FindingKind.LINE_CHANGED_BETWEEN_REPORTS
    assert finding.sentence == (
        "The lab’s line for “Long tasks” has changed since its last report: “rules out "
        "below 0.60” in “Heron 2 Card”, “rules out below 0.50” in “Heron 1 Card”."
    )
    assert (finding.spot.kind, finding.spot.number) == (SpotKind.LINE, 12)
