"""The editions of public pages, and which of them readers may still see.

An edition stands unless its page was withdrawn after it: publishing the page again makes
a new edition and brings none of the earlier ones back.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from annotator.domain.vocabulary import EditionKind
from annotator.storage.database.base import month_of
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind, Publication


class EditionRow(NamedTuple):
    """An edition or a withdrawal, without the frozen contents."""

    id: int
    kind: PageKind
    slug: str
    title: str
    edition: int
    sha256: str
    withdrawn: bool
    by: str
    at: datetime
    change: EditionKind | None
    note: str
    lab: str  # slug


class ChangeRow(NamedTuple):
    """An edition or a withdrawal, and the edition that stood before it, if it stands."""

    row: EditionRow
    before: int | None  # id
    before_sha256: str
    has_earlier: bool  # there was an edition before, whether it stands or not


_COLUMNS = [getattr(Publication, name) for name in EditionRow._fields]
_later = aliased(Publication)
_before = aliased(Publication)
_month = month_of(Publication.at)


def _stands(
    row: type[Publication] = Publication,
) -> ColumnElement[bool]:
    """Whether a row is an edition whose page was not withdrawn after it."""
    ended = select(_later.id).where(
        _later.kind == row.kind,
        _later.slug == row.slug,
        _later.withdrawn.is_(True),
        _later.id > row.id,
    )
    return and_(row.withdrawn.is_(False), ~ended.exists())


def _of_page(kind: PageKind, slug: str) -> ColumnElement[bool]:
    return and_(Publication.kind == kind, Publication.slug == slug)


def standing(
    session: Session, kind: PageKind, slug: str, *, limit: int, offset: int = 0
) -> list[EditionRow]:
    """Return the editions of a page that readers may see, newest first."""
    query = (
        select(*_COLUMNS)
        .where(_of_page(kind, slug), _stands())
        .order_by(Publication.id.desc())
    )
    rows = session.execute(query.limit(limit).offset(offset))
    return [EditionRow(*row) for row in rows]


def current(session: Session) -> list[EditionRow]:
    """Return the edition of each page that readers see now, oldest first."""
    query = select(*_COLUMNS).where(
        Publication.id.in_(publications.latest()), Publication.withdrawn.is_(False)
    )
    rows = session.execute(query.order_by(Publication.id))
    return [EditionRow(*row) for row in rows]


def every_body(session: Session) -> Iterator[tuple[PageKind, str, int, str, str]]:
    """Yield kind, slug, number, frozen contents and hash of every edition, oldest first."""
    query = (
        select(
            Publication.kind,
            Publication.slug,
            Publication.edition,
            Publication.body,
            Publication.sha256,
        )
        .where(Publication.withdrawn.is_(False))
        .order_by(Publication.id)
        .execution_options(yield_per=200)
    )
    for row in session.execute(query):
        yield row.kind, row.slug, row.edition, row.body, row.sha256


def first_standing(session: Session, kind: PageKind, slug: str) -> EditionRow | None:
    """Return the first edition of a page that readers may see."""
    query = select(*_COLUMNS).where(_of_page(kind, slug), _stands())
    row = session.execute(query.order_by(Publication.id).limit(1)).first()
    return EditionRow(*row) if row else None


def numbered(
    session: Session, kind: PageKind, slug: str, numbers: Collection[int]
) -> dict[int, Publication]:
    """Return editions of a page by their numbers, whether they stand or not."""
    query = select(Publication).where(
        _of_page(kind, slug),
        Publication.withdrawn.is_(False),
        Publication.edition.in_(numbers),
    )
    return {found.edition: found for found in session.scalars(query)}


def withdrawn_after(session: Session, edition: Publication) -> datetime | None:
    """Return when the page of an edition was withdrawn after it, or None."""
    query = (
        select(Publication.at)
        .where(
            _of_page(edition.kind, edition.slug),
            Publication.withdrawn.is_(True),
            Publication.id > edition.id,
        )
        .order_by(Publication.id)
    )
    return session.scalar(query.limit(1))


def neighbours(
    session: Session, edition: Publication
) -> tuple[EditionRow | None, EditionRow | None, EditionRow | None]:
    """Return the standing editions before and after one of a page, and its newest."""
    around = [
        select(func.max(Publication.id)).where(Publication.id < edition.id),
        select(func.min(Publication.id)).where(Publication.id > edition.id),
        select(func.max(Publication.id)),
    ]
    of_it = and_(_of_page(edition.kind, edition.slug), _stands())
    query = select(*_COLUMNS).where(
        or_(*(Publication.id == one.where(of_it).scalar_subquery() for one in around))
    )
    rows = [EditionRow(*row) for row in session.execute(query)]
    return (
        next((row for row in rows if row.id < edition.id), None),
        min((row for row in rows if row.id > edition.id), default=None),
        max(rows, default=None),
    )


def stood_at(
    session: Session, kind: PageKind, slug: str, at: datetime
) -> EditionRow | None:
    """Return what a page had last at a moment: an edition or a withdrawal."""
    query = select(*_COLUMNS).where(_of_page(kind, slug), Publication.at <= at)
    row = session.execute(query.order_by(Publication.id.desc()).limit(1)).first()
    return EditionRow(*row) if row else None


def as_of(
    session: Session, kind: PageKind, publication_id: int
) -> Sequence[Publication]:
    """Return what was public of this kind when a row was written, and stands today.

    The oldest come first.
    """
    newest = (
        select(func.max(Publication.id))
        .where(Publication.kind == kind, Publication.id <= publication_id)
        .group_by(Publication.slug)
    )
    query = select(Publication).where(Publication.id.in_(newest), _stands())
    return session.scalars(query.order_by(Publication.id)).all()


def changes(
    session: Session,
    *,
    lab: str = "",
    claim: str = "",
    month: str = "",
    limit: int,
    offset: int = 0,
) -> list[ChangeRow]:
    """Return editions that stand, and withdrawals, newest first.

    ``lab`` and ``claim`` are slugs, ``month`` is one of ``months``; "" is every one.
    """
    query = (
        select(*_COLUMNS, _before.id, _before.sha256, Publication.edition > 1)
        .outerjoin(
            _before,
            and_(
                _before.kind == Publication.kind,
                _before.slug == Publication.slug,
                _before.edition == Publication.edition - 1,
                _stands(_before),
            ),
        )
        .where(_is_told())
        .order_by(Publication.id.desc())
    )
    if lab:
        query = query.where(Publication.lab == lab)
    if claim:
        query = query.where(_of_page(PageKind.CLAIM, claim))
    if month:
        query = query.where(_month == month)
    width = len(_COLUMNS)
    return [
        ChangeRow(EditionRow(*row[:width]), row[width], row[width + 1] or "", row[-1])
        for row in session.execute(query.limit(limit).offset(offset))
    ]


def months(session: Session, *, lab: str = "") -> list[str]:
    """Return the months (UTC, "2030-03") in which something changed, newest first."""
    query = select(_month).where(_is_told()).distinct()
    if lab:
        query = query.where(Publication.lab == lab)
    return [*session.scalars(query.order_by(_month.desc()))]


def _is_told() -> ColumnElement[bool]:
    """Whether readers are told of a row: it is an edition that stands, or a withdrawal."""
    return or_(Publication.withdrawn.is_(True), _stands())


def with_ids(session: Session, ids: Collection[int]) -> dict[int, Publication]:
    """Return publications by their ids."""
    query = select(Publication).where(Publication.id.in_(ids))
    return {found.id: found for found in session.scalars(query)}


def newest_of_labs(session: Session) -> Sequence[Publication]:
    """Return the newest edition that stands of each lab."""
    newest = (
        select(func.max(Publication.id))
        .where(_stands(), Publication.lab != "")
        .group_by(Publication.lab)
    )
    query = select(Publication).where(Publication.id.in_(newest))
    return session.scalars(query.order_by(Publication.lab)).all()
