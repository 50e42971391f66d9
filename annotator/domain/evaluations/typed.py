"""Typed fields of results and lines, beside what the report prints.

They are passed through every layer as a whole. A field is named here, in the table, the
form and the scorecard file, and nowhere else.
"""

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TypeVar

from annotator.domain.evaluations.intervals import Interval
from annotator.domain.evaluations.lines import Line
from annotator.domain.evaluations.values import TypedValue
from annotator.domain.text.measures import Kind
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import IntervalMeaning, Outcome, ThresholdKind


@dataclass(frozen=True, slots=True)
class TypedResult:
    """What a result is as a number, and on which side of the lines it fell."""

    number: Decimal | None = None
    to: Decimal | None = None  # the end of a range that begins at ``number``
    of: Decimal | None = None  # of how many ``number`` is a share
    unit: str = ""
    comparison: str = ""  # "", "<", "≤", ">", "≥" or "≈"
    low: Decimal | None = None  # of the interval around it
    high: Decimal | None = None
    interval_meaning: IntervalMeaning | None = None
    level: Decimal | None = None  # of confidence, in per cent
    trials: int | None = None
    elicitation: str = ""  # tools, refusals, scaffold, as far as it is said
    outcome: Outcome | None = None  # as an analyst confirmed it

    @classmethod
    def proposed(cls, value: TypedValue) -> "TypedResult":
        """Return the fields that a value found in a passage proposes."""
        interval = value.interval
        return cls(
            number=value.value,
            to=value.to if value.kind is not Kind.SHARE else None,
            of=value.to if value.kind is Kind.SHARE else None,
            unit=value.unit,
            comparison=value.comparison,
            low=interval.low if interval else None,
            high=interval.high if interval else None,
            interval_meaning=interval.meaning if interval else None,
            level=interval.level if interval else None,
            trials=value.trials,
        )

    @property
    def value(self) -> TypedValue | None:
        """The number with its interval, or None if there is no number."""
        if self.number is None:
            return None
        interval = None
        if self.low is not None and self.high is not None:
            meaning = self.interval_meaning or IntervalMeaning.UNEXPLAINED
            interval = Interval(self.low, self.high, meaning, self.level)
        return TypedValue(
            Span(0, 0),
            "",
            self._kind,
            self.number,
            self.of if self.of is not None else self.to,
            self.unit,
            self.comparison,
            interval,
            trials=self.trials,
        )

    @property
    def _kind(self) -> Kind:
        if self.of is not None:
            return Kind.SHARE
        return Kind.RANGE if self.to is not None else Kind.VALUE


@dataclass(frozen=True, slots=True)
class TypedLine:
    """What a line is as a number; ``low`` and ``high`` are the same unless it is a range."""

    comparison: str = ""  # of what the line is for: a rule-out line has "<"
    low: Decimal | None = None
    high: Decimal | None = None
    of: Decimal | None = None  # of how many the line is a share
    unit: str = ""

    @classmethod
    def proposed(cls, line: Line) -> "TypedLine":
        """Return the fields that a line found in a statement proposes."""
        return cls(line.comparison, line.low, line.high, line.of, line.unit)

    def line(self, kind: ThresholdKind, words: str) -> Line:
        """Return the line of a kind that a statement draws."""
        comparison, low, high = self.comparison, self.low, self.high
        return Line(Span(0, 0), words, kind, comparison, low, high, self.unit, self.of)


Typed = TypeVar("Typed", TypedResult, TypedLine)


def typed_fields(kind: type[Typed], part: object) -> Typed:
    """Return the typed fields that are attributes of ``part``, as of a scorecard file's."""
    return kind(**{field.name: getattr(part, field.name) for field in fields(kind)})
