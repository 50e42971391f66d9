"""The rows of a large store: passages, claims and what belongs to them, by the thousand."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from annotator.domain.absences import sentence_key
from annotator.domain.matching.anchoring import Document
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import (
    AssertedBy,
    Credence,
    JobState,
    PassageKind,
    PlacementState,
    Shown,
    Stance,
    State,
)
from annotator.services.claims import claims
from annotator.services.context import Context
from annotator.services.library import labs, reports
from annotator.services.library.texts import document
from annotator.storage.accounts import User
from annotator.storage.claims.absences import Absence, AbsenceJudgement, AbsenceRun
from annotator.storage.claims.claims import Claim, claim_model
from annotator.storage.claims.critiques import Critique
from annotator.storage.claims.evidence import Evidence
from annotator.storage.claims.verdicts import Verdict
from annotator.storage.events import Event
from annotator.storage.passages.passages import Passage, Placement
from annotator.storage.work.jobs import Job

Rows = list[dict[str, Any]]

START = datetime(2029, 1, 1, tzinfo=UTC)
MOSTLY = 0.7  # of the claims are about models of one lab
_WORDS = [
    "model",
    "trial",
    "expert",
    "novice",
    "score",
    "threshold",
    "uplift",
    "agent",
    "autonomy",
    "cyber",
    "virology",
    "sabotage",
    "refusal",
    "baseline",
    "rollout",
    "snapshot",
    "judge",
    "monitor",
    "sandbox",
    "prompt",
]


@dataclass(frozen=True)
class Size:
    """How many things there are of each kind."""

    claims: int = 2_000
    passages: int = 10_000
    reports: int = 5
    scorecards: int = 6
    absences: int = 200
    jobs: int = 300
    people: int = 20


def word(chance: random.Random) -> str:
    """Return a word of the field."""
    return chance.choice(_WORDS)


def sentence(chance: random.Random, number: int) -> str:
    """Return a sentence that no other is like, of one line."""
    words = [word(chance) for _ in range(chance.randint(7, 10))]
    return f"Sentence {number} says {' '.join(words)}."


def add_people(session: Session, count: int) -> list[int]:
    rows = [
        {
            "name": f"person{number}",
            "display_name": f"Person {number}",
            "role": Role.ANALYST,
            "password_hash": "-",
            "created_at": START,
        }
        for number in range(count)
    ]
    return list(session.scalars(insert(User).returning(User.id), rows))


def add_models(context: Context) -> None:
    for lab in labs.list_labs(context):
        for number in range(2):
            labs.find_or_add_model(context, lab, f"{lab.name.split()[0]} {number + 1}")
    context.session.flush()


def add_passages(context: Context, chance: random.Random, size: Size) -> list[int]:
    """Mark sentences of first files, and place them in every file; return the passages."""
    passages: list[int] = []
    for number in range(size.reports):
        report = reports.get_report(context, f"report-{number}")
        files = reports.list_revisions(context, report)[::-1]
        found = [_places(document(context, f), f.id, f.text_version) for f in files]
        marked = [_passage(place, report.id) for place in found[0]]
        marked = marked[: size.passages // size.reports]
        made = list(
            context.session.scalars(insert(Passage).returning(Passage.id), marked)
        )
        placed = [
            {**place, "passage_id": passage}
            for places in found
            for place, passage in zip(places, made, strict=False)
        ]
        context.session.execute(insert(Placement), placed)
        passages += made
    chance.shuffle(passages)
    return passages


def _places(text: Document, revision: int, version: str) -> Rows:
    """Return where each line of a file stands."""
    found: Rows = []
    for number, page in enumerate(text.pages, 1):
        at = page.start
        for line, words in enumerate(page.text.splitlines()):
            y, is_other = 50.0 + 18 * line, "denies" in words
            found.append(
                {
                    "revision_id": revision,
                    "exact": words,
                    "start": at,
                    "end": at + len(words),
                    "page_from": number,
                    "page_to": number,
                    "boxes": [[number, 60.0, y, 500.0, y + 14]],
                    "state": PlacementState.EDITED
                    if is_other
                    else PlacementState.EXACT,
                    "changed": [["says", "denies"]] if is_other else [],
                    "score": 0.9 if is_other else 1.0,
                    "text_version": version,
                    "checked_at": START,
                }
            )
            at += len(words) + 1
    return found


def _passage(place: dict[str, Any], report: int) -> dict[str, Any]:
    return {
        "report_id": report,
        "revision_id": place["revision_id"],
        "kind": PassageKind.QUOTE,
        "exact": place["exact"],
        "prefix": "",
        "suffix": "",
        "start": place["start"],
        "end": place["end"],
        "page": place["page_from"],
        "boxes": place["boxes"],
        "created_at": START,
    }


def add_claims(
    context: Context,
    chance: random.Random,
    size: Size,
    passages: Sequence[int],
    people: Sequence[int],
) -> None:
    session = context.session
    kinds = [category.id for category in claims.list_categories(context)]
    every_lab = labs.list_labs(context)
    rows: Rows = []
    models: list[int] = []
    for number in range(size.claims):
        # Most are about one lab, as of a card that is worked on for years.
        lab = every_lab[-1] if chance.random() < MOSTLY else chance.choice(every_lab)
        models.append(lab.models[int(chance.random() > MOSTLY)].id)
        text = " ".join(word(chance) for _ in range(12))
        rows.append(
            {
                "slug": f"claim-{number}",
                "lab_id": lab.id,
                "category_id": chance.choice(kinds),
                "asserted_by": AssertedBy.LAB,
                "text": f"Claim {number} is that {text}.",
                "state": State.DRAFT,
                "created_by_id": chance.choice(people),
                "created_at": START + timedelta(minutes=number),
            }
        )
    numbers = list(session.scalars(insert(Claim).returning(Claim.id), rows))
    session.execute(
        insert(claim_model),
        [{"claim_id": c, "model_id": m} for c, m in zip(numbers, models, strict=True)],
    )
    marks = iter(passages)
    links = [
        _link(chance, claim, next(marks))
        for claim in numbers
        for _ in range(chance.randint(1, 3))
    ]
    # One claim on which much was gathered: its editor is a page like any other.
    links += [_link(chance, numbers[0], next(marks)) for _ in range(40)]
    session.execute(insert(Evidence), links)
    author = {"author_id": people[0], "at": START}
    session.execute(
        insert(Critique),
        [{"claim_id": c, "body": sentence(chance, c), **author} for c in numbers[::2]],
    )
    session.execute(
        insert(Verdict),
        [
            {
                "claim_id": claim,
                "shown": chance.choice(list(Shown)),
                "credence": chance.choice(list(Credence)),
                "rationale": sentence(chance, claim),
                **author,
            }
            for claim in numbers[::3]
        ],
    )
    session.execute(insert(Event), [*_history(numbers, rows)])


def _link(chance: random.Random, claim: int, passage: int) -> dict[str, Any]:
    return {
        "claim_id": claim,
        "passage_id": passage,
        "stance": chance.choice(list(Stance)),
        "note": sentence(chance, passage),
        "created_at": START,
    }


def _history(numbers: Iterable[int], rows: Rows) -> Iterator[dict[str, Any]]:
    for number, row in zip(numbers, rows, strict=True):
        shown = {name: row[name] for name in ("slug", "text")}
        yield {
            "at": row["created_at"],
            "act": f"act-{number}",
            "actor": "Person 1",
            "action": "created",
            "entity": "claim",
            "entity_id": str(number),
            "before": dict.fromkeys(shown),
            "after": shown,
        }


def add_absences(context: Context, chance: random.Random, size: Size) -> None:
    """Keep searches that found a few sentences, most of which were judged."""
    session = context.session
    claim_ids = session.scalars(select(Claim.id).limit(size.absences)).all()
    for number in range(size.absences):
        report = reports.get_report(context, f"report-{number % size.reports}")
        revision = reports.get_revision(context, report)
        found = [sentence(chance, number * 10 + k) for k in range(chance.randint(0, 6))]
        made = {
            "report_id": report.id,
            "statement": f"Statement {number}: it does not say {sentence(chance, number)}",
            "created_at": START,
        }
        absence = session.scalar(insert(Absence).returning(Absence.id), [made])
        run = {
            "absence_id": absence,
            "revision_id": revision.id,
            "queries": [word(chance)],
            "hits": [_hit(k, said) for k, said in enumerate(found)],
            "total": len(found),
            "unread": [],
            "text_version": revision.text_version,
            "by": "Person 1",
            "at": START,
        }
        session.execute(insert(AbsenceRun), [run])
        judged = [
            {
                "absence_id": absence,
                "sentence": sentence_key(said),
                "says": False,
                "reason": "It says something else.",
                "by": "Person 1",
                "at": START,
            }
            for said in found
            if chance.random() < 0.97
        ]
        if judged:
            session.execute(insert(AbsenceJudgement), judged)
        link = {
            "claim_id": claim_ids[number % len(claim_ids)],
            "absence_id": absence,
            "stance": Stance.UNDERCUTS,
            "created_at": START,
        }
        session.execute(insert(Evidence), [link])


def _hit(number: int, said: str) -> dict[str, Any]:
    return {
        "page": 1,
        "page_label": "1",
        "start": 100 * number,
        "end": 100 * number + len(said),
        "words": said,
        "queries": ["says"],
    }


def add_jobs(
    session: Session, chance: random.Random, size: Size, people: Sequence[int]
) -> None:
    """Queue jobs of many people; most of them are done."""
    rows = [
        {
            "kind": "verify",
            "title": f"Work {number}",
            "payload": {},
            "state": chance.choice(
                [JobState.DONE, JobState.DONE, JobState.FAILED, JobState.CANCELLED]
            ),
            "message": "It was done.",
            "created_by_id": chance.choice(people),
            "created_at": START,
            "ended_at": START,
        }
        for number in range(size.jobs)
    ]
    session.execute(insert(Job), rows)
