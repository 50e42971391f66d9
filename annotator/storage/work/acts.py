"""What people did in the pages of a report, so that they can undo and redo it."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Select, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from annotator.storage.accounts import User
from annotator.storage.database.base import Base, OneOf
from annotator.storage.library.reports import Report


class ActState(StrEnum):
    """Whether an act counts now."""

    DONE = "done"
    UNDONE = "undone"
    PASSED = "passed"  # undone, and the person went on with something else


class Act(Base):
    """One act of a person in a report, done or undone."""

    __tablename__ = "act"
    __table_args__ = (
        Index("ix_act_report_id_user_id_state", "report_id", "user_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey(Report.id))
    user_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    act: Mapped[str]  # of the events that last did or undid it
    said: Mapped[str]  # in words: what it did
    at: Mapped[datetime]
    state: Mapped[ActState] = mapped_column(OneOf(ActState), default=ActState.DONE)


class ToldKind(StrEnum):
    """What sort of act it is that is told in words."""

    DONE = "done"  # to many passages at once
    UNDONE = "undone"  # it undid another act
    REDONE = "redone"  # it redid one that was undone


class ToldAct(Base):
    """What an act did, in words, where its events alone do not say it."""

    __tablename__ = "told_act"

    act: Mapped[str] = mapped_column(primary_key=True)  # of its events
    kind: Mapped[ToldKind] = mapped_column(OneOf(ToldKind))
    said: Mapped[str]  # what was done, undone or redone, such as "Marked “…”"


def told(session: Session, acts: Collection[str]) -> dict[str, ToldAct]:
    """Return what is told in words of these acts, by the id of the act."""
    query = select(ToldAct).where(ToldAct.act.in_(acts))
    return {row.act: row for row in session.scalars(query)}


def to_undo(session: Session, report_id: int, user_id: int | None) -> Act | None:
    """Return the newest act that is done."""
    query = _of(report_id, user_id, ActState.DONE).order_by(Act.id.desc())
    return session.scalar(query.limit(1))


def to_redo(session: Session, report_id: int, user_id: int | None) -> Act | None:
    """Return the act that was undone last: they are undone from the newest."""
    query = _of(report_id, user_id, ActState.UNDONE).order_by(Act.id)
    return session.scalar(query.limit(1))


def pass_undone(session: Session, report_id: int, user_id: int | None) -> None:
    """Give up the acts that were undone: something else was done instead."""
    undone = _of(report_id, user_id, ActState.UNDONE).with_only_columns(Act.id)
    session.execute(update(Act).where(Act.id.in_(undone)).values(state=ActState.PASSED))


def _of(report_id: int, user_id: int | None, state: ActState) -> Select[Act]:
    return select(Act).where(
        Act.report_id == report_id, Act.user_id == user_id, Act.state == state
    )
