"""Typed fields keep all that a passage proposes."""

import pytest

from annotator.domain.evaluations.lines import read_lines
from annotator.domain.evaluations.outcomes import propose
from annotator.domain.evaluations.typed import TypedLine, TypedResult
from annotator.domain.evaluations.values import read_passage
from annotator.domain.vocabulary import Direction, Outcome


@pytest.mark.parametrize(
    "printed", ["1.70×", "≥ 50 %", "63% ± 13%", "17/33", "between 4 and 8 hours"]
)
def test_a_proposed_value_is_kept_as_it_was_proposed(printed):
    [value] = read_passage(printed).values
    kept = TypedResult.proposed(value).value
    assert kept is not None
    assert (kept.kind, kept.value, kept.to) == (value.kind, value.value, value.to)
    assert (kept.unit, kept.comparison) == (value.unit, value.comparison)
    assert kept.interval == value.interval


def test_a_result_in_words_has_no_value():
    assert TypedResult(elicitation="no tools").value is None


def test_kept_lines_decide_what_proposed_lines_decide():
    lines = read_lines("rule-out <0.50; rule-in >0.80").lines
    kept = [TypedLine.proposed(line).line(line.kind, line.words) for line in lines]
    [value] = read_passage("It scored 0.635.").values
    outcome = propose(TypedResult.proposed(value).value, kept, Direction.HIGHER)
    assert outcome.outcome is Outcome.BETWEEN
