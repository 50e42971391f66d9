"""Publish and withdraw reports: their facts, and each of their files.

A new file of a public report is a draft: analysts work on it, and readers see nothing
of it, except a dated notice if an editor announces it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from annotator.domain.errors import ConflictError
from annotator.domain.permissions import Action
from annotator.domain.views.reports import (
    PublicReportView,
    ReportFactsView,
    WithdrawnFileView,
)
from annotator.domain.vocabulary import State
from annotator.services.context import Context
from annotator.services.library.reports import hold_off_removals
from annotator.services.published.editions import (
    NOTHING_TOLD,
    Told,
    publish_edition,
    withdraw_edition,
)
from annotator.services.published.gate import facts_of, files_of
from annotator.services.published.snapshots import thaw_report
from annotator.storage.library import reports, revisions
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind, Publication


@dataclass(frozen=True)
class ReportStatus:
    """A report as analysts see it, beside what readers see of it."""

    report: Report
    files: Sequence[Revision]  # newest first
    shown: PublicReportView | None  # None if readers see nothing of it
    changes: tuple[tuple[str, str, str], ...]  # fact, published value, current value
    citing: Sequence[Publication]  # published pages that quote it


def report_status(context: Context, slug: str) -> ReportStatus:
    """Return what readers see of a report, and how its facts have changed since."""
    context.require(Action.READ_DRAFTS)
    report = reports.by_slug(context.session, slug)
    shown = _shown(context, slug)
    return ReportStatus(
        report=report,
        files=revisions.of_report(context.session, report),
        shown=shown,
        changes=_changes(shown, report) if shown else (),
        citing=publications.quoting(context.session, report.id),
    )


def publish_facts(
    context: Context, slug: str, told: Told = NOTHING_TOLD
) -> Publication:
    """Publish the current facts of a public report; readers are ``told`` of it."""
    context.require(Action.PUBLISH)
    shown = _required(context, slug)
    report = reports.by_slug(context.session, slug)
    view = replace(shown, facts=facts_of(report))
    return _publish(context, report, view, told)


def publish_file(context: Context, slug: str, sha256: str) -> Publication:
    """Publish a file of a report; the first one makes the report public."""
    context.require(Action.PUBLISH)
    report = reports.by_slug(context.session, slug)
    revision = revisions.named(context.session, report, sha256)
    return include_files(context, slug, [revision.sha256])


def include_files(context: Context, slug: str, hashes: Collection[str]) -> Publication:
    """Publish files of a report in addition to its public ones.

    The frozen facts of a public report do not change.
    """
    context.require(Action.PUBLISH)
    hold_off_removals(context)
    report = reports.by_slug(context.session, slug)
    shown = _shown(context, slug) or PublicReportView(
        facts=facts_of(report), files=(), withdrawn=_once_shown(context, slug)
    )
    wanted = {*hashes, *(file.sha256 for file in shown.files)}
    every = revisions.of_report(context.session, report)
    files = [file for file in every if file.sha256 in wanted]
    for file in files:
        file.state = State.PUBLISHED
    return _publish(context, report, shown.with_files(files_of(files)))


def announce_file(context: Context, slug: str, sha256: str) -> Publication:
    """Give readers of a public report a dated notice that a newer file came in."""
    context.require(Action.PUBLISH)
    report = reports.by_slug(context.session, slug)
    revision = revisions.named(context.session, report, sha256)
    shown = _required(context, slug)
    if shown.file(revision.sha256):
        raise ConflictError("Readers see this file already.")
    return _publish(context, report, replace(shown, announced=revision.fetched_at))


def take_back_notice(context: Context, slug: str) -> Publication:
    """Take back the notice that a newer file came in."""
    context.require(Action.PUBLISH)
    shown = _required(context, slug)
    report = reports.by_slug(context.session, slug)
    return _publish(context, report, replace(shown, announced=None))


def withdraw_file(context: Context, slug: str, sha256: str) -> Publication:
    """Withdraw a file, at once and from every page; a dated note remains.

    Quotes from it are withheld on published pages. With its last file, the whole report
    is withdrawn.
    """
    context.require(Action.PUBLISH)
    report = reports.by_slug(context.session, slug)
    revision = revisions.named(context.session, report, sha256)
    shown = _required(context, slug)
    if not shown.file(revision.sha256):
        raise ConflictError("Readers do not see this file.")
    if len(shown.files) == 1:
        return withdraw_report(context, slug)
    revision.state = State.WITHDRAWN
    return _publish(context, report, shown.without_file(revision.sha256, context.now))


def withdraw_report(context: Context, slug: str) -> Publication:
    """Withdraw a report with all of its files; a dated note remains."""
    context.require(Action.PUBLISH)
    report = reports.by_slug(context.session, slug)
    shown = _required(context, slug)
    for revision in revisions.of_report(context.session, report):
        if shown.file(revision.sha256):
            revision.state = State.WITHDRAWN
    report.state = State.WITHDRAWN
    return withdraw_edition(context, PageKind.REPORT, slug)


def _publish(
    context: Context,
    report: Report,
    view: PublicReportView,
    told: Told = NOTHING_TOLD,
) -> Publication:
    report.state = State.PUBLISHED
    every = revisions.of_report(context.session, report)
    numbers = [file.id for file in every if view.file(file.sha256)]
    return publish_edition(context, view.facts.title, view, numbers, told)


def _shown(context: Context, slug: str) -> PublicReportView | None:
    found = publications.find(context.session, PageKind.REPORT, slug)
    return thaw_report(found.body) if found else None


def _required(context: Context, slug: str) -> PublicReportView:
    found = _shown(context, slug)
    if found is None:
        raise ConflictError("Readers do not see this report; publish a file of it.")
    return found


def _once_shown(context: Context, slug: str) -> tuple[WithdrawnFileView, ...]:
    """Return the files of a withdrawn report, as withdrawn together with it."""
    before = publications.editions(context.session, PageKind.REPORT, slug)
    if not before:
        return ()
    last, *earlier = before
    shown = next((thaw_report(file.body) for file in earlier if file.body), None)
    if shown is None:
        return ()
    gone = (
        WithdrawnFileView(file.sha256, file.fetched_at, last.at) for file in shown.files
    )
    return (*gone, *shown.withdrawn)


def _changes(
    shown: PublicReportView, report: Report
) -> tuple[tuple[str, str, str], ...]:
    """Return the facts whose published and current values differ."""
    before, after = _in_words(shown.facts), _in_words(facts_of(report))
    return tuple(
        (name, before[name], after[name])
        for name in before
        if before[name] != after[name]
    )


def _in_words(facts: ReportFactsView) -> dict[str, str]:
    return {
        "Title": facts.title,
        "Kind": facts.kind,
        "Published": facts.published,
        "From": facts.source_url,
        "Lab": facts.lab.name,
        "Models": ", ".join(model.name for model in facts.models),
    }
