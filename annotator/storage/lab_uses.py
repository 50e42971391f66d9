"""How much rests on labs and on models."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Column, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from annotator.storage.claims.claims import Claim, claim_model
from annotator.storage.claims.evaluations import Evaluation, Result
from annotator.storage.claims.scorecards import Scorecard, scorecard_model
from annotator.storage.library.labs import Model
from annotator.storage.library.reports import Report, report_model


@dataclass(frozen=True)
class Uses:
    """How many of each thing name a lab or a model, also of withdrawn ones."""

    models: int = 0
    reports: int = 0
    scorecards: int = 0
    claims: int = 0
    evaluations: int = 0
    results: int = 0
    successors: int = 0  # models whose predecessor it is

    @property
    def is_none(self) -> bool:
        """Whether nothing names it."""
        return not any(getattr(self, one.name) for one in fields(self))


NO_USES = Uses()

_Counted = Column[Any] | InstrumentedAttribute[Any]
_OF_LABS: dict[str, _Counted] = {
    "models": Model.lab_id,
    "reports": Report.lab_id,
    "scorecards": Scorecard.lab_id,
    "claims": Claim.lab_id,
    "evaluations": Evaluation.lab_id,
}
_OF_MODELS: dict[str, _Counted] = {
    "reports": report_model.c.model_id,
    "scorecards": scorecard_model.c.model_id,
    "claims": claim_model.c.model_id,
    "results": Result.model_id,
    "successors": Model.predecessor_id,
}


def of_labs(session: Session) -> dict[int, Uses]:
    """Return how much rests on each lab, by its id; those without uses are left out."""
    return _uses(session, _OF_LABS)


def of_models(session: Session, ids: Sequence[int]) -> dict[int, Uses]:
    """Return how much rests on each of these models, by its id, likewise."""
    return _uses(session, _OF_MODELS, ids)


def _uses(
    session: Session, counted: dict[str, _Counted], ids: Sequence[int] | None = None
) -> dict[int, Uses]:
    found: dict[int, dict[str, int]] = {}
    for name, column in counted.items():
        query = select(column, func.count()).where(column.is_not(None))
        if ids is not None:
            query = query.where(column.in_(ids))
        for number, count in session.execute(query.group_by(column)):
            found.setdefault(number, {})[name] = count
    return {number: Uses(**counts) for number, counts in found.items()}
