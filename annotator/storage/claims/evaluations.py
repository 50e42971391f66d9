"""Evaluations: named tests, the lab's thresholds, and the models' results."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Select, func, select
from sqlalchemy.orm import (
    Mapped,
    Session,
    composite,
    contains_eager,
    mapped_column,
    relationship,
    selectinload,
)

from annotator.domain.errors import NotFoundError
from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    ResultFacts,
    ThresholdFacts,
)
from annotator.domain.evaluations.lines import Line
from annotator.domain.evaluations.typed import TypedLine, TypedResult
from annotator.domain.vocabulary import (
    Direction,
    IntervalMeaning,
    Outcome,
    ResultState,
    ThresholdKind,
)
from annotator.storage.claims.categories import Category
from annotator.storage.database.base import Base, Digits, OneOf, Versioned
from annotator.storage.library.labs import Lab, Model
from annotator.storage.passages.passages import Passage


class Evaluation(Versioned, Base):
    """A named test."""

    __tablename__ = "evaluation"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    lab_id: Mapped[int] = mapped_column(ForeignKey(Lab.id), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey(Category.id), index=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="")
    developer: Mapped[str] = mapped_column(default="")
    metric: Mapped[str] = mapped_column(default="")  # what its results measure
    direction: Mapped[Direction | None] = mapped_column(OneOf(Direction))
    position: Mapped[int] = mapped_column(default=0)  # among those of its lab
    merged_into_id: Mapped[int | None]  # the evaluation that has its results now
    lab: Mapped[Lab] = relationship(lazy="raise_on_sql")
    category: Mapped[Category] = relationship(lazy="raise_on_sql")
    # Those that stand; one that was withdrawn is found by its id.
    thresholds: Mapped[list["Threshold"]] = relationship(
        back_populates="evaluation",
        lazy="raise_on_sql",
        order_by="Threshold.id",
        primaryjoin="and_(Threshold.evaluation_id == Evaluation.id, "
        "Threshold.withdrawn_at.is_(None))",
    )
    results: Mapped[list["Result"]] = relationship(
        back_populates="evaluation",
        lazy="raise_on_sql",
        order_by="Result.id",
        primaryjoin="and_(Result.evaluation_id == Evaluation.id, "
        "Result.withdrawn_at.is_(None))",
    )

    @property
    def facts(self) -> EvaluationFacts:
        """The facts of the evaluation, with slugs for other rows."""
        return EvaluationFacts(
            name=self.name,
            category=self.category.slug,
            kind=self.kind,
            developer=self.developer,
            metric=self.metric,
            direction=self.direction or "",
        )

    @property
    def passage_ids(self) -> set[int]:
        """The ids of the passages that its thresholds and results cite."""
        cited = [line.passage_id for line in self.thresholds]
        for result in self.results:
            cited += [result.passage_id, result.discount_id]
        return {passage for passage in cited if passage is not None}


class Threshold(Versioned, Base):
    """A threshold that the lab set for an evaluation."""

    __tablename__ = "threshold"

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey(Evaluation.id), index=True)
    kind: Mapped[ThresholdKind] = mapped_column(OneOf(ThresholdKind))
    statement: Mapped[str] = mapped_column(default="")
    typed: Mapped[TypedLine] = composite(
        mapped_column("comparison", default=""),
        mapped_column("low", Digits),
        mapped_column("high", Digits),
        mapped_column("of", Digits),
        mapped_column("unit", default=""),
    )
    passage_id: Mapped[int | None] = mapped_column(ForeignKey(Passage.id))
    withdrawn_at: Mapped[datetime | None]
    evaluation: Mapped[Evaluation] = relationship(
        back_populates="thresholds", lazy="raise_on_sql"
    )

    @property
    def facts(self) -> ThresholdFacts:
        """What people wrote about the line."""
        return ThresholdFacts(self.kind, self.statement, self.typed, self.passage_id)

    @property
    def line(self) -> Line:
        """The line as results are held against it."""
        return self.typed.line(self.kind, self.statement)


class Result(Versioned, Base):
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
    typed: Mapped[TypedResult] = composite(
        mapped_column("number", Digits),
        mapped_column("to_number", Digits),
        mapped_column("of", Digits),
        mapped_column("unit", default=""),
        mapped_column("comparison", default=""),
        mapped_column("low", Digits),
        mapped_column("high", Digits),
        mapped_column("interval_meaning", OneOf(IntervalMeaning)),
        mapped_column("level", Digits),
        mapped_column("trials"),
        mapped_column("elicitation", default=""),
        mapped_column("outcome", OneOf(Outcome)),
    )
    # The line that the lab held it against, and why the lab set it aside.
    invoked_id: Mapped[int | None] = mapped_column(ForeignKey(Threshold.id))
    discount: Mapped[str] = mapped_column(default="")
    discount_id: Mapped[int | None] = mapped_column(ForeignKey(Passage.id))
    passage_id: Mapped[int | None] = mapped_column(ForeignKey(Passage.id))
    no_source: Mapped[str] = mapped_column(default="")  # why no passage is given
    withdrawn_at: Mapped[datetime | None]
    evaluation: Mapped[Evaluation] = relationship(
        back_populates="results", lazy="raise_on_sql"
    )
    invoked: Mapped[Threshold | None] = relationship(lazy="raise_on_sql")
    model: Mapped[Model] = relationship(lazy="raise_on_sql")

    @property
    def facts(self) -> ResultFacts:
        """What people wrote about the result, with the model's slug."""
        return ResultFacts(
            model=self.model.slug,
            state=self.state,
            value=self.value,
            metric=self.metric,
            n=self.n,
            interval=self.interval,
            snapshot=self.snapshot,
            split=self.split,
            note=self.note,
            typed=self.typed,
            invoked=self.invoked_id,
            discount=self.discount,
            discount_passage=self.discount_id,
            passage=self.passage_id,
            no_source=self.no_source,
        )


_ORDER = (Evaluation.position, Evaluation.id)


def _whole() -> Select[Evaluation]:
    return select(Evaluation).options(
        selectinload(Evaluation.lab).selectinload(Lab.models),
        selectinload(Evaluation.category),
        selectinload(Evaluation.thresholds),
        selectinload(Evaluation.results).selectinload(Result.model),
        selectinload(Evaluation.results).selectinload(Result.invoked),
    )


def find_by_slug(session: Session, slug: str) -> Evaluation | None:
    """Return the evaluation called ``slug``, with thresholds and results, if there is one."""
    return session.scalar(_whole().where(Evaluation.slug == slug))


def by_slug(session: Session, slug: str) -> Evaluation:
    """Return the evaluation called ``slug``; raise NotFoundError if there is none."""
    found = find_by_slug(session, slug)
    if found is None:
        raise NotFoundError("evaluation", slug)
    return found


def by_ids(session: Session, ids: Collection[int]) -> dict[int, Evaluation]:
    """Return these evaluations, with thresholds and results, by id."""
    query = _whole().where(Evaluation.id.in_(ids))
    return {found.id: found for found in session.scalars(query)}


def by_ids_or_slugs(
    session: Session, ids: Collection[int], slugs: Collection[str]
) -> Sequence[Evaluation]:
    """Return the evaluations with these ids or slugs, whole, in the order they were made."""
    query = _whole().where(Evaluation.id.in_(ids) | Evaluation.slug.in_(slugs))
    return session.scalars(query.order_by(Evaluation.id)).all()


def slugs_like(session: Session, stem: str) -> Sequence[str]:
    """Return the slugs that begin with ``stem``."""
    query = select(Evaluation.slug).where(Evaluation.slug.startswith(stem))
    return session.scalars(query).all()


def of_lab(session: Session, lab_id: int) -> Sequence[Evaluation]:
    """Return a lab's evaluations by name, without lines and results."""
    query = select(Evaluation).where(
        Evaluation.lab_id == lab_id, Evaluation.merged_into_id.is_(None)
    )
    return session.scalars(query.order_by(Evaluation.name)).all()


def in_order(session: Session, lab_id: int, category_id: int) -> Sequence[Evaluation]:
    """Return a lab's evaluations of a category in their order, to be put in another."""
    query = select(Evaluation).where(
        Evaluation.lab_id == lab_id,
        Evaluation.category_id == category_id,
        Evaluation.merged_into_id.is_(None),
    )
    return session.scalars(query.order_by(*_ORDER)).all()


def slug_of(session: Session, number: int) -> str:
    """Return the slug of an evaluation that is there."""
    return session.scalars(select(Evaluation.slug).where(Evaluation.id == number)).one()


def move_withdrawn(session: Session, number: int, other: int) -> None:
    """Move the withdrawn results of an evaluation to another one (ids)."""
    query = select(Result).where(
        Result.evaluation_id == number, Result.withdrawn_at.is_not(None)
    )
    for result in session.scalars(query):
        result.evaluation_id, result.invoked_id = other, None


def last_position(session: Session) -> int:
    """Return the highest position of any evaluation; 0 if there is none."""
    return session.scalar(select(func.max(Evaluation.position))) or 0


def threshold_of(session: Session, slug: str, number: int) -> Threshold:
    """Return a line of an evaluation, also a withdrawn one; raise NotFoundError."""
    query = select(Threshold).join(Threshold.evaluation)
    query = query.options(contains_eager(Threshold.evaluation))
    found = session.scalar(query.where(Threshold.id == number, Evaluation.slug == slug))
    if found is None:
        raise NotFoundError("threshold", str(number))
    return found


def result_by_id(session: Session, number: int) -> Result:
    """Return a result, also a withdrawn one, with evaluation; raise NotFoundError."""
    found = session.scalar(_results().where(Result.id == number))
    if found is None:
        raise NotFoundError("result", str(number))
    return found


def result_of(session: Session, slug: str, number: int) -> Result:
    """Return a result of an evaluation, also a withdrawn one; raise NotFoundError."""
    found = result_by_id(session, number)
    if found.evaluation.slug != slug:
        raise NotFoundError("result", str(number))
    return found


def _results() -> Select[Result]:
    return select(Result).options(
        selectinload(Result.evaluation), selectinload(Result.model)
    )


def results_in(
    session: Session, *, lab_id: int, category_id: int, limit: int
) -> Sequence[Result]:
    """Return at most ``limit`` results of a lab in a category, with model and evaluation."""
    query = (
        _results()
        .join(Result.evaluation)
        .where(
            Result.withdrawn_at.is_(None),
            Evaluation.lab_id == lab_id,
            Evaluation.category_id == category_id,
        )
        .order_by(Evaluation.name, Result.id)
    )
    return session.scalars(query.limit(limit)).all()


def held_against(session: Session, threshold_id: int) -> Sequence[Result]:
    """Return the results that the lab held against a line, also withdrawn ones."""
    return session.scalars(
        select(Result).where(Result.invoked_id == threshold_id)
    ).all()


def about(session: Session, models: Sequence[Model]) -> Sequence[Evaluation]:
    """Return the evaluations with a result for any of ``models``, in their order."""
    ids = [model.id for model in models]
    tested = Evaluation.results.any(
        Result.model_id.in_(ids) & Result.withdrawn_at.is_(None)
    )
    query = _whole().where(tested)
    return session.scalars(query.order_by(*_ORDER)).all()


def citing(session: Session, passage_id: int) -> Sequence[str]:
    """Return the name of each evaluation with a threshold or result from this passage."""
    query = select(Evaluation.name).where(
        Evaluation.thresholds.any(Threshold.passage_id == passage_id)
        | Evaluation.results.any(
            (Result.passage_id == passage_id) | (Result.discount_id == passage_id)
        )
    )
    return session.scalars(query.order_by(Evaluation.id)).all()


def citing_any(session: Session, passage_ids: Collection[int]) -> list[tuple[str, int]]:
    """Return the name of each evaluation that cites these passages, with which."""
    found = []
    for line, cited in (
        (Threshold, Threshold.passage_id),
        (Result, Result.passage_id),
        (Result, Result.discount_id),
    ):
        query = select(Evaluation.name, cited).join(line.evaluation)
        query = query.where(cited.in_(passage_ids)).order_by(line.id)
        found += [(name, passage) for name, passage in session.execute(query)]
    return [(name, passage) for name, passage in found if passage is not None]
