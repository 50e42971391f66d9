"""The exact files of a report and their pages."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    Row,
    Select,
    and_,
    delete,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import (
    Mapped,
    Session,
    defer,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
)

from annotator.domain.errors import InvalidError, NotFoundError, RemovedError
from annotator.domain.vocabulary import State
from annotator.storage.database.base import Base, OneOf
from annotator.storage.library.reports import Report


class Revision(Base):
    """One exact file of a report, and the extractor that made its text."""

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey(Report.id), index=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    file_name: Mapped[str]  # as the sender gave it; never used as a path
    bytes: Mapped[int]
    page_count: Mapped[int]
    fetched_from: Mapped[str] = mapped_column(default="")
    fetched_at: Mapped[datetime]
    published: Mapped[str]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    extractor: Mapped[str]
    extractor_version: Mapped[str]
    length: Mapped[int]  # of the canonical text, in code points
    outline: Mapped[list[Any]] = mapped_column(JSON)  # [level, title, page]
    active_content: Mapped[list[Any]] = mapped_column(JSON)  # kinds seen, never run
    faults: Mapped[dict[str, list[int]]] = mapped_column(  # see domain.text.page_faults
        JSON, default=dict, server_default="{}"
    )
    state: Mapped[State] = mapped_column(OneOf(State), default=State.DRAFT)
    removed_at: Mapped[datetime | None]  # taken in by mistake; it can be put back
    report: Mapped[Report] = relationship(lazy="raise_on_sql")

    @property
    def text_version(self) -> str:
        """The name and version of the extractor that made the stored text."""
        return f"{self.extractor} {self.extractor_version}"


class Page(Base):
    """One page of a revision: its text, and where each of its words stands."""

    __tablename__ = "page"
    __table_args__ = (
        Index("uq_page_revision_id_number", "revision_id", "number", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    number: Mapped[int]  # from 1
    label: Mapped[str]
    width: Mapped[float]  # in points, as the page is shown
    height: Mapped[float]
    rotation: Mapped[int]  # in degrees
    start: Mapped[int]  # of the page in the canonical text, in code points
    text: Mapped[str]
    words: Mapped[bytes]  # see library.words
    links: Mapped[list[Any]] = mapped_column(JSON)  # [[x0, y0, x1, y1], address]
    read_by: Mapped[str] = mapped_column(default="", server_default="")  # see RawPage
    confidence: Mapped[float] = mapped_column(default=1.0, server_default="1")


def _not_removed() -> Select[Revision]:
    """Select the files that were not removed."""
    return select(Revision).where(Revision.removed_at.is_(None))


def newest_not_removed() -> Select[int]:
    """Select the id of the newest file of each report, leaving out removed files."""
    newest = select(func.max(Revision.id)).where(Revision.removed_at.is_(None))
    return newest.group_by(Revision.report_id)


def newest(session: Session, report: Report) -> Revision:
    """Return the newest revision of ``report``, or raise NotFoundError."""
    query = _not_removed().where(Revision.report_id == report.id)
    revision = session.scalar(query.order_by(Revision.id.desc()).limit(1))
    if revision is None:
        raise NotFoundError("file of the report", report.slug)
    return revision


def newest_of(session: Session, report_ids: Collection[int]) -> dict[int, Revision]:
    """Return the newest revision of each of these reports, by the report's id."""
    newest = newest_not_removed().where(Revision.report_id.in_(report_ids))
    query = select(Revision).where(Revision.id.in_(newest))
    return {revision.report_id: revision for revision in session.scalars(query)}


def of_report(session: Session, report: Report) -> Sequence[Revision]:
    """Return the revisions of ``report``, newest first."""
    query = _not_removed().where(Revision.report_id == report.id)
    return session.scalars(query.order_by(Revision.id.desc())).all()


def by_sha256(session: Session, sha256: str) -> Revision:
    """Return the revision with this hash, with its report.

    Raise RemovedError if it was removed, and NotFoundError if there never was one.
    """
    revision = find_by_sha256(session, sha256)
    if revision is not None:
        return revision
    if even_if_removed(session, sha256) is not None:
        raise RemovedError("file with the hash", sha256)
    raise NotFoundError("file with the hash", sha256)


def find_by_sha256(session: Session, sha256: str) -> Revision | None:
    """Return the revision with this hash, with its report, if there is one."""
    query = _not_removed().where(Revision.sha256 == sha256)
    return session.scalar(query.options(joinedload(Revision.report)))


def by_hashes(session: Session, sha256s: Collection[str]) -> list[Revision]:
    """Return the revisions with these hashes, even removed ones, with their reports."""
    query = select(Revision).where(Revision.sha256.in_(sha256s)).order_by(Revision.id)
    return list(session.scalars(query.options(selectinload(Revision.report))))


def find_by_id(session: Session, revision_id: int) -> Revision | None:
    """Return a revision with its report, if there is one."""
    query = _not_removed().where(Revision.id == revision_id)
    return session.scalar(query.options(selectinload(Revision.report)))


def named(session: Session, report: Report, name: str = "") -> Revision:
    """Return the file of ``report`` whose hash begins with ``name``.

    It is the newest file if ``name`` is "" or "latest". Raise NotFoundError if there is
    no such file, and InvalidError if there are several.
    """
    if name in {"", "latest"}:
        return newest(session, report)
    found = [
        revision
        for revision in of_report(session, report)
        if revision.sha256.startswith(name)
    ]
    if not found:
        raise NotFoundError(f"file of “{report.slug}”", name)
    if len(found) > 1:
        raise InvalidError("revision", f"“{name}” begins the hash of several files.")
    return found[0]


def newest_ids(session: Session) -> list[int]:
    """Return the id of each report's newest revision."""
    return list(session.scalars(newest_not_removed()))


def with_reports(session: Session, ids: Collection[int]) -> dict[int, Revision]:
    """Return these revisions with their reports, by id, leaving out removed ones."""
    query = _not_removed().where(Revision.id.in_(ids))
    found = session.scalars(query.options(selectinload(Revision.report)))
    return {revision.id: revision for revision in found}


def all_by_id(session: Session) -> Sequence[Revision]:
    """Return every revision, in the order they came in."""
    return session.scalars(_not_removed().order_by(Revision.id)).all()


def all_with_reports(session: Session) -> Sequence[Revision]:
    """Return every revision with its report, in the order they came in."""
    query = select(Revision).options(selectinload(Revision.report))
    return session.scalars(query.order_by(Revision.id)).all()


def every_file(session: Session) -> Sequence[Row[str, datetime, str, str]]:
    """Return each file as (SHA-256, when it came, slug and title of its report).

    They are in the order of the titles, and of one report the newest is first.
    """
    query = (
        select(Revision.sha256, Revision.fetched_at, Report.slug, Report.title)
        .join(Report, Report.id == Revision.report_id)
        .where(Revision.removed_at.is_(None), Report.removed_at.is_(None))
    )
    return session.execute(
        query.order_by(Report.title, Report.id, Revision.id.desc())
    ).all()


def openings(session: Session, pages: int) -> Iterator[tuple[str, str]]:
    """Yield each report's slug with the text of the first ``pages`` of its newest file."""
    newest = newest_not_removed()
    query = (
        select(Report.slug, Page.text)
        .join(Revision, Revision.report_id == Report.id)
        .join(Page, Page.revision_id == Revision.id)
        .where(Revision.id.in_(newest), Page.number <= pages)
        .order_by(Report.id, Page.number)
    )
    for slug, rows in groupby(session.execute(query), key=lambda row: row[0]):
        yield slug, " ".join(text for _, text in rows)


def known_hashes(session: Session) -> set[str]:
    """Return the hashes of all files of reports, leaving out removed ones."""
    query = select(Revision.sha256).where(Revision.removed_at.is_(None))
    return set(session.scalars(query))


def every_hash(session: Session) -> set[str]:
    """Return the hashes of all files of reports, including removed ones."""
    return set(session.scalars(select(Revision.sha256)))


def even_if_removed(session: Session, sha256: str) -> Revision | None:
    """Return the file with this hash and its report, even if removed, if there is one."""
    query = select(Revision).where(Revision.sha256 == sha256)
    return session.scalar(query.options(selectinload(Revision.report)))


def every_of_report(session: Session, report: Report) -> Sequence[Revision]:
    """Return the files of ``report``, newest first, including removed ones."""
    query = select(Revision).where(Revision.report_id == report.id)
    return session.scalars(query.order_by(Revision.id.desc())).all()


def removed_among(session: Session, sha256s: Collection[str]) -> Sequence[Revision]:
    """Return those of the files with these hashes that were removed."""
    query = select(Revision).where(
        Revision.sha256.in_(sha256s), Revision.removed_at.is_not(None)
    )
    return session.scalars(query.options(selectinload(Revision.report))).all()


def removed(session: Session) -> Sequence[Revision]:
    """Return the removed files of reports that are not removed, the last removed first."""
    query = (
        select(Revision)
        .join(Revision.report)
        .where(Revision.removed_at.is_not(None), Report.removed_at.is_(None))
        .options(selectinload(Revision.report))
    )
    return session.scalars(query.order_by(Revision.removed_at.desc())).all()


def read_otherwise(
    session: Session, extractor: str, version: str
) -> Sequence[Revision]:
    """Return the revisions whose text another extractor or another version made."""
    query = _not_removed().where(
        (Revision.extractor != extractor) | (Revision.extractor_version != version)
    )
    query = query.options(selectinload(Revision.report))
    return session.scalars(query.order_by(Revision.id)).all()


def with_fault(session: Session, fault: str) -> list[Revision]:
    """Return the revisions of which some page has this fault; see page_faults."""
    query = _not_removed().options(selectinload(Revision.report))
    found = session.scalars(query.order_by(Revision.id))
    return [revision for revision in found if revision.faults.get(fault)]


def drop_pages(session: Session, revision: Revision) -> None:
    """Delete the pages of ``revision``, so that they can be read again."""
    session.execute(delete(Page).where(Page.revision_id == revision.id))


def page(session: Session, revision: Revision, number: int) -> Page:
    """Return page ``number`` (from 1) of ``revision``, or raise NotFoundError."""
    query = select(Page).where(Page.revision_id == revision.id, Page.number == number)
    found = session.scalar(query)
    if found is None:
        raise NotFoundError("page", number)
    return found


def page_at(session: Session, revision: Revision, offset: int) -> Page:
    """Return the page of the code point at ``offset``, or raise NotFoundError."""
    query = select(Page).where(Page.revision_id == revision.id, Page.start <= offset)
    found = session.scalar(query.order_by(Page.start.desc(), Page.number).limit(1))
    if found is None or offset >= revision.length:
        raise NotFoundError("place in the report", offset)
    return found


def some_pages(
    session: Session, wanted: Collection[tuple[int, int]]
) -> dict[tuple[int, int], Page]:
    """Return pages with their words, by revision id and page number (from 1).

    Pages that do not exist are left out.
    """
    numbers: dict[int, set[int]] = {}
    for revision, number in wanted:
        numbers.setdefault(revision, set()).add(number)
    # One term per file, not per page, as SQLite allows only 1,000 terms.
    on_any = or_(
        false(),
        *(
            and_(Page.revision_id == revision, Page.number.in_(of_revision))
            for revision, of_revision in numbers.items()
        ),
    )
    found = session.scalars(select(Page).where(on_any))
    return {(page.revision_id, page.number): page for page in found}


def pages(session: Session, revision: Revision) -> Sequence[Page]:
    """Return the pages of ``revision`` with their words, first to last."""
    query = select(Page).where(Page.revision_id == revision.id)
    return session.scalars(query.order_by(Page.number)).all()


def pages_of_spans(
    session: Session, spans: Sequence[tuple[int, int, int]]
) -> dict[int, list[Page]]:
    """Return the pages that spans lie on, first to last, by revision id.

    A span is a revision's id, the number of its first page (from 1), and its end in the
    canonical text (code points).
    """
    on_any = or_(
        false(),
        *(
            and_(Page.revision_id == revision, Page.number >= first, Page.start < end)
            for revision, first, end in spans
        ),
    )
    query = select(Page).where(on_any).order_by(Page.revision_id, Page.number)
    found: dict[int, list[Page]] = {}
    for page in session.scalars(query):
        found.setdefault(page.revision_id, []).append(page)
    return found


def by_ids(session: Session, revision_ids: Sequence[int]) -> dict[int, Revision]:
    """Return these revisions, by id."""
    query = _not_removed().where(Revision.id.in_(revision_ids))
    return {revision.id: revision for revision in session.scalars(query)}


def page_sizes(session: Session, revision: Revision) -> Sequence[Page]:
    """Return the pages of ``revision`` without their text and words."""
    query = select(Page).where(Page.revision_id == revision.id)
    query = query.options(
        defer(Page.text, raiseload=True), defer(Page.words, raiseload=True)
    )
    return session.scalars(query.order_by(Page.number)).all()


def totals(session: Session) -> dict[int, tuple[int, int, State]]:
    """Return, by report id, its number of revisions, and pages and state of the newest."""
    count = func.count().over(partition_by=Revision.report_id)
    query = select(Revision.report_id, count, Revision.page_count, Revision.state)
    query = query.where(Revision.removed_at.is_(None))
    rows = session.execute(query.order_by(Revision.id)).all()
    return {
        report: (revisions, pages, state) for report, revisions, pages, state in rows
    }
