"""Passages that were marked, and where they stand in each revision."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    and_,
    func,
    inspect,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.errors import NotFoundError, RemovedError
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import PassageKind, PlacementState
from annotator.storage.accounts import User
from annotator.storage.database.base import AppendOnly, Base, OneOf
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import (
    Page,
    Revision,
    newest_not_removed,
    some_pages,
)

SURE = (PlacementState.EXACT, PlacementState.MOVED)  # the words stand there as marked


class Passage(Base):
    """What an analyst marked, as it stood then; its selectors never change."""

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
    position: Mapped[float | None]  # how far into the text it began, from 0 to 1
    occurrence: Mapped[int] = mapped_column(default=0)  # from 0, among equal quotes
    occurrences: Mapped[int] = mapped_column(default=1)
    heading: Mapped[str] = mapped_column(default="")  # the nearest one above it
    boxes: Mapped[list[Any]] = mapped_column(JSON)  # [page, x0, y0, x1, y1] per line
    picture: Mapped[str] = mapped_column(default="")  # of a region: see picture_hash
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
    score: Mapped[float]  # from 0 to 1, which is certain
    runner_up: Mapped[float] = mapped_column(default=0.0)  # the second best's score
    candidates: Mapped[list[Any]] = mapped_column(
        JSON, default=list
    )  # start, end, score
    changed: Mapped[list[Any]] = mapped_column(JSON, default=list)  # before, after
    text_version: Mapped[str] = mapped_column(default="")  # of the searched text
    checked_at: Mapped[datetime]
    decided: Mapped[bool] = mapped_column(default=False)  # by a person
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    passage: Mapped[Passage] = relationship(
        back_populates="placements", lazy="raise_on_sql"
    )
    revision: Mapped[Revision] = relationship(lazy="raise_on_sql")
    confirmed_by: Mapped[User | None] = relationship(lazy="raise_on_sql")

    @property
    def span(self) -> Span | None:
        """The span in the canonical text; None for a figure, or if the words are gone."""
        if self.start is None or self.end is None:
            return None
        return Span(self.start, self.end)

    @property
    def is_settled(self) -> bool:
        """Whether it needs no review: it is exact or moved, or a person has decided."""
        return self.decided or self.state in SURE

    @property
    def stands(self) -> bool:
        """Whether the passage is there, as marked or in words that a person accepted."""
        return self.is_settled and self.page_from is not None


@dataclass(frozen=True)
class Unsettled:
    """What tells how urgent it is to decide on a placement."""

    id: int
    passage_id: int
    state: PlacementState
    decides: bool  # words that decide the meaning have changed
    score: float


_WHOLE = (
    selectinload(Placement.passage).selectinload(Passage.report),
    selectinload(Placement.revision).selectinload(Revision.report),
    selectinload(Placement.confirmed_by),
)


def copy_of(row: Placement, **changes: Any) -> Placement:
    """Return a new placement with the values of ``row``, except for ``changes``."""
    names = [column.key for column in inspect(Placement).column_attrs]
    kept = {name: getattr(row, name) for name in names if name != "id"}
    return Placement(**{**kept, **changes})


def by_id(session: Session, passage_id: int) -> Passage:
    """Return a passage with its report and placements, or raise NotFoundError.

    Raise RemovedError if the file that it was marked in was removed.
    """
    query = select(Passage, Revision.removed_at).where(Passage.id == passage_id)
    query = query.join(Revision, Revision.id == Passage.revision_id).options(
        selectinload(Passage.report), selectinload(Passage.placements)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFoundError("passage", passage_id)
    passage, removed_at = found
    if removed_at is not None:
        raise RemovedError("passage", passage_id)
    return passage


def by_ids(session: Session, passage_ids: Sequence[int]) -> dict[int, Passage]:
    """Return those of these passages that are standing, with their reports, by id."""
    query = select(Passage).where(
        Passage.id.in_(passage_ids), Passage.withdrawn_at.is_(None)
    )
    query = query.options(selectinload(Passage.report))
    return {passage.id: passage for passage in session.scalars(query)}


def every_by_ids(session: Session, passage_ids: Sequence[int]) -> dict[int, Passage]:
    """Return these passages with their reports, including withdrawn ones, by id."""
    query = select(Passage).where(Passage.id.in_(passage_ids))
    query = query.options(selectinload(Passage.report))
    return {passage.id: passage for passage in session.scalars(query)}


def file_of(session: Session, passage_id: int) -> Revision | None:
    """Return the file that a passage was marked in, even if removed, with its report."""
    query = select(Revision).join(Passage, Passage.revision_id == Revision.id)
    query = query.where(Passage.id == passage_id)
    return session.scalar(query.options(selectinload(Revision.report)))


def in_removed_files(session: Session, passage_ids: Collection[int]) -> set[int]:
    """Return those of these passages whose file was removed."""
    query = select(Passage.id).join(Revision, Revision.id == Passage.revision_id)
    query = query.where(Passage.id.in_(passage_ids), Revision.removed_at.is_not(None))
    return set(session.scalars(query))


def every_id(session: Session) -> Sequence[int]:
    """Return the id of every passage, including withdrawn ones."""
    return session.scalars(select(Passage.id).order_by(Passage.id)).all()


def placement_by_id(session: Session, placement_id: int) -> Placement:
    """Return a placement with its passage and its file, or raise NotFoundError."""
    query = select(Placement).where(Placement.id == placement_id).options(*_WHOLE)
    placement = session.scalar(query)
    if placement is None:
        raise NotFoundError("placement", placement_id)
    return placement


def find_same(
    session: Session, revision: Revision, start: int, end: int, words: Collection[str]
) -> Passage | None:
    """Return the standing passage that overlaps this span and has one of these wordings.

    It may have been marked in another file of the report and found in this one.
    ``words`` are the wordings that count as the same, such as the quote with and without
    a footnote mark at its end.
    """
    query = (
        select(Passage)
        .join(Passage.placements)
        .where(
            Placement.id.in_(newest_of(Placement.revision_id == revision.id)),
            Placement.state.in_(SURE) | Placement.decided,
            Placement.start < end,
            Placement.end > start,
            Placement.exact.in_(words),
            Passage.withdrawn_at.is_(None),
        )
    )
    return session.scalar(query.order_by(Passage.id).limit(1))


def placed_on(session: Session, revision: Revision) -> Sequence[Placement]:
    """Return the newest placement of each standing passage in ``revision``."""
    query = (
        select(Placement)
        .join(Placement.passage)
        .where(
            Placement.id.in_(newest_of(Placement.revision_id == revision.id)),
            Passage.withdrawn_at.is_(None),
        )
        .options(selectinload(Placement.passage))
        .order_by(Placement.start, Placement.id)
    )
    return session.scalars(query).all()


def spans_on(session: Session, revision: Revision) -> list[tuple[int, int, int]]:
    """Return the ids of the placements that ``placed_on`` returns, with start and end.

    Those without a span are left out.
    """
    query = (
        select(Placement.id, Placement.start, Placement.end)
        .join(Placement.passage)
        .where(
            Placement.id.in_(newest_of(Placement.revision_id == revision.id)),
            Placement.start.is_not(None),
            Placement.end > 0,
            Passage.withdrawn_at.is_(None),
        )
        .order_by(Placement.start, Placement.id)
    )
    return [
        (number, start, end)
        for number, start, end in session.execute(query)
        if start is not None and end is not None
    ]


def in_each_file(
    session: Session, passage_ids: Sequence[int]
) -> dict[int, list[Placement]]:
    """Return where each passage stands in each file, the newest file first."""
    query = (
        select(Placement)
        .join(Placement.revision)
        .where(
            Placement.id.in_(newest_of(Placement.passage_id.in_(passage_ids))),
            Revision.removed_at.is_(None),
        )
        .options(*_WHOLE)
        .order_by(Placement.revision_id.desc())
    )
    found: dict[int, list[Placement]] = {}
    for placement in session.scalars(query):
        found.setdefault(placement.passage_id, []).append(placement)
    return found


class Place(NamedTuple):
    """Where a passage begins and ends in a file."""

    passage_id: int
    sha256: str  # of the file
    page_from: int
    page_to: int
    start: int  # in the file's canonical text, in code points; 0 for a figure


def places(session: Session, passage_ids: Collection[int]) -> list[Place]:
    """Return where each passage stands in each file, as far as it does, in order."""
    query = (
        select(
            Placement.passage_id,
            Revision.sha256,
            func.coalesce(Placement.page_from, 0),
            func.coalesce(Placement.page_to, Placement.page_from, 0),
            func.coalesce(Placement.start, 0),
        )
        .join(Placement.revision)
        .where(
            Placement.id.in_(newest_of(Placement.passage_id.in_(passage_ids))),
            Placement.page_from.is_not(None),
            Revision.removed_at.is_(None),
        )
    )
    found = [Place(*row) for row in session.execute(query)]
    return sorted(found, key=lambda p: (p.page_from, p.start, p.passage_id))


def current(session: Session, passage_ids: Sequence[int]) -> dict[int, Placement]:
    """Return where each passage stands in the newest file it was looked for in."""
    found = in_each_file(session, passage_ids)
    return {passage: placements[0] for passage, placements in found.items()}


@dataclass(frozen=True)
class Standing:
    """Whether a passage stands in a file, and whether that is settled."""

    passage_id: int
    revision_id: int
    has_place: bool
    is_settled: bool


def standing(session: Session, passage_ids: Collection[int]) -> list[Standing]:
    """Return whether each passage stands in each file, the newest file first."""
    is_settled = Placement.decided | Placement.state.in_(SURE)
    query = (
        select(
            Placement.passage_id,
            Placement.revision_id,
            Placement.page_from.is_not(None),
            is_settled,
        )
        .join(Placement.revision)
        .where(
            Placement.id.in_(newest_of(Placement.passage_id.in_(passage_ids))),
            Revision.removed_at.is_(None),
        )
    )
    rows = session.execute(query.order_by(Placement.revision_id.desc()))
    return [Standing(*row) for row in rows]


def placed_outside(
    session: Session, passage_ids: Collection[int], revision_ids: Collection[int]
) -> set[int]:
    """Return those of these passages that were looked for in another file than these."""
    query = select(Placement.passage_id).where(
        Placement.passage_id.in_(passage_ids),
        Placement.revision_id.not_in(revision_ids),
    )
    return set(session.scalars(query.distinct()))


def unsettled(session: Session, passage_ids: Collection[int]) -> Sequence[Placement]:
    """Return the unsettled placements of these passages in the newest files.

    Withdrawn passages have none.
    """
    of_them = _is_unsettled(Placement.passage_id.in_(passage_ids))
    query = select(Placement).join(Placement.passage).where(of_them)
    return session.scalars(query.options(*_WHOLE).order_by(Placement.id)).all()


def unsettled_keys(session: Session) -> Sequence[Unsettled]:
    """Return every unsettled placement of a standing passage in the newest files."""
    query = select(
        Placement.id,
        Placement.passage_id,
        Placement.state,
        Placement.changed,
        Placement.score,
    )
    query = query.join(Placement.passage).where(_is_unsettled())
    rows = session.execute(query.order_by(Placement.id))
    return [
        Unsettled(number, passage, state, decides=bool(changed), score=score)
        for number, passage, state, changed, score in rows
    ]


def placements_by_ids(
    session: Session, placement_ids: Sequence[int]
) -> dict[int, Placement]:
    """Return these placements with their passages and files, by id."""
    query = select(Placement).where(Placement.id.in_(placement_ids)).options(*_WHOLE)
    return {placement.id: placement for placement in session.scalars(query)}


def count_unsettled(session: Session) -> int:
    """Count the unsettled placements of standing passages in the newest files."""
    query = select(func.count()).select_from(Placement).join(Placement.passage)
    return session.scalar(query.where(_is_unsettled())) or 0


def unsettled_passages() -> Select[int]:
    """Select the ids of the standing passages that wait for review."""
    query = select(Placement.passage_id).join(Placement.passage)
    return query.where(_is_unsettled())


def _is_unsettled(condition: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
    """Return whether a placement waits for review; ``condition`` narrows which are read."""
    in_newest = Placement.revision_id.in_(newest_not_removed())
    narrowed = in_newest if condition is None else and_(in_newest, condition)
    return and_(
        Placement.id.in_(newest_of(narrowed)),
        Placement.state.not_in(SURE),
        Placement.decided.is_(False),
        Passage.withdrawn_at.is_(None),
    )


def not_placed_on(session: Session, revision: Revision) -> Sequence[int]:
    """Return the ids of standing passages not yet looked for in a file's present text."""
    placed = select(Placement.passage_id).where(
        Placement.revision_id == revision.id,
        Placement.text_version == revision.text_version,
    )
    query = select(Passage.id).where(
        Passage.report_id == revision.report_id,
        Passage.withdrawn_at.is_(None),
        Passage.id.not_in(placed),
    )
    return session.scalars(query.order_by(Passage.id)).all()


def on_file(session: Session, revision: Revision) -> Sequence[int]:
    """Return the ids of passages looked for in a file, including withdrawn ones."""
    query = select(Placement.passage_id).where(Placement.revision_id == revision.id)
    return session.scalars(query.distinct().order_by(Placement.passage_id)).all()


def newest_in_file(session: Session, revision: Revision) -> dict[int, int]:
    """Return the id of the newest placement of each passage in one file, by passage."""
    query = select(Placement.passage_id, func.max(Placement.id)).where(
        Placement.revision_id == revision.id
    )
    return dict(iter(session.execute(query.group_by(Placement.passage_id)).all()))


def all_in_file(session: Session, passage_id: int, revision_id: int) -> list[Placement]:
    """Return every placement of a passage in one file, newest first."""
    query = select(Placement).where(
        Placement.passage_id == passage_id, Placement.revision_id == revision_id
    )
    query = query.options(*_WHOLE).order_by(Placement.id.desc())
    return list(session.scalars(query))


def newest_of(condition: ColumnElement[bool]) -> Select[int]:
    """Select the id of the newest placement per passage and file, under ``condition``."""
    newest = select(func.max(Placement.id)).where(condition)
    return newest.group_by(Placement.passage_id, Placement.revision_id)


def pages_of(
    session: Session, placements: Sequence[Placement]
) -> dict[tuple[int, int], Page]:
    """Return the pages that ``placements`` begin or end on, by revision and number."""
    wanted = {
        (p.revision_id, n) for p in placements for n in (p.page_from, p.page_to) if n
    }
    return some_pages(session, wanted)


def pages_around(
    session: Session, placements: Sequence[Placement]
) -> dict[tuple[int, int], Page]:
    """Return the pages of placements and their neighbours, by revision and number."""
    wanted = {
        (p.revision_id, number)
        for p in placements
        for number in range((p.page_from or 1) - 1, (p.page_to or 1) + 2)
    }
    return some_pages(session, wanted)


def of_report(session: Session, report: Report) -> Sequence[Passage]:
    """Return the standing passages of ``report``, in the order they were marked."""
    query = select(Passage).where(
        Passage.report_id == report.id, Passage.withdrawn_at.is_(None)
    )
    return session.scalars(query.order_by(Passage.id)).all()


def marked_in(session: Session, revision_ids: Collection[int]) -> Sequence[Passage]:
    """Return the standing passages that were marked in these files."""
    query = select(Passage).where(
        Passage.revision_id.in_(revision_ids), Passage.withdrawn_at.is_(None)
    )
    return session.scalars(query.order_by(Passage.id)).all()


def counts(session: Session) -> dict[int, int]:
    """Return how many standing passages each report has, by its id."""
    query = select(Passage.report_id, func.count()).where(
        Passage.withdrawn_at.is_(None)
    )
    rows = session.execute(query.group_by(Passage.report_id)).all()
    return dict(rows)
