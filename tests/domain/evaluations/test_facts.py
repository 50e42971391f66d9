"""What people write about evaluations is written and read back without loss."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    ResultFacts,
    ThresholdFacts,
    labels,
    read_back,
    written,
)
from annotator.domain.evaluations.typed import TypedLine, TypedResult
from annotator.domain.vocabulary import IntervalMeaning, Outcome

numbers = st.none() | st.decimals(allow_nan=False, allow_infinity=False)
words = st.text(max_size=20)
typed = st.builds(
    TypedResult,
    number=numbers,
    to=numbers,
    of=numbers,
    unit=words,
    comparison=st.sampled_from(["", "<", "≈"]),
    low=numbers,
    high=numbers,
    interval_meaning=st.none() | st.sampled_from(IntervalMeaning),
    level=numbers,
    trials=st.none() | st.integers(1, 999),
    elicitation=words,
    outcome=st.none() | st.sampled_from(Outcome),
)


@given(st.builds(ResultFacts, typed=typed, note=words, invoked=st.none() | st.just(3)))
def test_a_result_is_read_back_as_it_was_written(facts):
    assert read_back(ResultFacts, written(facts)) == facts


def test_a_line_keeps_its_last_digit():
    facts = ThresholdFacts(typed=TypedLine("<", Decimal("0.50"), Decimal("0.50")))
    assert written(facts)["low"] == "0.50"
    assert read_back(ThresholdFacts, written(facts)) == facts


def test_every_field_that_is_written_has_a_label():
    for facts in (EvaluationFacts("A test"), ThresholdFacts(), ResultFacts()):
        assert labels(type(facts)).keys() == written(facts).keys()
