"""Evaluations are recorded, corrected and taken back on the desk."""

from dataclasses import replace
from decimal import Decimal

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    SignInNeededError,
)
from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    ResultFacts,
    ThresholdFacts,
)
from annotator.domain.evaluations.typed import TypedLine, TypedResult
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import Direction, Outcome, ResultState, ThresholdKind
from annotator.services.claims import claims, evaluations, evidence
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import labs

FACTS = EvaluationFacts(
    "Long-form  task 2", "cyber", direction=Direction.HIGHER, metric="share solved"
)


def _line(kind, comparison, number):
    number = Decimal(number)
    typed = TypedLine(comparison, number, number)
    return ThresholdFacts(kind, f"{comparison}{number}", typed)


def _scored(number, **more):
    typed = TypedResult(Decimal(number), **more)
    return ResultFacts(
        "wren-1", ResultState.SCORED, f"a score of {number}", typed=typed
    )


@pytest.fixture(scope="module")
def lab(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("lab")) as desk:
        desk.take_in(text_pdf(["Wren card"]), report="card")
        yield desk


@pytest.fixture
def context(lab):
    with lab.rehearse() as context:
        wren = labs.find_or_add_lab(context, "Wren Labs")
        labs.find_or_add_model(context, wren, "Wren 1")
        yield context


@pytest.fixture
def test(context):
    return evaluations.add_evaluation(context, FACTS, lab="wren-labs").slug


def test_a_result_between_two_lines_is_said_to_be_there(context, test):
    evaluations.add_threshold(context, test, _line(ThresholdKind.RULE_OUT, "<", "0.50"))
    evaluations.add_threshold(context, test, _line(ThresholdKind.RULE_IN, ">", "0.80"))
    result = evaluations.add_result(context, test, _scored("0.635"))
    shown = evaluations.get_evaluation(context, test)
    assert shown.name == "Long-form task 2"
    assert evaluations.proposals(shown)[result.id].outcome is Outcome.BETWEEN


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (ResultFacts("wren-1", ResultState.SCORED, ""), "value"),
        (_scored("1", unit="x"), "state"),
        (ResultFacts("wren-1", ResultState.SCORED, "x", invoked=99), "invoked"),
        (ResultFacts("wren-1", "measured", "x"), "state"),
    ],
)
def test_a_result_that_cannot_be_is_refused(context, test, facts, field):
    if field == "state" and facts.state is ResultState.SCORED:
        facts = ResultFacts("wren-1", ResultState.WITHHELD, typed=facts.typed)
        field = "number"
    with pytest.raises(InvalidError) as refused:
        evaluations.add_result(context, test, facts)
    assert refused.value.field == field


def test_a_line_without_words_is_refused_unless_none_is_stated(context, test):
    with pytest.raises(InvalidError):
        evaluations.add_threshold(context, test, ThresholdFacts(ThresholdKind.ALERT))
    none = ThresholdFacts(ThresholdKind.NONE_STATED)
    assert evaluations.add_threshold(context, test, none).statement == ""


def test_a_withdrawn_line_and_result_are_gone_and_come_back(context, test):
    line = evaluations.add_threshold(
        context, test, _line(ThresholdKind.RULE_OUT, "<", "0.50")
    )
    facts = _scored("0.4")
    result = evaluations.add_result(context, test, facts)
    evaluations.withdraw_result(context, result.id)
    evaluations.withdraw_threshold(context, line.id)
    context.session.expire_all()
    shown = evaluations.get_evaluation(context, test)
    assert (shown.thresholds, shown.results) == ([], [])
    evaluations.restore_result(context, result.id)
    evaluations.restore_threshold(context, line.id)
    context.session.expire_all()
    shown = evaluations.get_evaluation(context, test)
    assert (shown.thresholds, shown.results) == ([line], [result])


def test_a_result_comes_back_without_the_line_that_was_withdrawn_meanwhile(
    context, test
):
    line = evaluations.add_threshold(
        context, test, _line(ThresholdKind.RULE_OUT, "<", "0.50")
    )
    held = replace(_scored("0.4"), invoked=line.id)
    result = evaluations.add_result(context, test, held)
    evaluations.withdraw_result(context, result.id)
    context.session.expire_all()
    evaluations.withdraw_threshold(context, line.id)
    evaluations.restore_result(context, result.id)
    assert result.invoked_id is None


def test_evidence_comes_back_only_after_its_result(context, test):
    result = evaluations.add_result(context, test, _scored("0.4"))
    claim = claims.add_claim(context, ClaimFacts("It is weak.", "cyber", "wren-labs"))
    link = evidence.link_evidence(
        context,
        claim=claim.slug,
        target=Target(result=result.id),
        weight=Weight(stance="supports"),
    )
    evidence.withdraw_evidence(context, link.id)
    evaluations.withdraw_result(context, result.id)
    with pytest.raises(ConflictError, match="Put that back first"):
        evidence.restore_evidence(context, link.id)
    evaluations.restore_result(context, result.id)
    assert evidence.restore_evidence(context, link.id).withdrawn_at is None


def test_a_result_on_which_a_claim_rests_is_not_withdrawn(context, test):
    result = evaluations.add_result(context, test, _scored("0.4"))
    claim = claims.add_claim(context, ClaimFacts("It is weak.", "cyber", "wren-labs"))
    evidence.link_evidence(
        context,
        claim=claim.slug,
        target=Target(result=result.id),
        weight=Weight(stance="supports"),
    )
    with pytest.raises(ConflictError, match="It is weak"):
        evaluations.withdraw_result(context, result.id)


def test_of_two_who_edit_a_result_neither_loses_a_field(context, test):
    result = evaluations.add_result(context, test, _scored("0.4"))
    evaluations.edit_result(context, result.id, _scored("0.45", unit="%"))
    edited = evaluations.get_evaluation(context, test).results[0]
    assert (edited.typed.number, edited.typed.unit) == (Decimal("0.45"), "%")
    assert edited.version == 2


def test_what_is_not_there_cannot_be_changed(context, test):
    with pytest.raises(NotFoundError):
        evaluations.get_evaluation(context, "nothing")
    with pytest.raises(NotFoundError):
        evaluations.edit_result(context, 999, _scored("1"))
    with pytest.raises(NotFoundError):
        evaluations.withdraw_threshold(context, 999)


def test_a_reader_records_nothing(lab):
    with lab.look(Role.READER) as context, pytest.raises(SignInNeededError):
        evaluations.add_evaluation(context, FACTS, lab="wren-labs")
