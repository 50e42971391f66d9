"""Results are recorded, corrected, taken back, and used as evidence."""

from dataclasses import replace
from decimal import Decimal

import pytest
from recorded_facts import FACTS, a_line, a_score

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
)
from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    ResultFacts,
)
from annotator.domain.vocabulary import Outcome, ResultState, ThresholdKind
from annotator.services.claims import claims, evaluations, evidence, results
from annotator.services.claims.evidence import Target, Weight


@pytest.fixture
def context(recording):
    return recording


@pytest.fixture
def test(context):
    return evaluations.add_evaluation(context, FACTS, lab="wren-labs").slug


def test_a_result_between_two_lines_is_said_to_be_there(context, test):
    evaluations.add_threshold(
        context, test, a_line(ThresholdKind.RULE_OUT, "<", "0.50")
    )
    evaluations.add_threshold(context, test, a_line(ThresholdKind.RULE_IN, ">", "0.80"))
    result = results.add_result(context, test, a_score("0.635"))
    shown = evaluations.get_evaluation(context, test)
    assert shown.name == "Long-form task 2"
    assert results.proposals(shown)[result.id].outcome is Outcome.BETWEEN


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (ResultFacts("wren-1", ResultState.SCORED, ""), "value"),
        (a_score("1", unit="x"), "state"),
        (ResultFacts("wren-1", ResultState.SCORED, "x", invoked=99), "invoked"),
        (ResultFacts("wren-1", "measured", "x"), "state"),
    ],
)
def test_a_result_that_cannot_be_is_refused(context, test, facts, field):
    if field == "state" and facts.state is ResultState.SCORED:
        facts = ResultFacts("wren-1", ResultState.WITHHELD, typed=facts.typed)
        field = "number"
    with pytest.raises(InvalidError) as refused:
        results.add_result(context, test, facts)
    assert refused.value.field == field


def test_a_result_comes_back_without_the_line_that_was_withdrawn_meanwhile(
    context, test
):
    line = evaluations.add_threshold(
        context, test, a_line(ThresholdKind.RULE_OUT, "<", "0.50")
    )
    held = replace(a_score("0.4"), invoked=line.id)
    result = results.add_result(context, test, held)
    results.withdraw_result(context, test, result.id)
    context.session.expire_all()
    evaluations.withdraw_threshold(context, test, line.id)
    results.restore_result(context, test, result.id)
    assert result.invoked_id is None


def test_evidence_comes_back_only_after_its_result(context, test):
    result = results.add_result(context, test, a_score("0.4"))
    claim = claims.add_claim(context, ClaimFacts("It is weak.", "cyber", "wren-labs"))
    link = evidence.link_evidence(
        context,
        claim=claim.slug,
        target=Target(result=result.id),
        weight=Weight(stance="supports"),
    )
    evidence.withdraw_evidence(context, link.id)
    results.withdraw_result(context, test, result.id)
    with pytest.raises(ConflictError, match="Restore the result first"):
        evidence.restore_evidence(context, link.id)
    results.restore_result(context, test, result.id)
    assert evidence.restore_evidence(context, link.id).withdrawn_at is None


def test_a_result_on_which_a_claim_rests_is_not_withdrawn(context, test):
    result = results.add_result(context, test, a_score("0.4"))
    claim = claims.add_claim(context, ClaimFacts("It is weak.", "cyber", "wren-labs"))
    evidence.link_evidence(
        context,
        claim=claim.slug,
        target=Target(result=result.id),
        weight=Weight(stance="supports"),
    )
    with pytest.raises(ConflictError, match="It is weak"):
        results.withdraw_result(context, test, result.id)


def test_of_two_who_edit_a_result_neither_loses_a_field(context, test):
    result = results.add_result(context, test, a_score("0.4"))
    results.edit_result(context, test, result.id, a_score("0.45", unit="%"))
    edited = evaluations.get_evaluation(context, test).results[0]
    assert (edited.typed.number, edited.typed.unit) == (Decimal("0.45"), "%")
    assert edited.version == 2


def test_a_claim_rests_on_a_result_once(context, test):
    result = results.add_result(context, test, a_score("0.4"))
    claim = claims.add_claim(context, ClaimFacts("It is weak.", "cyber", "wren-labs"))
    weight = Weight(stance="supports", note="Below the line.")
    link = results.cite_result(
        context, test, result.id, claim=claim.slug, weight=weight
    )
    assert (link.result, link.note) == (result, "Below the line.")
    assert results.claims_on(context, [result]) == {result.id: [claim]}
    with pytest.raises(InvalidError, match="already uses it as evidence"):
        results.cite_result(context, test, result.id, claim=claim.slug, weight=weight)


def test_no_claim_rests_on_a_result_that_is_withdrawn(context, test):
    result = results.add_result(context, test, a_score("0.4"))
    claim = claims.add_claim(context, ClaimFacts("It is weak.", "cyber", "wren-labs"))
    results.withdraw_result(context, test, result.id)
    with pytest.raises(ConflictError, match="restore it first"):
        results.cite_result(
            context, test, result.id, claim=claim.slug, weight=Weight("supports")
        )


def test_the_result_of_another_evaluation_is_not_changed_from_here(context, test):
    result = results.add_result(context, test, a_score("0.4"))
    other = EvaluationFacts("Another", "cyber")
    there = evaluations.add_evaluation(context, other, lab="wren-labs").slug
    with pytest.raises(NotFoundError):
        results.edit_result(context, there, result.id, a_score("0.9"))
    assert result.typed.number == Decimal("0.4")
