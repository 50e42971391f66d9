"""Submissions: forms that were sent, so that sending one again makes nothing twice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from annotator.storage.accounts import User
from annotator.storage.database.base import Base


class Submission(Base):
    """One form that somebody sent, and what it made."""

    __tablename__ = "submission"

    form_id: Mapped[str] = mapped_column(primary_key=True)  # random, from the form
    user_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime] = mapped_column(index=True)
    form: Mapped[str]  # which form it was
    digest: Mapped[str]  # of everything that was typed in it
    made: Mapped[str]  # an address or ids, for answering a repeated form


_INSERT: dict[str, Callable[..., Any]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}


def reserve(
    session: Session, form_id: str, *, user_id: int | None, at: datetime, **facts: str
) -> bool:
    """Record that a form is being saved; return False if it was saved before.

    If another transaction is saving the same form, wait until it ends.
    """
    row = {"form_id": form_id, "user_id": user_id, "at": at, "made": "", **facts}
    insert = _INSERT[session.get_bind().dialect.name]
    statement = insert(Submission).values(row).on_conflict_do_nothing()
    done = session.execute(statement.returning(Submission.form_id))
    return done.first() is not None


def find(session: Session, form_id: str) -> Submission | None:
    """Return the submission of the form with this id, if there is one."""
    return session.scalar(select(Submission).where(Submission.form_id == form_id))


def set_made(session: Session, form_id: str, made: str) -> None:
    """Record what a form made."""
    query = update(Submission).where(Submission.form_id == form_id)
    session.execute(query.values(made=made))


def forget_before(session: Session, moment: datetime) -> None:
    """Delete the submissions from before ``moment``."""
    session.execute(delete(Submission).where(Submission.at < moment))
