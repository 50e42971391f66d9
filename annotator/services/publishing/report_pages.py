"""A report as readers see it: its facts, its pages, and the quotes from them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.domain.errors import InvalidError, NotFoundError
from annotator.domain.permissions import Action
from annotator.domain.text.canonical_text import line_boxes, reading_text
from annotator.domain.text.page_faults import in_sentences, of_page
from annotator.domain.text.pages import Box
from annotator.domain.views.pages import Edition
from annotator.domain.views.reports import FileView, PublicReportView, ReportFactsView
from annotator.domain.views.status import CurrentStatus
from annotator.services.context import Context
from annotator.services.library.texts import document, page_of
from annotator.services.published import edition_history, gate
from annotator.services.published.contents import opened
from annotator.services.published.snapshots import thaw_report
from annotator.services.publishing.quoted_passages import (
    ClaimTension,
    Mark,
    Use,
    Used,
    marks_at,
    places_of,
    tensions_in,
    uses_in,
)
from annotator.storage.library import reports, revisions
from annotator.storage.library.revisions import Page
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind

PASSAGES_ON_A_PAGE = 150  # of a list; the 82 of the sample are 9 kB compressed


@dataclass(frozen=True)
class ReportPage:
    """The page of a report."""

    report: PublicReportView
    pages: Sequence[Page]  # of the newest file, without their text
    marks: tuple[Mark, ...]  # those of this page of the list, in the report's order
    tensions: tuple[ClaimTension, ...]  # with a passage of it
    status: CurrentStatus
    faults: tuple[str, ...]  # what is wrong with pages of the newest file
    edition: Edition | None  # None if readers do not see it
    number: int  # of this page of the list of passages, from 1
    first: int  # the place of its first passage among all, from 1
    count: int  # of all passages
    quoted: frozenset[int]  # pages of the newest file that are quoted


@dataclass(frozen=True)
class ReadingPage:
    """One page of a report's file, with the quotes from it."""

    report: ReportFactsView
    revision: FileView
    number: int
    label: str
    width: float  # in points
    height: float
    text: str
    marks: tuple[Mark, ...]
    status: CurrentStatus
    found: tuple[Box, ...]  # the words that a search found, in points
    is_newest: bool
    is_draft: bool  # the file is not public
    faults: tuple[str, ...]  # what is wrong with the page, a sentence each

    def uses_by(self, claim: str) -> list[Use]:
        """Return how a published claim (slug) uses the words of this page, if it does."""
        return [use for mark in self.marks for use in mark.uses if use.claim == claim]


def report_page(context: Context, slug: str, number: int = 1) -> ReportPage:
    """Return the page of a report that this person may see, with public passages.

    Of these it has page ``number`` of the list, from 1; raises NotFoundError if there is
    no such page.
    """
    context.require(Action.READ_PUBLISHED)
    report = _report(context, slug)
    newest = report.newest
    uses = _uses_of_shown_files(context, report)
    places = places_of(context, uses)
    first = (number - 1) * PASSAGES_ON_A_PAGE
    if number < 1 or (first and first >= len(places)):
        raise NotFoundError("page of this report", str(number))
    listed = places[first : first + PASSAGES_ON_A_PAGE]
    tense = tensions_in(context, report) if number == 1 else []
    shown_with = [quote for found in tense for quote in found.tension.quotes]
    marks, status = marks_at(context, uses, listed, also=shown_with)
    file = gate.visible_file(context, newest.sha256) if newest else None
    return ReportPage(
        report=report,
        pages=revisions.page_sizes(context.session, file) if file else (),
        marks=tuple(marks),
        tensions=tuple(
            replace(found, tension=status.of_tension(found.tension)) for found in tense
        ),
        status=status,
        faults=tuple(in_sentences(file.faults)) if file else (),
        edition=_edition(context, report),
        number=number,
        first=first + 1,
        count=len(places),
        quoted=frozenset(
            place.page_from
            for place in places
            if newest and place.sha256 == newest.sha256
        ),
    )


def quoted_passages(context: Context, slug: str) -> list[Mark]:
    """Return all public passages of a report in its order."""
    context.require(Action.READ_PUBLISHED)
    uses = _uses_of_shown_files(context, _report(context, slug))
    marks, _ = marks_at(context, uses, places_of(context, uses))
    return marks


def _uses_of_shown_files(context: Context, report: PublicReportView) -> dict[int, Used]:
    """Return the published passages of a report's public files, by their ids."""
    return {
        passage: use
        for passage, use in uses_in(context, report).items()
        if report.file(use.quote.revision)  # else withdrawn, and its words with it
    }


def _edition(context: Context, report: PublicReportView) -> Edition | None:
    """Return the edition of a report, unless it is shown from drafts."""
    found = publications.find(context.session, PageKind.REPORT, report.slug)
    if found is None or thaw_report(found.body) != report:
        return None
    return opened(context, edition_history.edition_of(context, found), report)


def reading_page(
    context: Context,
    *,
    report: str,
    sha256: str,
    number: int,
    span: tuple[int, int] | None = None,
) -> ReadingPage:
    """Return page ``number`` (from 1); ``span`` (code points) is marked as well."""
    context.require(Action.READ_PUBLISHED)
    shown = _report(context, report, sha256)
    file = shown.file(sha256)
    if file is None:
        raise NotFoundError("file of the report", sha256)
    revision = gate.visible_file(context, sha256)
    page = page_of(context, revision, number)
    text = document(context, revision)
    uses = {
        passage: use
        for passage, use in uses_in(context, shown).items()
        if use.quote.revision == sha256
    }
    on_page = [
        place
        for place in places_of(context, uses)
        if place.page_from <= number <= place.page_to
    ]
    marks, status = marks_at(context, uses, on_page, number)
    return ReadingPage(
        report=shown.facts,
        revision=file,
        number=number,
        label=page.label,
        width=page.width,
        height=page.height,
        text=reading_text(text.pages, page.start, page.start + len(page.text)),
        marks=tuple(marks),
        status=status,
        found=_boxes(text.pages, span, number),
        is_newest=file == shown.newest,
        is_draft=not gate.gate_of(context).has_file(sha256),
        faults=tuple(in_sentences(of_page(revision.faults, number))),
    )


def _report(context: Context, slug: str, sha256: str = "") -> PublicReportView:
    """Return a report as readers see it or, for people who see drafts, as it is now.

    ``sha256`` names the file that is needed; "" is the newest.
    """
    if not gate.sees_drafts(context):
        if sha256:
            gate.public_file(context, slug, sha256)  # raises if it was withdrawn
        return gate.public_report(context, slug)
    shown = gate.gate_of(context).reports.get(slug)
    if shown and (not sha256 or shown.file(sha256)):
        return shown
    row = reports.by_slug(context.session, slug)
    files = gate.files_of(revisions.of_report(context.session, row))
    return PublicReportView(facts=gate.facts_of(row), files=files)


def _boxes(
    pages: Sequence[Any], span: tuple[int, int] | None, number: int
) -> tuple[Box, ...]:
    if span is None:
        return ()
    start, end = span
    if not 0 <= start < end <= start + 20_000:
        raise InvalidError(
            "start", "do not identify a part of the report.", label="start and end"
        )
    return tuple(box for page, box in line_boxes(pages, start, end) if page == number)
