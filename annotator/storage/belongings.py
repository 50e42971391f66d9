"""What belongs to a thing that has a history: the rows of other tables that are about it."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, String, and_, cast, or_, select
from sqlalchemy.orm import Session

from annotator.storage.claims.absences import Absence, AbsenceJudgement, AbsenceRun
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.critiques import Critique
from annotator.storage.claims.evaluations import Evaluation, Result, Threshold
from annotator.storage.claims.evidence import Evidence
from annotator.storage.claims.invitations import Invitation
from annotator.storage.claims.relations import Relation
from annotator.storage.claims.scorecards import Card, Scorecard
from annotator.storage.claims.tensions import Tension
from annotator.storage.claims.verdicts import Verdict, VerdictReason
from annotator.storage.events import Event
from annotator.storage.library.labs import Lab, Model
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision
from annotator.storage.passages.passages import Passage, Placement
from annotator.storage.passages.pdf_notes import KnownNote
from annotator.storage.published.letters import Letter, PublishedLetter
from annotator.storage.published.publications import Publication

Rows: TypeAlias = Mapping[str, Select[Any]]  # ids of rows, by their tables


def id_of(session: Session, kind: str, key: str) -> int | None:
    """Return the id of a thing, by its slug or what else is in its address."""
    if kind not in _KEYS:
        return None
    column: Any = _KEYS[kind]
    if column.type.python_type is int:
        return (
            session.scalar(select(column).where(column == int(key)))
            if _is_id(key)
            else None
        )
    return session.scalar(select(column.class_.id).where(column == key))


def _is_id(key: str) -> bool:
    return key.isdecimal() and len(key) < 10  # digits; more is the id of nothing


_KEYS = {
    "claim": Claim.slug,
    "report": Report.slug,
    "scorecard": Scorecard.slug,
    "lab": Lab.slug,
    "evaluation": Evaluation.slug,
    "absence": Absence.id,
    "passage": Passage.id,
    "letter": Letter.id,
}
KINDS = frozenset(_KEYS)


def is_about(event: type[Event], kind: str, number: int) -> ColumnElement[bool]:
    """Whether an event is about a thing with this id, or what belongs to it."""
    rows = _OF[kind](number)
    about = [
        and_(
            event.entity == table,
            event.entity_id.in_(select(cast(found.subquery().c[0], String))),
        )
        for table, found in rows.items()
    ]
    if kind == "passage":
        tags = event.entity_id.startswith(f"{number}:")
        about.append(and_(event.entity == "passage_tag", tags))
    return or_(*about)


def _of_report(report: int) -> Rows:
    """Select its files, its passages and what links them."""
    passages = select(Passage.id).where(Passage.report_id == report)
    absences = select(Absence.id).where(Absence.report_id == report)
    return {
        "report": select(Report.id).where(Report.id == report),
        "revision": select(Revision.id).where(Revision.report_id == report),
        "passage": passages,
        "pdf_note": select(KnownNote.id).where(KnownNote.report_id == report),
        "absence": absences,
        "evidence": select(Evidence.id).where(
            Evidence.passage_id.in_(passages) | Evidence.absence_id.in_(absences)
        ),
        "tension": select(Tension.id).where(
            Tension.passage_id.in_(passages) | Tension.other_id.in_(passages)
        ),
        "placement": select(Placement.id).where(Placement.passage_id.in_(passages)),
        "publication": _editions("report", select(Report.slug), Report.id == report),
    }


def _of_claim(claim: int) -> Rows:
    """Select its links, tensions, critiques, verdicts, invitations and editions."""
    verdicts = select(Verdict.id).where(Verdict.claim_id == claim)
    return {
        "claim": select(Claim.id).where(Claim.id == claim),
        "evidence": select(Evidence.id).where(Evidence.claim_id == claim),
        "tension": select(Tension.id).where(Tension.claim_id == claim),
        "critique": select(Critique.id).where(Critique.claim_id == claim),
        "verdict": verdicts,
        "verdict_reason": select(VerdictReason.id).where(
            VerdictReason.verdict_id.in_(verdicts)
        ),
        "invitation": select(Invitation.id).where(Invitation.claim_id == claim),
        "publication": _editions("claim", select(Claim.slug), Claim.id == claim),
    }


def _of_evaluation(test: int) -> Rows:
    """Select its lines, results and relations."""
    return {
        "evaluation": select(Evaluation.id).where(Evaluation.id == test),
        "threshold": select(Threshold.id).where(Threshold.evaluation_id == test),
        "result": select(Result.id).where(Result.evaluation_id == test),
        "relation": select(Relation.id).where(Relation.evaluation_id == test),
    }


def _of_scorecard(scorecard: int) -> Rows:
    """Select its cards and editions."""
    itself = Scorecard.id == scorecard
    return {
        "scorecard": select(Scorecard.id).where(itself),
        "card": select(Card.id).where(Card.scorecard_id == scorecard),
        "publication": _editions("scorecard", select(Scorecard.slug), itself),
    }


def _of_lab(lab: int) -> Rows:
    """Select its models."""
    return {
        "lab": select(Lab.id).where(Lab.id == lab),
        "model": select(Model.id).where(Model.lab_id == lab),
    }


def _of_absence(absence: int) -> Rows:
    """Select its searches and judgements, and the links to claims."""
    judged = AbsenceJudgement.absence_id == absence
    return {
        "absence": select(Absence.id).where(Absence.id == absence),
        "absence_run": select(AbsenceRun.id).where(AbsenceRun.absence_id == absence),
        "absence_judgement": select(AbsenceJudgement.id).where(judged),
        "evidence": select(Evidence.id).where(Evidence.absence_id == absence),
    }


def _of_passage(passage: int) -> Rows:
    """Select its links, tensions and places."""
    sides = (Tension.passage_id == passage) | (Tension.other_id == passage)
    return {
        "passage": select(Passage.id).where(Passage.id == passage),
        "evidence": select(Evidence.id).where(Evidence.passage_id == passage),
        "tension": select(Tension.id).where(sides),
        "placement": select(Placement.id).where(Placement.passage_id == passage),
    }


def _of_letter(letter: int) -> Rows:
    """Select the answers to it that readers see or saw."""
    answers = PublishedLetter.letter_id == letter
    return {
        "letter": select(Letter.id).where(Letter.id == letter),
        "published_letter": select(PublishedLetter.id).where(answers),
    }


def _editions(kind: str, slugs: Select[Any], which: ColumnElement[bool]) -> Select[Any]:
    return select(Publication.id).where(
        Publication.kind == kind, Publication.slug.in_(slugs.where(which))
    )


_OF: Mapping[str, Callable[[int], Rows]] = {
    "claim": _of_claim,
    "report": _of_report,
    "scorecard": _of_scorecard,
    "lab": _of_lab,
    "evaluation": _of_evaluation,
    "absence": _of_absence,
    "passage": _of_passage,
    "letter": _of_letter,
}
