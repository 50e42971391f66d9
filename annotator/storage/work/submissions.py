"""Forms that were sent: each once, so that sending one again makes nothing twice."""

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
    digest: Mapped[str]  # of all that was typed in it
    made: Mapped[str]  # an address, or numbers; for whoever answers


_INSERT: dict[str, Callable[..., Any]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}


def reserve(
    session: Session, form_id: str, *, user_id: int | None, at: datetime, **said: str
) -> bool:
    """Note that a form is being saved; False if it was before.

    If another transaction is saving the same form, this waits for its end.
    """
    row = {"form_id": form_id, "user_id": user_id, "at": at, "made": "", **said}
    insert = _INSERT[session.get_bind().dialect.name]
    statement = insert(Submission).values(row).on_conflict_do_nothing()
    done = session.execute(statement.returning(Submission.form_id))
    return done.first() is not None


def find(session: Session, form_id: str) -> Submission | None:
    """Return the form with this id that was sent before, if there is one."""
    return session.scalar(select(Submission).where(Submission.form_id == form_id))


def set_made(session: Session, form_id: str, made: str) -> None:
    """Note what a form made."""
    query = update(Submission).where(Submission.form_id == form_id)
    session.execute(query.values(made=made))


def forget_before(session: Session, moment: datetime) -> None:
    """Forget the forms that were sent before ``moment``."""
    session.execute(delete(Submission).where(Submission.at < moment))
