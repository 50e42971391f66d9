"""The lines of evaluations as they are and as they were, each with the report it is from."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.domain.evaluations.typed import TypedLine
from annotator.domain.vocabulary import ThresholdKind
from annotator.storage.claims.evaluations import Threshold
from annotator.storage.events import Event, untold
from annotator.storage.library.reports import Report
from annotator.storage.passages.passages import Passage


class LineState(NamedTuple):
    """What a line said at some time, and in which report."""

    evaluation: int
    line: int
    kind: ThresholdKind
    statement: str
    typed: TypedLine
    report: int
    title: str
    published: str
    stands: bool  # it says so now, and is not withdrawn


_NAMES = (
    *("kind", "statement", "passage_id"),
    *("comparison", "low", "high", "of", "unit"),
)


def line_states(
    session: Session, evaluation_ids: Collection[int]
) -> dict[int, list[LineState]]:
    """Return what the lines of evaluations say and once said, by evaluation.

    Withdrawn lines are among them; what cites no passage is not. The newest wording of
    each line stands first.
    """
    query = select(Threshold).where(Threshold.evaluation_id.in_(evaluation_ids))
    lines = session.scalars(query.order_by(Threshold.id)).all()
    changes = _changes(session, lines)
    states = [
        (line, values, at == 0 and line.withdrawn_at is None)
        for line in lines
        for at, values in enumerate(_backwards(line, changes.get(str(line.id), [])))
    ]
    reports = _reports(session, {values["passage_id"] for _, values, _ in states})
    found: dict[int, list[LineState]] = {}
    for line, values, stands in states:
        if values["passage_id"] in reports:
            report = reports[values["passage_id"]]
            state = _state(line, values, report, stands=stands)
            found.setdefault(line.evaluation_id, []).append(state)
    return found


def _changes(session: Session, lines: Sequence[Threshold]) -> dict[str, list[Event]]:
    """Return the changes of lines, newest first, by the id of the line as a key."""
    query = select(Event).where(
        Event.entity == Threshold.__tablename__,
        Event.entity_id.in_([str(line.id) for line in lines]),
        Event.action == "changed",
    )
    found: dict[str, list[Event]] = {}
    for change in session.scalars(query.order_by(Event.id.desc())):
        found.setdefault(change.entity_id, []).append(change)
    return found


def _backwards(line: Threshold, changes: Sequence[Event]) -> Iterator[dict[str, Any]]:
    """Yield the values of a line now, and before each act that changed it."""
    values = {name: getattr(line, name) for name in _NAMES}
    yield values
    for _, of_act in groupby(changes, key=lambda change: change.act):
        for change in of_act:
            values = values | {
                name: untold(line, name, value)
                for name, value in change.before.items()
                if name in _NAMES
            }
        yield values


def _reports(
    session: Session, passage_ids: set[int | None]
) -> dict[int, tuple[int, str, str]]:
    """Return the id, the title and the date of the report of each passage."""
    query = (
        select(Passage.id, Report.id, Report.title, Report.published)
        .join(Passage.report)
        .where(Passage.id.in_([one for one in passage_ids if one is not None]))
    )
    return {
        passage: (number, title, published)
        for passage, number, title, published in session.execute(query)
    }


def _state(
    line: Threshold,
    values: dict[str, Any],
    report: tuple[int, str, str],
    *,
    stands: bool,
) -> LineState:
    typed = TypedLine(
        *(values[name] for name in ("comparison", "low", "high", "of", "unit"))
    )
    return LineState(
        line.evaluation_id,
        line.id,
        values["kind"],
        values["statement"],
        typed,
        *report,
        stands,
    )
