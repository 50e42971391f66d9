"""Passages that were marked, and where they stand in each revision."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, Select, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.errors import NotFoundError
from annotator.domain.vocabulary import PassageKind, PlacementState
from annotator.storage.accounts import User
from annotator.storage.base import AppendOnly, Base, OneOf
from annotator.storage.reports import Report
from annotator.storage.revisions import Page, Revision

SURE = (PlacementState.EXACT, PlacementState.MOVED)  # the words stand there as marked


class Passage(Base):
    """What an analyst marked, as it stood then; these selectors never change."""

    __tablename__ = "passage"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey(Report.id), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id), index=True)
    kind: Mapped[PassageKind] = mapped_column(OneOf(PassageKind))
    exact: Mapped[str]  # empty for a region
    prefix: Mapped[str]
    suffix: Mapped[str]
    start: Mapped[int | None]  # in the canonical text, in code points
    end: Mapped[int | None]
    page: Mapped[int]
    boxes: Mapped[list[Any]] = mapped_column(JSON)  # [page, x0, y0, x1, y1] a line
    description: Mapped[str] = mapped_column(default="")  # what a region shows
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    report: Mapped[Report] = relationship(lazy="raise_on_sql")
    placements: Mapped[list["Placement"]] = relationship(
        back_populates="passage", lazy="raise_on_sql", order_by="Placement.id"
    )


class Placement(AppendOnly, Base):
    """Where a passage stands in one revision, as found at one time."""

    __tablename__ = "placement"
    __table_args__ = (
        Index("ix_placement_passage_id_revision_id", "passage_id", "revision_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey(Passage.id))
    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id), index=True)
    state: Mapped[PlacementState] = mapped_column(OneOf(PlacementState))
    exact: Mapped[str]  # the words as they stand in this revision
    start: Mapped[int | None]
    end: Mapped[int | None]
    page_from: Mapped[int | None]
    page_to: Mapped[int | None]
    boxes: Mapped[list[Any]] = mapped_column(JSON)
    score: Mapped[float]  # 1.0 is beyond doubt
    checked_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    passage: Mapped[Passage] = relationship(
        back_populates="placements", lazy="raise_on_sql"
    )
    revision: Mapped[Revision] = relationship(lazy="raise_on_sql")

    @property
    def is_sure(self) -> bool:
        """Whether the words stand there as they were marked."""
        return self.state in SURE


def by_id(session: Session, passage_id: int) -> Passage:
    """Return one passage with its report and placements."""
    query = select(Passage).where(Passage.id == passage_id)
    query = query.options(
        selectinload(Passage.report), selectinload(Passage.placements)
    )
    passage = session.scalar(query)
    if passage is None:
        raise NotFoundError("passage", passage_id)
    return passage


def find_same(
    session: Session, revision: Revision, start: int, end: int, words: Collection[str]
) -> Passage | None:
    """Return the standing passage that has any of these ``words`` about this span.

    It may have been marked in another file of the report and been found in this one. A
    footnote mark more or less at its end makes no other passage of it.
    """
    query = (
        select(Passage)
        .join(Passage.placements)
        .where(
            Placement.id.in_(_latest(Placement.revision_id == revision.id)),
            Placement.state.in_(SURE),
            Placement.start < end,
            Placement.end > start,
            Placement.exact.in_(words),
            Passage.withdrawn_at.is_(None),
        )
    )
    return session.scalar(query.order_by(Passage.id).limit(1))


def placed_on(session: Session, revision: Revision) -> Sequence[Placement]:
    """Return the latest placement of each standing passage on ``revision``."""
    query = (
        select(Placement)
        .join(Placement.passage)
        .where(
            Placement.id.in_(_latest(Placement.revision_id == revision.id)),
            Passage.withdrawn_at.is_(None),
        )
        .options(selectinload(Placement.passage))
        .order_by(Placement.start, Placement.id)
    )
    return session.scalars(query).all()


def current(session: Session, passage_ids: Sequence[int]) -> dict[int, Placement]:
    """Return the newest placement of each passage, with its revision and report."""
    query = (
        select(Placement)
        .where(Placement.id.in_(_latest(Placement.passage_id.in_(passage_ids))))
        .options(
            selectinload(Placement.passage).selectinload(Passage.report),
            selectinload(Placement.revision),
        )
    )
    return {found.passage_id: found for found in session.scalars(query)}


def _latest(condition: ColumnElement[bool]) -> Select[int]:
    """Select the number of each passage's newest placement among those that fit."""
    newest = select(func.max(Placement.id)).where(condition)
    return newest.group_by(Placement.passage_id)


def pages_of(
    session: Session, placements: Sequence[Placement]
) -> dict[tuple[int, int], Page]:
    """Return the pages that ``placements`` begin or end on, by revision and number."""
    wanted = {
        (p.revision_id, n) for p in placements for n in (p.page_from, p.page_to) if n
    }
    revisions = {revision for revision, _ in wanted}
    numbers = {number for _, number in wanted}
    query = select(Page).where(
        Page.revision_id.in_(revisions), Page.number.in_(numbers)
    )
    return {
        (page.revision_id, page.number): page
        for page in session.scalars(query)
        if (page.revision_id, page.number) in wanted
    }


def of_report(session: Session, report: Report) -> Sequence[Passage]:
    """Return the standing passages of ``report``, in the order they were marked."""
    query = select(Passage).where(
        Passage.report_id == report.id, Passage.withdrawn_at.is_(None)
    )
    return session.scalars(query.order_by(Passage.id)).all()


def counts(session: Session) -> dict[int, int]:
    """Return how many standing passages each report has, by its id."""
    query = select(Passage.report_id, func.count()).where(
        Passage.withdrawn_at.is_(None)
    )
    rows = session.execute(query.group_by(Passage.report_id)).all()
    return dict(rows)
