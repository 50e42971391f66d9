"""Remove reports and files that were taken in by mistake, and restore them.

Nothing is deleted: what was removed is not listed, never the newest and not found by
searches, but its bytes stay. Taking in the same bytes again restores it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from annotator.domain.errors import ConflictError, NotFoundError
from annotator.domain.permissions import Action
from annotator.services import jobs
from annotator.services.claims import absences
from annotator.services.context import Context
from annotator.services.passages import placing, twins
from annotator.services.published.gate import gate_of
from annotator.storage.claims import absences as stored_absences
from annotator.storage.claims import evidence
from annotator.storage.library import reports, revisions
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Passage

SHOWN = 3  # passages that a refusal names


@dataclass(frozen=True)
class Removed:
    """What can be restored, most recently removed first."""

    reports: Sequence[Report]
    files: Sequence[Revision]  # of reports that were not removed


def list_removed(context: Context) -> Removed:
    """Return the removed reports and files."""
    context.require(Action.READ_DRAFTS)
    session = context.session
    return Removed(reports.removed(session), revisions.removed(session))


def remove_report(context: Context, slug: str) -> Report:
    """Remove a report with all its files, unless it is public or in use."""
    context.require(Action.ADD_REPORT)
    report = reports.by_slug(context.session, slug)
    files = revisions.of_report(context.session, report)
    _refuse_if_public(context, report, files)
    _refuse_if_used(context, files)
    _refuse_if_denied(context, report)
    report.removed_at = context.now
    for revision in files:
        revision.removed_at = context.now
    jobs.index_later(context, report)
    return report


def restore_report(context: Context, slug: str) -> Report:
    """Restore a report with the files that were removed with it."""
    context.require(Action.ADD_REPORT)
    report = reports.even_if_removed(context.session, slug)
    if report.removed_at is None:
        raise ConflictError(f"“{report.title}” is here already.")
    _restore(context, report, report.removed_at)
    return report


def remove_file(context: Context, sha256: str) -> Revision:
    """Remove one file of a report that has others, unless it is public or in use."""
    context.require(Action.ADD_REPORT)
    revision = revisions.by_sha256(context.session, sha256)
    report = revision.report
    if len(revisions.of_report(context.session, report)) == 1:
        raise ConflictError(
            f"It is the only file of “{report.title}”. Remove the report instead."
        )
    _refuse_if_public(context, report, [revision])
    _refuse_if_used(context, [revision])
    revision.removed_at = context.now
    context.session.flush()
    jobs.index_later(context, report)
    absences.rerun_later(context, revisions.newest(context.session, report))
    return revision


def restore_file(context: Context, sha256: str) -> Revision:
    """Restore a removed file, and its report if that was removed."""
    context.require(Action.ADD_REPORT)
    revision = revisions.even_if_removed(context.session, sha256)
    if revision is None:
        raise NotFoundError("file with the hash", sha256)
    if revision.removed_at is None:
        raise ConflictError("This file is here already.")
    report = reports.even_if_removed(context.session, revision.report.slug)
    if report.removed_at is not None:
        _restore(context, report, report.removed_at)
    revision.removed_at = None
    _look_again(context, report)
    return revision


def _restore(context: Context, report: Report, removed_at: datetime) -> None:
    for revision in revisions.every_of_report(context.session, report):
        if revision.removed_at == removed_at:
            revision.removed_at = None
    report.removed_at = None
    _look_again(context, report)


def _look_again(context: Context, report: Report) -> None:
    """Queue the work that was not done while a file was removed."""
    context.session.flush()
    jobs.index_later(context, report)
    revision = revisions.newest(context.session, report)
    revision.report = report
    placing.place_later(context, revision)
    twins.look_in_later(context, revision)
    absences.rerun_later(context, revision)


# What prevents a removal


def _refuse_if_public(
    context: Context, report: Report, files: Sequence[Revision]
) -> None:
    """Raise ConflictError if readers see the report or one of the files."""
    public = gate_of(context).files
    if any(file.id in public for file in files):
        raise ConflictError(
            f"Readers see “{report.title}”. An editor has to take it down first."
        )


def _refuse_if_used(context: Context, files: Sequence[Revision]) -> None:
    """Raise ConflictError if standing passages were marked in these files."""
    marked = passages.marked_in(context.session, [file.id for file in files])
    if not marked:
        return
    citing = evidence.claims_citing(context.session, [passage.id for passage in marked])
    claims = {claim.text for found in citing.values() for claim in found}
    named = "; ".join(f"“{_words(passage)}”" for passage in marked[:SHOWN])
    more = f" and {len(marked) - SHOWN} more" if len(marked) > SHOWN else ""
    rest = "".join(f" The claim “{text}” rests on it." for text in sorted(claims))
    raise ConflictError(
        f"Passages were marked in it: {named}{more}.{rest} Take these marks back first."
    )


def _words(passage: Passage) -> str:
    return (passage.exact or passage.description or "figure or table")[:80]


def _refuse_if_denied(context: Context, report: Report) -> None:
    """Raise ConflictError if the report has standing absences."""
    kept = stored_absences.of_report(context.session, report.id)
    if kept:
        named = "; ".join(f"“{reason.statement[:80]}”" for reason in kept[:SHOWN])
        raise ConflictError(
            f"It is kept that this report does not say: {named}. Take that back first."
        )
