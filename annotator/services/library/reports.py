"""The library: reports, their files, and the pages of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from annotator.domain.edits import Seen
from annotator.domain.errors import InvalidError, NotFoundError
from annotator.domain.input.choices import choice
from annotator.domain.input.dates import date_fact
from annotator.domain.permissions import Action
from annotator.domain.text.canonical_text import PageText
from annotator.domain.text.page_faults import PageFault
from annotator.domain.vocabulary import ReportKind, State
from annotator.services import readings
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.services.library import labs
from annotator.services.library.labs import Lab
from annotator.services.library.texts import page_of
from annotator.services.published.gate import visible_file
from annotator.storage.claims import evidence
from annotator.storage.database.engine import take_turns
from annotator.storage.disk.files import DamagedFileError, MissingFileError
from annotator.storage.library import reports, revisions
from annotator.storage.library.reports import Report as Report
from annotator.storage.library.reports import ReportTitle as ReportTitle
from annotator.storage.library.revisions import Page as Page
from annotator.storage.library.revisions import Revision as Revision
from annotator.storage.passages import passages

REMOVALS = "removals"  # the turn of what is removed, and of what must not be meanwhile


@dataclass(frozen=True)
class ListedReport:
    """A report as the library lists it."""

    report: Report
    revisions: int
    pages: int  # of the newest revision
    newest: State | None  # the state of its newest revision

    @property
    def has_new_file(self) -> bool:
        """Whether readers see the report, and its newest file is a draft."""
        return self.report.is_public and self.newest is State.DRAFT


def hold_off_removals(context: Context) -> None:
    """Let nobody remove a report before this transaction ends.

    Call it before looking at a report to which something is added that must not outlive
    it: a mark, a link, an absence, a public page.
    """
    context.require(Action.READ_DRAFTS)
    take_turns(context.session, REMOVALS, shared=True)


def list_of_lab(context: Context, lab: Lab) -> Sequence[Report]:
    """Return the reports of a lab, ordered by title."""
    context.require(Action.READ_DRAFTS)
    return reports.of_lab(context.session, lab.id)


def list_reports(context: Context) -> list[ListedReport]:
    """Return every report, ordered by title."""
    context.require(Action.READ_DRAFTS)
    totals = revisions.totals(context.session)
    return [
        ListedReport(report, *totals.get(report.id, (0, 0, None)))
        for report in reports.by_title(context.session)
    ]


@dataclass(frozen=True)
class ListedFile:
    """A file of a report, as one chooses it from a list."""

    slug: str  # of its report
    title: str  # of its report
    sha256: str
    fetched_at: datetime
    is_newest: bool


def list_files(context: Context) -> list[ListedFile]:
    """Return every file of every report, by the title of the report, newest first."""
    context.require(Action.READ_DRAFTS)
    files: list[ListedFile] = []
    for sha256, fetched_at, slug, title in revisions.every_file(context.session):
        is_newest = not files or files[-1].slug != slug
        files.append(ListedFile(slug, title, sha256, fetched_at, is_newest))
    return files


def list_titles(context: Context) -> list[ReportTitle]:
    """Return the names of every report, ordered by title."""
    context.require(Action.READ_DRAFTS)
    return reports.title_rows(context.session)


def count_passages(context: Context) -> dict[int, int]:
    """Return the number of standing passages of each report, by report id."""
    context.require(Action.READ_DRAFTS)
    return passages.counts(context.session)


def count_claims(context: Context) -> dict[int, int]:
    """Return the number of claims that rest on each report's passages, by report id."""
    context.require(Action.READ_DRAFTS)
    return evidence.claims_on_reports(context.session)


def get_report(context: Context, slug: str) -> Report:
    """Return the report called ``slug`` as analysts see it; raise NotFoundError."""
    context.require(Action.READ_DRAFTS)
    return reports.by_slug(context.session, slug)


def list_revisions(context: Context, report: Report) -> Sequence[Revision]:
    """Return the files of ``report``, newest first."""
    context.require(Action.READ_DRAFTS)
    return revisions.of_report(context.session, report)


def get_revision(context: Context, report: Report, sha256: str = "") -> Revision:
    """Return the file of ``report`` with this SHA-256, or its newest for ""."""
    context.require(Action.READ_DRAFTS)
    if not sha256:
        return revisions.newest(context.session, report)
    revision = revisions.by_sha256(context.session, sha256)
    if revision.report_id != report.id:
        raise NotFoundError("file of the report", sha256)
    return revision


def get_file(context: Context, slug: str, sha256: str) -> Revision:
    """Return the file with this SHA-256 of the report called ``slug``, by one query."""
    context.require(Action.READ_DRAFTS)
    revision = revisions.by_sha256(context.session, sha256)
    if revision.report.slug != slug:
        raise NotFoundError("file of the report", sha256)
    return revision


def list_pages(context: Context, revision: Revision) -> Sequence[Page]:
    """Return each page's number, label, size and rotation, without its text."""
    context.require(Action.READ_DRAFTS)
    return revisions.page_sizes(context.session, revision)


def page_labels(context: Context, revision: Revision) -> dict[int, str]:
    """Return the printed label of each page, by its number."""
    return {page.number: page.label for page in list_pages(context, revision)}


def get_page(context: Context, revision: Revision, number: int) -> PageText:
    """Return a page (from 1) with its words and their boxes."""
    context.require(Action.READ_DRAFTS)
    return page_of(context, revision, number)


@dataclass(frozen=True)
class GivenPdf:
    """A PDF that is given out."""

    path: Path
    tag: str  # is another one for other bytes


def given_pdf(context: Context, slug: str, sha256: str) -> GivenPdf:
    """Return a PDF that this person may see.

    It is as the lab published it, but without notes that somebody put on it later.
    """
    context.require(Action.READ_PUBLISHED)
    revision = visible_file(context, sha256, slug)
    if PageFault.NOTES not in revision.faults:
        return GivenPdf(context.stores.files.checked(revision.sha256), sha256)
    return _without_notes(context, sha256)


def _without_notes(context: Context, sha256: str) -> GivenPdf:
    """Return a copy of a file without notes, from the cache if it is undamaged there."""
    copies = context.stores.copies
    path = context.stores.pictures / sha256 / "without-notes"

    def make() -> bytes:
        copies.folder.mkdir(parents=True, exist_ok=True)  # a cache may be deleted
        with readings.stored_pdf(context, sha256) as reader:
            return copies.put(reader.without_notes()).encode()

    copy = readings.kept(context, path, sha256, make).decode()
    try:
        return GivenPdf(copies.checked(copy), copy)
    except (MissingFileError, DamagedFileError):
        path.unlink(missing_ok=True)
        copy = readings.kept(context, path, sha256, make).decode()
        return GivenPdf(copies.checked(copy), copy)


def edit_report(
    context: Context,
    slug: str,
    *,
    title: str,
    kind: str,
    published: str,
    source_url: str,
    models: Sequence[str],
    made_from: Seen | None = None,
) -> Report:
    """Change the facts of a report; models are names or slugs.

    ``made_from`` is the version from which the form was made. Raises StaleError.
    """
    context.require(Action.ADD_REPORT)
    report = reports.by_slug(context.session, slug)
    if not title.strip():
        raise InvalidError("title", "is required")
    if source_url and not source_url.startswith(("https://", "http://")):
        raise InvalidError("source_url", "must begin with https:// or http://")
    lab = next(x for x in labs.list_labs(context) if x.id == report.lab_id)
    typed = {
        "title": title.strip(),
        "kind": choice("kind", ReportKind, kind),
        "published": date_fact("published", published),
        "source_url": source_url,
        "models": tuple(sorted(models)),
    }
    kept = versions.settle(context, form_fields.REPORT, report, typed, made_from)
    report.title, report.kind = kept["title"], ReportKind(kept["kind"])
    report.published, report.source_url = kept["published"], kept["source_url"]
    report.models = [
        labs.find_or_add_model(context, lab, name) for name in kept["models"]
    ]
    context.session.flush()
    return report
