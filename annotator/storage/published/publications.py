"""Publications: the frozen pages, which are all that readers are shown."""

from collections.abc import Collection, Hashable, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, Row, Select, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from annotator.domain.vocabulary import EditionKind
from annotator.storage.accounts import User
from annotator.storage.database.base import AppendOnly, Base, OneOf
from annotator.storage.library.revisions import Revision
from annotator.storage.passages.passages import Passage


class PageKind(StrEnum):
    """What kind of page was published."""

    CLAIM = "claim"
    SCORECARD = "scorecard"
    REPORT = "report"  # its facts, and which of its files readers may see


class Publication(AppendOnly, Base):
    """One edition of a page, or its withdrawal; the newest row of a kind and slug counts."""

    __tablename__ = "publication"
    __table_args__ = (
        Index("ix_publication_kind_slug", "kind", "slug"),
        Index("ix_publication_lab", "lab"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PageKind] = mapped_column(OneOf(PageKind))
    slug: Mapped[str]
    title: Mapped[str]
    edition: Mapped[int]
    body: Mapped[str]  # JSON of a view in domain.views; empty if withdrawn
    sha256: Mapped[str]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    by: Mapped[str]
    at: Mapped[datetime]
    # None for the first edition, and for all of earlier versions.
    change: Mapped[EditionKind | None] = mapped_column(OneOf(EditionKind))
    note: Mapped[str] = mapped_column(server_default="")  # the editor's, for readers
    lab: Mapped[str] = mapped_column(server_default="")  # slug


class PublishedPassage(AppendOnly, Base):
    """A passage that a publication shows."""

    __tablename__ = "published_passage"

    publication_id: Mapped[int] = mapped_column(
        ForeignKey(Publication.id), primary_key=True
    )
    passage_id: Mapped[int] = mapped_column(
        ForeignKey(Passage.id), primary_key=True, index=True
    )


class PublishedRevision(AppendOnly, Base):
    """A file that a publication of its report makes public."""

    __tablename__ = "published_revision"

    publication_id: Mapped[int] = mapped_column(
        ForeignKey(Publication.id), primary_key=True
    )
    revision_id: Mapped[int] = mapped_column(
        ForeignKey(Revision.id), primary_key=True, index=True
    )


def latest() -> Select[int]:
    """Select the id of the newest row of each kind and slug."""
    return select(func.max(Publication.id)).group_by(Publication.kind, Publication.slug)


def find(session: Session, kind: PageKind, slug: str) -> Publication | None:
    """Return what readers see now under this slug, if anything."""
    last = find_last(session, kind, slug)
    return None if last is None or last.withdrawn else last


def find_each(
    session: Session, kind: PageKind, slugs: Collection[str]
) -> dict[str, Publication]:
    """Return what readers see now under each of these slugs, by slug."""
    query = select(Publication).where(
        Publication.id.in_(latest()),
        Publication.kind == kind,
        Publication.slug.in_(slugs),
        Publication.withdrawn.is_(False),
    )
    return {found.slug: found for found in session.scalars(query)}


def find_last(session: Session, kind: PageKind, slug: str) -> Publication | None:
    """Return the newest row of this slug, whether an edition or a withdrawal."""
    query = select(Publication).where(
        Publication.kind == kind, Publication.slug == slug
    )
    return session.scalar(query.order_by(Publication.id.desc()).limit(1))


def current(session: Session, *kinds: PageKind) -> Sequence[Publication]:
    """Return all current publications of these kinds, oldest first."""
    query = select(Publication).where(
        Publication.id.in_(latest()),
        Publication.kind.in_(kinds),
        Publication.withdrawn.is_(False),
    )
    return session.scalars(query.order_by(Publication.id)).all()


def current_ids(session: Session, *kinds: PageKind) -> list[int]:
    """Return the ids of all current publications of these kinds, oldest first."""
    query = select(Publication.id).where(
        Publication.id.in_(latest()),
        Publication.kind.in_(kinds),
        Publication.withdrawn.is_(False),
    )
    return list(session.scalars(query.order_by(Publication.id)))


def newest_key(session: Session) -> Hashable:
    """Return a key that changes with every new publication, as rows never change.

    The count of rows is part of it, because on PostgreSQL a row may become visible after
    one with a higher id.
    """
    query = select(func.max(Publication.id), func.count(), func.max(Publication.at))
    return tuple(session.execute(query).one())


def ever_public_hashes(session: Session) -> set[str]:
    """Return the hashes of all files that readers were ever shown."""
    query = select(Revision.sha256).join(
        PublishedRevision, PublishedRevision.revision_id == Revision.id
    )
    return set(session.scalars(query.distinct()))


def public_revisions(session: Session) -> Sequence[Row[int, int, str]]:
    """Return the id, report id and hash of each public file, oldest first."""
    query = (
        select(Revision.id, Revision.report_id, Revision.sha256)
        .join(PublishedRevision, PublishedRevision.revision_id == Revision.id)
        .join(Publication, Publication.id == PublishedRevision.publication_id)
        .where(Publication.id.in_(latest()), Publication.withdrawn.is_(False))
    )
    return session.execute(query.order_by(Revision.id)).all()


def editions(session: Session, kind: PageKind, slug: str) -> Sequence[Publication]:
    """Return every row of this slug, newest first."""
    query = select(Publication).where(
        Publication.kind == kind, Publication.slug == slug
    )
    return session.scalars(query.order_by(Publication.id.desc())).all()


def showing(session: Session, passage_ids: Sequence[int]) -> Sequence[Publication]:
    """Return the current publications that show any of these passages, oldest first."""
    return _showing(session, PublishedPassage.passage_id.in_(passage_ids))


def quoting(session: Session, report_id: int) -> Sequence[Publication]:
    """Return the current publications that show a passage of this report, oldest first."""
    of_it = select(Passage.id).where(Passage.report_id == report_id)
    return _showing(session, PublishedPassage.passage_id.in_(of_it))


def _showing(session: Session, is_one: ColumnElement[bool]) -> Sequence[Publication]:
    showing_one = select(PublishedPassage.publication_id).where(is_one)
    query = select(Publication).where(
        Publication.id.in_(latest()),
        Publication.id.in_(showing_one),
        Publication.withdrawn.is_(False),
    )
    return session.scalars(query.order_by(Publication.id)).all()


def ever_shown(session: Session, publication: Publication) -> Sequence[int]:
    """Return the ids of all passages that any edition of this page has shown."""
    query = (
        select(PublishedPassage.passage_id)
        .join(Publication, Publication.id == PublishedPassage.publication_id)
        .where(
            Publication.kind == publication.kind, Publication.slug == publication.slug
        )
    )
    return session.scalars(query.distinct()).all()


def by_ids(session: Session, publication_ids: Sequence[int]) -> Sequence[Publication]:
    """Return these publications."""
    query = select(Publication).where(Publication.id.in_(publication_ids))
    return session.scalars(query.order_by(Publication.id)).all()


def passages_of(session: Session, publication: Publication) -> Sequence[int]:
    """Return the ids of the passages that a publication shows."""
    query = select(PublishedPassage.passage_id).where(
        PublishedPassage.publication_id == publication.id
    )
    return session.scalars(query).all()


def newest(session: Session, limit: int) -> Sequence[Publication]:
    """Return at most ``limit`` publications and withdrawals, newest first."""
    query = select(Publication).order_by(Publication.id.desc()).limit(limit)
    return session.scalars(query).all()


def shows_passage(session: Session, passage_id: int) -> bool:
    """Whether any current publication shows this passage."""
    return passage_id in shown_passages(session, [passage_id])


def shown_passages(session: Session, passage_ids: Sequence[int]) -> set[int]:
    """Return which of these passages any current publication shows."""
    query = (
        select(PublishedPassage.passage_id)
        .join(Publication, Publication.id == PublishedPassage.publication_id)
        .where(
            PublishedPassage.passage_id.in_(passage_ids),
            Publication.id.in_(latest()),
            Publication.withdrawn.is_(False),
        )
    )
    return set(session.scalars(query))
