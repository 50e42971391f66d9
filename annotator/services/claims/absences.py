"""Keep what a report does not say as evidence: search, judge the hits, search again.

The text of the file itself is searched, never an index. Each search is a run, stored as
a new row; the newest counts. A judgement is on a sentence and holds for every run and
file in which the same sentence is found.
"""

from collections.abc import Sequence
from dataclasses import asdict

from annotator.domain.absences import sentence_key
from annotator.domain.edits import Seen
from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.permissions import Action
from annotator.search.scan import parse_queries
from annotator.services import jobs
from annotator.services.claims import evidence as links
from annotator.services.claims.absence_searches import (
    NOTHING,
    Search,
    Searches,
    asked_now,
)
from annotator.services.claims.absence_status import (
    Receipt,
    is_of,
    public_absences,
    receipts,
)
from annotator.services.claims.evidence import Target, Weight
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.services.library import reports
from annotator.storage.claims import absences
from annotator.storage.claims.absences import Absence, AbsenceJudgement, AbsenceRun
from annotator.storage.claims.evidence import Evidence
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Revision

LONGEST_STATEMENT = 1_000  # code points of a statement, and of a reason


def list_absences(context: Context) -> list[Receipt]:
    """Return every standing absence, newest first."""
    context.require(Action.READ_DRAFTS)
    return receipts(context, absences.not_withdrawn(context.session))


def get_absence(context: Context, absence_id: int) -> Receipt:
    """Return one absence with its newest run."""
    context.require(Action.READ_DRAFTS)
    [found] = receipts(context, [absences.by_id(context.session, absence_id)])
    return found


def list_runs(context: Context, absence_id: int) -> Sequence[AbsenceRun]:
    """Return every run of an absence, newest first."""
    context.require(Action.READ_DRAFTS)
    return absences.runs_of(context.session, absence_id)


def keep_absence(
    context: Context,
    *,
    report: str,
    statement: str,
    queries: str,
    ahead: Searches = NOTHING,
) -> Receipt:
    """State what a report (its slug) does not say, and search its newest file.

    ``queries`` has one query per line. Raises InvalidError for an empty statement or
    query. What ``search_new`` found ahead is not searched for again.
    """
    context.require(Action.WRITE_CLAIM)
    statement = " ".join(statement.split())
    if not statement:
        raise InvalidError(
            "statement", "state in one sentence what the report does not say."
        )
    if len(statement) > LONGEST_STATEMENT:
        raise InvalidError(
            "statement", f"is longer than {LONGEST_STATEMENT:,} characters."
        )
    asked = parse_queries(queries)
    reports.hold_off_removals(context)
    found = reports.get_report(context, report)
    absence = Absence(
        report_id=found.id,
        statement=statement,
        created_by_id=context.actor.id,
        created_at=context.now,
    )
    context.session.add(absence)
    context.session.flush()
    revision = revisions.newest(context.session, found)
    _run(context, absence, revision, Search(context, ahead), asked)
    return get_absence(context, absence.id)


def find_or_keep_absence(
    context: Context,
    *,
    report: str,
    statement: str,
    queries: str,
    ahead: Searches = NOTHING,
) -> Receipt:
    """Search again for the standing absence with this statement, or keep a new one."""
    context.require(Action.WRITE_CLAIM)
    found = reports.get_report(context, report)
    for absence in absences.of_report(context.session, found.id):
        if absence.statement == " ".join(statement.split()):
            return run_absence(context, absence.id, queries=queries, ahead=ahead)
    return keep_absence(
        context, report=report, statement=statement, queries=queries, ahead=ahead
    )


def run_absence(
    context: Context,
    absence_id: int,
    *,
    queries: str | None = None,
    made_from: Seen | None = None,
    ahead: Searches = NOTHING,
) -> Receipt:
    """Search the report's newest file again, with the same queries or with others.

    A run that repeats the last one is not stored. ``made_from`` is the version from
    which the form was made. Raises StaleError.
    """
    context.require(Action.WRITE_CLAIM)
    absence = absences.by_id(context.session, absence_id)
    if queries is not None:
        _require_editor_if_public(context, absence)
        last = absences.newest_runs(context.session, [absence.id])[absence.id]
        typed = {"queries": "\n".join(parse_queries(queries))}
        kept = versions.settle(context, form_fields.QUERIES, last, typed, made_from)
        queries = kept["queries"]
    _search_again(context, [absence], Search(context, ahead), queries)
    return get_absence(context, absence_id)


def judge_hit(
    context: Context, absence_id: int, *, start: int, says: bool, reason: str
) -> Receipt:
    """Judge whether the sentence at ``start`` (code points) says what is denied."""
    context.require(Action.WRITE_CLAIM)
    receipt = get_absence(context, absence_id)
    _require_editor_if_public(context, receipt.absence)
    found = next((hit for hit in receipt.hits if hit.hit.start == start), None)
    if found is None:
        raise ConflictError("The search has been run again. Review the new results.")
    judge_sentence(context, receipt, found.hit.words, says=says, reason=reason)
    return get_absence(context, absence_id)


def judge_sentence(
    context: Context, receipt: Receipt, sentence: str, *, says: bool, reason: str
) -> None:
    """Store a judgement on a sentence, unless the last one on it is the same."""
    context.require(Action.WRITE_CLAIM)
    reason = reason.strip()
    if not reason:
        raise InvalidError("reason", "give a short reason.")
    if len(reason) > LONGEST_STATEMENT:
        raise InvalidError(
            "reason", f"is longer than {LONGEST_STATEMENT:,} characters."
        )
    number, key = receipt.absence.id, sentence_key(sentence)
    last = absences.judgements(context.session, [number])[number].get(key)
    if last is not None and (last.says, last.reason) == (says, reason):
        return
    context.session.add(
        AbsenceJudgement(
            absence_id=number,
            sentence=key,
            says=says,
            reason=reason,
            by_id=context.actor.id,
            by=context.actor.name,
            at=context.now,
        )
    )
    context.session.flush()


def cite_absence(
    context: Context, absence_id: int, *, claim: str, weight: Weight
) -> Evidence:
    """Link a claim (its slug) to an absence."""
    context.require(Action.WRITE_CLAIM)
    receipt = get_absence(context, absence_id)
    if receipt.absence.withdrawn_at is not None:
        raise ConflictError("This absence is withdrawn; restore it first.")
    if claim in {claim.slug for claim in receipt.claims}:
        raise InvalidError("claim", "this claim already uses it as evidence.")
    target = Target(absence=absence_id)
    return links.link_evidence(context, claim=claim, target=target, weight=weight)


def withdraw_absence(context: Context, absence_id: int) -> Absence:
    """Withdraw an absence, unless a claim rests on it; its history stays."""
    context.require(Action.WRITE_CLAIM)
    receipt = get_absence(context, absence_id)
    if receipt.claims:
        named = "; ".join(f"“{claim.text}”" for claim in receipt.claims)
        raise ConflictError(
            f"{named} uses this absence as evidence. Remove that link first."
        )
    receipt.absence.withdrawn_at = context.now
    return receipt.absence


def restore_absence(
    context: Context, absence_id: int, *, ahead: Searches = NOTHING
) -> Absence:
    """Restore a withdrawn absence, and search the report as it is now."""
    context.require(Action.WRITE_CLAIM)
    absence = absences.by_id(context.session, absence_id)
    absence.withdrawn_at = None
    _search_again(context, [absence], Search(context, ahead))
    return absence


# When a report changes


def rerun_later(context: Context, revision: Revision) -> None:
    """Queue the searches of a report's absences in a new text of it."""
    if absences.of_report(context.session, revision.report_id):
        jobs.put(
            context,
            kind="absences",
            title=f"Search “{revision.report.title}” again for what it did not say",
            payload={"revision": revision.sha256, "report": revision.report.slug},
        )


def rerun(context: Context, report: str, *, ahead: Searches = NOTHING) -> int:
    """Search again for every absence of a report; return how many there are."""
    context.require(Action.ADD_REPORT)
    found = reports.get_report(context, report)
    kept = absences.of_report(context.session, found.id)
    return len(_search_again(context, kept, Search(context, ahead)))


def check_absences(context: Context, *, ahead: Searches = NOTHING) -> list[Receipt]:
    """Search again for every standing absence, and return the receipts."""
    context.require(Action.WRITE_CLAIM)
    kept = absences.not_withdrawn(context.session)
    return _search_again(context, kept, Search(context, ahead))


# Searching


def _search_again(
    context: Context,
    found: Sequence[Absence],
    search_for: Search,
    queries: str | None = None,
) -> list[Receipt]:
    """Search for absences in the newest files, and store runs that differ."""
    last = absences.newest_runs(context.session, [absence.id for absence in found])
    newest = revisions.newest_of(
        context.session, {receipt.report_id for receipt in found}
    )
    for absence in found:
        before, revision = last[absence.id], newest[absence.report_id]
        asked = asked_now(before, queries)
        _run(context, absence, revision, search_for, asked, before)
    return receipts(context, found)


def _run(
    context: Context,
    absence: Absence,
    revision: Revision,
    search_for: Search,
    queries: Sequence[str],
    last: AbsenceRun | None = None,
) -> None:
    """Search a file, and store the run if it differs from ``last``."""
    found = search_for(revision, queries)
    run = AbsenceRun(
        absence_id=absence.id,
        revision_id=revision.id,
        queries=list(queries),
        hits=[{**asdict(hit), "queries": list(hit.queries)} for hit in found.hits],
        total=found.total,
        unread=list(found.unread),
        text_version=revision.text_version,
        by_id=context.actor.id,
        by=context.actor.name,
        at=context.now,
    )
    if last is not None and is_of(last, revision) and _outcome(last) == _outcome(run):
        return
    context.session.add(run)
    context.session.flush()


def _outcome(run: AbsenceRun) -> tuple[object, ...]:
    return run.queries, run.hits, run.total, run.unread


def _require_editor_if_public(context: Context, absence: Absence) -> None:
    """Raise unless the person may decide: what readers see takes an editor."""
    if absence.id in public_absences(context, [absence.id]):
        context.require(Action.PUBLISH)
