"""Evaluations are recorded, corrected and taken back on the desk."""

from dataclasses import replace

import pytest
from recorded_facts import FACTS, a_line, a_score

from annotator.domain.errors import (
    InvalidError,
    NotFoundError,
    SignInNeededError,
)
from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    ThresholdFacts,
)
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import ThresholdKind
from annotator.services.claims import evaluations, results


@pytest.fixture
def context(recording):
    return recording


@pytest.fixture
def test(context):
    return evaluations.add_evaluation(context, FACTS, lab="wren-labs").slug


def test_a_line_without_words_is_refused_unless_none_is_stated(context, test):
    with pytest.raises(InvalidError):
        evaluations.add_threshold(context, test, ThresholdFacts(ThresholdKind.ALERT))
    none = ThresholdFacts(ThresholdKind.NONE_STATED)
    assert evaluations.add_threshold(context, test, none).statement == ""


def test_a_withdrawn_line_and_result_are_gone_and_come_back(context, test):
    line = evaluations.add_threshold(
        context, test, a_line(ThresholdKind.RULE_OUT, "<", "0.50")
    )
    facts = a_score("0.4")
    result = results.add_result(context, test, facts)
    results.withdraw_result(context, test, result.id)
    evaluations.withdraw_threshold(context, test, line.id)
    context.session.expire_all()
    shown = evaluations.get_evaluation(context, test)
    assert (shown.thresholds, shown.results) == ([], [])
    results.restore_result(context, test, result.id)
    evaluations.restore_threshold(context, test, line.id)
    context.session.expire_all()
    shown = evaluations.get_evaluation(context, test)
    assert (shown.thresholds, shown.results) == ([line], [result])


def test_what_is_not_there_cannot_be_changed(context, test):
    with pytest.raises(NotFoundError):
        evaluations.get_evaluation(context, "nothing")
    with pytest.raises(NotFoundError):
        results.edit_result(context, test, 999, a_score("1"))
    with pytest.raises(NotFoundError):
        evaluations.withdraw_threshold(context, test, 999)


def test_the_line_of_another_evaluation_is_not_changed_from_here(context, test):
    line = a_line(ThresholdKind.RULE_OUT, "<", "0.50")
    row = evaluations.add_threshold(context, test, line)
    other = EvaluationFacts("Another", "cyber")
    there = evaluations.add_evaluation(context, other, lab="wren-labs").slug
    with pytest.raises(NotFoundError):
        evaluations.edit_threshold(context, there, row.id, replace(line, statement="x"))
    with pytest.raises(NotFoundError):
        evaluations.withdraw_threshold(context, there, row.id)
    assert row.statement == "<0.50"


def test_a_reader_records_nothing(lab):
    with lab.look(Role.READER) as context, pytest.raises(SignInNeededError):
        evaluations.add_evaluation(context, FACTS, lab="wren-labs")
