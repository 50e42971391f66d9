"""Apply filters, and count the values of each facet."""

from collections.abc import Callable, Mapping

import numpy as np

from annotator.domain.vocabulary import HitKind
from annotator.search.query.tree import Filter
from annotator.search.words.protocol import Facts
from annotator.search.words.snapshot import KINDS, Ids, IndexSnapshot, Mask

Test = Callable[[Facts], bool]


def narrowed(snapshot: IndexSnapshot, asked: Filter) -> Mask:
    """Return which units a filter lets through."""
    name, value = asked.field, asked.value
    if name == "has":
        return snapshot.has_passage
    if name in {"kind", "what"} and value in set(HitKind):
        return snapshot.is_kind(HitKind(value))
    return snapshot.fits(name, value, _test(name, value))


def _test(name: str, value: str) -> Test:
    tests: dict[str, Test] = {
        "lab": lambda facts: facts.lab == value,
        "model": lambda facts: value in facts.models,
        "report": lambda facts: facts.report == value,
        "kind": lambda facts: facts.kind == value,
        "category": lambda facts: value in facts.categories,
        "stance": lambda facts: value in facts.stances,
        "after": lambda facts: days(facts.published)[0] >= value,
        "before": lambda facts: "" < days(facts.published)[1] <= value,
    }
    return tests.get(name, lambda _: False)


def days(published: str) -> tuple[str, str]:
    """Return the first and last day that a date fact covers, or ("", "") if it has none."""
    first, _, last = published.partition("/")
    if not first[:4].isdigit():
        return "", ""
    return (first + "-01-01"[len(first) - 4 :])[:10], _last_day(last or first)


def _last_day(text: str) -> str:
    # Not every month has a 31st, but dates are only compared as text.
    return (text + "-12-31"[len(text) - 4 :])[:10]


def counts(snapshot: IndexSnapshot, units: Ids) -> Mapping[str, Mapping[str, int]]:
    """Return for each facet how many of ``units`` have each value."""
    found: dict[str, dict[str, int]] = {
        "what": _kinds(snapshot, units),
        **{name: {} for name in ("lab", "model", "report", "kind", "category")},
    }
    often = np.bincount(snapshot.facts_of[units], minlength=1)
    for code in np.flatnonzero(often).tolist():
        _count(found, snapshot.facts[code], int(often[code]))
    return found


def _kinds(snapshot: IndexSnapshot, units: Ids) -> dict[str, int]:
    often = np.bincount(snapshot.column("kind")[units], minlength=len(KINDS)).tolist()
    return {kind: number for kind, number in zip(KINDS, often, strict=True) if number}


def _count(found: dict[str, dict[str, int]], facts: Facts, often: int) -> None:
    values = {
        "lab": (facts.lab,),
        "model": facts.models,
        "report": (facts.report,),
        "kind": (facts.kind,),
        "category": facts.categories,
    }
    for name, having in values.items():
        for value in filter(None, having):
            found[name][value] = found[name].get(value, 0) + often
