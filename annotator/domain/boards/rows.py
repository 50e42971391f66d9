"""A row of a board: one evaluation, its lines and what each model did, on one axis."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from annotator.domain.boards import line_words, scaling
from annotator.domain.boards.axes import Axis, axis_of
from annotator.domain.evaluations.lines import Line
from annotator.domain.evaluations.outcomes import said_direction
from annotator.domain.evaluations.scales import Quantity
from annotator.domain.evaluations.typed import TypedResult
from annotator.domain.views.contents import (
    EvaluationView,
    QuoteView,
    ResultView,
    ThresholdView,
)
from annotator.domain.vocabulary import Direction, ResultState, ThresholdKind


@dataclass(frozen=True, slots=True)
class Sign:
    """What the dots of a model look like, so that they are known without colour."""

    shape: str
    fill: str  # "solid", "pale" or "hollow"


@dataclass(frozen=True, slots=True)
class RowLine:
    """A line on the axis; ``start`` and ``end`` are the same unless it is a range."""

    start: float
    end: float
    words: str
    is_invoked: bool  # whether the lab held a result against it
    page: str  # as printed, of the passage that draws it


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the axis: "between" the lines, or "over" the last one."""

    start: float
    end: float
    name: str


@dataclass(frozen=True, slots=True)
class RowResult:
    """What one model did: a dot on the axis, a hole, or words."""

    model: str
    sign: Sign
    which: str  # which of several results of the model it is
    value: str  # as printed, where there is a dot
    interval: str  # as printed
    outcome: str
    words: str = ""  # where there is no dot: what is said, or why there is none
    hole: str = ""  # "withheld", "not run" or "not reported"
    at: float | None = None
    low: float | None = None  # of what is drawn around the dot
    high: float | None = None
    discount: str = ""  # the lab's reason to set it aside
    discount_quote: QuoteView | None = None

    @property
    def is_set_aside(self) -> bool:
        """Whether the lab discounted it."""
        return bool(self.discount or self.discount_quote)


@dataclass(frozen=True, slots=True)
class Row:
    """One evaluation; without an axis if nothing on it can be drawn as a number."""

    slug: str
    name: str
    metric: str
    unit: str
    direction: str
    axis: Axis | None
    lines: tuple[RowLine, ...]  # on the axis
    other_lines: tuple[str, ...]  # in words
    zones: tuple[Zone, ...]
    results: tuple[RowResult, ...]


def row_of(test: EvaluationView, signs: Mapping[str, Sign]) -> Row:
    """Return the row of an evaluation; ``signs`` are by the names of models."""
    drawn = [
        (at, threshold.typed.line(threshold.kind, threshold.statement))
        for at, threshold in enumerate(test.thresholds)
        if threshold.typed and threshold.typed.low is not None
    ]
    lines = [line for _, line in drawn]
    quantities = [*map(_of_line, lines), *_of_results(test.results)]
    unit = scaling.common_unit(quantities)
    on_axis, off_axis = _lines(test, drawn, unit)
    metric = test.metric or next((r.metric for r in test.results if r.metric), "")
    results = tuple(
        _result(result, signs[result.model], unit, metric) for result in test.results
    )
    axis = _axis(on_axis, results, unit)
    direction = test.direction or said_direction(lines)
    return Row(
        slug=test.slug,
        name=test.name,
        metric=metric,
        unit=unit,
        direction=direction or "",
        axis=axis,
        lines=tuple(line for _, line in on_axis),
        other_lines=off_axis,
        zones=tuple(_zones(on_axis, axis, direction)) if axis else (),
        results=tuple(
            _to_the_end(result, one, axis)
            for result, one in zip(test.results, results, strict=True)
        ),
    )


# Lines

_Lines = list[tuple[ThresholdKind | None, RowLine]]


def _lines(
    test: EvaluationView, drawn: Sequence[tuple[int, Line]], unit: str
) -> tuple[_Lines, tuple[str, ...]]:
    """Return the lines that are on the axis, and the words of all others."""
    invoked = {result.invoked for result in test.results}
    by_place = dict(drawn)
    on_axis: _Lines = []
    off_axis: list[str] = []
    for at, threshold in enumerate(test.thresholds):
        line = by_place.get(at)
        scale = scaling.factor(unit, _of_line(line)) if line else None
        if line is None:
            off_axis.append(_in_words(threshold))
        elif scale is None:
            why = scaling.why_not(unit, _of_line(line))
            off_axis.append(f"{line_words.words_of(line)} ({why})")
        else:
            on_axis.append(
                (
                    line.kind,
                    _on_axis(
                        line, scale, is_invoked=at in invoked, quote=threshold.quote
                    ),
                )
            )
    return on_axis, tuple(off_axis)


def _in_words(threshold: ThresholdView) -> str:
    if threshold.names_its_kind:
        return threshold.statement
    is_none = threshold.kind is ThresholdKind.NONE_STATED
    kind = "no line stated" if is_none else threshold.kind.value
    return ": ".join(filter(None, (kind, threshold.statement)))


def _on_axis(
    line: Line,
    scale: float,
    *,
    is_invoked: bool,
    quote: QuoteView | None,
) -> RowLine:
    start = float(line.low or 0) * scale
    has_end = line.high is not None and scaling.can_be_drawn(line.high)
    end = float(line.high or 0) * scale if has_end else start
    page = quote.page_label if quote else ""
    words = line_words.words_of(line)
    return RowLine(min(start, end), max(start, end), words, is_invoked, page)


def _zones(lines: _Lines, axis: Axis, direction: Direction | None) -> Iterator[Zone]:
    """Yield what lies between rule-out and rule-in lines, and on their dangerous side."""
    out = [line for kind, line in lines if kind is ThresholdKind.RULE_OUT]
    within = [line for kind, line in lines if kind is ThresholdKind.RULE_IN]
    if direction is None or not (out or within):
        return
    is_up = direction is Direction.HIGHER
    ends = [[line.end for line in some] for some in (out, within)]
    first, last = (
        (max(some) if is_up else min(some)) if some else None for some in ends
    )
    if first is not None and last is not None and (first < last) is is_up:
        yield Zone(min(first, last), max(first, last), "between")
    over = first if last is None else last
    if over is not None:
        yield Zone(over, axis.high, "over") if is_up else Zone(axis.low, over, "over")


# Results


def _result(result: ResultView, sign: Sign, unit: str, metric: str) -> RowResult:
    typed = result.typed or TypedResult()
    words, at, low, high = _said(result), None, None, None
    quantity = _of_result(typed)
    if quantity is not None and result.state is ResultState.SCORED:
        scale = scaling.factor(unit, quantity)
        if scale is None:
            words = f"{words} ({scaling.why_not(unit, quantity)})"
        else:
            words, at = "", float(quantity.value) * scale
            low, high = _around(typed, at, scale)
    which = [result.metric if result.metric != metric else "", result.split]
    return RowResult(
        model=result.model,
        sign=sign,
        which=", ".join(filter(None, which)),
        value=_printed(result) if at is not None else "",
        interval=result.interval if at is not None else "",
        outcome=typed.outcome or "",
        words=words,
        hole=result.state.value if result.state in _HOLES else "",
        at=at,
        low=low,
        high=high,
        discount=result.discount,
        discount_quote=result.discount_quote,
    )


def _said(result: ResultView) -> str:
    """Return what is said of a result that has no dot."""
    if result.state in _HOLES:
        return ""
    if result.state is ResultState.QUALITATIVE:
        return result.value or "described in words"
    return _printed(result)


def _printed(result: ResultView) -> str:
    if result.value or result.typed is None or result.typed.value is None:
        return result.value
    return str(result.typed.value)


def _around(typed: TypedResult, at: float, scale: float) -> tuple[float | None, ...]:
    """Return what is drawn around a dot: its interval, or the range that it begins."""
    if typed.low is not None and typed.high is not None:
        ends = [typed.low, typed.high]
    elif typed.to is not None and typed.of is None:
        ends = [typed.to]
    else:
        return None, None
    if not all(map(scaling.can_be_drawn, ends)):
        return None, None
    reached = [at, *(float(end) * scale for end in ends)]
    return min(reached), max(reached)


def _to_the_end(result: ResultView, shown: RowResult, axis: Axis | None) -> RowResult:
    """Return a result with what is drawn around it; a bound is open to the axis' end."""
    if axis is None or shown.at is None or result.typed is None:
        return shown
    low, high = shown.low, shown.high
    if result.typed.comparison in {">", "≥"}:
        low, high = shown.at if low is None else low, axis.high
    elif result.typed.comparison in {"<", "≤"}:
        low, high = axis.low, shown.at if high is None else high
    else:
        return shown
    return replace(shown, low=low, high=high)


def _axis(lines: _Lines, results: Sequence[RowResult], unit: str) -> Axis | None:
    numbers = [end for _, line in lines for end in (line.start, line.end)]
    for result in results:
        numbers += [x for x in (result.at, result.low, result.high) if x is not None]
    if not numbers:
        return None
    whole = {scaling.PER_CENT: 100.0, "": 1.0}.get(unit)
    return axis_of(numbers, whole)


def _of_line(line: Line) -> Quantity:
    return Quantity(line.low or Decimal(0), line.unit, line.of)


def _of_result(typed: TypedResult) -> Quantity | None:
    if typed.number is None:
        return None
    return Quantity(typed.number, typed.unit, typed.of)


def _of_results(results: Sequence[ResultView]) -> Iterator[Quantity]:
    for result in results:
        quantity = _of_result(result.typed) if result.typed else None
        if quantity is not None and result.state is ResultState.SCORED:
            yield quantity


_HOLES = {ResultState.WITHHELD, ResultState.NOT_RUN, ResultState.NOT_REPORTED}
