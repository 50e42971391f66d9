"""A result as one cell of a table prints it, or as an analyst has copied it."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from annotator.domain.evaluations.values import Reading, TypedValue, read_passage
from annotator.domain.text.measures import Kind, Left
from annotator.domain.text.printed_numbers import (
    PLAIN,
    UNIT,
    plain_number,
    plain_unit,
)
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import ResultState


@dataclass(frozen=True, slots=True)
class Cell:
    """A result: whether there is a number, and which."""

    state: ResultState
    reading: Reading

    @property
    def value(self) -> TypedValue | None:
        """The number that is given first, if there is one."""
        results = [v for v in self.reading.values if v.kind is not Kind.SAMPLE]
        return results[0] if results else None


def read_cell(text: str, header: str = "") -> Cell:
    """Return what a cell says; ``header`` stands above it and may name its unit.

    A number alone is a value here, whole or not, as it is printed as a result.
    """
    alone = _ALONE.fullmatch(text)
    reading = _alone(text, alone) if alone else read_passage(text)
    if header:
        reading = _under(reading, header)
    return Cell(_state(text, reading), reading)


def _alone(text: str, match: re.Match[str]) -> Reading:
    start, end = match.span("value")
    if not _PLAIN.fullmatch(match["value"].lstrip("-−")):
        because = "a comma that may be a decimal point"
        return Reading((), (Left(Span(start, end), match["value"], because),))
    value = Decimal(plain_number(match["value"]))
    return Reading(
        (TypedValue(Span(start, end), text[start:end], Kind.VALUE, value),), ()
    )


def _under(reading: Reading, header: str) -> Reading:
    """Return what a cell says under a header that names one unit, such as "Accuracy (%)"."""
    units = {plain_unit(unit) for unit in _UNIT_ABOVE.findall(header)}
    if len(units) != 1:
        return reading
    [unit] = units
    return replace(
        reading,
        values=tuple(
            replace(value, unit=unit)
            if value.kind in {Kind.VALUE, Kind.RANGE} and not value.unit
            else value
            for value in reading.values
        ),
    )


def _state(text: str, reading: Reading) -> ResultState:
    for state, words in _STATES:
        if words.fullmatch(text.strip()):
            return state
    if any(value.kind is not Kind.SAMPLE for value in reading.values):
        return ResultState.SCORED
    for state, words in _SAYS:
        if words.search(text):
            return state
    return ResultState.QUALITATIVE


_PLAIN = re.compile(PLAIN)
_ALONE = re.compile(r"\s*(?P<value>[-−]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*")
_UNIT_ABOVE = re.compile(
    rf"(?:(?<=[(\[])|(?<=\sin)){UNIT}(?=\s?[)\]]|\Z)|\A{UNIT}\Z|\A%"
)

_STATES = [
    (
        ResultState.NOT_REPORTED,
        re.compile(r"(?:[-‐-―−*]*|n\.?/?a\.?|none|\?|\.{2,3}|…)", re.IGNORECASE),
    ),
]
_NOT = r"\b(?:not|never)\s(?:been\s|yet\s)?"
_SAYS = [
    (
        ResultState.WITHHELD,
        re.compile(
            rf"withheld|redacted|{_NOT}(?:published|disclosed|released)", re.IGNORECASE
        ),
    ),
    (
        ResultState.NOT_RUN,
        re.compile(
            rf"{_NOT}(?:run|tested|surveyed|evaluated|assessed|performed|conducted)\b|\buntested\b",
            re.IGNORECASE,
        ),
    ),
    (
        ResultState.NOT_REPORTED,
        re.compile(
            rf"{_NOT}(?:reported|given|stated|available|applicable)\b|\bfigure only\b",
            re.IGNORECASE,
        ),
    ),
]
