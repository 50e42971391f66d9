"""All that readers' pages are made from, told in a few numbers.

A table that a public page reads is told here, or the page would be served as it was
(tests/storage/test_public_state.py follows every page). Not told are rows of which
readers are shown what never changes: passages, and the pages of a file, which change with
the file's row.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from annotator.storage.claims import invitations
from annotator.storage.claims.absences import Absence, AbsenceJudgement, AbsenceRun
from annotator.storage.claims.invitations import Invitation
from annotator.storage.events import Event
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision
from annotator.storage.passages.passages import Placement
from annotator.storage.passages.twins import Twin
from annotator.storage.published.letters import PublishedLetter
from annotator.storage.published.publications import Publication, PublishedPassage
from annotator.storage.published.seals import Seal

_WRITTEN_ONCE: tuple[type[Any], ...] = (Publication, AbsenceRun, AbsenceJudgement)
_OF_PASSAGES: tuple[type[Any], ...] = (Placement, Seal, Twin)
_EDITED: tuple[type[Any], ...] = (Absence, Invitation, Report, Revision)


def newest(session: Session, today: date) -> Sequence[Any]:
    """Return values of which one changes with anything that readers may be shown.

    With the day, labs that were invited become silent. What analysts mark and type changes
    none, unless an edition has shown the passage.
    """
    ever_shown = select(PublishedPassage.passage_id)
    edits = Event.entity.in_([table.__tablename__ for table in _EDITED])
    queries = [
        # A row can become visible after one with a higher id, so rows are counted too.
        *(_newest_of(table) for table in _WRITTEN_ONCE),
        *(
            _newest_of(table).where(table.passage_id.in_(ever_shown))
            for table in _OF_PASSAGES
        ),
        _newest_of(Event).where(edits),
        _newest_of(PublishedLetter).where(PublishedLetter.taken_down_at.is_(None)),
    ]
    # Twins are replaced, and letters erased: a new row may get the number of an old one.
    looked = select(func.max(Twin.checked_at)).where(Twin.passage_id.in_(ever_shown))
    answered = select(func.max(PublishedLetter.at))
    rows = session.execute(union_all(*queries)).all()
    return [
        *sorted(map(tuple, rows)),
        session.scalar(looked),
        session.scalar(answered),
        invitations.count_silent(session, today),
    ]


def _newest_of(table: type[Any]) -> Select[Any, Any]:
    name = literal(table.__tablename__)
    return select(name, func.coalesce(func.max(table.id), 0), func.count())
