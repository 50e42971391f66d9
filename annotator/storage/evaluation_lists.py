"""The list of evaluations, filtered and paged by the database."""

from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from annotator.storage.claims.categories import Category
from annotator.storage.claims.evaluations import Evaluation, Result, Threshold
from annotator.storage.library.labs import Lab


@dataclass(frozen=True)
class EvaluationRow:
    """An evaluation as a list shows it."""

    slug: str
    name: str
    lab: str
    category: str
    results: int
    lines: int


def page(
    session: Session, words: str, lab: str, *, limit: int, offset: int
) -> tuple[list[EvaluationRow], int]:
    """Return evaluations by lab and name, and how many there are in all.

    Only those whose name has ``words``, and of the lab with this slug, if any are given.
    """
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
        .where(Evaluation.name.icontains(words, autoescape=True))
    )
    if lab:
        query = query.where(Lab.slug == lab)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.execute(
        query.order_by(Lab.name, Evaluation.name).limit(limit).offset(offset)
    )
    return [EvaluationRow(*row) for row in rows], total


def _standing(part: type[Result] | type[Threshold]) -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(part.evaluation_id == Evaluation.id, part.withdrawn_at.is_(None))
        .correlate(Evaluation)
        .scalar_subquery()
    )
