"""The rows that the history is about: what they are called, and what they belong to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from annotator.storage.accounts import User
from annotator.storage.claims.absences import Absence, AbsenceJudgement, AbsenceRun
from annotator.storage.claims.categories import Category, CategoryGroup
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.critiques import Critique
from annotator.storage.claims.evaluations import Evaluation, Result, Threshold
from annotator.storage.claims.evidence import Evidence
from annotator.storage.claims.invitations import Invitation
from annotator.storage.claims.reasons import Reason
from annotator.storage.claims.relations import Relation
from annotator.storage.claims.scorecards import Card, Scorecard
from annotator.storage.claims.tensions import Tension
from annotator.storage.claims.verdicts import Verdict, VerdictReason
from annotator.storage.database.base import Base
from annotator.storage.library.labs import Lab, Model
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision
from annotator.storage.library.synonyms import Synonyms
from annotator.storage.passages.codings import ChangeCoding
from annotator.storage.passages.passages import Passage, Placement
from annotator.storage.passages.pdf_notes import KnownNote
from annotator.storage.passages.picture_checks import PictureDecision
from annotator.storage.published.letters import Letter, PublishedLetter
from annotator.storage.published.overrides import Override
from annotator.storage.published.publications import Publication


@dataclass(frozen=True)
class Thing:
    """A row that changes are about: its name, its slug, and what it points to by table."""

    table: str
    key: str
    name: str = ""
    slug: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    points: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Table:
    model: type[Base]
    name: str = ""  # the column that says what it is called
    facts: tuple[str, ...] = ()  # further columns that are told
    points: tuple[tuple[str, str], ...] = ()  # columns with ids, and their tables


# In this order: what a row points to stands after it, so that each is asked once.
_TABLES: dict[str, _Table] = {
    "placement": _Table(
        Placement,
        facts=("decided", "state"),
        points=(("passage_id", "passage"), ("revision_id", "revision")),
    ),
    "evidence": _Table(
        Evidence,
        "source_title",
        facts=("stance",),
        points=(
            ("claim_id", "claim"),
            ("passage_id", "passage"),
            ("absence_id", "absence"),
            ("result_id", "result"),
        ),
    ),
    "tension": _Table(Tension, "sentence", points=(("claim_id", "claim"),)),
    "invitation": _Table(
        Invitation, facts=("due_on",), points=(("claim_id", "claim"),)
    ),
    "critique": _Table(Critique, points=(("claim_id", "claim"),)),
    "verdict_reason": _Table(
        VerdictReason,
        "sentence",
        points=(("verdict_id", "verdict"), ("reason_id", "reason")),
    ),
    "verdict": _Table(Verdict, points=(("claim_id", "claim"),)),
    "card": _Table(
        Card, points=(("scorecard_id", "scorecard"), ("category_id", "category"))
    ),
    "absence_run": _Table(AbsenceRun, points=(("absence_id", "absence"),)),
    "absence_judgement": _Table(AbsenceJudgement, points=(("absence_id", "absence"),)),
    "result": _Table(Result, "value", points=(("evaluation_id", "evaluation"),)),
    "threshold": _Table(
        Threshold, "statement", points=(("evaluation_id", "evaluation"),)
    ),
    "relation": _Table(Relation, "kind", points=(("evaluation_id", "evaluation"),)),
    "pdf_note": _Table(
        KnownNote,
        "text",
        facts=("dismissed_at",),
        points=(("report_id", "report"), ("passage_id", "passage")),
    ),
    "picture_decision": _Table(PictureDecision, points=(("passage_id", "passage"),)),
    "change_coding": _Table(ChangeCoding, points=(("new_revision_id", "revision"),)),
    "override": _Table(
        Override, facts=("because",), points=(("publication_id", "publication"),)
    ),
    "published_letter": _Table(PublishedLetter, points=(("letter_id", "letter"),)),
    "letter": _Table(Letter, "number"),
    "publication": _Table(Publication, "title", facts=("kind", "withdrawn", "edition")),
    "passage": _Table(Passage, "exact", ("description",), (("report_id", "report"),)),
    "revision": _Table(Revision, "file_name", points=(("report_id", "report"),)),
    "absence": _Table(Absence, "statement", points=(("report_id", "report"),)),
    "evaluation": _Table(Evaluation, "name"),
    "scorecard": _Table(Scorecard, "title"),
    "claim": _Table(Claim, "text"),
    "report": _Table(Report, "title"),
    "lab": _Table(Lab, "name"),
    "model": _Table(Model, "name"),
    "category": _Table(Category, "name"),
    "category_group": _Table(CategoryGroup, "name"),
    "reason": _Table(Reason, "name"),
    "user_account": _Table(User, "display_name", facts=("name",)),
    "synonyms": _Table(Synonyms, "words"),
}


_ABOUT_OTHERS = {"letter", "published_letter"}  # their slug is of what they are about


def things(
    session: Session, keys: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Thing]:
    """Return the rows with these tables and keys, and all that they point to.

    It takes as many queries however many there are, one a table.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for table, key in keys:
        wanted[table].add(key)
    found: dict[tuple[str, str], Thing] = {}
    for table, told in _TABLES.items():
        for thing in _read(session, table, told, wanted[table]):
            found[table, thing.key] = thing
            for other, key in thing.points.items():
                wanted[other].add(key)
    return found


def _read(
    session: Session, table: str, told: _Table, keys: Collection[str]
) -> Iterable[Thing]:
    columns = told.model.__table__.columns
    named = [told.name] if told.name else []
    slug = ["slug"] if "slug" in columns and table not in _ABOUT_OTHERS else []
    names = ["id", *named, *slug, *told.facts, *(name for name, _ in told.points)]
    query = select(*(columns[name] for name in names)).where(
        columns["id"].in_([int(key) for key in keys if key.isdecimal()])
    )
    for row in session.execute(query).mappings():
        values = dict(row)
        points = {
            other: str(values[name])
            for name, other in told.points
            if values[name] is not None
        }
        name = values[told.name] if told.name else ""
        yield Thing(
            table,
            str(values["id"]),
            ", ".join(name) if isinstance(name, list) else name or "",
            str(values.get("slug", "")),
            {fact: values[fact] for fact in told.facts},
            points,
        )


def wordings_before(
    session: Session, table: str, ids: Collection[int]
) -> dict[str, Mapping[str, Any]]:
    """Return what each critique or verdict of these replaced, by its id as a key."""
    model: Any = {"critique": Critique, "verdict": Verdict}[table]
    older = aliased(model)
    previous = (
        select(model.id, func.max(older.id))
        .join(older, and_(older.claim_id == model.claim_id, older.id < model.id))
        .where(model.id.in_(ids))
        .group_by(model.id)
    )
    pairs: dict[int, int] = dict(iter(session.execute(previous).all()))
    rows: Sequence[Any] = session.scalars(
        select(model).where(model.id.in_(pairs.values()))
    ).all()
    by_id = {
        row.id: {name.key: getattr(row, name.key) for name in model.__table__.columns}
        for row in rows
    }
    return {str(number): by_id[before] for number, before in pairs.items()}
