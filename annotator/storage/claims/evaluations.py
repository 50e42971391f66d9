"""Evaluations: named tests, the lab's thresholds, and the models' results."""

from collections.abc import Collection, Sequence

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from annotator.domain.vocabulary import ResultState, ThresholdKind
from annotator.storage.claims.claims import Category
from annotator.storage.database.base import Base, OneOf
from annotator.storage.library.labs import Lab, Model
from annotator.storage.passages.passages import Passage


class Evaluation(Base):
    """A named test."""

    __tablename__ = "evaluation"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey(Lab.id), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey(Category.id), index=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="")
    developer: Mapped[str] = mapped_column(default="")
    category: Mapped[Category] = relationship(lazy="raise_on_sql")
    thresholds: Mapped[list["Threshold"]] = relationship(
        back_populates="evaluation", lazy="raise_on_sql", order_by="Threshold.id"
    )
    results: Mapped[list["Result"]] = relationship(
        back_populates="evaluation", lazy="raise_on_sql", order_by="Result.id"
    )

    @property
    def passage_ids(self) -> set[int]:
        """The ids of the passages that its thresholds and results cite."""
        cited = [line.passage_id for line in self.thresholds]
        cited += [result.passage_id for result in self.results]
        return {passage for passage in cited if passage is not None}


class Threshold(Base):
    """A threshold that the lab set for an evaluation."""

    __tablename__ = "threshold"

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey(Evaluation.id), index=True)
    kind: Mapped[ThresholdKind] = mapped_column(OneOf(ThresholdKind))
    statement: Mapped[str] = mapped_column(default="")
    passage_id: Mapped[int | None] = mapped_column(ForeignKey(Passage.id))
    evaluation: Mapped[Evaluation] = relationship(
        back_populates="thresholds", lazy="raise_on_sql"
    )


class Result(Base):
    """The result of one model on one evaluation."""

    __tablename__ = "result"

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey(Evaluation.id), index=True)
    model_id: Mapped[int] = mapped_column(ForeignKey(Model.id), index=True)
    state: Mapped[ResultState] = mapped_column(OneOf(ResultState))
    value: Mapped[str] = mapped_column(default="")  # as the report prints it
    metric: Mapped[str] = mapped_column(default="")
    n: Mapped[str] = mapped_column(default="")
    interval: Mapped[str] = mapped_column("interval_text", default="")
    snapshot: Mapped[str] = mapped_column(default="")
    split: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    passage_id: Mapped[int | None] = mapped_column(ForeignKey(Passage.id))
    evaluation: Mapped[Evaluation] = relationship(
        back_populates="results", lazy="raise_on_sql"
    )
    model: Mapped[Model] = relationship(lazy="raise_on_sql")


def _whole() -> Select[Evaluation]:
    return select(Evaluation).options(
        selectinload(Evaluation.category),
        selectinload(Evaluation.thresholds),
        selectinload(Evaluation.results).selectinload(Result.model),
    )


def find_by_slug(session: Session, slug: str) -> Evaluation | None:
    """Return the evaluation called ``slug``, with thresholds and results, if there is one."""
    return session.scalar(_whole().where(Evaluation.slug == slug))


def about(session: Session, models: Sequence[Model]) -> Sequence[Evaluation]:
    """Return the evaluations with a result for any of ``models``, oldest first."""
    ids = [model.id for model in models]
    query = _whole().where(Evaluation.results.any(Result.model_id.in_(ids)))
    return session.scalars(query.order_by(Evaluation.id)).all()


def citing(session: Session, passage_id: int) -> Sequence[str]:
    """Return the name of each evaluation with a threshold or result from this passage."""
    query = select(Evaluation.name).where(
        Evaluation.thresholds.any(Threshold.passage_id == passage_id)
        | Evaluation.results.any(Result.passage_id == passage_id)
    )
    return session.scalars(query.order_by(Evaluation.id)).all()


def citing_any(session: Session, passage_ids: Collection[int]) -> list[tuple[str, int]]:
    """Return the name of each evaluation that cites these passages, with which."""
    found = []
    for line in (Threshold, Result):
        query = select(Evaluation.name, line.passage_id).join(line.evaluation)
        query = query.where(line.passage_id.in_(passage_ids)).order_by(line.id)
        found += [(name, passage) for name, passage in session.execute(query)]
    return [(name, passage) for name, passage in found if passage is not None]
