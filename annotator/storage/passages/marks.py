"""The marks of a file as plain rows: a report can have thousands of them."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from annotator.domain.vocabulary import PassageKind, PlacementState
from annotator.storage.accounts import User
from annotator.storage.library.revisions import Revision
from annotator.storage.passages.passages import Passage, Placement, newest_of


class MarkRow(NamedTuple):
    """A standing passage, and where it stands in one file."""

    passage: int
    kind: PassageKind
    state: PlacementState
    decided: bool  # by a person
    exact: str  # the words as they stand in this file
    marked: str  # the words as they were marked
    description: str
    start: int | None  # code points of the canonical text
    end: int | None
    boxes: Sequence[Sequence[float]]  # [page, x0, y0, x1, y1] per line, in points
    author: str


def on_pages(
    session: Session, revision: Revision, first: int, last: int
) -> list[MarkRow]:
    """Return the marks that touch the pages from ``first`` to ``last``."""
    query = _marks(revision).where(
        Placement.page_from <= last, Placement.page_to >= first
    )
    return _rows(session, query)


def of_passages(
    session: Session, revision: Revision, passage_ids: Collection[int]
) -> list[MarkRow]:
    """Return those of these passages that stand, with where they are in a file."""
    return _rows(session, _marks(revision).where(Passage.id.in_(passage_ids)))


def every(session: Session, revision: Revision) -> list[MarkRow]:
    """Return every mark of a file."""
    return _rows(session, _marks(revision))


def _marks(revision: Revision) -> Select[*tuple[Any, ...]]:
    newest = newest_of(Placement.revision_id == revision.id)
    return (
        select(
            Passage.id,
            Passage.kind,
            Placement.state,
            Placement.decided,
            Placement.exact,
            Passage.exact,
            Passage.description,
            Placement.start,
            Placement.end,
            Placement.boxes,
            func.coalesce(User.name, ""),
        )
        .join(Placement.passage)
        .outerjoin(User, User.id == Passage.created_by_id)
        .where(Placement.id.in_(newest), Passage.withdrawn_at.is_(None))
    )


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> list[MarkRow]:
    return [MarkRow(*row) for row in session.execute(query)]
