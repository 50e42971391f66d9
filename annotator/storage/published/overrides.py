"""Overrides: what somebody published over, and why; no reader is shown it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.storage.accounts import User
from annotator.storage.database.base import AppendOnly, Base
from annotator.storage.published.publications import PageKind, Publication


class Override(AppendOnly, Base):
    """What was found before a page was published, and the reason to publish it."""

    __tablename__ = "override"

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey(Publication.id), index=True)
    findings: Mapped[list[Any]] = mapped_column(JSON)  # sentences of the first
    count: Mapped[int]  # of all findings
    because: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    by: Mapped[str]
    at: Mapped[datetime]
    publication: Mapped[Publication] = relationship(lazy="raise_on_sql")


def of_page(
    session: Session, kind: PageKind, slug: str, limit: int
) -> Sequence[Override]:
    """Return at most so many overrides of any edition of a page, newest first."""
    query = (
        select(Override)
        .join(Override.publication)
        .where(Publication.kind == kind, Publication.slug == slug)
        .options(selectinload(Override.publication))
        .order_by(Override.id.desc())
    )
    return session.scalars(query.limit(limit)).all()
