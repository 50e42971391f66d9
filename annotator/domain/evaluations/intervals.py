"""The interval that is printed around a result, and what the report says that it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from annotator.domain.text.measures import Kind, Measure
from annotator.domain.vocabulary import IntervalMeaning


@dataclass(frozen=True, slots=True)
class Interval:
    """From where to where a result may lie, in its unit."""

    low: Decimal
    high: Decimal
    meaning: IntervalMeaning = IntervalMeaning.UNEXPLAINED
    level: Decimal | None = None  # of confidence, in per cent

    @classmethod
    def of_confidence(cls, low: Decimal, high: Decimal, level: str) -> "Interval":
        """Return an interval of confidence of ``level`` per cent."""
        return cls(low, high, IntervalMeaning.CONFIDENCE, Decimal(level))


@dataclass(frozen=True, slots=True)
class Around:
    """A result, the interval that is printed with it, and how many measures that takes."""

    measure: Measure
    interval: Interval | None
    taken: int  # measures, itself included
    end: int  # of all that is printed (code points)


def around(text: str, measures: Sequence[Measure]) -> list[Around]:
    """Return the results of ``text``, each with its interval, in their order."""
    meaning, level = _explained(text, measures)
    found: list[Around] = []
    at = 0
    while at < len(measures):
        told = _around(text, measures[at : at + 3], meaning, level)
        found.append(told)
        at += told.taken
    return found


def _around(
    text: str,
    measures: Sequence[Measure],
    meaning: IntervalMeaning,
    level: Decimal | None,
) -> Around:
    """Return the first of at most three measures with what the others say of it."""
    first, *others = measures
    end = first.span.end
    if first.kind is not Kind.VALUE:
        return Around(first, None, 1, end)
    if first.spread:
        value, spread = first.number, Decimal(first.spread)
        interval = Interval(value - spread, value + spread, meaning, level)
        return Around(first, interval, 1, end)
    if others and _opens(text[end : others[0].span.start]):
        told = _of_confidence(first, others[0]) or _bracketed(text, first, others)
        if told is not None:
            (low, high), taken, explained = told
            if explained is not None:
                meaning, level = IntervalMeaning.CONFIDENCE, explained
            last = measures[taken - 1].span.end
            end = last + bool(_CLOSES.match(text, last))
            interval = Interval(low, high, meaning, level)
            return Around(first, interval, taken, end)
    return Around(first, None, 1, end)


_Told = tuple[tuple[Decimal, Decimal], int, Decimal | None]


def _of_confidence(value: Measure, measure: Measure) -> _Told | None:
    if measure.kind is not Kind.INTERVAL:
        return None
    between = _between(value, measure.unit, measure.value, measure.to)
    return between and (between, 2, Decimal(measure.level))


def _bracketed(text: str, value: Measure, others: Sequence[Measure]) -> _Told | None:
    """Read "0.55 [0.4, 0.7]" and "63% (50–76%)": two ends in brackets of their own."""
    first, last = others[0], others[-1]
    if text[first.span.start - 1] not in "[(" or not _CLOSES.match(text, last.span.end):
        return None
    if first.kind is Kind.RANGE and _CLOSES.match(text, first.span.end):
        between = _between(value, first.unit, first.value, first.to)
        return between and (between, 2, None)
    are_ends = len(others) == 2 and all(_is_plain(end) for end in others)
    if are_ends and _AND.fullmatch(text, first.span.end, last.span.start):
        between = _between(value, last.unit, first.value, last.value)
        return between and (between, 3, None)
    return None


def _is_plain(measure: Measure) -> bool:
    return measure.kind is Kind.VALUE and not measure.comparison + measure.spread


def _between(
    value: Measure, unit: str, low: str, high: str
) -> tuple[Decimal, Decimal] | None:
    """Return the two ends, if the value lies between them in the same unit."""
    ends = Decimal(low), Decimal(high)
    is_same = unit in {"", value.unit} and not value.scale
    return ends if is_same and ends[0] <= value.number <= ends[1] else None


def _opens(between: str) -> bool:
    return bool(_OPENS.fullmatch(between))


_OPENS = re.compile(r"\s?[,;:]?\s?[\[(]?\s?")
_CLOSES = re.compile(r"\s?[\])]")
_AND = re.compile(r"\s?[,;–-]\s?|\sto\s")

_LEVEL = r"(?:(?P<level>[0-9]{1,2}(?:\.[0-9]{1,2})?)\s?%[\s-]?)?"
_MEANINGS = {
    IntervalMeaning.CONFIDENCE: rf"{_LEVEL}(?:\bCIs?\b|\b[Cc]onfidence\s(?:intervals?|levels?)\b)",
    IntervalMeaning.STANDARD_ERROR: r"\b[Ss]tandard\serrors?\b|\bSEM?\b|\bs\.e\.(?:m\.)?",
    IntervalMeaning.STANDARD_DEVIATION: r"\b[Ss]tandard\sdeviations?\b|\bSDs?\b|\bs\.d\.",
}
_EXPLAINED = {meaning: re.compile(words) for meaning, words in _MEANINGS.items()}


def _explained(
    text: str, measures: Sequence[Measure]
) -> tuple[IntervalMeaning, Decimal | None]:
    """Return what ``text`` says that its intervals are, if it says one thing.

    What stands in the measure of one interval says nothing of the others.
    """
    own = {m.span.start for m in measures if m.kind is Kind.INTERVAL}
    said = {
        (meaning, match.groupdict().get("level"))
        for meaning, words in _EXPLAINED.items()
        for match in words.finditer(text)
        if match.start() not in own
    }
    if len(said) != 1:
        return IntervalMeaning.UNEXPLAINED, None
    [(meaning, level)] = said
    return meaning, Decimal(level) if level else None
