"""Typed values that a passage proposes: an analyst confirms them beside what is printed.

Nothing is guessed in silence. What cannot be typed is given back in its words, with why.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from annotator.domain.evaluations.directions import direction
from annotator.domain.evaluations.intervals import Around, Interval, around
from annotator.domain.evaluations.metrics import Metric, metric_of, metrics
from annotator.domain.evaluations.subjects import subjects
from annotator.domain.text.measures import Kind, Left, read
from annotator.domain.text.not_results import BARE
from annotator.domain.text.printed_numbers import plain_number, shown_number
from annotator.domain.text.sentences import sentence_starts
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import Direction


@dataclass(frozen=True, slots=True)
class TypedValue:
    """A number as a result, typed beside what is printed."""

    span: Span  # in the text it was found in, in code points
    printed: str
    kind: Kind
    value: Decimal  # of a share: how many; of a range: its beginning
    to: Decimal | None = None  # of a share: of how many; of a range: its end
    unit: str = ""
    comparison: str = ""  # "", "<", "≤", ">", "≥" or "≈"
    interval: Interval | None = None
    metric: str = ""  # such as "pass@5" or "median F1"
    trials: int | None = None
    subject: str = ""  # whose it is, where the sentence names several in order

    def __str__(self) -> str:
        """Return the value as it is shown, without its interval."""
        return f"{self.comparison} {self._numbers()}".lstrip()

    def _numbers(self) -> str:
        value, to = _shown(self.value), _shown(self.to)
        unit = f" {self.unit}".rstrip()
        match self.kind:
            case Kind.SHARE:
                return f"{value}/{to}" if to == "1" else f"{value} of {to}"
            case Kind.SAMPLE:
                return f"{value}-{to}{unit}" if to else f"n = {value}"
            case Kind.RANGE | Kind.INTERVAL:
                return f"between {value} and {to}{unit}"
            case Kind.VALUE:
                return f"{value}{unit}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a passage says in numbers: what is typed, what is not, and what it is of."""

    values: tuple[TypedValue, ...]
    untyped: tuple[Left, ...]
    direction: Direction | None = None

    @property
    def samples(self) -> tuple[TypedValue, ...]:
        """How many were asked or run, as the passage says it."""
        return tuple(value for value in self.values if value.kind is Kind.SAMPLE)


def read_passage(text: str) -> Reading:
    """Return the typed values that ``text`` proposes, in its order, and what it leaves."""
    measured, left = read(text)
    named = metrics(text)
    values = [
        _typed(text, found)
        for found in around(text, measured)
        if not _is_in(found, named)
    ]
    left = [digits for digits in left if not _is_in(digits, named)]
    counts = {digits for digits in left if _is_measured(text, digits, named)}
    values = sorted(
        [*values, *map(_counted, counts)], key=lambda value: value.span.start
    )
    untyped = tuple(digits for digits in left if digits not in counts)
    return Reading(tuple(_of_sentences(text, values, named)), untyped, direction(text))


def _is_in(found: Around | Left, named: Sequence[Metric]) -> bool:
    """Whether the number is part of a metric's name, as the 5 of "max of 5" is."""
    span = found.measure.span if isinstance(found, Around) else found.span
    at = bisect_right(named, span.start, key=lambda metric: metric.span.start)
    return at > 0 and span.end <= named[at - 1].span.end


def _is_measured(text: str, digits: Left, named: Sequence[Metric]) -> bool:
    """Whether a bare whole number is said to be a metric's, as in "a score of 1"."""
    at = bisect_right(named, digits.span.start, key=lambda metric: metric.span.start)
    if digits.reason != BARE or at == 0:
        return False
    between = text[named[at - 1].span.end : digits.span.start]
    is_score = named[at - 1].name.endswith("score") and between == " "
    return is_score or (bool(named[at - 1].name) and between in _IS)


_IS = {" of ", " = ", ": "}


def _counted(digits: Left) -> TypedValue:
    value = Decimal(plain_number(digits.printed))
    return TypedValue(digits.span, digits.printed, Kind.VALUE, value)


def _typed(text: str, found: Around) -> TypedValue:
    measure = found.measure
    span = Span(measure.span.start, found.end)
    return TypedValue(
        span,
        text[span.start : span.end],
        measure.kind,
        measure.number,
        Decimal(measure.to) if measure.to else None,
        measure.unit,
        measure.comparison,
        found.interval or _own_interval(found),
    )


def _own_interval(found: Around) -> Interval | None:
    """Return the interval of confidence that stands without a value."""
    if found.measure.kind is not Kind.INTERVAL:
        return None
    low, high = found.measure.number, Decimal(found.measure.to)
    return Interval.of_confidence(low, high, found.measure.level)


def _of_sentences(
    text: str, values: Sequence[TypedValue], named: Sequence[Metric]
) -> list[TypedValue]:
    """Return the values with what their sentences say of them."""
    starts = [*sentence_starts(text), len(text)]
    by_sentence: dict[int, list[TypedValue]] = defaultdict(list)
    for value in values:
        at = min(bisect_right(starts, value.span.start), len(starts) - 1)
        by_sentence[at].append(value)
    bounds = [Span(start, end) for start, end in pairwise(starts)]
    return [
        told
        for at, some in by_sentence.items()
        for told in _of_sentence(text, bounds[at - 1], some, named)
    ]


def _of_sentence(
    text: str, sentence: Span, values: Sequence[TypedValue], named: Sequence[Metric]
) -> list[TypedValue]:
    whose = subjects(text, sentence, [value.span for value in values])
    told = []
    for value, subject in zip(values, whose, strict=True):
        metric, trials = metric_of(value.span, sentence, named, text)
        told.append(replace(value, subject=subject, metric=metric, trials=trials))
    return told


_LONGEST = 15  # digits before a number is shown with a power of ten


def _shown(number: Decimal | None) -> str:
    if number is None:
        return ""
    if abs(number.adjusted()) < _LONGEST:
        return format(number, "f")
    return shown_number(str(number).lower().replace("e+", "e"))
