"""The lines that a lab's statement draws: below 0.50 is ruled out, above 0.80 ruled in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from annotator.domain.evaluations.cells import read_cell
from annotator.domain.evaluations.line_words import kinds_said, parts_of, says_none
from annotator.domain.evaluations.values import TypedValue
from annotator.domain.text.measures import Kind, Left
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import ThresholdKind


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a number that a result is held against, words only, or that there is none.

    ``low`` and ``high`` are the same, unless the statement gives a range.
    """

    span: Span  # of what is printed of it in the statement, in code points
    words: str  # those of the statement that say what the line is
    kind: ThresholdKind | None  # None: nobody says it
    comparison: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    of: Decimal | None = None  # of a share: of how many


@dataclass(frozen=True, slots=True)
class Statement:
    """The lines that a statement draws, and the numbers in it that are none."""

    lines: tuple[Line, ...]
    untyped: tuple[Left, ...] = ()


def read_lines(statement: str, kind: ThresholdKind | None = None) -> Statement:
    """Return the lines that ``statement`` draws, at least one.

    ``kind`` is that of a line whose words name none. A statement without a number that can
    be typed is a line in words, or says that there is none.
    """
    reading = read_cell(statement).reading
    values = [v for v in reading.values if v.kind in _OF_LINES]
    kept, dropped = _sorted_out(statement, values)
    other = [v for v in reading.values if v.kind not in _OF_LINES]
    dropped += [Left(v.span, v.printed, _NO_LINE) for v in other]
    left = [*reading.untyped, *dropped, *_in_words(statement)]
    untyped = tuple(sorted(left, key=lambda words: words.span.start))
    if kept:
        return Statement(tuple(_lines(statement, kept, kind)), untyped)
    return Statement((_without_number(statement, kind),), untyped)


def _without_number(statement: str, kind: ThresholdKind | None) -> Line:
    """Return a line in words, or that there is none."""
    said = _one_of(kinds_said(statement, kind))
    if says_none(statement):
        said = ThresholdKind.NONE_STATED
    return Line(Span(0, len(statement)), statement, said)


def _lines(
    statement: str, values: Sequence[TypedValue], kind: ThresholdKind | None
) -> Iterator[Line]:
    at = 0
    for part in parts_of(statement, [value.span for value in values]):
        words = statement[part.start : part.end].strip()
        said = _one_of(kinds_said(words, kind))
        while at < len(values) and values[at].span.start < part.end:
            yield _line(values[at], words, said)
            at += 1


def _line(value: TypedValue, words: str, kind: ThresholdKind | None) -> Line:
    return Line(
        value.span,
        words,
        kind,
        value.comparison,
        low=value.value,
        high=value.to if value.kind is Kind.RANGE else value.value,
        unit=value.unit,
        of=value.to if value.kind is Kind.SHARE else None,
    )


def _sorted_out(
    statement: str, values: Sequence[TypedValue]
) -> tuple[list[TypedValue], list[Left]]:
    """Return the numbers that lines are drawn at, and the others with why they are none."""
    kept: list[TypedValue] = []
    dropped: list[Left] = []
    for value in values:
        before = statement[max(0, value.span.start - _NEAR) : value.span.start]
        if kept and _is_end_of_range(statement, kept[-1], value):
            whole = Span(kept[-1].span.start, value.span.end)
            printed = statement[whole.start : whole.end]
            kept[-1] = replace(
                kept[-1], kind=Kind.RANGE, to=value.value, span=whole, printed=printed
            )
        elif kept and _says_again(statement, kept[-1], value):
            dropped.append(Left(value.span, value.printed, "the same line once more"))
        elif _CONDITION.search(before):
            dropped.append(Left(value.span, value.printed, "a condition of the line"))
        else:
            kept.append(value)
    return kept, dropped


def _is_end_of_range(statement: str, low: TypedValue, high: TypedValue) -> bool:
    """Whether it goes on as "4x to 100x" does."""
    return (
        low.kind is high.kind is Kind.VALUE
        and low.unit == high.unit
        and low.value <= high.value
        and not high.comparison
        and statement[low.span.end : high.span.start] == " to "
    )


def _says_again(statement: str, line: TypedValue, value: TypedValue) -> bool:
    """Whether it goes on as "80% (27/33)" does."""
    between = statement[line.span.end : value.span.start]
    return (
        value.kind is Kind.SHARE and line.unit == "%" and between in {"(", " (", ", "}
    )


def _in_words(statement: str) -> list[Left]:
    return [
        Left(Span(*match.span()), match.group(), "a share in words")
        for match in _SHARES_IN_WORDS.finditer(statement)
    ]


def _one_of(kinds: Sequence[ThresholdKind]) -> ThresholdKind | None:
    return kinds[0] if len(kinds) == 1 else None


_OF_LINES = {Kind.VALUE, Kind.RANGE, Kind.SHARE}
_NO_LINE = "says how many were asked, or how sure a result is"
_NEAR = 40  # code points before a number that may make it a condition
_CONDITION = re.compile(r"\b(?:with|where|whose|when)\s[^;,]*\Z")
_SHARES_IN_WORDS = re.compile(
    r"\b(?:half|(?:a|one)[\s-](?:third|quarter)|two[\s-]thirds|three[\s-]quarters)\b",
    re.IGNORECASE,
)
