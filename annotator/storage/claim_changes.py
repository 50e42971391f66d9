"""When claims were changed, and which have been since they were published."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from annotator.domain.vocabulary import State
from annotator.storage.claims.absences import AbsenceJudgement, AbsenceRun
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.critiques import Critique
from annotator.storage.claims.evaluations import Result
from annotator.storage.claims.evidence import Evidence
from annotator.storage.claims.tensions import Tension, joined
from annotator.storage.claims.verdicts import Verdict
from annotator.storage.database.base import UtcDateTime
from annotator.storage.events import Event
from annotator.storage.library.labs import Model
from annotator.storage.passages.passages import Placement
from annotator.storage.published.publications import PageKind, Publication, latest

# Tables whose rows claims of many kinds show: names, results, and who wrote what.
_SHARED = (
    "lab", "model", "category", "reason", "evaluation", "threshold", "result", "report", "revision",
    "user_account",
)  # fmt: skip

# A save that began so long before a publication may be kept after it: writers wait for
# one another (see BUSY_TIMEOUT_MILLISECONDS).
IN_FLIGHT = timedelta(seconds=30)


class _Latest(FunctionElement[datetime]):
    """The latest of several times, none of which is NULL."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(_Latest)
def _in_postgresql(element: _Latest, compiler: SQLCompiler, **options: Any) -> str:
    return f"greatest({compiler.process(element.clauses, **options)})"


@compiles(_Latest, "sqlite")
def _in_sqlite(element: _Latest, compiler: SQLCompiler, **options: Any) -> str:
    return f"max({compiler.process(element.clauses, **options)})"


def changed_at(
    but: InstrumentedAttribute[datetime] | None = None,
) -> ColumnElement[datetime]:
    """Return the time of a claim's latest change, for a query on claims.

    A change of its evidence or tensions, a critique and a verdict are changes of the
    claim. Changes at the time ``but`` do not count.
    """
    counts = [] if but is None else [Event.at != but]
    of_claim = select(func.max(Event.at)).where(
        Event.entity == "claim", Event.entity_id == cast(Claim.id, String), *counts
    )
    of_parts = [
        select(func.max(Event.at))
        .select_from(part)
        .join(Event, Event.entity_id == cast(part.id, String))
        .where(Event.entity == part.__tablename__, part.claim_id == Claim.id)
        for part in (Evidence, Tension)
    ]
    critique = select(func.max(Critique.at)).where(Critique.claim_id == Claim.id)
    verdict = select(func.max(Verdict.at)).where(Verdict.claim_id == Claim.id)
    return _latest_of(of_claim, *of_parts, critique, verdict)


def judged(session: Session, claim_ids: Sequence[int]) -> dict[int, datetime]:
    """Return when the newest verdict on each claim was given, by claim."""
    query = (
        select(Verdict.claim_id, func.max(Verdict.at))
        .where(Verdict.claim_id.in_(claim_ids))
        .group_by(Verdict.claim_id)
    )
    return dict(iter(session.execute(query)))


def grounds_changed(session: Session, claim_ids: Sequence[int]) -> dict[int, datetime]:
    """Return when what claims rest on was added to, changed or taken back last, by claim.

    That is their evidence, the results that it points to, and tensions.
    """
    of_parts = [
        select(part.claim_id, func.max(Event.at))
        .join(Event, Event.entity_id == cast(part.id, String))
        .where(Event.entity == part.__tablename__)
        .where(part.claim_id.in_(claim_ids))
        .group_by(part.claim_id)
        for part in (Evidence, Tension)
    ]
    of_results = (
        select(Evidence.claim_id, func.max(Event.at))
        .join(Event, Event.entity_id == cast(Evidence.result_id, String))
        .where(Event.entity == Result.__tablename__)
        .where(Evidence.claim_id.in_(claim_ids), Evidence.withdrawn_at.is_(None))
        .group_by(Evidence.claim_id)
    )
    found: dict[int, datetime] = {}
    for query in (*of_parts, of_results):
        for claim, at in session.execute(query):
            found[claim] = max(at, found.get(claim, at))
    return found


def unpublished(session: Session, model_ids: Sequence[int]) -> Sequence[int]:
    """Return the ids of claims about these models that are drafts or in review."""
    query = select(Claim.id).where(
        Claim.models.any(Model.id.in_(model_ids)),
        Claim.state.in_((State.DRAFT, State.IN_REVIEW)),
    )
    return session.scalars(query.order_by(Claim.id)).all()


def touched(session: Session, model_ids: Sequence[int]) -> list[int]:
    """Return the ids of published claims about these models that may have changed since.

    Each of the others shows the same as when it was published. Some of these do, too: a
    change may have been taken back, or concern what a claim does not show.
    """
    query = (
        select(Claim.id, Publication.at, changed_at(Publication.at), _looked_at())
        .join(
            Publication,
            (Publication.kind == PageKind.CLAIM) & (Publication.slug == Claim.slug),
        )
        .where(
            Claim.state == State.PUBLISHED,
            Claim.models.any(Model.id.in_(model_ids)),
            Publication.id.in_(latest()),
        )
    )
    shared = _shared_change(session)
    return [
        number
        for number, published, changed, looked_at in session.execute(
            query.order_by(Claim.id)
        )
        if changed > published - IN_FLIGHT
        or max(looked_at, shared or looked_at) > published
    ]


def _shared_change(session: Session) -> datetime | None:
    """Return when something that many claims show was changed last."""
    changed = session.scalar(
        select(func.max(Event.at)).where(Event.entity.in_(_SHARED))
    )
    published = session.scalar(
        select(func.max(Publication.at)).where(Publication.kind == PageKind.REPORT)
    )
    return max((at for at in (changed, published) if at is not None), default=None)


def _looked_at() -> ColumnElement[datetime]:
    """Return when a claim's quotes and absences were looked for or decided on last."""
    placed = select(func.max(Placement.checked_at))
    quoted = placed.join(Evidence, Evidence.passage_id == Placement.passage_id)
    results = placed.join(Result, Result.passage_id == Placement.passage_id).join(
        Evidence, Evidence.result_id == Result.id
    )
    runs = select(func.max(AbsenceRun.at)).join(
        Evidence, Evidence.absence_id == AbsenceRun.absence_id
    )
    judged = select(func.max(AbsenceJudgement.at)).join(
        Evidence, Evidence.absence_id == AbsenceJudgement.absence_id
    )
    linked = (quoted, results, runs, judged)
    pairs = joined().subquery()
    tense = placed.join(pairs, pairs.c.passage_id == Placement.passage_id)
    return _latest_of(
        placed.where(Placement.passage_id == Claim.assertion_id),
        tense.where(pairs.c.claim_id == Claim.id),
        *(query.where(Evidence.claim_id == Claim.id) for query in linked),
    )


def _latest_of(*queries: Select[Any]) -> ColumnElement[datetime]:
    """Return the latest of the times that these find for a claim, or when it was made."""
    found = (query.correlate(Claim, Publication).scalar_subquery() for query in queries)
    made = Claim.created_at
    return _Latest(made, *(func.coalesce(time, made) for time in found))
