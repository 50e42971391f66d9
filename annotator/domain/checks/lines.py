"""Whether a lab's lines are what they were: in its last report, and for readers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.domain.boards.line_words import words_of
from annotator.domain.checks.findings import joined
from annotator.domain.history_sentences import quoted
from annotator.domain.views.contents import EvaluationView, ThresholdView
from annotator.domain.vocabulary import ThresholdKind

MOST = 3  # lines that a sentence names


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """A line as a report states it, or stated it before somebody edited the line."""

    line: ThresholdView
    report: str  # its title
    order: tuple[str, int]  # of reports: when it was published, and its number
    stands: bool  # or it was withdrawn, or was edited since
    number: int  # of the line, on the desk


@dataclass(frozen=True, slots=True)
class Moved:
    """The lines of a report, and what they were in the one before it."""

    before: tuple[ReportedLine, ...]
    after: tuple[ReportedLine, ...]

    @property
    def said(self) -> str:
        """What is stated now, and what was, with the reports."""
        now, then = self.after[0].report, self.before[0].report
        return (
            f"{_words(row.line for row in self.after)} in {quoted(now)}, "
            f"{_words(row.line for row in self.before)} in {quoted(then)}"
        )


def moved_between_reports(lines: Sequence[ReportedLine]) -> Moved | None:
    """Return what the newest report states, if the one before it stated something else.

    Only lines of the same kinds are compared, as a report need not repeat all of them; but
    to state none is to state something else.
    """
    standing = [row for row in lines if row.stands]
    if not standing:
        return None
    newest = max(row.order for row in standing)
    after = [row for row in standing if row.order == newest]
    kinds = {row.line.kind for row in after}
    earlier = [
        row
        for row in lines
        if row.order < newest and _are_comparable(row.line.kind, kinds)
    ]
    if not earlier:
        return None
    last = max(row.order for row in earlier)
    before = _once(row for row in earlier if row.order == last)
    if _are_same([row.line for row in before], [row.line for row in after]):
        return None
    return Moved(tuple(before), tuple(after))


def changed_since_published(
    now: EvaluationView, published: EvaluationView | None
) -> str:
    """Return how the lines differ from those that readers see, or "" if they do not."""
    if published is None:
        return ""
    new = _missing(now.thresholds, published.thresholds)
    gone = _missing(published.thresholds, now.thresholds)
    if new and gone:
        return f"{_words(new)} instead of {_words(gone)}"
    if new:
        return f"{_words(new)} {'is' if len(new) == 1 else 'are'} new"
    return f"{_words(gone)} {'is' if len(gone) == 1 else 'are'} gone" if gone else ""


def line_words(line: ThresholdView) -> str:
    """Return what a line is called in a sentence."""
    if line.typed is not None and line.typed.low is not None:
        return f"“{words_of(line.typed.line(line.kind, line.statement))}”"
    if line.kind is ThresholdKind.NONE_STATED:
        return "no line"
    return f"{line.kind} {quoted(line.statement)}"


def _words(lines: Iterable[ThresholdView]) -> str:
    said = [line_words(line) for line in lines]
    left = len(said) - MOST
    return joined([*said[:MOST], f"{left} more"] if left > 0 else said)


def _are_comparable(kind: ThresholdKind, kinds: set[ThresholdKind]) -> bool:
    none = ThresholdKind.NONE_STATED
    return kind in kinds or kind is none or none in kinds


def _once(rows: Iterable[ReportedLine]) -> list[ReportedLine]:
    """Return each line once, as it stood last: an earlier wording of it is no line."""
    newest: dict[int, ReportedLine] = {}
    for row in rows:
        newest.setdefault(row.number, row)
    return list(newest.values())


def _are_same(some: Sequence[ThresholdView], others: Sequence[ThresholdView]) -> bool:
    return not _missing(some, others) and not _missing(others, some)


def _missing(
    some: Iterable[ThresholdView], others: Sequence[ThresholdView]
) -> list[ThresholdView]:
    """Return those of some lines that are not among the others."""
    return list(_not_among(some, others))


def _not_among(
    some: Iterable[ThresholdView], others: Sequence[ThresholdView]
) -> Iterator[ThresholdView]:
    return (line for line in some if not any(_is_same(line, other) for other in others))


def _is_same(one: ThresholdView, other: ThresholdView) -> bool:
    """Whether two lines say the same: by their numbers, or else by their words."""
    if one.kind is not other.kind:
        return False
    if one.kind is ThresholdKind.NONE_STATED:
        return True
    if one.typed and other.typed and None not in (one.typed.low, other.typed.low):
        return one.typed == other.typed
    return one.statement.split() == other.statement.split()
