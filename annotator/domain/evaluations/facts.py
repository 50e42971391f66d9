"""What people write about an evaluation, its lines and its results.

The values are passed through every layer as a whole, as those of a claim are.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal
from typing import Any, TypeVar

from annotator.domain.evaluations.typed import TypedLine, TypedResult
from annotator.domain.vocabulary import (
    IntervalMeaning,
    Outcome,
    ResultState,
    ThresholdKind,
)

_NO_LINE, _NO_NUMBER = TypedLine(), TypedResult()


def _labelled(label: str, default: Any = "") -> Any:
    """Return a dataclass field; ``label`` is what people call it."""
    return field(default=default, metadata={"label": label})


@dataclass(frozen=True)
class EvaluationFacts:
    """A named test."""

    name: str = _labelled("Name")
    category: str = _labelled("Category")  # slug
    kind: str = _labelled("Kind of test")
    developer: str = _labelled("Developer of the test")
    metric: str = _labelled("What is measured")
    direction: str = _labelled("Which direction is more dangerous")


@dataclass(frozen=True)
class ThresholdFacts:
    """A line that the lab set, as it is printed and as a number."""

    kind: str = _labelled("What crossing the line means", ThresholdKind.RULE_OUT)
    statement: str = _labelled("Line, as printed")
    typed: TypedLine = _labelled("Line, as a number", _NO_LINE)  # noqa: RUF009
    passage: int | None = _labelled("Passage", None)


@dataclass(frozen=True)
class ResultFacts:
    """The result of one model, as it is printed and as a number."""

    model: str = _labelled("Model")  # slug
    state: str = _labelled("What is reported", ResultState.SCORED)
    value: str = _labelled("Result, as printed")
    metric: str = _labelled("What was counted")
    n: str = _labelled("n")
    interval: str = _labelled("Interval, as printed")
    snapshot: str = _labelled("Snapshot of the model")
    split: str = _labelled("Part of the test")
    note: str = _labelled("Note")
    typed: TypedResult = _labelled("Result, as a number", _NO_NUMBER)  # noqa: RUF009
    invoked: int | None = _labelled("Line that the lab applied", None)
    discount: str = _labelled("Why the lab discounted it")
    discount_passage: int | None = _labelled("Passage that says so", None)
    passage: int | None = _labelled("Passage", None)
    no_source: str = _labelled("Reason for having no passage")


@dataclass(frozen=True)
class RelationFacts:
    """What a report did with an evaluation, or how another evaluation compares with it."""

    kind: str = _labelled("Relation")
    report: str = _labelled("In the report")  # slug
    other: str = _labelled("The other evaluation")  # slug
    sentence: str = _labelled("In one sentence")


AnyFacts = TypeVar(
    "AnyFacts", EvaluationFacts, ThresholdFacts, ResultFacts, RelationFacts
)
Facts = EvaluationFacts | ThresholdFacts | ResultFacts | RelationFacts
_TYPED: dict[type[Facts], type[TypedLine] | type[TypedResult]] = {
    ThresholdFacts: TypedLine,
    ResultFacts: TypedResult,
}
_TYPED_LABELS = {
    "number": "Number",
    "to": "to",
    "of": "of",
    "unit": "Unit",
    "comparison": "Comparison",
    "low": "From",
    "high": "To",
    "interval_meaning": "What the interval is",
    "level": "Level, in percent",
    "trials": "Trials",
    "elicitation": "Elicitation",
    "outcome": "Outcome",
}
_READ: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("number", "to", "of", "low", "high", "level"), Decimal),
    **dict.fromkeys(("trials", "invoked", "passage", "discount_passage"), int),
    "interval_meaning": IntervalMeaning,
    "outcome": Outcome,
}


def labels(kind: type[Facts]) -> dict[str, str]:
    """Return the label of each field that is written, by its name."""
    plain = {one.name: one.metadata["label"] for one in fields(kind)}
    plain.pop("typed", None)
    typed = _TYPED.get(kind)
    return {
        **plain,
        **(
            {one.name: _TYPED_LABELS[one.name] for one in fields(typed)}
            if typed
            else {}
        ),
    }


def written(facts: Facts) -> dict[str, str]:
    """Return facts as a person would write them: each field as a text, "" if it is empty."""
    values = dict(vars(facts))
    typed = values.pop("typed", None)
    values |= asdict(typed) if typed is not None else {}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def read_back(kind: type[AnyFacts], values: Mapping[str, str]) -> AnyFacts:
    """Return the facts that ``written`` gave as ``values``."""
    read: dict[str, Any] = {
        name: (_READ[name](value) if value else None) if name in _READ else value
        for name, value in values.items()
    }
    typed = _TYPED.get(kind)
    if typed is None:
        return kind(**read)
    numbers: dict[str, Any] = {one.name: read.pop(one.name) for one in fields(typed)}
    read["typed"] = typed(**numbers)
    return kind(**read)
