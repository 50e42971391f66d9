"""Absences: what a report does not say, the searches for it, and the judgements."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Select,
    and_,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.errors import NotFoundError
from annotator.storage.accounts import User
from annotator.storage.database.base import AppendOnly, Base
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision, newest_not_removed


class Absence(Base):
    """A statement that a report does not say something; its wording never changes."""

    __tablename__ = "absence"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey(Report.id), index=True)
    statement: Mapped[str]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    report: Mapped[Report] = relationship(lazy="raise_on_sql")


class AbsenceRun(AppendOnly, Base):
    """What the queries of an absence found in one file at one time; the newest counts."""

    __tablename__ = "absence_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    absence_id: Mapped[int] = mapped_column(ForeignKey(Absence.id), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    queries: Mapped[list[Any]] = mapped_column(JSON)
    hits: Mapped[list[Any]] = mapped_column(JSON)  # see domain.absences.AbsenceHit
    total: Mapped[int]  # sentences found, of which at most MOST_HITS are listed
    unread: Mapped[list[Any]] = mapped_column(JSON)  # pages without text
    text_version: Mapped[str]  # of the text that was searched
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    by: Mapped[str]  # the name they had then
    at: Mapped[datetime]
    revision: Mapped[Revision] = relationship(lazy="raise_on_sql")


class AbsenceJudgement(AppendOnly, Base):
    """Whether a sentence says what an absence denies; the newest for a sentence counts."""

    __tablename__ = "absence_judgement"

    id: Mapped[int] = mapped_column(primary_key=True)
    absence_id: Mapped[int] = mapped_column(ForeignKey(Absence.id), index=True)
    sentence: Mapped[str]  # folded: domain.absences.sentence_key
    says: Mapped[bool]
    reason: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    by: Mapped[str]
    at: Mapped[datetime]


def _of_reports() -> Select[Absence]:
    """Select the absences of reports that were not removed."""
    return select(Absence).join(Absence.report).where(Report.removed_at.is_(None))


def by_id(session: Session, absence_id: int) -> Absence:
    """Return an absence with its report; raise NotFoundError if there is none.

    Absences of removed reports are not found.
    """
    query = _of_reports().where(Absence.id == absence_id)
    absence = session.scalar(query.options(selectinload(Absence.report)))
    if absence is None:
        raise NotFoundError("absence", absence_id)
    return absence


def of_ids(session: Session, absence_ids: Collection[int]) -> Sequence[Absence]:
    """Return these absences with their reports, including withdrawn ones."""
    query = _of_reports().where(Absence.id.in_(absence_ids))
    query = query.options(selectinload(Absence.report))
    return session.scalars(query.order_by(Absence.id)).all()


def not_withdrawn(session: Session) -> Sequence[Absence]:
    """Return every standing absence with its report, newest first."""
    query = select(Absence).where(Absence.withdrawn_at.is_(None))
    query = query.options(selectinload(Absence.report))
    return session.scalars(query.order_by(Absence.id.desc())).all()


def newest_first(
    session: Session, among: Collection[int] | None, *, limit: int, offset: int
) -> Sequence[Absence]:
    """Return standing absences (``among`` these, if given) with their reports."""
    query = select(Absence).where(Absence.withdrawn_at.is_(None))
    if among is not None:
        query = query.where(Absence.id.in_(among))
    query = query.options(selectinload(Absence.report)).order_by(Absence.id.desc())
    return session.scalars(query.limit(limit).offset(offset)).all()


def how_many(session: Session) -> int:
    """Return how many absences stand."""
    query = select(func.count(Absence.id)).where(Absence.withdrawn_at.is_(None))
    return session.scalar(query) or 0


def of_report(session: Session, report_id: int) -> Sequence[Absence]:
    """Return the standing absences of a report, oldest first."""
    query = select(Absence).where(
        Absence.report_id == report_id, Absence.withdrawn_at.is_(None)
    )
    query = query.options(selectinload(Absence.report))
    return session.scalars(query.order_by(Absence.id)).all()


def newest_runs(
    session: Session,
    absence_ids: Collection[int],
    among: Collection[int] | None = None,
) -> dict[int, AbsenceRun]:
    """Return the newest run of each absence, with its file.

    If ``among`` is given, only runs in these files (ids of revisions) count.
    """
    newest = select(func.max(AbsenceRun.id)).where(
        AbsenceRun.absence_id.in_(absence_ids)
    )
    if among is not None:
        newest = newest.where(AbsenceRun.revision_id.in_(among))
    query = select(AbsenceRun).where(
        AbsenceRun.id.in_(newest.group_by(AbsenceRun.absence_id))
    )
    query = query.options(selectinload(AbsenceRun.revision))
    return {run.absence_id: run for run in session.scalars(query)}


def files_searched(
    session: Session, absence_ids: Collection[int], public: Collection[int]
) -> dict[int, int]:
    """Return the file of the newest run of each absence, by the absence's id.

    The newest run in a ``public`` file comes before newer ones in others.
    """
    query = select(AbsenceRun.absence_id, AbsenceRun.revision_id).where(
        AbsenceRun.absence_id.in_(absence_ids)
    )
    shown = AbsenceRun.revision_id.in_(public)
    rows = session.execute(query.order_by(shown, AbsenceRun.id))
    return dict(iter(rows))  # the last of each absence stays


def runs_of(session: Session, absence_id: int) -> Sequence[AbsenceRun]:
    """Return every run of an absence with its file, newest first."""
    query = select(AbsenceRun).where(AbsenceRun.absence_id == absence_id)
    query = query.options(selectinload(AbsenceRun.revision))
    return session.scalars(query.order_by(AbsenceRun.id.desc())).all()


def judgements(
    session: Session, absence_ids: Collection[int]
) -> dict[int, dict[str, AbsenceJudgement]]:
    """Return the newest judgement of each sentence, by absence and sentence key."""
    query = select(AbsenceJudgement).where(AbsenceJudgement.absence_id.in_(absence_ids))
    found: dict[int, dict[str, AbsenceJudgement]] = {key: {} for key in absence_ids}
    for row in session.scalars(query.order_by(AbsenceJudgement.id)):
        found[row.absence_id][row.sentence] = row
    return found


# Counts for every page of the desk; they do not load whole runs


def incomplete(session: Session) -> set[int]:
    """Return the standing absences that cannot hold, however sentences are judged.

    Their newest run did not search the present text of the newest file, or found more
    sentences than it lists.
    """
    query = select(AbsenceRun.absence_id).join(AbsenceRun.revision)
    return set(session.scalars(query.where(_is_newest_run(), ~_is_complete())))


def found_sentences(session: Session) -> dict[int, list[str]]:
    """Return the sentences in the newest runs of the other absences, by absence.

    Absences for which nothing was found are left out, as they hold.
    """
    query = select(AbsenceRun.absence_id, AbsenceRun.hits).join(AbsenceRun.revision)
    query = query.where(_is_newest_run(), _is_complete(), AbsenceRun.total > 0)
    return {
        number: [hit["words"] for hit in hits]
        for number, hits in session.execute(query)
    }


def sayings(
    session: Session, absence_ids: Collection[int]
) -> dict[int, dict[str, bool]]:
    """Return whether each sentence was judged to say it, by absence and sentence key."""
    query = select(
        AbsenceJudgement.absence_id, AbsenceJudgement.sentence, AbsenceJudgement.says
    ).where(AbsenceJudgement.absence_id.in_(absence_ids))
    found: dict[int, dict[str, bool]] = {key: {} for key in absence_ids}
    for number, sentence, says in session.execute(query.order_by(AbsenceJudgement.id)):
        found[number][sentence] = says
    return found


def _is_newest_run() -> ColumnElement[bool]:
    newest = select(func.max(AbsenceRun.id)).where(
        AbsenceRun.absence_id.in_(
            select(Absence.id).where(Absence.withdrawn_at.is_(None))
        )
    )
    return AbsenceRun.id.in_(newest.group_by(AbsenceRun.absence_id))


def _is_complete() -> ColumnElement[bool]:
    """Whether a run lists all that the present text of the newest file has."""
    return and_(
        Revision.id.in_(newest_not_removed()),
        AbsenceRun.text_version
        == Revision.extractor + " " + Revision.extractor_version,
        # SQLite and PostgreSQL both have this function.
        AbsenceRun.total == func.json_array_length(AbsenceRun.hits),
    )
