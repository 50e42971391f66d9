"""Forms about an evaluation: its facts, its lines and its results."""

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    ResultFacts,
    ThresholdFacts,
)
from annotator.domain.evaluations.typed import TypedLine, TypedResult
from annotator.domain.vocabulary import (
    Direction,
    IntervalMeaning,
    Outcome,
    ResultState,
    ThresholdKind,
)
from annotator.forms.fields import Stripped, digits, number, one_of, optional
from annotator.forms.reading import Form

Digits = Annotated[Decimal | None, digits()]
Number = Annotated[int | None, optional(number())]


class EvaluationForm(Form):
    """The facts of an evaluation."""

    name: str
    category: str
    kind: str
    developer: str
    metric: str
    direction: Annotated[Direction | None, optional(one_of(Direction))]

    def facts(self) -> EvaluationFacts:
        """Return the facts that were typed."""
        values = {one.name: getattr(self, one.name) for one in fields(EvaluationFacts)}
        return EvaluationFacts(**values | {"direction": self.direction or ""})


class NewEvaluationForm(EvaluationForm):
    """The facts of a new evaluation, and the lab on whose models it is run."""

    lab: str


class ThresholdForm(Form):
    """A line that the lab set."""

    kind: Annotated[ThresholdKind, one_of(ThresholdKind)]
    statement: str
    comparison: Stripped
    low: Digits
    high: Digits
    of: Digits
    unit: Stripped
    passage: Number

    def facts(self) -> ThresholdFacts:
        """Return the line that was typed; one without an end has the same at both."""
        typed = _typed(TypedLine, self)
        if typed["high"] is None:
            typed["high"] = typed["low"]
        return ThresholdFacts(
            self.kind, self.statement, TypedLine(**typed), self.passage
        )


class ResultForm(Form):
    """The result of one model."""

    shown_at: ClassVar[Mapping[str, str]] = {"models": "model"}

    model: str
    state: Annotated[ResultState, one_of(ResultState)]
    value: str
    metric: str
    n: str
    interval: str
    snapshot: str
    split: str
    note: str
    number: Digits
    to: Digits
    of: Digits
    unit: Stripped
    comparison: Stripped
    low: Digits
    high: Digits
    interval_meaning: Annotated[
        IntervalMeaning | None, optional(one_of(IntervalMeaning))
    ]
    level: Digits
    trials: Annotated[int | None, optional(number(least=1))]
    elicitation: str
    outcome: Annotated[Outcome | None, optional(one_of(Outcome))]
    invoked: Number
    discount: str
    discount_passage: Number
    passage: Number
    no_source: str

    def facts(self) -> ResultFacts:
        """Return the result that was typed."""
        plain = {
            one.name: getattr(self, one.name)
            for one in fields(ResultFacts)
            if one.name != "typed"
        }
        return ResultFacts(**plain, typed=TypedResult(**_typed(TypedResult, self)))


class ConfirmForm(Form):
    """The outcome that an analyst was shown and agrees with."""

    outcome: Annotated[Outcome, one_of(Outcome)]


class RecordForm(ResultForm):
    """A result recorded from a passage, of an evaluation that is there or a new one."""

    evaluation: str  # slug, or "new"
    name: str
    category: str

    @property
    def new(self) -> EvaluationFacts | None:
        """The facts of the evaluation that is added, if it is a new one."""
        if self.evaluation != "new":
            return None
        return EvaluationFacts(self.name, self.category)


def _typed(kind: type[TypedLine] | type[TypedResult], form: Form) -> dict[str, Any]:
    return {one.name: getattr(form, one.name) for one in fields(kind)}
