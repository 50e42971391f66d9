"""A board as records, one for each result: what its CSV and JSON say."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from annotator.domain.boards.line_words import words_of
from annotator.domain.evaluations.typed import TypedResult
from annotator.domain.views.contents import (
    EvaluationView,
    QuoteView,
    ResultView,
    ThresholdView,
)


@dataclass(frozen=True, slots=True)
class Record:
    """A result with its evaluation's lines; numbers are as typed, texts as printed.

    What is not known is "". Nothing in it is rounded.
    """

    evaluation: str
    name: str
    kind: str
    developer: str
    lines: str  # in words, separated by "; "
    line_used: str  # by the lab
    model: str
    metric: str
    split: str
    snapshot: str
    state: str
    printed: str
    number: str
    to: str  # the end of a range that begins at number
    of: str  # of how many number is a share
    unit: str
    comparison: str
    low: str  # of the interval
    high: str
    interval: str  # as printed
    interval_meaning: str
    n: str
    trials: str
    elicitation: str
    direction: str
    outcome: str
    is_set_aside: bool  # by the lab
    reason: str  # the lab's, for setting it aside
    report: str  # slug
    file: str  # SHA-256
    page: str  # as printed
    passage: str
    no_source: str  # why there is no page


def records_of(tests: Sequence[EvaluationView]) -> list[dict[str, str | bool]]:
    """Return a record for each result of some evaluations, in their order.

    An evaluation without results has none: its lines alone are no row of a table.
    """
    return [asdict(record) for test in tests for record in _records(test)]


def columns() -> list[str]:
    """Return the names of a record's fields, in their order."""
    return list(Record.__slots__)


def _records(test: EvaluationView) -> Iterator[Record]:
    lines = [_line(threshold) for threshold in test.thresholds]
    for result in test.results:
        typed = result.typed or TypedResult()
        used = None if result.invoked is None else lines[result.invoked]
        yield Record(
            evaluation=test.slug,
            name=test.name,
            kind=test.kind,
            developer=test.developer,
            lines="; ".join(lines),
            line_used=used or "",
            model=result.model,
            metric=result.metric or test.metric,
            split=result.split,
            snapshot=result.snapshot,
            state=result.state,
            printed=result.value,
            number=_plain(typed.number),
            to=_plain(typed.to),
            of=_plain(typed.of),
            unit=typed.unit,
            comparison=typed.comparison,
            low=_plain(typed.low),
            high=_plain(typed.high),
            interval=result.interval,
            interval_meaning=_plain(typed.interval_meaning),
            n=result.n,
            trials=_plain(typed.trials),
            elicitation=typed.elicitation,
            direction=_plain(test.direction),
            outcome=_plain(typed.outcome),
            is_set_aside=_is_set_aside(result),
            reason=result.discount,
            **_source(result.quote),
            no_source=result.no_source,
        )


def _line(threshold: ThresholdView) -> str:
    typed = threshold.typed
    if typed is None or typed.low is None:
        return ": ".join(filter(None, [threshold.kind, threshold.statement]))
    return words_of(typed.line(threshold.kind, threshold.statement))


def _is_set_aside(result: ResultView) -> bool:
    return bool(result.discount or result.discount_quote)


def _source(quote: QuoteView | None) -> dict[str, str]:
    if quote is None:
        return dict.fromkeys(("report", "file", "page", "passage"), "")
    return {
        "report": quote.report,
        "file": quote.revision,
        "page": quote.page_label,
        "passage": str(quote.passage),
    }


def _plain(value: object) -> str:
    """Return a number or a word as text; 1E+2 is written 100."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
