"""How reports print numbers, units and comparisons, and what these are in plain digits.

The patterns are parts of those in ``measures`` and ``not_results``. No repetition in them is
without a limit, or begins where another may have begun, so that a hostile text is read in a
time that grows with its length and no faster.
"""

import re
from decimal import Decimal

DIGIT = "[0-9]"
PLAIN = (
    rf"(?:[1-9]{DIGIT}{{0,2}}(?:,{DIGIT}{{3}})+|{DIGIT}{{1,15}})(?:\.{DIGIT}{{1,15}})?"
)
RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_POWER = rf"10(?:\^\{{?[-−]?{DIGIT}{{1,3}}(?!{DIGIT})\}}?|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,3}}(?![{RAISED}]))"
_SIGNED = rf"[-−+]?{PLAIN}"
NUMBER = (
    rf"(?:(?:{_SIGNED}\s?[×x·]\s?)?{_POWER}|{_SIGNED}(?:[eE][-+−]?{DIGIT}{{1,3}})?)"
)
_POWER_OF_TEN = re.compile(rf"(?:(.+)[×x·])?10(?:\^\{{?([-0-9]+)\}}?|([{RAISED}]+))")

_MULTIPLES, _PER_CENT = ("×", "x", "-fold", "fold"), ("%", "per cent", "percent")
UNIT = (
    rf"(?:(?:(?:x|\s?×)(?!\s?{DIGIT})|\s?(?:%|-?fold\b|per ?cent\b|percentage points?\b|pp\b|points?\b|FLOP/s|FLOPs?\b|"
    r"tokens?\b|seconds?\b|minutes?\b|hours?\b|days?\b|weeks?\b|months?\b|[kMGT]B\b|[kMG]?Hz\b|mg\b|kg\b|[µn]g\b|"
    rf"m[lL]\b|[µ]l\b|[nmcµk]m\b|ms\b))(?!\w|\^|/[A-Za-z]|[-–]\w))"
)
SCALES = {
    "thousand": "1e3",
    "million": "1e6",
    "billion": "1e9",
    "trillion": "1e12",
}
SCALE = rf"(?:{'|'.join(SCALES)})s?\b"
BEGIN = (
    r"(?<![\w.,/^@#$€£¥+±%)\]”’·×*])(?<![-–−])(?<![×x*·]\s)(?<![$€£¥±]\s)(?<![0-9]:)"
)
END = rf"(?![\w^{RAISED}°]|[.,:/]{DIGIT}|[-–−/]\w|\s?[%×‰$€£¥]|\s?[x*·]\s?{DIGIT}|\s?{SCALE})"
_COUNTED = [
    *["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    *["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"],
    *["seventeen", "eighteen", "nineteen", "twenty"],
]  # fmt: skip
COUNT = rf"(?:[1-9]{DIGIT}{{0,2}}(?:,{DIGIT}{{3}}){{1,3}}|{DIGIT}{{1,9}}|\b(?ai:{'|'.join(_COUNTED)})\b)"
TO = r"\s?(?:[-–−,]|\bto\b)\s?"
_COMPARISONS = {
    "<=": "≤", "≤": "≤", "⩽": "≤", ">=": "≥", "≥": "≥", "⩾": "≥", "<": "<", ">": ">",
    "~": "≈", "∼": "≈", "≈": "≈",
    "at least": "≥", "at most": "≤", "up to": "≤", "below": "<", "above": ">",
    "at or above": "≥", "at or below": "≤", "exceeding": ">", "exceeds": ">",
    "more than": ">", "greater than": ">", "higher than": ">", "larger than": ">",
    "less than": "<", "fewer than": "<", "lower than": "<", "smaller than": "<",
    "approximately": "≈", "about": "≈", "around": "≈", "roughly": "≈",
}  # fmt: skip
_TURNED = {"<": "≥", ">": "≤"}  # after "not" or "no"
_WORDS_FIRST = sorted(_COMPARISONS, key=len, reverse=True)
THAN = rf"(?:(?P<no>\b(?ai:not|no)\s)?(?P<than>(?ai:{'|'.join(_WORDS_FIRST)}))\s?)?"


def with_unit(number: str, unit: str) -> str:
    """Return a pattern of a number with a unit, or of one that nothing follows."""
    return rf"(?P<{number}>{NUMBER})(?:(?P<{unit}>{UNIT})|{END})"


def comparison(match: re.Match[str]) -> str | None:
    """Return the sign of what ``THAN`` matched, "" if nothing, None if it has no sign."""
    compared = _COMPARISONS.get((match["than"] or "").lower(), "")
    return _TURNED.get(compared) if match["no"] else compared


def plain_number(printed: str) -> str:
    """Return a printed number as digits without grouping: "1.70", "-0.3", "2e25"."""
    plain = re.sub(r"[\s,]|^\+", "", printed).replace("−", "-").lower()
    power = _POWER_OF_TEN.fullmatch(plain)
    if power:
        raised = (power[3] or "").translate(str.maketrans(RAISED, "-0123456789"))
        return f"{power[1] or '1'}e{int(power[2] or raised)}"
    digits, sign, exponent = plain.partition("e")
    return f"{digits}e{int(exponent)}" if sign else plain


def shown_number(number: str) -> str:
    """Return a plain number as it is shown, which ``plain_number`` turns back."""
    digits, power, exponent = number.partition("e")
    if not power:
        return number
    return f"10^{exponent}" if digits == "1" else f"{digits} × 10^{exponent}"


def plain_unit(printed: str | None) -> str:
    """Return a unit in its one spelling, "" if there is none."""
    unit = (printed or "").strip()
    if unit in _MULTIPLES:
        return "×"
    return "%" if unit.lower() in _PER_CENT else unit


def counted(printed: str) -> Decimal:
    """Return how many a count says, in digits or as a word."""
    if printed[0].isdecimal():
        return Decimal(printed.replace(",", ""))
    return Decimal(_COUNTED.index(printed.lower()))
