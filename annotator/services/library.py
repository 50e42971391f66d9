"""The library: reports, their files, and the pages of a file."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from annotator.domain.dates import date_fact
from annotator.domain.errors import InvalidError, NotFoundError
from annotator.domain.permissions import Action, may
from annotator.domain.saves import Seen
from annotator.domain.text import PageText
from annotator.domain.vocabulary import ReportKind
from annotator.services import edited, labs, saves
from annotator.services.context import Context
from annotator.services.documents import known_document
from annotator.storage import evidence, passages, reports, revisions
from annotator.storage.reports import Report as Report
from annotator.storage.revisions import Page as Page
from annotator.storage.revisions import Revision as Revision
from annotator.storage.words import page_text


@dataclass(frozen=True)
class Shelf:
    """A report as the library lists it."""

    report: Report
    revisions: int
    pages: int  # of the newest revision


def list_reports(context: Context) -> list[Shelf]:
    """Return the reports this person may see, by title."""
    context.require(Action.READ_PUBLISHED)
    totals = revisions.totals(context.session)
    return [
        Shelf(report, *totals.get(report.id, (0, 0)))
        for report in reports.by_title(context.session)
        if may_see(context, report)
    ]


def count_passages(context: Context) -> dict[int, int]:
    """Return how many standing passages each report has, by its id."""
    context.require(Action.READ_DRAFTS)
    return passages.counts(context.session)


def count_claims(context: Context) -> dict[int, int]:
    """Return how many claims rest on passages of each report, by its id."""
    context.require(Action.READ_DRAFTS)
    return evidence.claims_on_reports(context.session)


def may_see(context: Context, report: Report) -> bool:
    """Whether this person may see ``report``; readers see what is public."""
    return report.is_public or may(context.actor.role, Action.READ_DRAFTS)


def get_report(context: Context, slug: str) -> Report:
    """Return the report called ``slug``, if this person may see it."""
    context.require(Action.READ_PUBLISHED)
    report = reports.by_slug(context.session, slug)
    if not may_see(context, report):
        raise NotFoundError("report", slug)
    return report


def get_reports(context: Context, slugs: Collection[str]) -> dict[str, Report]:
    """Return those of these reports that there are and this person may see, by slug."""
    context.require(Action.READ_PUBLISHED)
    found = reports.by_slugs(context.session, slugs)
    return {slug: each for slug, each in found.items() if may_see(context, each)}


def list_revisions(context: Context, report: Report) -> Sequence[Revision]:
    """Return the files of ``report``, newest first."""
    context.require(Action.READ_PUBLISHED)
    return revisions.of_report(context.session, report)


def get_revision(context: Context, report: Report, sha256: str = "") -> Revision:
    """Return the file of ``report`` with this hash, or its newest."""
    context.require(Action.READ_PUBLISHED)
    if not sha256:
        return revisions.newest(context.session, report)
    revision = revisions.by_sha256(context.session, sha256)
    if revision.report_id != report.id:
        raise NotFoundError("file of the report", sha256)
    return revision


def list_pages(context: Context, revision: Revision) -> Sequence[Page]:
    """Return number, label, size and rotation of each page; not its text."""
    context.require(Action.READ_PUBLISHED)
    return revisions.page_sizes(context.session, revision)


def get_page(context: Context, revision: Revision, number: int) -> PageText:
    """Return a page (from 1) with its words and their boxes."""
    context.require(Action.READ_PUBLISHED)
    known = known_document(context, revision)  # a whole one takes a second
    if known is None or not 1 <= number <= len(known.pages):
        return page_text(revisions.page(context.session, revision, number))
    return known.pages[number - 1]


def paragraphs(page: PageText) -> list[str]:
    """Return what a page says, paragraph by paragraph, without its line breaks."""
    return [" ".join(part.split()) for part in page.text.split("\n\n")]


def get_pdf(context: Context, sha256: str) -> bytes:
    """Return the bytes of a file, as the lab published them."""
    context.require(Action.READ_PUBLISHED)
    revision = revisions.by_sha256(context.session, sha256)
    if not may_see(context, revision.report):
        raise NotFoundError("file with the hash", sha256)
    return context.stores.files.get(sha256)


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
    """Change what is said of a report; models are names or slugs.

    ``made_from`` is what a form with these was made from. Raises StaleError.
    """
    context.require(Action.ADD_REPORT)
    report = reports.by_slug(context.session, slug)
    if not title.strip():
        raise InvalidError("title", "is required")
    if kind not in set(ReportKind):
        raise InvalidError("kind", f"must be one of: {', '.join(ReportKind)}.")
    if source_url and not source_url.startswith(("https://", "http://")):
        raise InvalidError("source url", "must begin with https:// or http://")
    lab = next(x for x in labs.list_labs(context) if x.id == report.lab_id)
    typed = {
        "title": title.strip(),
        "kind": kind,
        "published": date_fact("published", published),
        "source_url": source_url,
        "models": tuple(sorted(models)),
    }
    kept = saves.settle(context, edited.REPORT, report, typed, made_from)
    report.title, report.kind = kept["title"], ReportKind(kept["kind"])
    report.published, report.source_url = kept["published"], kept["source_url"]
    report.models = [
        labs.find_or_add_model(context, lab, name) for name in kept["models"]
    ]
    context.session.flush()
    return report
