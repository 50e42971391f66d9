"""The list of evaluations, filtered and paged by the database."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session

from annotator.storage.claims.categories import (
    SCORECARD_ORDER,
    Category,
    CategoryGroup,
)
from annotator.storage.claims.evaluations import Evaluation, Result, Threshold
from annotator.storage.library.labs import Lab, Model
from annotator.storage.library.reports import Report
from annotator.storage.passages.passages import Passage


@dataclass(frozen=True)
class EvaluationRow:
    """An evaluation as a list shows it."""

    slug: str
    name: str
    lab: str
    category: str
    results: int
    lines: int


@dataclass(frozen=True)
class EvaluationFilters:
    """Which evaluations are listed: those that meet all that is given (slugs)."""

    words: str = ""  # of the name
    lab: str = ""
    model: str = ""  # one with a result of it
    report: str = ""  # one with a line or a result from it


def page(
    session: Session, filters: EvaluationFilters, *, limit: int, offset: int
) -> tuple[list[EvaluationRow], int]:
    """Return evaluations by lab, category and order, and how many there are in all."""
    query = (
        select(
            Evaluation.slug,
            Evaluation.name,
            Lab.name,
            Category.name,
            _standing(Result),
            _standing(Threshold),
        )
        .join(Lab, Lab.id == Evaluation.lab_id)
        .join(Category, Category.id == Evaluation.category_id)
        .join(CategoryGroup, CategoryGroup.id == Category.group_id)
        .where(*_met(filters))
    )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.execute(
        query.order_by(Lab.name, *SCORECARD_ORDER, Evaluation.position, Evaluation.id)
        .limit(limit)
        .offset(offset)
    )
    return [EvaluationRow(*row) for row in rows], total


def _met(filters: EvaluationFilters) -> list[ColumnElement[bool]]:
    met = [
        Evaluation.name.icontains(filters.words, autoescape=True),
        Evaluation.merged_into_id.is_(None),
    ]
    if filters.lab:
        met.append(Lab.slug == filters.lab)
    if filters.model:
        met.append(
            Evaluation.results.any(Result.model.has(Model.slug == filters.model))
        )
    if filters.report:
        said = select(Passage.id).where(
            Passage.report.has(Report.slug == filters.report)
        )
        met.append(
            Evaluation.results.any(Result.passage_id.in_(said))
            | Evaluation.thresholds.any(Threshold.passage_id.in_(said))
        )
    return met


def _standing(part: type[Result] | type[Threshold]) -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(part.evaluation_id == Evaluation.id, part.withdrawn_at.is_(None))
        .correlate(Evaluation)
        .scalar_subquery()
    )
