"""Reports, and the queries on them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Column, ForeignKey, Select, Table, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.errors import NotFoundError, RemovedError
from annotator.domain.vocabulary import ReportKind, State
from annotator.storage.database.base import Base, OneOf, Versioned
from annotator.storage.library.labs import Lab, Model

report_model = Table(
    "report_model",
    Base.metadata,
    Column("report_id", ForeignKey("report.id"), primary_key=True),
    Column("model_id", ForeignKey("model.id"), primary_key=True, index=True),
)


class Report(Versioned, Base):
    """A document that a lab published; its files are its revisions."""

    __tablename__ = "report"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey(Lab.id), index=True)
    kind: Mapped[ReportKind] = mapped_column(OneOf(ReportKind))
    title: Mapped[str]
    source_url: Mapped[str] = mapped_column(default="")
    published: Mapped[str]  # a date fact (domain.input.dates)
    state: Mapped[State] = mapped_column(OneOf(State), default=State.DRAFT)
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]  # taken in by mistake; it can be put back
    lab: Mapped[Lab] = relationship(lazy="raise_on_sql")
    models: Mapped[list[Model]] = relationship(
        secondary=report_model, lazy="raise_on_sql", order_by=Model.name
    )

    @property
    def is_public(self) -> bool:
        """Whether readers may see it."""
        return self.state is State.PUBLISHED


def _whole() -> Select[Report]:
    """Select the reports that were not removed, with their labs and models."""
    return _every().where(Report.removed_at.is_(None))


def _every() -> Select[Report]:
    return select(Report).options(selectinload(Report.lab), selectinload(Report.models))


def even_if_removed(session: Session, slug: str) -> Report:
    """Return the report called ``slug``, with its lab and models, even if removed.

    Raise NotFoundError if there is none.
    """
    report = find_even_if_removed(session, slug)
    if report is None:
        raise NotFoundError("report", slug)
    return report


def find_even_if_removed(session: Session, slug: str) -> Report | None:
    """Return the report called ``slug``, removed or not, if there is one."""
    return session.scalar(_every().where(Report.slug == slug))


def removed(session: Session) -> Sequence[Report]:
    """Return the removed reports, the last removed first."""
    query = _every().where(Report.removed_at.is_not(None))
    return session.scalars(query.order_by(Report.removed_at.desc())).all()


def find_by_slug(session: Session, slug: str) -> Report | None:
    """Return the report called ``slug``, if there is one."""
    return session.scalar(_whole().where(Report.slug == slug))


def slugs(session: Session) -> set[str]:
    """Return the slug of every report, including removed ones."""
    return set(session.scalars(select(Report.slug)))


def by_slug(session: Session, slug: str) -> Report:
    """Return the report called ``slug``, with its lab and models.

    Raise RemovedError if it was removed, and NotFoundError if there never was one.
    """
    report = find_by_slug(session, slug)
    if report is not None:
        return report
    if find_even_if_removed(session, slug) is not None:
        raise RemovedError("report", slug)
    raise NotFoundError("report", slug)


def by_ids(session: Session, report_ids: Sequence[int]) -> dict[int, Report]:
    """Return these reports with their labs and models, by id."""
    query = _whole().where(Report.id.in_(report_ids))
    return {report.id: report for report in session.scalars(query)}


def by_slugs(session: Session, slugs: Collection[str]) -> dict[str, Report]:
    """Return these reports with their labs and models, by their slugs."""
    query = _whole().where(Report.slug.in_(slugs))
    return {report.slug: report for report in session.scalars(query)}


def numbers(session: Session, slugs: Collection[str]) -> dict[str, int]:
    """Return the ids of these reports, by slug."""
    query = select(Report.slug, Report.id).where(Report.slug.in_(slugs))
    return dict(iter(session.execute(query)))


def titles(session: Session, slugs: Sequence[str]) -> dict[str, str]:
    """Return the titles of these reports, by their slugs."""
    query = select(Report.slug, Report.title).where(Report.slug.in_(slugs))
    return dict(iter(session.execute(query)))


def every_title(session: Session) -> dict[str, str]:
    """Return the title of every report that was not removed, by its slug."""
    query = select(Report.slug, Report.title).where(Report.removed_at.is_(None))
    return dict(iter(session.execute(query)))


class ReportTitle(NamedTuple):
    """What names a report in a choice of reports."""

    id: int
    slug: str
    title: str


def title_rows(session: Session) -> list[ReportTitle]:
    """Return the names of every report that was not removed, in their order."""
    query = select(Report.id, Report.slug, Report.title)
    query = query.where(Report.removed_at.is_(None)).order_by(Report.title, Report.id)
    return [ReportTitle(*row) for row in session.execute(query)]


def by_title(session: Session) -> Sequence[Report]:
    """Return every report with its lab and models, in the order of their titles."""
    return session.scalars(_whole().order_by(Report.title)).all()


def of_lab(session: Session, lab_id: int) -> Sequence[Report]:
    """Return the reports of a lab with their models, in the order of their titles."""
    query = _whole().where(Report.lab_id == lab_id)
    return session.scalars(query.order_by(Report.title, Report.id)).all()


def covering(session: Session, models: Sequence[Model]) -> Sequence[Report]:
    """Return the reports that cover any of ``models``, oldest first."""
    ids = [model.id for model in models]
    query = _whole().where(Report.models.any(Model.id.in_(ids)))
    return session.scalars(query.order_by(Report.published, Report.title)).all()
