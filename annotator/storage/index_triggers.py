"""Queue the indexing of changed rows, in the transaction that changes them.

This is automatic: every flush notes which rows changed, and one job for all of them is added
before the commit.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction

from annotator.domain.vocabulary import JobState
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.critiques import Critique
from annotator.storage.claims.evidence import Evidence
from annotator.storage.claims.tensions import Tension
from annotator.storage.library.reports import Report
from annotator.storage.passages.passages import Passage, Placement
from annotator.storage.published.publications import Publication
from annotator.storage.published.seals import Seal
from annotator.storage.work.jobs import Job

_NOTED = "changed and searched"


def track(session: Session) -> None:
    """Have every later change in ``session`` indexed after its commit."""
    if not event.contains(session, "after_flush", _note):
        event.listen(session, "after_flush", _note)
        event.listen(session, "before_commit", _queue)


def _note(session: Session, _flush: UOWTransaction) -> None:
    noted: set[tuple[str, int]] = session.info.setdefault(_NOTED, set())
    for entity in (*session.new, *session.dirty, *session.deleted):
        noted.update((kind, number) for kind, number in _touched(entity) if number)


def _touched(entity: object) -> Iterator[tuple[str, int | None]]:
    match entity:
        case Report():
            yield "reports", entity.id
        case Passage():
            yield "passages", entity.id
        case Placement() | Seal():
            yield "passages", entity.passage_id
        case Evidence() | Tension():
            yield from (("passages", number) for number in _passages(entity))
            yield "claims", entity.claim_id
        case Claim():
            yield "claims", entity.id
        case Critique():
            yield "claims", entity.claim_id
        case Publication():
            yield "publications", entity.id
        case _:
            pass


def _passages(entity: Evidence | Tension) -> set[int | None]:
    if isinstance(entity, Tension):
        return {entity.passage_id, entity.other_id}
    return {entity.passage_id}


def _queue(session: Session) -> None:
    session.flush()
    noted: set[tuple[str, int]] = session.info.pop(_NOTED, set())
    if not noted:
        return
    payload: dict[str, Any] = {}
    for kind, number in sorted(noted):
        payload.setdefault(kind, []).append(number)
    session.add(
        Job(
            kind="index",
            title="Update the search index",
            payload=payload,
            state=JobState.WAITING,
            created_at=session.info["actor"]["at"],
            act=session.info["actor"]["act"],
        )
    )
    session.flush()
