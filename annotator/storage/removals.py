"""What goes with files that are removed, and the public pages that rest on them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, load_only

from annotator.storage.claims.absences import Absence
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.evaluations import Result, Threshold
from annotator.storage.claims.evidence import Evidence
from annotator.storage.claims.tensions import Tension, joins
from annotator.storage.passages.passages import Passage
from annotator.storage.published.publications import (
    PageKind,
    Publication,
    PublishedPassage,
    latest,
)
from annotator.storage.work.jobs import OPEN, Job


@dataclass(frozen=True)
class Scope:
    """Files that are to be removed, and their report if it goes as a whole."""

    files: tuple[int, ...]  # ids of revisions
    report: int | None = None

    def marked(self) -> Select[int]:
        """Select the ids of the passages that were marked in these files."""
        return select(Passage.id).where(Passage.revision_id.in_(self.files))

    def absent(self) -> Select[int]:
        """Select the ids of the report's absences; a file has none of its own."""
        return select(Absence.id).where(Absence.report_id == self.report)


class PublicPage(NamedTuple):
    """What names a page that readers see."""

    kind: PageKind
    slug: str
    title: str


def standing_passages(session: Session, scope: Scope) -> Sequence[Passage]:
    """Return the standing passages that were marked in the files, without their words."""
    query = select(Passage).where(
        Passage.revision_id.in_(scope.files), Passage.withdrawn_at.is_(None)
    )
    told = load_only(Passage.created_by_id, Passage.withdrawn_at, raiseload=True)
    return session.scalars(query.options(told).order_by(Passage.id)).all()


def standing_links(session: Session, scope: Scope) -> Sequence[Evidence]:
    """Return the standing links to passages, absences and results that go."""
    results = select(Result.id).where(Result.passage_id.in_(scope.marked()))
    query = select(Evidence).where(
        Evidence.withdrawn_at.is_(None),
        or_(
            Evidence.passage_id.in_(scope.marked()),
            Evidence.absence_id.in_(scope.absent()),
            Evidence.result_id.in_(results),
        ),
    )
    return session.scalars(query.order_by(Evidence.id)).all()


def standing_tensions(session: Session, scope: Scope) -> Sequence[Tension]:
    """Return the standing tensions with a passage that goes, or a result from one."""
    results = select(Result.id).where(Result.passage_id.in_(scope.marked()))
    query = select(Tension).where(
        joins(
            Tension.passage_id.in_(scope.marked()),
            Tension.other_id.in_(scope.marked()),
            Tension.result_id.in_(results),
        )
    )
    return session.scalars(query.order_by(Tension.id)).all()


def withdrawn_tensions(session: Session, report_id: int) -> Sequence[Tension]:
    """Return the withdrawn tensions on a report all of whose sides stand."""
    here = select(Passage.id).where(Passage.report_id == report_id)
    there = select(Passage.id).where(Passage.withdrawn_at.is_(None))
    cited = select(Result.id).where(Result.passage_id.in_(here))
    results = select(Result.id).where(Result.withdrawn_at.is_(None))
    query = select(Tension).where(
        Tension.withdrawn_at.is_not(None),
        or_(
            Tension.passage_id.in_(here),
            Tension.other_id.in_(here),
            Tension.result_id.in_(cited),
        ),
        Tension.passage_id.in_(there),
        or_(Tension.other_id.in_(there), Tension.result_id.in_(results)),
    )
    return session.scalars(query.order_by(Tension.id)).all()


def standing_absences(session: Session, scope: Scope) -> Sequence[Absence]:
    """Return the standing absences of the report."""
    query = select(Absence).where(
        Absence.report_id == scope.report, Absence.withdrawn_at.is_(None)
    )
    return session.scalars(query.order_by(Absence.id)).all()


def citing_rows(
    session: Session, scope: Scope
) -> list[tuple[Claim | Result | Threshold, str]]:
    """Return what cites passages that go, each with the name of the field that does."""
    found: list[tuple[Claim | Result | Threshold, str]] = []
    for field in (
        *(Claim.assertion_id, Threshold.passage_id),
        *(Result.passage_id, Result.discount_id),
    ):
        rows = session.scalars(select(field.class_).where(field.in_(scope.marked())))
        found += [(row, field.key) for row in rows]
    return found


def claims_named(session: Session, claim_ids: Collection[int]) -> Sequence[Claim]:
    """Return these claims, without what belongs to them, oldest first."""
    query = select(Claim).where(Claim.id.in_(claim_ids))
    return session.scalars(query.order_by(Claim.id)).all()


def open_jobs(session: Session, names: Collection[str]) -> list[Job]:
    """Return the jobs that wait or run and are given one of these slugs or hashes."""
    query = select(Job).where(Job.state.in_(OPEN), Job.kind != "index")
    return [
        job
        for job in session.scalars(query.order_by(Job.id))
        if any(value in names for value in job.payload.values() if type(value) is str)
    ]


def public_pages_on(session: Session, scope: Scope) -> list[PublicPage]:
    """Return the public pages of which an edition has ever shown a passage that goes."""
    shown = select(PublishedPassage.publication_id).where(
        PublishedPassage.passage_id.in_(scope.marked())
    )
    return _public(session, Publication.id.in_(shown))


def public_pages_naming(
    session: Session, report_id: int, hashes: Collection[str]
) -> list[PublicPage]:
    """Return the public pages of which an edition has ever named files of a report.

    A page names the file that it quotes, and that in which it says that something is
    absent.
    """
    marked = select(Passage.id).where(Passage.report_id == report_id)
    shown = select(PublishedPassage.publication_id).where(
        PublishedPassage.passage_id.in_(marked)
    )
    absent = select(Absence.id).where(Absence.report_id == report_id)
    rested = (
        select(Claim.slug)
        .join(Evidence, Evidence.claim_id == Claim.id)
        .where(Evidence.absence_id.in_(absent))
    )
    is_near = Publication.id.in_(shown) | (
        (Publication.kind == PageKind.CLAIM) & Publication.slug.in_(rested)
    )
    named = or_(*(Publication.body.contains(sha256) for sha256 in hashes))
    return _public(session, and_(is_near, named))


def how_many_links(session: Session, claim_ids: Collection[int]) -> dict[int, int]:
    """Return how much standing evidence each of these claims has, by its id."""
    query = (
        select(Evidence.claim_id, func.count())
        .where(Evidence.claim_id.in_(claim_ids), Evidence.withdrawn_at.is_(None))
        .group_by(Evidence.claim_id)
    )
    return dict(iter(session.execute(query)))


def _public(session: Session, has: ColumnElement[bool]) -> list[PublicPage]:
    """Return the public pages of which some edition ``has`` what is asked for."""
    ever = select(Publication.kind, Publication.slug).where(has)
    query = select(Publication.kind, Publication.slug, Publication.title).where(
        Publication.id.in_(latest()),
        Publication.withdrawn.is_(False),
        Publication.kind != PageKind.REPORT,
        tuple_(Publication.kind, Publication.slug).in_(ever),
    )
    return [PublicPage(*row) for row in session.execute(query.order_by(Publication.id))]
