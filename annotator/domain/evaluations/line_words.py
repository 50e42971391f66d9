"""The words by which a statement says what its lines are."""

import re
from collections.abc import Iterator, Sequence

from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import ThresholdKind


def kinds_said(words: str, given: ThresholdKind | None) -> list[ThresholdKind]:
    """Return the kinds of line that ``words`` name; more than one is in doubt.

    What the lab calls the line counts first, then ``given``, then whom it is taken from.
    """
    called = [kind for kind, pattern in _CALLED if pattern.search(words)]
    if called:
        rules = [kind for kind in called if kind not in _BASELINES]
        return rules or called
    if given is not None:
        return [given]
    return [kind for kind, pattern in _TAKEN_FROM if pattern.search(words)]


def says_none(statement: str) -> bool:
    """Whether a statement says that no line was set."""
    return not statement.strip() or bool(_NONE.search(statement))


def parts_of(statement: str, values: Sequence[Span]) -> Iterator[Span]:
    """Yield the parts of a statement that speak of one kind of line, in order.

    A part that names several kinds is cut again, if that gives each number its own.
    """
    starts = {value.start for value in values}
    for part in _cut(statement, Span(0, len(statement)), _APART):
        words = statement[part.start : part.end]
        finer = list(_cut(statement, part, _LISTED))
        if len(kinds_said(words, None)) > 1 and _tell(statement, finer, starts):
            yield from finer
        else:
            yield part


def _tell(statement: str, parts: Sequence[Span], starts: set[int]) -> bool:
    """Whether each part that holds a number names one kind of line."""
    return all(
        len(kinds_said(statement[part.start : part.end], None)) == 1
        for part in parts
        if not starts.isdisjoint(range(part.start, part.end))
    )


def _cut(statement: str, part: Span, at: re.Pattern[str]) -> Iterator[Span]:
    start = part.start
    for match in at.finditer(statement, part.start, part.end):
        yield Span(start, match.end())
        start = match.end()
    yield Span(start, part.end)


_Kinds = list[tuple[ThresholdKind, re.Pattern[str]]]


def _named(kinds: dict[ThresholdKind, str]) -> _Kinds:
    return [
        (kind, re.compile(words, re.IGNORECASE | re.ASCII))
        for kind, words in kinds.items()
    ]


_APART = re.compile(r";\s?|\n+|(?<=[^.][.])\s(?=[A-Z])")
_LISTED = re.compile(r",\s(?:and\s|but\s|while\s)?|\s(?:and|but|while|or)\s")
_NONE = re.compile(
    r"\A\W*(?:none|n/?a)\b|"
    r"\b(?:no|not\san?|without\san?|rather\sthan\san?)\s(?:\w{1,20}\s){0,2}(?:line|threshold)",
    re.IGNORECASE | re.ASCII,
)

_BASELINES = {
    ThresholdKind.EXPERT_BASELINE,
    ThresholdKind.HUMAN_BASELINE,
    ThresholdKind.EARLIER_MODEL,
}
_LEVEL = r"(?:baselines?|averages?|means?|medians?|scores?|levels?|performance)\b"
_EXPERTS, _HUMANS = (
    r"\bexperts?(?:['’]s?)?",
    r"\b(?:human|novice|participant)s?(?:['’]s?)?",
)
_EARLIER = r"\b(?:earlier|previous|prior|preceding)\s(?:\w{1,20}\s)?models?(?:['’]s?)?|\bpredecessor(?:['’]s)?"
_CALLED = _named(
    {
        ThresholdKind.RULE_OUT: r"\brul(?:e|es|ed|ing)[\s-]out\b|(?<!not )\bacceptable\b",
        ThresholdKind.RULE_IN: r"\brul(?:e|es|ed|ing)[\s-]in\b|\bunacceptable\b|\bnot acceptable\b|"
        r"\bsignificant(?:ly)?\s(?:\w{1,20}\s){0,2}risk\b",
        ThresholdKind.ALERT: r"\balert\b|\bearly[\s-]warning\b|\byellow[\s-]line\b",
        ThresholdKind.TARGET: r"\btargets?\b|\bgoal\b|\bwe\saim\b",
        ThresholdKind.EXPERT_BASELINE: rf"{_EXPERTS}\s{_LEVEL}",
        ThresholdKind.HUMAN_BASELINE: rf"{_HUMANS}\s{_LEVEL}",
        ThresholdKind.EARLIER_MODEL: rf"(?:{_EARLIER})\s{_LEVEL}",
    }
)
_TAKEN_FROM = _named(
    {
        ThresholdKind.EXPERT_BASELINE: rf"{_EXPERTS}\b",
        ThresholdKind.HUMAN_BASELINE: rf"{_HUMANS}\b",
        ThresholdKind.EARLIER_MODEL: _EARLIER,
    }
)
