"""What we keep, and how we look it up."""

from annotator.storage import (
    accounts,
    claims,
    codings,
    critiques,
    evaluations,
    events,
    evidence,
    jobs,
    labs,
    passages,
    publications,
    reports,
    revisions,
    scorecards,
    seals,
    verdicts,
)
from annotator.storage.base import Base

__all__ = [
    "Base",
    "accounts",
    "claims",
    "codings",
    "critiques",
    "evaluations",
    "events",
    "evidence",
    "jobs",
    "labs",
    "passages",
    "publications",
    "reports",
    "revisions",
    "scorecards",
    "seals",
    "verdicts",
]
