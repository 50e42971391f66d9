"""The tables of the database and the queries on them; files on the disk."""

from annotator.storage import accounts, event_chain, events
from annotator.storage.claims import (
    absences,
    categories,
    claims,
    critiques,
    evaluations,
    evidence,
    invitations,
    reasons,
    relations,
    scorecards,
    tensions,
    verdicts,
)
from annotator.storage.database.base import Base
from annotator.storage.library import labs, reports, revisions, synonyms
from annotator.storage.passages import (
    codings,
    passages,
    pdf_notes,
    picture_checks,
    tags,
    twins,
)
from annotator.storage.published import letters, overrides, publications, seals
from annotator.storage.work import jobs, uploads

__all__ = [
    "Base",
    "absences",
    "accounts",
    "categories",
    "claims",
    "codings",
    "critiques",
    "evaluations",
    "event_chain",
    "events",
    "evidence",
    "invitations",
    "jobs",
    "labs",
    "letters",
    "overrides",
    "passages",
    "pdf_notes",
    "picture_checks",
    "publications",
    "reasons",
    "relations",
    "reports",
    "revisions",
    "scorecards",
    "seals",
    "synonyms",
    "tags",
    "tensions",
    "twins",
    "uploads",
    "verdicts",
]
