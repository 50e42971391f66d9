"""Remove reports and files that were taken in by mistake, and restore them.

Nothing is deleted. What was removed is not listed, never the newest and not found by
searches; its marks, links, tensions and absences are withdrawn in the same act, and
restoring puts back what that act withdrew; a tension comes back when both of its sides are
here. Taking in the same bytes again restores it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from annotator.domain.errors import ConflictError, ForbiddenError, NotFoundError
from annotator.domain.permissions import Action, may
from annotator.services import jobs
from annotator.services.claims import absences
from annotator.services.context import Context
from annotator.services.intake.removal_plan import (
    Going,
    plan_file,
    plan_report,
    scope_of,
)
from annotator.services.library.reports import REMOVALS
from annotator.services.passages import placing, twins
from annotator.storage import events, removals
from annotator.storage.claims.absences import Absence
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.evaluations import Result, Threshold
from annotator.storage.claims.evidence import Evidence
from annotator.storage.database.engine import take_turns
from annotator.storage.events import Event
from annotator.storage.library import reports, revisions
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Passage

Row: TypeAlias = Passage | Evidence | Absence | Claim | Result | Threshold

# What a removal changes beside the report and its files, by the table.
_CHANGED: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "passage": (Passage, ("withdrawn_at",)),
    "evidence": (Evidence, ("withdrawn_at",)),
    "absence": (Absence, ("withdrawn_at",)),
    "claim": (Claim, ("assertion_id",)),
    "result": (Result, ("passage_id", "discount_id")),
    "threshold": (Threshold, ("passage_id",)),
}
_REMOVED = ("report", "revision")


@dataclass(frozen=True)
class RemovedReport:
    """A removed report, and who removed it."""

    report: Report
    by: str


@dataclass(frozen=True)
class RemovedFile:
    """A removed file of a report that is here, and who removed it."""

    file: Revision
    by: str


@dataclass(frozen=True)
class Removed:
    """What can be restored, most recently removed first."""

    reports: Sequence[RemovedReport]
    files: Sequence[RemovedFile]  # of reports that were not removed


def list_removed(context: Context) -> Removed:
    """Return the removed reports and files."""
    context.require(Action.READ_DRAFTS)
    session = context.session
    gone, files = reports.removed(session), revisions.removed(session)
    return Removed(
        [RemovedReport(x, by) for x, by in zip(gone, _who(context, gone), strict=True)],
        [RemovedFile(x, by) for x, by in zip(files, _who(context, files), strict=True)],
    )


def find_removed(context: Context, key: object) -> RemovedReport | RemovedFile | None:
    """Return what was removed under this slug, SHA-256 or id of a passage, or None."""
    context.require(Action.READ_DRAFTS)
    row = _removed_row(context, key)
    if row is None or row.removed_at is None:
        return None
    if isinstance(row, Report):
        return RemovedReport(row, *_who(context, [row]))
    return RemovedFile(row, *_who(context, [row]))


def _removed_row(context: Context, key: object) -> Report | Revision | None:
    if isinstance(key, int):
        file = passages.file_of(context.session, key)
    else:
        file = revisions.even_if_removed(context.session, str(key))
    if file is None:
        return reports.find_even_if_removed(context.session, str(key))
    whole = reports.even_if_removed(context.session, file.report.slug)
    return whole if whole.removed_at else file


def _who(context: Context, rows: Sequence[Report] | Sequence[Revision]) -> list[str]:
    """Return who removed each of these rows, which are of one table."""
    if not rows:
        return []
    table = "report" if isinstance(rows[0], Report) else "revision"
    found = events.last_changes(
        context.session, table, [row.id for row in rows], "removed_at"
    )
    return [found[row.id].actor if row.id in found else "somebody" for row in rows]


# Removing


def remove_report(context: Context, slug: str, *, seen: str | None = None) -> Report:
    """Remove a report with all that rests on it, unless readers see some of it.

    ``seen`` is of the plan that was shown before (``Going.seen``). Raises ConflictError
    if more would go by now.
    """
    context.require(Action.ADD_REPORT)
    take_turns(context.session, REMOVALS)
    going = plan_report(context, slug)
    _allow(context, going, seen)
    _take_away(context, going)
    going.report.removed_at = context.now
    jobs.index_later(context, going.report)
    return going.report


def remove_file(context: Context, sha256: str, *, seen: str | None = None) -> Revision:
    """Remove one file of a report that has others, with the passages marked in it.

    Raises ConflictError if readers see some of it, or as ``remove_report`` does.
    """
    context.require(Action.ADD_REPORT)
    take_turns(context.session, REMOVALS)
    going = plan_file(context, sha256)
    [revision], report = going.files, going.report
    if len(revisions.of_report(context.session, report)) == 1:
        raise ConflictError(
            f"It is the only file of “{report.title}”. Remove the report instead."
        )
    _allow(context, going, seen)
    _take_away(context, going)
    context.session.flush()
    jobs.index_later(context, report)
    absences.rerun_later(context, revisions.newest(context.session, report))
    return revision


def _allow(context: Context, going: Going, seen: str | None) -> None:
    if going.reasons:
        raise ConflictError(" ".join(str(reason) for reason in going.reasons))
    if seen is not None and seen != going.seen:
        raise ConflictError(
            "What would be removed with it has changed since you opened this page. "
            "Check the list again, then remove it."
        )
    is_editor = may(context.actor.role, Action.PUBLISH)
    if not is_editor and going.takes_work_of_others(context.actor.id):
        raise ForbiddenError(
            "Other people have marked or linked passages in it, so only an editor can "
            "remove it."
        )


def _take_away(context: Context, going: Going) -> None:
    for file in going.files:
        file.removed_at = context.now
    for row in going.withdrawn:
        row.withdrawn_at = context.now
    for citing, name in removals.citing_rows(context.session, scope_of(going)):
        setattr(citing, name, None)
    context.session.flush()


# Restoring


def restore_report(context: Context, slug: str) -> Report:
    """Restore a report with all that was removed with it."""
    context.require(Action.ADD_REPORT)
    take_turns(context.session, REMOVALS)
    report = reports.even_if_removed(context.session, slug)
    if report.removed_at is None:
        raise ConflictError(f"“{report.title}” is already in the library.")
    _restore(context, report)
    return report


def restore_file(context: Context, sha256: str) -> Revision:
    """Restore a removed file, and its report if that was removed."""
    context.require(Action.ADD_REPORT)
    take_turns(context.session, REMOVALS)
    revision = revisions.even_if_removed(context.session, sha256)
    if revision is None:
        raise NotFoundError("file with the hash", sha256)
    if revision.removed_at is None:
        raise ConflictError("This file is already in the library.")
    report = reports.even_if_removed(context.session, revision.report.slug)
    if report.removed_at is not None:
        _restore(context, report)
    if revision.removed_at is not None:  # it was removed apart from its report
        _restore(context, revision)
    return revision


def _restore(context: Context, row: Report | Revision) -> None:
    """Restore what the act withdrew that removed ``row``, as far as it is as it left it."""
    removal = events.last_change_of(context.session, row, "removed_at")
    row.removed_at = None
    changes = events.of_act(context.session, removal.act) if removal else []
    for change in changes:
        if change.entity == "revision" and "removed_at" in change.after:
            file = context.session.get_one(Revision, int(change.entity_id))
            file.removed_at = None
    back = [_set_back(context, change) for change in changes]
    slug = row.slug if isinstance(row, Report) else row.report.slug
    context.session.flush()
    _restore_tensions(context, row if isinstance(row, Report) else row.report)
    _look_again(context, reports.by_slug(context.session, slug))
    marks = [passage for passage in back if isinstance(passage, Passage)]
    twins.look_for_all_later(context, marks)  # files may have come in since


def _set_back(context: Context, change: Event) -> Row | None:
    model, names = _CHANGED.get(change.entity, (None, ()))
    names = tuple(name for name in names if name in change.after)
    if model is None or not names:
        return None
    row: Row = context.session.get_one(model, int(change.entity_id))
    # What somebody has decided otherwise since stays.
    back = [name for name in names if events.told(row, name) == change.after[name]]
    for name in back:
        setattr(row, name, events.untold(row, name, change.before[name]))
    return row if back else None


def _restore_tensions(context: Context, report: Report) -> None:
    """Put back the tensions that a removal withdrew, and whose sides are all here now.

    The other side may be in a report that was removed later, or is removed still.
    """
    rows = removals.withdrawn_tensions(context.session, report.id)
    last = events.last_changes(
        context.session, "tension", [row.id for row in rows], "withdrawn_at"
    )
    acts = {change.act for change in last.values()}
    removed_in = events.acts_with(context.session, acts, _REMOVED, "removed_at")
    for row in rows:
        if row.id in last and last[row.id].act in removed_in:
            row.withdrawn_at = None
    context.session.flush()


def _look_again(context: Context, report: Report) -> None:
    """Queue the work that was not done while a file was removed."""
    jobs.index_later(context, report)
    revision = revisions.newest(context.session, report)
    revision.report = report
    placing.place_later(context, revision)
    twins.look_in_later(context, revision)
    absences.rerun_later(context, revision)
