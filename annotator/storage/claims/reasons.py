"""Reasons why a claim is not shown: the list that editors keep."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from annotator.domain.errors import NotFoundError
from annotator.storage.database.base import Base, Versioned


class Reason(Versioned, Base):
    """A reason that verdicts may name, and its place in the list."""

    __tablename__ = "reason"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    explanation: Mapped[str]  # one sentence
    position: Mapped[int]


def every(session: Session) -> Sequence[Reason]:
    """Return every reason, in the order of the list."""
    return session.scalars(select(Reason).order_by(Reason.position)).all()


def by_slug(session: Session, slug: str) -> Reason:
    """Return the reason called ``slug``; raise NotFoundError if there is none."""
    reason = session.scalar(select(Reason).where(Reason.slug == slug))
    if reason is None:
        raise NotFoundError("reason", slug)
    return reason


def hold_order(session: Session) -> None:
    """Lock all reasons until the transaction ends, so that one person orders at a time."""
    query = select(Reason.id).order_by(Reason.id)
    session.execute(query.with_for_update())
