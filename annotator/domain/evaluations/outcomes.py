"""On which side of its lines a result is: a proposal, which an analyst confirms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from annotator.domain.evaluations.lines import Line
from annotator.domain.evaluations.scales import Quantity, Scale, on_one_scale, plain
from annotator.domain.evaluations.values import TypedValue
from annotator.domain.text.measures import Kind
from annotator.domain.vocabulary import Direction, Outcome, ThresholdKind


@dataclass(frozen=True, slots=True)
class Proposal:
    """An outcome with its reason in words.

    ``by_value`` is what the value says by itself, where its interval leaves it open.
    """

    outcome: Outcome
    because: str
    by_value: Outcome


def propose(
    value: TypedValue | None, lines: Sequence[Line], direction: Direction | None
) -> Proposal:
    """Return the outcome of a result that is held against lines.

    Rule-out and rule-in lines count first, then alerts, then baselines, then targets: the
    first of these that the result can be compared with.
    """
    if value is None:
        return _cannot("there is no number")
    if value.kind is Kind.SAMPLE:
        return _cannot("it says how many were asked or run")
    drawn = [line for line in lines if line.low is not None]
    if not drawn:
        return _cannot(_without_number(lines))
    towards = direction or said_direction(drawn)
    if towards is None:
        return _cannot("it is not said whether higher or lower is more dangerous")
    return _against(value, drawn, towards)


def _against(value: TypedValue, lines: Sequence[Line], towards: Direction) -> Proposal:
    for kinds, rule in _RULES:
        some = [line for line in lines if line.kind in kinds]
        scaled = _scaled(value, some)
        if scaled:
            proposal = _decided(value, scaled, towards, rule)
            others = [line for line in lines if line not in {one for one, _ in scaled}]
            return _noted(proposal, [line for line in others if line.kind in kinds])
    if all(line.kind is None for line in lines):
        return _cannot("it is not said what crossing the line would mean")
    drawn = ", ".join(_drawn(line) for line in lines)
    return _cannot(f"in different units: the result {_of(value)}, the line {drawn}")


def _noted(proposal: Proposal, others: Sequence[Line]) -> Proposal:
    """Return a proposal that tells which lines of its kind it leaves out."""
    if not others:
        return proposal
    drawn = ", ".join(_drawn(line) for line in others)
    because = f"{proposal.because}; not compared, in another unit: {drawn}"
    return replace(proposal, because=because)


def _decided(
    value: TypedValue, lines: "_Scaled", towards: Direction, rule: "_Rule"
) -> Proposal:
    """Return the outcome of the value, if all that it may be has the same."""

    def outcome(number: Decimal) -> Outcome | None:
        return rule([(line, _is_over(number * scale.result, line, scale, towards)) for line, scale in lines])  # fmt: skip

    by_value = outcome(value.value) or Outcome.CANNOT_BE_COMPARED
    where = "; ".join(_where(value, line, scale) for line, scale in lines)
    if by_value is Outcome.CANNOT_BE_COMPARED:
        return _cannot(f"{where}; the lines do not decide it")
    low, high, what = _ends(value)
    if outcome(low) is by_value and outcome(high) is by_value:
        return Proposal(by_value, where, by_value)
    because = f"{what} crosses a line; by the value alone: {by_value} ({where})"
    return Proposal(Outcome.CANNOT_BE_COMPARED, because, by_value)


def _ends(value: TypedValue) -> tuple[Decimal, Decimal, str]:
    """Return between what a result lies, and what that is."""
    low, high, what = value.value, value.value, ""
    if value.interval is not None:
        low, high = value.interval.low, value.interval.high
        what = f"its interval, {plain(low)} to {plain(high)},"
    elif value.kind is Kind.RANGE and value.to is not None:
        high, what = value.to, f"its range, {plain(low)} to {plain(value.to)},"
    if value.comparison in _AT_LEAST:
        high, what = Decimal("Infinity"), f"“{value.comparison}” gives a bound that"
    elif value.comparison in _AT_MOST:
        low, what = Decimal("-Infinity"), f"“{value.comparison}” gives a bound that"
    return low, high, what


# The rules: what it means to be over some lines, and None where they do not say one thing

_Scaled = list[tuple[Line, Scale]]
_Overs = list[tuple[Line, bool | None]]
_Rule = Callable[[_Overs], Outcome | None]


def _by_rules(overs: _Overs) -> Outcome | None:
    out = {over for line, over in overs if line.kind is ThresholdKind.RULE_OUT}
    within = {over for line, over in overs if line.kind is ThresholdKind.RULE_IN}
    return _OUTCOMES.get((frozenset(out), frozenset(within)))


_NO_LINE: frozenset[bool | None] = frozenset()
_OVER: frozenset[bool | None] = frozenset({True})
_UNDER: frozenset[bool | None] = frozenset({False})
_OUTCOMES = {  # by whether a number is over the rule-out lines, and over the rule-in lines
    (_UNDER, _UNDER): Outcome.RULED_OUT,
    (_UNDER, _NO_LINE): Outcome.RULED_OUT,
    (_OVER, _UNDER): Outcome.BETWEEN,
    (_OVER, _NO_LINE): Outcome.REACHED,
    (_OVER, _OVER): Outcome.RULED_IN,
    (_NO_LINE, _OVER): Outcome.RULED_IN,
    (_NO_LINE, _UNDER): Outcome.NOT_REACHED,
}


def _by_reaching(reached: Outcome) -> _Rule:
    def rule(overs: _Overs) -> Outcome | None:
        match list({over for _, over in overs}):
            case [True]:
                return reached
            case [False]:
                return Outcome.NOT_REACHED
        return None

    return rule


_RULES: list[tuple[set[ThresholdKind], _Rule]] = [
    ({ThresholdKind.RULE_OUT, ThresholdKind.RULE_IN}, _by_rules),
    ({ThresholdKind.ALERT}, _by_reaching(Outcome.REACHED)),
    ({ThresholdKind.EXPERT_BASELINE}, _by_reaching(Outcome.PASSED_BASELINE)),
    ({ThresholdKind.HUMAN_BASELINE}, _by_reaching(Outcome.PASSED_BASELINE)),
    ({ThresholdKind.EARLIER_MODEL}, _by_reaching(Outcome.PASSED_BASELINE)),
    ({ThresholdKind.TARGET}, _by_reaching(Outcome.REACHED)),
]


# One number and one line

_AT_LEAST, _AT_MOST = {">", "≥"}, {"<", "≤"}
_BELOW_WITH_LINE = {"≤", ">"}  # on the line counts as below it
_ABOVE_WITH_LINE = {"<", "≥"}


def _is_over(
    number: Decimal, line: Line, scale: Scale, towards: Direction
) -> bool | None:
    """Whether a number is on the dangerous side of a line, None if within its range.

    A number on the line is on the side that the line's own comparison gives it, else on
    the dangerous one.
    """
    low, high = (end * scale.line for end in (line.low, line.high) if end is not None)
    if low < high and low <= number <= high:
        return None
    if number != low:
        return (number > low) is (towards is Direction.HIGHER)
    if line.comparison not in _BELOW_WITH_LINE | _ABOVE_WITH_LINE:
        return True
    is_above = line.comparison in _ABOVE_WITH_LINE
    return is_above is (towards is Direction.HIGHER)


def _scaled(value: TypedValue, lines: Sequence[Line]) -> _Scaled:
    scales = [
        (line, on_one_scale(_of(value), Quantity(line.low, line.unit, line.of)))
        for line in lines
        if line.low is not None
    ]
    return [(line, scale) for line, scale in scales if scale is not None]


def _of(value: TypedValue) -> Quantity:
    of = value.to if value.kind is Kind.SHARE else None
    return Quantity(value.value, value.unit, of)


def _where(value: TypedValue, line: Line, scale: Scale) -> str:
    number = value.value * scale.result
    low, high = line.low or Decimal(0), line.high or Decimal(0)
    side = "within" if number > low * scale.line else "below"
    if number > high * scale.line:
        side = "above"
    elif number in {low * scale.line, high * scale.line}:
        side = "on"
    said = f" ({scale.said})" if scale.said else ""
    return f"{_of(value)} is {side} the {_name(line)}, {_drawn(line)}{said}"


def _name(line: Line) -> str:
    """Return what a line is called in a reason."""
    is_rule = line.kind in {ThresholdKind.RULE_OUT, ThresholdKind.RULE_IN}
    return f"{line.kind} line" if is_rule else f"{line.kind}"


def _drawn(line: Line) -> str:
    """Return where a line is drawn, as a reason shows it."""
    low, high = line.low or Decimal(0), line.high or Decimal(0)
    ends = f"{plain(low)} to " if low != high else ""
    return f"{ends}{Quantity(high, line.unit, line.of)}"


def said_direction(lines: Sequence[Line]) -> Direction | None:
    """Return which side the lines themselves say is the dangerous one, if they do."""
    said = {
        _SAY[key] for line in lines if (key := (line.kind, line.comparison)) in _SAY
    }
    return said.pop() if len(said) == 1 else None


_SAY = {
    **{(ThresholdKind.RULE_OUT, sign): Direction.HIGHER for sign in _AT_MOST},
    **{(ThresholdKind.RULE_IN, sign): Direction.HIGHER for sign in _AT_LEAST},
    **{(ThresholdKind.RULE_IN, sign): Direction.LOWER for sign in _AT_MOST},
}


def _without_number(lines: Sequence[Line]) -> str:
    stated = [line for line in lines if line.kind is not ThresholdKind.NONE_STATED]
    return "the line is in words" if stated else "no line is stated"


def _cannot(because: str) -> Proposal:
    return Proposal(Outcome.CANNOT_BE_COMPARED, because, Outcome.CANNOT_BE_COMPARED)
