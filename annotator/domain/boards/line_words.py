"""What a line is called on a board: "rules out below 0.50"."""

from decimal import Decimal

from annotator.domain.evaluations.lines import Line
from annotator.domain.evaluations.scales import plain
from annotator.domain.vocabulary import ThresholdKind


def words_of(line: Line) -> str:
    """Return a line that has a number in words: what it is, on which side, and where."""
    number = f"{_number(line)}{_unit(line)}"
    if line.kind in _BASELINES and not line.comparison:
        return f"{line.kind} {number}"
    kind = _KINDS.get(line.kind, "line")
    return f"{kind} {_SIDES.get(line.comparison, 'at {}').format(number)}"


def with_unit(number: str, unit: str) -> str:
    """Return a number with its unit; signs such as × stand right behind it."""
    if not unit:
        return number
    return f"{number}{unit}" if unit in _CLOSE else f"{number}\N{NO-BREAK SPACE}{unit}"


def _number(line: Line) -> str:
    low, high = line.low or Decimal(0), line.high
    ends = [low] if high is None or high == low else [low, high]
    number = " to ".join(map(plain, ends))
    return number if line.of is None else f"{number} of {plain(line.of)}"


def _unit(line: Line) -> str:
    return with_unit("", line.unit) if line.unit else ""


_CLOSE = {"×", "x"}
_BASELINES = {
    ThresholdKind.TARGET,
    ThresholdKind.HUMAN_BASELINE,
    ThresholdKind.EXPERT_BASELINE,
    ThresholdKind.EARLIER_MODEL,
}
_KINDS: dict[ThresholdKind | None, str] = {
    ThresholdKind.RULE_OUT: "rules out",
    ThresholdKind.RULE_IN: "rules in",
    ThresholdKind.ALERT: "alert",
    **{kind: str(kind) for kind in _BASELINES},
}
_SIDES = {
    "<": "below {}",
    "≤": "at {} or less",
    ">": "above {}",
    "≥": "at {} or more",
    "≈": "at about {}",
}
