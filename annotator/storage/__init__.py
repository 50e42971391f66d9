"""What we keep, and how we look it up."""

from annotator.storage import (
    accounts,
    claims,
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
    verdicts,
)
from annotator.storage.base import Base

__all__ = [
    "Base",
    "accounts",
    "claims",
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
    "verdicts",
]
