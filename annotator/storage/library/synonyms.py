"""Sets of synonyms; a search for one also looks for the others."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from annotator.domain.errors import NotFoundError
from annotator.storage.accounts import User
from annotator.storage.database.base import Base, Versioned


class Synonyms(Versioned, Base):
    """One set of words and phrases that mean the same."""

    __tablename__ = "synonyms"

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[list[str]] = mapped_column(JSON)  # two or more, as they are written
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]


def every(session: Session) -> Sequence[Synonyms]:
    """Return every set, in the order they were made."""
    return session.scalars(select(Synonyms).order_by(Synonyms.id)).all()


def by_id(session: Session, number: int) -> Synonyms:
    """Return one set, or raise NotFoundError."""
    found = session.get(Synonyms, number)
    if found is None:
        raise NotFoundError("set of synonyms", number)
    return found
