"""Relations of evaluations: to later reports, and to other evaluations."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.errors import NotFoundError
from annotator.domain.evaluations.facts import RelationFacts
from annotator.domain.vocabulary import RelationKind
from annotator.storage.accounts import User
from annotator.storage.claims.evaluations import Evaluation
from annotator.storage.database.base import Base, OneOf, Versioned
from annotator.storage.library.reports import Report


class Relation(Versioned, Base):
    """What a report did with an evaluation, or how another evaluation compares with it."""

    __tablename__ = "relation"
    __table_args__ = (
        CheckConstraint("other_id <> evaluation_id", name="two_evaluations"),
        CheckConstraint(
            "report_id IS NOT NULL OR other_id IS NOT NULL", name="another_side"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey(Evaluation.id), index=True)
    kind: Mapped[RelationKind] = mapped_column(OneOf(RelationKind))
    report_id: Mapped[int | None] = mapped_column(ForeignKey(Report.id), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey(Evaluation.id), index=True)
    sentence: Mapped[str] = mapped_column(default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    evaluation: Mapped[Evaluation] = relationship(
        lazy="raise_on_sql", foreign_keys=[evaluation_id]
    )
    report: Mapped[Report | None] = relationship(lazy="raise_on_sql")
    other: Mapped[Evaluation | None] = relationship(
        lazy="raise_on_sql", foreign_keys=[other_id]
    )

    @property
    def facts(self) -> RelationFacts:
        """What people wrote about it, with slugs for other rows."""
        return RelationFacts(
            self.kind,
            self.report.slug if self.report else "",
            self.other.slug if self.other else "",
            self.sentence,
        )


_WHOLE = (
    selectinload(Relation.evaluation).selectinload(Evaluation.lab),
    selectinload(Relation.other).selectinload(Evaluation.lab),
    selectinload(Relation.report),
)


def of_evaluations(session: Session, ids: Collection[int]) -> Sequence[Relation]:
    """Return the standing relations of these evaluations, in the order they were noted.

    Those that were noted at the other evaluation are among them.
    """
    query = select(Relation).where(
        Relation.withdrawn_at.is_(None),
        Relation.evaluation_id.in_(ids) | Relation.other_id.in_(ids),
    )
    return session.scalars(query.options(*_WHOLE).order_by(Relation.id)).all()


def of_evaluation(session: Session, slug: str, number: int) -> Relation:
    """Return a relation noted at an evaluation, also a withdrawn one; raise NotFoundError."""
    query = select(Relation).where(
        Relation.id == number, Relation.evaluation.has(Evaluation.slug == slug)
    )
    found = session.scalar(query.options(*_WHOLE))
    if found is None:
        raise NotFoundError("relation", str(number))
    return found
