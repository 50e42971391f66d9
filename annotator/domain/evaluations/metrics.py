"""What was measured, and in how many trials: pass@5, the best of five runs, an accuracy."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.text.printed_numbers import COUNT, counted
from annotator.domain.text.spans import Span


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric or a number of trials, as a text names it."""

    span: Span  # in the text it was found in, in code points
    name: str  # "" if only trials are named
    trials: int | None = None


def metrics(text: str) -> list[Metric]:
    """Return what ``text`` says was measured, in its order."""
    taken = bytearray(len(text))
    found = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found.append(_metric(match))
    return sorted(found, key=_start)


def _metric(match: re.Match[str]) -> Metric:
    said = match.groupdict()
    trials = said.get("trials")
    return Metric(
        Span(*match.span()),
        " ".join((said.get("name") or "").split()),
        int(counted(trials)) if trials else None,
    )


def _start(metric: Metric) -> int:
    return metric.span.start


def metric_of(
    value: Span, sentence: Span, metrics: Sequence[Metric], text: str
) -> tuple[str, int | None]:
    """Return what the result at ``value`` measures, and in how many trials.

    ``metrics`` are those of the text, in its order. One of the sentence is the result's if
    it stands beside it, else the last one before it, else the only one that has trials.
    """
    first = bisect_left(metrics, sentence.start, key=_start)
    last = bisect_right(metrics, sentence.end, lo=first, key=_start)
    after = bisect_left(metrics, value.end, first, last, key=_start)
    near = metrics[max(first, after - _FAR) : min(last, after + _FAR)]
    tried = _nearest(value, [m for m in near if m.trials is not None], text)
    if tried is not None and tried.name:
        return tried.name, tried.trials
    named = _nearest(value, [m for m in near if m.name], text)
    return (named.name if named else ""), (tried.trials if tried else None)


_FAR = 8  # metrics on each side that are looked at


def _nearest(value: Span, metrics: Sequence[Metric], text: str) -> Metric | None:
    after = [metric for metric in metrics if metric.span.start >= value.end]
    before = [metric for metric in metrics if metric.span.start < value.end]
    if after and _BESIDE.fullmatch(text, value.end, after[0].span.start):
        return after[0]
    if before:
        return before[-1]
    is_only = len(after) == 1 and after[0].trials is not None
    return after[0] if is_only else None


_BESIDE = re.compile(r"\s?[(\[,]?\s?[“\"']?")

_RUNS = r"(?:runs?|trials?|attempts?|samples?|tries|seeds?|rollouts?|episodes?)"
_SOME = rf"(?P<trials>{COUNT})"
_STATISTIC = r"(?:mean|average|median|best|max(?:imum)?|min(?:imum)?|normali[sz]ed)"
_MEASURED = (
    r"(?:F1(?:\sscores?)?|AUROC|AUC|accuracy|precision|recall|uplift|speed-?up|scores?|"
    r"(?:attack\s|task\s)?success\srate|(?:pass|win|refusal|harmless(?:\sresponse)?|"
    r"violation|error|completion)\srate)"
)
_PATTERNS = [
    re.compile(pattern)
    for pattern in [
        r"\b(?P<name>(?ai:pass|cons|maj|avg|acc|best|hit)[@^](?:(?P<trials>[0-9]{1,6})|[kKnN])\b)",
        rf"\b(?P<name>(?ai:best|max(?:imum)?|mean|median|average|min(?:imum)?)\s"
        rf"(?:of|over|across)\s(?:the\s|all\s)?{_SOME})"
        rf"(?:\s(?:independent\s)?{_RUNS}\b|(?=\s?[)\],.;:](?![0-9]))|\Z)",
        rf"\b(?:over|across|out of|from|in)\s{_SOME}\s(?:independent\s)?{_RUNS}\b",
        rf"(?<![\w.,/])(?<!of\s){_SOME}\s{_RUNS}\s(?:each|per\s(?:task|challenge|problem|question))\b",
        rf"\b(?P<name>(?:{_STATISTIC}\s)?{_MEASURED})\b",
    ]
]
