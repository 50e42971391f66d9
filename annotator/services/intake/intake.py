"""Take in a lab's PDF: store what was read as a revision of a report.

A file is read in staging, or among the files; then it is moved to the files; then its
row is written. Each step can be repeated, and none deletes anything.
"""

from annotator.domain.errors import InvalidError
from annotator.domain.input.dates import date_fact
from annotator.domain.permissions import Action
from annotator.domain.slugs import slugify
from annotator.domain.vocabulary import ReportKind, State
from annotator.services.context import Context, Stores
from annotator.services.intake import files, removal
from annotator.services.intake.files import Origin, Progress, ReadFile
from annotator.services.intake.inspection import ReportFacts as ReportFacts
from annotator.services.library import labs
from annotator.services.library.reports import hold_off_removals
from annotator.storage.database.engine import take_turns
from annotator.storage.disk.files import MissingFileError
from annotator.storage.library import reports
from annotator.storage.library import revisions as stored_revisions
from annotator.storage.library.labs import Lab
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision


def read_and_keep(stores: Stores, sha256: str, on_page: Progress) -> ReadFile:
    """Read a file that was sent and, if that succeeds, move it to the files.

    Call this before the transaction in which ``add_revision`` writes the row.
    """
    read = files.read_file(stores, sha256, on_page)
    stores.files.take_over(sha256, stores.staging)
    return read


def find_known(context: Context, sha256: str) -> Revision | None:
    """Return the revision with this SHA-256, with its report, or None.

    It may be a removed one.
    """
    context.require(Action.ADD_REPORT)
    return stored_revisions.even_if_removed(context.session, sha256)


def put_back(context: Context, sha256: str) -> Revision | None:
    """Return the revision with this SHA-256, restored if it was removed, or None."""
    context.require(Action.ADD_REPORT)
    known = find_known(context, sha256)
    if known is not None and known.removed_at is not None:
        return removal.restore_file(context, sha256)
    return known


def add_revision(context: Context, read: ReadFile, facts: ReportFacts) -> Revision:
    """Store a file that was read as a revision, or return the one with these bytes.

    A removed revision is restored. Raises MissingFileError if the bytes are not stored.
    """
    context.require(Action.ADD_REPORT)
    take_turns(context.session, f"intake of {read.sha256}")
    known = put_back(context, read.sha256)
    if known is not None:
        return known
    if not context.stores.files.touch(read.sha256):
        raise MissingFileError(read.sha256)  # no row may name a missing file
    hold_off_removals(context)
    report = _report_of(context, facts)
    earlier = _superseded(context, report, facts)
    origin = Origin(
        file_name=facts.file_name,
        address=facts.source_url,
        published=date_fact("published", facts.published),
        supersedes=earlier.id if earlier else None,
    )
    return files.add(context, report or _new_report(context, facts), read, origin)


def check_facts(context: Context, facts: ReportFacts) -> None:
    """Raise InvalidError, which names the field, if a fact cannot be right."""
    context.require(Action.ADD_REPORT)
    _check(facts)
    _superseded(context, _report_of(context, facts), facts)


def _report_of(context: Context, facts: ReportFacts) -> Report | None:
    """Return the report that a file is added to, or None if it makes a new one."""
    found = reports.find_even_if_removed(context.session, facts.report)
    if found is not None and found.removed_at is not None:
        raise InvalidError(
            "report",
            f"“{found.title}” was removed; restore it first, or choose another report.",
        )
    return found


def _superseded(
    context: Context, report: Report | None, facts: ReportFacts
) -> Revision | None:
    """Return the file that a new one supersedes, or None."""
    if report is None:
        if facts.supersedes:
            raise InvalidError(
                "supersedes", "needs a report in the library; give its slug."
            )
        return None
    return stored_revisions.named(context.session, report, facts.supersedes)


def _new_report(context: Context, facts: ReportFacts) -> Report:
    _check(facts)
    return _add_report(context, labs.find_or_add_lab(context, facts.lab), facts)


def _add_report(context: Context, lab: Lab, facts: ReportFacts) -> Report:
    report = Report(
        slug=slugify(facts.report or facts.title, reports.slugs(context.session)),
        lab=lab,
        kind=ReportKind(facts.kind),
        title=facts.title.strip(),
        source_url=facts.source_url,
        published=date_fact("published", facts.published),
        state=State.DRAFT,
        created_at=context.now,
        models=[labs.find_or_add_model(context, lab, name) for name in facts.models],
    )
    context.session.add(report)
    context.session.flush()
    return report


def _check(facts: ReportFacts) -> None:
    for field in ("lab", "title"):
        if not getattr(facts, field).strip():
            raise InvalidError(field, "is required")
    if facts.kind not in set(ReportKind):
        known = ", ".join(ReportKind)
        raise InvalidError("kind", f"“{facts.kind}” is not one of: {known}.")
    date_fact("published", facts.published)
    if facts.source_url and not facts.source_url.startswith(("https://", "http://")):
        raise InvalidError("source_url", "must begin with https:// or http://")
