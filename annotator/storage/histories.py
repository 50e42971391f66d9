"""The history as acts: which there are, and some of the rows that they changed."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from annotator.storage.claims.absences import Absence
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.critiques import Critique
from annotator.storage.claims.evaluations import Evaluation, Result, Threshold
from annotator.storage.claims.evidence import Evidence
from annotator.storage.claims.relations import Relation
from annotator.storage.claims.tensions import Tension
from annotator.storage.claims.verdicts import Verdict, VerdictReason
from annotator.storage.events import Event
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision
from annotator.storage.passages.passages import Passage, Placement

# Their rows are large, and what they are about is read from the tables.
_LARGE = ("publication", "placement", "absence_run", "revision")


@dataclass(frozen=True)
class HistoryFilters:
    """Which acts are listed: those with a change that meets all that is given."""

    person: int | None = None
    is_program: bool = False  # what nobody did who has an account
    tables: tuple[str, ...] = ()
    action: str = ""  # "created", "changed" or "deleted"
    report: int | None = None
    claim: str = ""  # its slug
    evaluation: str = ""  # likewise
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class ActRow:
    """An act, known by its first change that meets the filters."""

    first: int  # id of that event
    act: str
    at: datetime
    actor: str


@dataclass(frozen=True)
class ChangeRow:
    """One event, without the values that are large."""

    id: int
    act: str
    action: str
    table: str
    key: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


# Which acts there are


def acts(
    session: Session, filters: HistoryFilters, *, limit: int, offset: int
) -> list[ActRow]:
    """Return acts with a change that meets the filters, the newest first."""
    earlier = aliased(Event)
    is_first = (
        ~select(earlier.id)
        .where(earlier.act == Event.act, earlier.id < Event.id, *_met(earlier, filters))
        .exists()
    )
    query = select(Event.id, Event.act, Event.at, Event.actor).where(
        *_met(Event, filters), is_first
    )
    query = query.order_by(Event.id.desc()).limit(limit).offset(offset)
    return [ActRow(*row) for row in session.execute(query)]


def act_of(session: Session, event_id: int) -> ActRow | None:
    """Return the act that an event belongs to, if there is that event."""
    query = select(Event.id, Event.act, Event.at, Event.actor)
    row = session.execute(query.where(Event.id == event_id)).one_or_none()
    return ActRow(*row) if row else None


def _met(event: type[Event], filters: HistoryFilters) -> list[ColumnElement[bool]]:
    simple = {
        event.actor_id: filters.person,
        event.action: filters.action or None,
    }
    met = [column == value for column, value in simple.items() if value is not None]
    if filters.is_program:
        met.append(event.actor_id.is_(None))
    if filters.tables:
        met.append(event.entity.in_(filters.tables))
    if filters.since is not None:
        met.append(event.at >= filters.since)
    if filters.until is not None:
        met.append(event.at < filters.until)
    if filters.report is not None:
        met.append(_about_any(event, _of_report(filters.report)))
    if filters.claim:
        met.append(_about_any(event, _of_claim(filters.claim)))
    if filters.evaluation:
        met.append(_about_any(event, _of_evaluation(filters.evaluation)))
    return met


def _of_report(report: int) -> dict[str, Select[int]]:
    """Select what belongs to a report: its files, its passages and what links them."""
    passages = select(Passage.id).where(Passage.report_id == report)
    absences = select(Absence.id).where(Absence.report_id == report)
    return {
        "report": select(Report.id).where(Report.id == report),
        "revision": select(Revision.id).where(Revision.report_id == report),
        "passage": passages,
        "absence": absences,
        "evidence": select(Evidence.id).where(
            Evidence.passage_id.in_(passages) | Evidence.absence_id.in_(absences)
        ),
        "tension": select(Tension.id).where(
            Tension.passage_id.in_(passages) | Tension.other_id.in_(passages)
        ),
        "placement": select(Placement.id).where(Placement.passage_id.in_(passages)),
    }


def _of_claim(slug: str) -> dict[str, Select[int]]:
    """Select what belongs to a claim: its links, tensions, critiques and verdicts."""
    claim = select(Claim.id).where(Claim.slug == slug)
    verdicts = select(Verdict.id).where(Verdict.claim_id.in_(claim))
    return {
        "claim": claim,
        "evidence": select(Evidence.id).where(Evidence.claim_id.in_(claim)),
        "tension": select(Tension.id).where(Tension.claim_id.in_(claim)),
        "critique": select(Critique.id).where(Critique.claim_id.in_(claim)),
        "verdict": verdicts,
        "verdict_reason": select(VerdictReason.id).where(
            VerdictReason.verdict_id.in_(verdicts)
        ),
    }


def _of_evaluation(slug: str) -> dict[str, Select[int]]:
    """Select what belongs to an evaluation: its lines, results and relations."""
    test = select(Evaluation.id).where(Evaluation.slug == slug)
    return {
        "evaluation": test,
        "threshold": select(Threshold.id).where(Threshold.evaluation_id.in_(test)),
        "result": select(Result.id).where(Result.evaluation_id.in_(test)),
        "relation": select(Relation.id).where(Relation.evaluation_id.in_(test)),
    }


def _about_any(
    event: type[Event], rows: Mapping[str, Select[int]]
) -> ColumnElement[bool]:
    """Whether an event is about one of these rows, by their tables."""
    return or_(
        *(
            and_(
                event.entity == table,
                event.entity_id.in_(select(cast(found.subquery().c[0], String))),
            )
            for table, found in rows.items()
        )
    )


# What they changed


def counts(
    session: Session, names: Collection[str]
) -> dict[str, dict[tuple[str, str], int]]:
    """Return how many rows of each table each act created, changed and deleted."""
    query = (
        select(Event.act, Event.entity, Event.action, func.count())
        .where(Event.act.in_(names))
        .group_by(Event.act, Event.entity, Event.action)
    )
    found: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for act, table, action, number in session.execute(query):
        found[act][table, action] = number
    return found


def some_changes(
    session: Session, names: Collection[str], most: int
) -> list[ChangeRow]:
    """Return the first rows of each table that each act created, changed and deleted."""
    place = func.row_number().over(
        partition_by=(Event.act, Event.entity, Event.action), order_by=Event.id
    )
    numbered = (
        select(Event.id, place.label("place")).where(Event.act.in_(names)).subquery()
    )
    first = select(numbered.c.id).where(numbered.c.place <= most)
    return _changes(session, Event.id.in_(first))


def changes_of(
    session: Session, act: str, *, limit: int, offset: int
) -> list[ChangeRow]:
    """Return a page of the rows that an act changed, in their order."""
    query = select(Event.id).where(Event.act == act).order_by(Event.id)
    ids = session.scalars(query.limit(limit).offset(offset)).all()
    return _changes(session, Event.id.in_(ids))


def _changes(session: Session, which: ColumnElement[bool]) -> list[ChangeRow]:
    is_large = and_(Event.entity.in_(_LARGE), Event.action == "created")
    query = select(
        Event.id,
        Event.act,
        Event.action,
        Event.entity,
        Event.entity_id,
        case((is_large, null()), else_=Event.before),
        case((is_large, null()), else_=Event.after),
    ).where(which)
    return [
        ChangeRow(number, act, action, table, key, before or {}, after or {})
        for number, act, action, table, key, before, after in session.execute(
            query.order_by(Event.id)
        )
    ]
