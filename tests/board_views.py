"""Evaluations as published pages hold them, for tests of boards."""

from decimal import Decimal

from hypothesis import strategies as st

from annotator.domain.evaluations.typed import TypedLine, TypedResult
from annotator.domain.views.contents import EvaluationView, ResultView, ThresholdView
from annotator.domain.vocabulary import (
    Direction,
    Outcome,
    ResultState,
    ThresholdKind,
)


def a_line(kind=ThresholdKind.RULE_OUT, comparison="<", low="0.50", **more):
    """A line of the lab, at a number."""
    at = Decimal(low)
    typed = TypedLine(comparison, at, Decimal(more.pop("high", low)), **more)
    return ThresholdView(kind, f"{kind} {comparison} {low}", typed=typed)


def a_result(model="Heron 2", number="0.635", *, value="", **more):
    """A result with a number; what goes into its typed fields is named."""
    typed = {
        name: more.pop(name)
        for name in ("unit", "of", "to", "low", "high", "comparison", "outcome")
        if name in more
    }
    numbers = {
        name: Decimal(typed.pop(name))
        for name in ("of", "to", "low", "high")
        if name in typed
    }
    return ResultView(
        "Long tasks",
        model,
        ResultState.SCORED,
        value or number,
        typed=TypedResult(Decimal(number), **numbers, **typed),
        **more,
    )


def a_hole(model="Heron 2 Mini", state=ResultState.WITHHELD):
    """That there is no number of a model."""
    return ResultView("Long tasks", model, state, "")


def a_test(*results, lines=(), slug="long-tasks", **more):
    """An evaluation with its lines and results."""
    return EvaluationView(
        slug, "Long tasks", "tasks", "Northfield", tuple(lines), results, **more
    )


TWO_LINES = (
    a_line(),
    a_line(ThresholdKind.RULE_IN, "≥", "0.80"),
)

# Whatever a file can say

_NUMBERS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False),
    st.decimals(-200, 200, places=2),
    st.decimals(0, 1, places=3),
)
_UNITS = st.sampled_from(["", "%", "×", "hours", "minutes", "w" * 40])
_SIGNS = st.sampled_from(["", "<", "≤", ">", "≥", "≈"])
_WORDS = st.text(max_size=60)


def _or_none(strategy):
    return st.one_of(st.none(), strategy)


_LINES = st.builds(
    ThresholdView,
    kind=st.sampled_from(ThresholdKind),
    statement=_WORDS,
    typed=_or_none(
        st.builds(
            TypedLine,
            comparison=_SIGNS,
            low=_or_none(_NUMBERS),
            high=_or_none(_NUMBERS),
            of=_or_none(_NUMBERS),
            unit=_UNITS,
        )
    ),
)
_RESULTS = st.builds(
    ResultView,
    evaluation=st.just("Long tasks"),
    model=st.one_of(st.sampled_from(["Heron 2", "Heron 2 Mini", "Heron 1.5"]), _WORDS),
    state=st.sampled_from(ResultState),
    value=_WORDS,
    metric=_WORDS,
    split=_WORDS,
    interval=_WORDS,
    discount=st.sampled_from(["", "", "saturated"]),
    typed=_or_none(
        st.builds(
            TypedResult,
            number=_or_none(_NUMBERS),
            to=_or_none(_NUMBERS),
            of=_or_none(_NUMBERS),
            unit=_UNITS,
            comparison=_SIGNS,
            low=_or_none(_NUMBERS),
            high=_or_none(_NUMBERS),
            outcome=_or_none(st.sampled_from(Outcome)),
        )
    ),
)
ANY_TEST = st.builds(
    lambda lines, results, direction: a_test(
        *results, lines=lines, direction=direction
    ),
    st.lists(_LINES, max_size=5),
    st.lists(_RESULTS, max_size=6),
    _or_none(st.sampled_from(Direction)),
)
