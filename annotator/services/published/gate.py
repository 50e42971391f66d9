"""The gate: which reports and files readers may see.

Everything that shows readers a part of a report asks the gate: pages, pictures,
searches and banners. Readers see the facts that an editor froze, and only the files
that an editor has published. People who may read drafts see the current rows.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from annotator import write_lock
from annotator.domain.errors import NotFoundError, WithdrawnError
from annotator.domain.permissions import Action, may
from annotator.domain.views.contents import LabView
from annotator.domain.views.reports import (
    FileView,
    ModelName,
    PublicReportView,
    ReportFactsView,
)
from annotator.services.context import Context
from annotator.services.published.snapshots import thaw_report
from annotator.storage.library import labs, reports, revisions
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind

_KEPT = "gate"  # key in ``session.info`` of the gate and its transaction


@dataclass(frozen=True)
class Gate:
    """The reports and files that are public at one time."""

    reports: dict[str, PublicReportView]  # by slug
    by_number: dict[int, PublicReportView]  # by report id
    files: dict[int, str]  # the hash of each public file, by revision id
    newest: dict[int, int]  # the id of each report's newest public file, by report id
    hashes: frozenset[str]  # of public files
    withdrawn: frozenset[str]  # hashes of files that were public and are not now

    def has_file(self, sha256: str) -> bool:
        """Whether readers may see the file with this hash."""
        return sha256 in self.hashes

    def title_of(self, report: Report) -> str:
        """Return a title as readers know it; as it stands if they do not see the report."""
        shown = self.by_number.get(report.id)
        return shown.facts.title if shown else report.title

    @property
    def models(self) -> dict[str, str]:
        """The names of the models that public reports cover, by slug."""
        return {
            model.slug: model.name
            for report in self.reports.values()
            for model in report.facts.models
        }


def gate_of(context: Context) -> Gate:
    """Return the current gate, which is made again only after a publication.

    Within a transaction it is looked up once.
    """
    context.require(Action.READ_PUBLISHED)
    if write_lock.is_held():  # this transaction may be rolled back: do not cache
        return _made(context)
    session = context.session
    transaction, kept = session.info.get(_KEPT, (None, None))
    if kept is not None and transaction is session.get_transaction():
        known: Gate = kept
    else:
        known = _found(context)
        session.info[_KEPT] = session.get_transaction(), known
    return known


def _found(context: Context) -> Gate:
    key = publications.newest_key(context.session)
    known: Gate | None = context.stores.gates.find(key)
    if known is None:
        known = _made(context)
        context.stores.gates.keep(key, known)
    return known


def _made(context: Context) -> Gate:
    shown = {
        found.slug: thaw_report(found.body)
        for found in publications.current(context.session, PageKind.REPORT)
    }
    numbers = reports.numbers(context.session, shown.keys())
    public = publications.public_revisions(context.session)  # oldest first
    files = {number: sha256 for number, _, sha256 in public}
    hashes = frozenset(files.values())
    ever = publications.ever_public_hashes(context.session)
    return Gate(
        reports=shown,
        by_number={numbers[slug]: report for slug, report in shown.items()},
        files=files,
        newest={report: number for number, report, _ in public},
        hashes=hashes,
        withdrawn=frozenset(ever - hashes),
    )


def sees_drafts(context: Context) -> bool:
    """Whether this person may see drafts."""
    return may(context.actor.role, Action.READ_DRAFTS)


def public_report(context: Context, slug: str) -> PublicReportView:
    """Return a report as readers see it; raise WithdrawnError or NotFoundError."""
    found = gate_of(context).reports.get(slug)
    if found is not None:
        return found
    last = publications.find_last(context.session, PageKind.REPORT, slug)
    if last is not None:
        raise WithdrawnError("report", last.at)
    raise NotFoundError("report", slug)


def public_file(context: Context, slug: str, sha256: str) -> FileView:
    """Return a file as readers see it; raise WithdrawnError or NotFoundError."""
    report = public_report(context, slug)
    if found := report.file(sha256):
        return found
    gone = next((file for file in report.withdrawn if file.sha256 == sha256), None)
    if gone is not None:
        raise WithdrawnError("file of this report", gone.withdrawn_at)
    raise NotFoundError("file of the report", sha256)


def visible_file(context: Context, sha256: str, slug: str = "") -> Revision:
    """Return the file with this SHA-256, with its report, if this person may see it.

    Given a slug, it must be a file of that report.
    """
    revision = revisions.by_sha256(context.session, sha256)
    if slug not in {"", revision.report.slug}:
        raise NotFoundError("file of the report", sha256)
    if sees_drafts(context) or revision.id in gate_of(context).files:
        return revision
    if sha256 in gate_of(context).withdrawn:
        raise WithdrawnError("file", _withdrawn_at(context, revision))
    raise NotFoundError("file with the hash", sha256)


def _withdrawn_at(context: Context, revision: Revision) -> datetime:
    last = publications.find_last(
        context.session, PageKind.REPORT, revision.report.slug
    )
    if last is None:
        raise NotFoundError("file with the hash", revision.sha256)
    gone = thaw_report(last.body).withdrawn if last.body else ()
    return next((g.withdrawn_at for g in gone if g.sha256 == revision.sha256), last.at)


def visible_files(context: Context, slug: str = "") -> list[int]:
    """Return the ids of the files that this person may see, newest first.

    Given a slug, only those of that report, which this person must be allowed to see.
    """
    if sees_drafts(context):
        if slug:
            report = reports.by_slug(context.session, slug)
            return [file.id for file in revisions.of_report(context.session, report)]
        return [file.id for file in revisions.all_by_id(context.session)][::-1]
    gate = gate_of(context)
    if not slug:
        return sorted(gate.files, reverse=True)
    wanted = {file.sha256 for file in public_report(context, slug).files}
    return sorted((n for n, h in gate.files.items() if h in wanted), reverse=True)


def newest_visible(context: Context) -> set[int]:
    """Return the ids of the newest file of each report that this person may see."""
    if sees_drafts(context):
        return set(revisions.newest_ids(context.session))
    return set(gate_of(context).newest.values())


def newest_visible_of(
    context: Context, numbers: Collection[int]
) -> dict[int, Revision]:
    """Return the newest file that this person may see of each report, by report id."""
    if sees_drafts(context):
        return revisions.newest_of(context.session, numbers)
    newest = gate_of(context).newest
    wanted = {number: newest[number] for number in numbers if number in newest}
    files = revisions.by_ids(context.session, list(wanted.values()))
    return {number: files[file] for number, file in wanted.items()}


def may_see_file(context: Context, number: int) -> bool:
    """Whether this person may see the file with this id."""
    return sees_drafts(context) or number in gate_of(context).files


def visible_facts(
    context: Context, numbers: Collection[int]
) -> dict[int, ReportFactsView]:
    """Return the facts of those reports that this person may see, by id."""
    if sees_drafts(context):
        found = reports.by_ids(context.session, list(numbers))
        return {number: facts_of(report) for number, report in found.items()}
    shown = gate_of(context).by_number
    return {number: shown[number].facts for number in numbers if number in shown}


def visible_facts_by_slug(
    context: Context, slugs: Collection[str]
) -> dict[str, ReportFactsView]:
    """Return the facts of those reports that this person may see, by slug."""
    if sees_drafts(context):
        found = reports.by_slugs(context.session, slugs)
        return {slug: facts_of(report) for slug, report in found.items()}
    shown = gate_of(context).reports
    return {slug: shown[slug].facts for slug in slugs if slug in shown}


def report_titles(context: Context, slugs: Collection[str]) -> dict[str, str]:
    """Return the titles of those reports that this person may see, by slug."""
    if sees_drafts(context):
        return reports.titles(context.session, list(slugs))
    shown = gate_of(context).reports
    return {slug: shown[slug].facts.title for slug in slugs if slug in shown}


def model_names(context: Context, slugs: Collection[str]) -> dict[str, str]:
    """Return the names of those models that this person may see, by slug."""
    if sees_drafts(context):
        return labs.names_of(context.session, list(slugs))
    names = gate_of(context).models
    return {slug: names[slug] for slug in slugs if slug in names}


def facts_of(report: Report) -> ReportFactsView:
    """Return the current facts of a report."""
    return ReportFactsView(
        slug=report.slug,
        title=report.title,
        kind=report.kind,
        published=report.published,
        source_url=report.source_url,
        lab=LabView(report.lab.slug, report.lab.name, report.lab.invented),
        models=tuple(ModelName(model.slug, model.name) for model in report.models),
    )


def files_of(found: Iterable[Revision]) -> tuple[FileView, ...]:
    """Return files as readers would see them."""
    return tuple(
        FileView(
            sha256=file.sha256,
            bytes=file.bytes,
            page_count=file.page_count,
            published=file.published,
            fetched_at=file.fetched_at,
        )
        for file in found
    )
