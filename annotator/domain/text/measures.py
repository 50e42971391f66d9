"""Numbers that a report gives as results, with what they are numbers of.

Nothing is guessed. A bare whole number may count anything and is left alone, as are dates,
years, versions, section numbers and marks of footnotes. A scale ("1.5 million") or a
decimal comma leaves the whole number to the words that it stands in.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

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
    comparison: str = ""  # "", "<", "≤", ">", "≥" or "≈"
    spread: str = ""  # after "±", in the same unit
    level: str = ""  # of an interval of confidence, in per cent

    @property
    def number(self) -> Decimal:
        """The value as a number."""
        return Decimal(self.value)

    def __str__(self) -> str:
        """Return it as it is shown; ``measures`` reads the same from it."""
        value, to, unit = _shown(self.value), _shown(self.to), f" {self.unit}".rstrip()
        match self.kind:
            case Kind.SHARE:
                return f"{self.comparison} {value} of {to}".lstrip()
            case Kind.SAMPLE:
                return f"n = {value}"
            case Kind.INTERVAL:
                return f"{self.level} % CI {value} to {to}{unit}"
            case Kind.RANGE:
                return f"between {value} and {to}{unit}"
            case Kind.VALUE:
                spread = f" ± {_shown(self.spread)}" if self.spread else ""
                return f"{self.comparison} {value}{unit}{spread}".lstrip()


def measures(text: str) -> list[Measure]:
    """Return the results that ``text`` prints, in its order."""
    taken = bytearray(len(text))  # what was read already, or is known to be none
    found: list[Measure] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\x01" * (end - start)
            told = read(match)
            if told is not None:
                found.append(Measure(Span(start, end), match.group(), **told))
    return sorted(found, key=lambda measure: measure.span.start)


# How numbers are printed

_D = "[0-9]"
_PLAIN = rf"(?:[1-9]{_D}{{0,2}}(?:,{_D}{{3}})+|{_D}{{1,15}})(?:\.{_D}{{1,15}})?"
_RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_POWER = rf"10(?:\^\{{?[-−]?{_D}{{1,3}}\}}?|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,3}})"
_SIGNED = rf"[-−]?{_PLAIN}"
_NUMBER = rf"(?:(?:{_SIGNED}\s?[×x·]\s?)?{_POWER}|{_SIGNED}(?:[eE][-+−]?{_D}{{1,3}})?)"
_POWER_OF_TEN = re.compile(rf"(?:(.+)[×x·])?10(?:\^\{{?([-0-9]+)\}}?|([{_RAISED}]+))")

_MULTIPLES, _PER_CENT = ("×", "x", "-fold", "fold"), ("%", "per cent", "percent")
_UNIT = (
    rf"(?:(?:(?:x|\s?×)(?!\s?{_D})|\s?(?:%|-?fold\b|per ?cent\b|percentage points?\b|pp\b|points?\b|FLOP/s|FLOPs?\b|"
    r"tokens?\b|seconds?\b|minutes?\b|hours?\b|days?\b|[kMGT]B\b|[kMG]?Hz\b|mg\b|kg\b|[µn]g\b|"
    rf"m[lL]\b|[µ]l\b|[nmcµk]m\b|ms\b))(?!\w|\^|/[A-Za-z]|[-–]\w))"
)
_SCALE = r"(?:thousand|million|billion|trillion)s?\b"
_BEGIN = r"(?<![\w.,/^@#$€£¥+±%)\]”’·×*])(?<![-–−])(?<![×x*·]\s)(?<![$€£¥±]\s)"
_END = (
    rf"(?![\w^{_RAISED}°]|[.,:/]{_D}|[-–−/]\w|\s?[%×‰$€£¥]|\s?[x*·]\s?{_D}|\s?{_SCALE})"
)
_COUNTED = [
    *[
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
    ],
    *["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"],
    *["eighteen", "nineteen", "twenty"],
]
_COUNT = rf"(?:{_D}{{1,6}}|\b(?ai:{'|'.join(_COUNTED)})\b)"
_TO = r"\s?(?:[-–−,]|\bto\b)\s?"
_COMPARISONS = {
    "<=": "≤", "≤": "≤", ">=": "≥", "≥": "≥", "<": "<", ">": ">", "~": "≈", "∼": "≈", "≈": "≈",
    "at least": "≥", "at most": "≤", "up to": "≤", "below": "<", "above": ">",
    "more than": ">", "greater than": ">", "less than": "<", "fewer than": "<",
    "approximately": "≈", "about": "≈", "around": "≈", "roughly": "≈",
}  # fmt: skip
_TURNED = {"<": "≥", ">": "≤"}  # after "not" or "no"
_THAN = rf"(?:(?P<no>\b(?ai:not|no)\s)?(?P<than>(?ai:{'|'.join(_COMPARISONS)}))\s?)?"


def _with_unit(number: str, unit: str) -> str:
    """Return a pattern of a number with a unit, or of one that nothing follows."""
    return rf"(?P<{number}>{_NUMBER})(?:(?P<{unit}>{_UNIT})|{_END})"


# What looks like a result and is none

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_NUMBERED = (
    r"(?:sections?|sec\.|figures?|figs?\.|tables?|appendix|chapters?|versions?|parts?|steps?|"
    r"tasks?|pages?|pp?\.|levels?|phases?|tiers?|footnotes?|notes?|equations?|eqs?\.|refs?\.|§)"
)
_NOT_RESULTS = [
    rf"{_D}{{4}}-{_D}{{2}}(?:-{_D}{{2}})?(?!\w)",
    rf"(?<![\w/]){_D}{{1,2}}/{_D}{{1,2}}/{_D}{{2,4}}(?!\w)",
    rf"\b{_MONTH}\s{_D}{{1,2}}(?:st|nd|rd|th)?(?:,?\s{_D}{{4}})?(?!\w)",
    rf"(?<!\w){_D}{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}(?:,?\s{_D}{{4}})?(?!\w)",
    rf"(?<![\w.,])(?:19|20){_D}{{2}}(?!\w|[.,]{_D}|{_UNIT})",
    rf"(?i:(?<!\w){_NUMBERED})\s?{_D}+(?:\.{_D}+)*"
    rf"(?:(?:,|\sand|\sor|\sto|\s?[-–])\s?{_D}+(?:\.{_D}+)*)*(?!\w|\s?[%×])",
    rf"(?<![\w.]){_D}+(?:\.{_D}+){{2,}}",
    rf"(?:^|(?<=[.!?]\s)){_D}+\.{_D}+(?=\s[A-Z])(?!{_UNIT})",
    rf"\b[A-Z][\w’'-]*\s[1-9]{_D}?\.{_D}(?:(?:,|,?\s(?:and|or))\s[1-9]{_D}?\.{_D})*"
    rf"(?!\w|\s?[%×±]|\.{_D}|\s?{_UNIT})",
    rf"[$€£¥]\s?{_PLAIN}(?:\s?{_SCALE})?",
    rf"\b[pP]\s?[<>=≤≥]\s?{_NUMBER}",
]


# What each pattern reads

_Told = dict[str, Any]


def _nothing(_match: re.Match[str]) -> None:
    return None


def _sample(match: re.Match[str]) -> _Told:
    return {"kind": Kind.SAMPLE, "value": _number(match["value"])}


def _interval(match: re.Match[str]) -> _Told | None:
    told = _range(match)
    return told and told | {"kind": Kind.INTERVAL, "level": match["level"]}


def _range(match: re.Match[str]) -> _Told | None:
    low, high = _number(match["value"]), _number(match["to"])
    units = {_unit(unit) for unit in (match["before"], match["unit"])}
    if Decimal(low) > Decimal(high) or len(units - {""}) > 1:
        return None
    unit = _unit(match["unit"])
    if not unit and units != {""}:
        return None  # "5% to 7" may mean anything
    return {"kind": Kind.RANGE, "value": low, "to": high, "unit": unit}


def _dashed(match: re.Match[str]) -> _Told | None:
    told = _range(match)
    is_bare = told and not told["unit"] and "." not in told["value"] + told["to"]
    return None if is_bare else told  # "2-5" may be pages, tasks, or a date


def _share(match: re.Match[str]) -> _Told | None:
    part, whole = _count(match["part"]), _count(match["whole"])
    compared = _comparison(match)
    if part > whole or whole < 2 or match["part"].lower() == "one" or compared is None:
        return None  # "one of two" need not be a count
    told = {"kind": Kind.SHARE, "value": str(part), "to": str(whole)}
    return {**told, "comparison": compared}


def _value(match: re.Match[str]) -> _Told | None:
    value, unit = _number(match["value"]), _unit(match["unit"])
    spread, compared = _number(match["spread"] or ""), _comparison(match)
    if compared is None or (match["spreadunit"] and _unit(match["spreadunit"]) != unit):
        return None
    is_bare = not (unit or compared or spread or "." in value or "e" in value)
    if is_bare:
        return None
    told = {"kind": Kind.VALUE, "value": value, "unit": unit}
    return {**told, "comparison": compared, "spread": spread}


def _comparison(match: re.Match[str]) -> str | None:
    """Return the sign of a comparison, "" if there is none, None if it has no sign."""
    compared = _COMPARISONS.get((match["than"] or "").lower(), "")
    return _TURNED.get(compared) if match["no"] else compared


def _number(printed: str) -> str:
    """Return a printed number as digits without grouping: "1.70", "-0.3", "2e25"."""
    plain = re.sub(r"[\s,]", "", printed).replace("−", "-").lower()
    power = _POWER_OF_TEN.fullmatch(plain)
    if power:
        raised = (power[3] or "").translate(str.maketrans(_RAISED, "-0123456789"))
        return f"{power[1] or '1'}e{int(power[2] or raised)}"
    digits, sign, exponent = plain.partition("e")
    return f"{digits}e{int(exponent)}" if sign else plain


def _shown(number: str) -> str:
    digits, power, exponent = number.partition("e")
    if not power:
        return number
    return f"10^{exponent}" if digits == "1" else f"{digits} × 10^{exponent}"


def _unit(printed: str | None) -> str:
    unit = (printed or "").strip()
    if unit in _MULTIPLES:
        return "×"
    return "%" if unit.lower() in _PER_CENT else unit


def _count(printed: str) -> int:
    return int(printed) if printed.isdecimal() else _COUNTED.index(printed.lower())


_Reader = Callable[[re.Match[str]], _Told | None]
_READERS: list[tuple[re.Pattern[str], _Reader]] = [
    (
        re.compile(rf"(?<!\w)[nN]\s?=\s?(?P<value>{_PLAIN}){_END}"),
        _sample,
    ),
    *((re.compile(pattern), _nothing) for pattern in _NOT_RESULTS),
    (
        re.compile(
            rf"(?<![\w.])(?P<level>{_D}{{1,2}}(?:\.{_D}{{1,2}})?)\s?%[\s-]?"
            rf"(?:CIs?\b|confidence intervals?\b)(?:\sof\b)?[\s:,=(\[]{{0,3}}"
            rf"(?P<value>{_NUMBER})(?P<before>{_UNIT})?{_TO}{_with_unit('to', 'unit')}"
        ),
        _interval,
    ),
    (
        re.compile(
            rf"\b[bB]etween (?P<value>{_NUMBER})(?P<before>{_UNIT})? and "
            + _with_unit("to", "unit")
        ),
        _range,
    ),
    (
        re.compile(
            rf"{_BEGIN}(?P<value>{_NUMBER})(?P<before>{_UNIT})?\s?[-–−]\s?"
            + _with_unit("to", "unit")
        ),
        _dashed,
    ),
    (
        re.compile(
            rf"{_THAN}(?<![\w.,/@$€£¥-])(?P<part>{_COUNT})(?:/|\s(?:out\s)?of\s(?:the\s|our\s|these\s)?)"
            rf"(?P<whole>{_COUNT})(?!\w|[/^]|[.,]{_D}|[-–]\w|\s?[%×])"
        ),
        _share,
    ),
    (
        re.compile(
            rf"{_THAN}{_BEGIN}{_with_unit('value', 'unit')}"
            rf"(?:\s?(?P<open>\()?(?:±|\+/?[-−])\s?{_with_unit('spread', 'spreadunit')}(?(open)\)))?"
        ),
        _value,
    ),
]
