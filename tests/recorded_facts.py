"""Facts of an evaluation, a line and a result, as an analyst records them."""

from decimal import Decimal

from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    ResultFacts,
    ThresholdFacts,
)
from annotator.domain.evaluations.typed import TypedLine, TypedResult
from annotator.domain.vocabulary import Direction, ResultState

FACTS = EvaluationFacts(
    "Long-form  task 2", "cyber", direction=Direction.HIGHER, metric="share solved"
)


def a_line(kind, comparison, number):
    """A line at a number, which is its own statement."""
    number = Decimal(number)
    typed = TypedLine(comparison, number, number)
    return ThresholdFacts(kind, f"{comparison}{number}", typed)


def a_score(number, **more):
    """A number that Wren 1 scored."""
    typed = TypedResult(Decimal(number), **more)
    return ResultFacts(
        "wren-1", ResultState.SCORED, f"a score of {number}", typed=typed
    )
