"""Numbers that a report gives as results, with what they are numbers of.

Nothing is guessed. A bare whole number may count anything and is left alone, as are dates,
years, versions, section numbers, money and marks of footnotes. A decimal comma leaves the
whole number to the words that it stands in. What is left is told with the reason.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from annotator.domain.text.not_results import BARE, NOT_RESULTS, reason
from annotator.domain.text.printed_numbers import (
    BEGIN,
    COUNT,
    DIGIT,
    END,
    NUMBER,
    PLAIN,
    SCALE,
    SCALES,
    THAN,
    TO,
    UNIT,
    comparison,
    counted,
    plain_number,
    plain_unit,
    shown_number,
    with_unit,
)
from annotator.domain.text.spans import Span


class Kind(StrEnum):
    """What a measure says."""

    VALUE = "value"
    RANGE = "range"
    INTERVAL = "interval"  # of confidence
    SHARE = "share"  # so many of so many
    SAMPLE = "sample"  # how many were asked or run


@dataclass(frozen=True, slots=True)
class Measure:
    """A number as a result, and where it is printed.

    Numbers are digits as printed but for grouping, such as "1.70" or "1e25".
    """

    span: Span = field(compare=False)  # in the text it was found in, in code points
    printed: str = field(compare=False)
    kind: Kind
    value: str  # of a share: how many; of a range: its beginning
    to: str = ""  # of a share: of how many; of a range: its end
    unit: str = ""
    scale: str = ""  # such as "million"
    comparison: str = ""  # "", "<", "≤", ">", "≥" or "≈"
    spread: str = ""  # after "±", in the same unit
    level: str = ""  # of an interval of confidence, in per cent

    @property
    def number(self) -> Decimal:
        """The value as a number, its scale included."""
        return Decimal(self.value) * Decimal(SCALES.get(self.scale, 1))

    def __str__(self) -> str:
        """Return it as it is shown; ``measures`` reads the same from it."""
        value, to = shown_number(self.value), shown_number(self.to)
        unit = f" {self.unit}".rstrip()
        match self.kind:
            case Kind.SHARE:
                of = "/" if to == "1" else " of "  # "1 of 1" need not be a share
                return f"{self.comparison} {value}{of}{to}".lstrip()
            case Kind.SAMPLE:
                return f"{value}-{to} {self.unit}" if to else f"n = {value}"
            case Kind.INTERVAL:
                return f"{self.level} % CI {value} to {to}{unit}"
            case Kind.RANGE:
                return f"between {value} and {to}{unit}"
            case Kind.VALUE:
                scale = f" {self.scale}".rstrip()
                spread = f" ± {shown_number(self.spread)}" if self.spread else ""
                return f"{self.comparison} {value}{scale}{unit}{spread}".lstrip()


@dataclass(frozen=True, slots=True)
class Left:
    """Digits that are no result, or cannot be typed, and why."""

    span: Span  # in the text it was found in, in code points
    printed: str
    reason: str  # a few words


def measures(text: str) -> list[Measure]:
    """Return the results that ``text`` prints, in its order."""
    return read(text)[0]


def read(text: str) -> tuple[list[Measure], list[Left]]:
    """Return the results that ``text`` prints and the other numbers, each in its order."""
    taken = bytearray(len(text))  # what was read already, or is known to be none
    found: list[Measure] = []
    left: list[Left] = []
    for pattern, reader in _READERS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            told = reader(match)
            if told == BARE:
                continue  # what it stands beside is told with it, after all the others
            taken[start:end] = b"\x01" * (end - start)
            if isinstance(told, str):
                left.append(Left(Span(start, end), match.group(), told))
            else:
                found.append(Measure(Span(start, end), match.group(), **told))
    left += _others(text, taken)
    return sorted(found, key=_place), sorted(left, key=_place)


def _others(text: str, taken: bytearray) -> list[Left]:
    # Of "0,0.0.0" only the version is taken: the rest of what looks like one number stays.
    rest = "".join(
        "\0" if is_taken else letter
        for letter, is_taken in zip(text, taken, strict=True)
    )
    return [
        Left(Span(*digits.span()), digits.group(), reason(text, *digits.span()))
        for digits in _DIGITS.finditer(rest)
    ]


def _place(found: Measure | Left) -> int:
    return found.span.start


# What each pattern reads: a measure's fields, or why there is none

_Told = dict[str, Any]
_DIGITS = re.compile(rf"{DIGIT}+(?:[.,]{DIGIT}+)*")


def _sample(match: re.Match[str]) -> _Told:
    return {"kind": Kind.SAMPLE, "value": plain_number(match["value"])}


def _per_group(match: re.Match[str]) -> _Told | str:
    low, high = plain_number(match["value"]), plain_number(match["to"])
    if Decimal(low) >= Decimal(high):
        return "two numbers that are no range"
    unit = f"per {match['group']}"
    return {"kind": Kind.SAMPLE, "value": low, "to": high, "unit": unit}


def _interval(match: re.Match[str]) -> _Told | str:
    told = _range(match)
    if isinstance(told, str):
        return told
    return told | {"kind": Kind.INTERVAL, "level": match["level"]}


def _range(match: re.Match[str]) -> _Told | str:
    low, high = plain_number(match["value"]), plain_number(match["to"])
    unit, units = (
        plain_unit(match["unit"]),
        {plain_unit(match["before"]), plain_unit(match["unit"])},
    )
    if Decimal(low) > Decimal(high):
        return "two numbers that are no range"
    if len(units - {""}) > 1 or (not unit and units != {""}):
        return "a range in two units"  # "5% to 7" may mean anything
    return {"kind": Kind.RANGE, "value": low, "to": high, "unit": unit}


def _dashed(match: re.Match[str]) -> _Told | str:
    told = _range(match)
    if isinstance(told, str) or told["unit"] or "." in told["value"] + told["to"]:
        return told
    return "may be pages, parts or a date"  # "2-5"


def _share(match: re.Match[str]) -> _Told | str:
    part, whole = counted(match["part"]), counted(match["whole"])
    compared = comparison(match)
    least = 1 if "/" in match.group() else 2
    if part > whole or whole < least or match["part"].lower() == "one":
        return "may be no share"  # "one of two" need not be a count
    if compared is None:
        return "a comparison that is not understood"
    told = {"kind": Kind.SHARE, "value": str(part), "to": str(whole)}
    return {**told, "comparison": compared}


def _one_in(match: re.Match[str]) -> _Told | str:
    compared, whole = comparison(match), counted(match["whole"])
    if compared is None or whole < 2:
        return "may be no share"
    told = {"kind": Kind.SHARE, "value": "1", "to": str(whole)}
    return {**told, "comparison": compared}


def _value(match: re.Match[str]) -> _Told | str:
    value, unit = plain_number(match["value"]), plain_unit(match["unit"])
    spread, compared = plain_number(match["spread"] or ""), comparison(match)
    if compared is None:
        return "a comparison that is not understood"
    if match["spreadunit"] and plain_unit(match["spreadunit"]) != unit:
        return "a spread in another unit"
    is_bare = not (unit or compared or spread or "." in value or "e" in value)
    if is_bare:
        return BARE
    told = {"kind": Kind.VALUE, "value": value, "unit": unit}
    return {**told, "comparison": compared, "spread": spread}


def _scaled(match: re.Match[str]) -> _Told | str:
    compared = comparison(match)
    if compared is None:
        return "a comparison that is not understood"
    told = {"kind": Kind.VALUE, "value": plain_number(match["value"])}
    unit, scale = plain_unit(match["unit"]), match["scale"].removesuffix("s")
    return {**told, "comparison": compared, "unit": unit, "scale": scale}


_Reader = Callable[[re.Match[str]], _Told | str]


def _because(told: str) -> _Reader:
    return lambda _match: told


_READERS: list[tuple[re.Pattern[str], _Reader]] = [
    (
        re.compile(rf"(?<!\w)[nN]\s?=\s?(?P<value>{PLAIN}){END}"),
        _sample,
    ),
    (
        re.compile(
            rf"{BEGIN}(?P<value>{DIGIT}{{1,6}})\s?[-–−]\s?(?P<to>{DIGIT}{{1,6}})"
            r"(?:\s(?:participants|people|experts|subjects|members))?"
            r"\s(?:per|in\seach|in\severy)\s(?P<group>group|arm|team|condition|cohort)\b"
        ),
        _per_group,
    ),
    *((pattern, _because(told)) for pattern, told in NOT_RESULTS),
    (
        re.compile(
            rf"(?<![\w.])(?P<level>{DIGIT}{{1,2}}(?:\.{DIGIT}{{1,2}})?)\s?%[\s-]?"
            rf"(?:CIs?\b|confidence intervals?\b)(?:\sof\b)?[\s:,=(\[]{{0,3}}"
            rf"(?P<value>{NUMBER})(?P<before>{UNIT})?{TO}{with_unit('to', 'unit')}"
        ),
        _interval,
    ),
    (
        re.compile(
            rf"(?<![\w.,]){DIGIT}{{1,2}}(?:\.{DIGIT}{{1,2}})?\s?%[\s-]?"
            rf"(?:CIs?\b|[Cc]onfidence\s(?:[Ii]ntervals?|[Ll]evels?|[Rr]egions?)\b)"
        ),
        _because("the level of an interval"),
    ),
    (
        re.compile(
            rf"\b[bB]etween (?P<value>{NUMBER})(?P<before>{UNIT})? and "
            + with_unit("to", "unit")
        ),
        _range,
    ),
    (
        re.compile(
            rf"{BEGIN}(?P<value>{NUMBER})(?P<before>{UNIT})?\s?[-–−]\s?"
            + with_unit("to", "unit")
        ),
        _dashed,
    ),
    (
        re.compile(
            rf"{THAN}(?<![\w.,/@$€£¥-])(?:(?P<part>{COUNT}|{DIGIT}{{1,6}}\.{DIGIT}{{1,3}})"
            rf"(?:/|\s(?:out\s)?of\s(?:the\s|our\s|these\s)?)"
            rf"(?P<whole>{COUNT}))(?!\w|[/^]|[.,]{DIGIT}|[-–]\w|\s?[%×])"
        ),
        _share,
    ),
    (
        re.compile(
            rf"{THAN}{BEGIN}1\sin\s(?!one\b)(?P<whole>{COUNT})(?!\w|[/^]|[.,]{DIGIT}|[-–]\w|\s?[%×])"
        ),
        _one_in,
    ),
    (
        re.compile(
            rf"{THAN}{BEGIN}(?P<value>{PLAIN})[\s-](?P<scale>{SCALE})"
            rf"(?P<unit>{UNIT})?(?![-–/]\w)"
        ),
        _scaled,
    ),
    (
        re.compile(
            rf"{THAN}{BEGIN}{with_unit('value', 'unit')}"
            rf"(?:\s?(?P<open>\()?(?:±|\+/?[-−])\s?{with_unit('spread', 'spreadunit')}(?(open)\)))?"
        ),
        _value,
    ),
]
