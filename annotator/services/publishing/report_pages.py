"""A report as readers see it: its facts, its pages, and the quotes from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.domain.errors import InvalidError, NotFoundError
from annotator.domain.permissions import Action
from annotator.domain.text.canonical_text import line_boxes, reading_text
from annotator.domain.text.page_faults import in_sentences, of_page
from annotator.domain.text.pages import Box
from annotator.domain.views.contents import (
    ClaimView,
    QuoteView,
    ScorecardView,
    TensionView,
)
from annotator.domain.views.pages import Edition
from annotator.domain.views.reports import FileView, PublicReportView, ReportFactsView
from annotator.domain.views.status import CurrentStatus
from annotator.domain.vocabulary import Stance
from annotator.services.context import Context
from annotator.services.library.texts import document, page_of
from annotator.services.published import edition_history, gate
from annotator.services.published.collection import published
from annotator.services.published.contents import opened
from annotator.services.published.snapshots import thaw_report
from annotator.services.publishing.current_status import status_of
from annotator.storage.library import reports, revisions
from annotator.storage.library.revisions import Page
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Placement
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind


@dataclass(frozen=True)
class Use:
    """A published claim that rests on a passage, and its stance."""

    claim: str  # slug
    text: str
    stance: Stance


@dataclass(frozen=True)
class Citation:
    """A published scorecard that cites a passage for a threshold or a result."""

    scorecard: str  # slug
    category: str  # slug
    evaluation: str  # name


@dataclass(frozen=True)
class ClaimTension:
    """A tension of a published claim."""

    claim: ClaimView
    tension: TensionView


@dataclass(frozen=True)
class Mark:
    """A published passage on a page of a report."""

    passage: int
    quote: QuoteView
    boxes: tuple[Box, ...]  # on this page, in points
    uses: tuple[Use, ...]
    citations: tuple[Citation, ...]
    tensions: tuple[ClaimTension, ...] = ()  # that it is a side of


@dataclass(frozen=True)
class ReportPage:
    """The page of a report."""

    report: PublicReportView
    pages: Sequence[Page]  # of the newest file, without their text
    marks: tuple[Mark, ...]  # in the order of the report
    tensions: tuple[ClaimTension, ...]  # with a passage of it
    status: CurrentStatus
    faults: tuple[str, ...]  # what is wrong with pages of the newest file
    edition: Edition | None  # None if readers do not see it


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


def report_page(context: Context, slug: str) -> ReportPage:
    """Return the page of a report that this person may see, with public passages."""
    context.require(Action.READ_PUBLISHED)
    report = _report(context, slug)
    newest = report.newest
    uses = {
        passage: use
        for passage, use in _uses(context, report).items()
        if report.file(use.quote.revision)  # else withdrawn, and its words with it
    }
    tense = _tensions(context, report)
    shown_with = [quote for found in tense for quote in found.tension.quotes]
    marks, status = _marks(context, uses, also=shown_with)
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
    )


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
        for passage, use in _uses(context, shown).items()
        if use.quote.revision == sha256
    }
    marks, status = _marks(context, uses, number)
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


def _tensions(context: Context, shown: PublicReportView) -> list[ClaimTension]:
    """Return the published tensions with a passage in a public file of a report."""
    return [
        ClaimTension(claim, tension)
        for claim in _claims_citing(context, shown.slug)
        for tension in claim.tensions
        if any(
            quote.report == shown.slug and shown.file(quote.revision)
            for quote in tension.quotes
        )
    ]


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


@dataclass(frozen=True)
class _Used:
    quote: QuoteView
    uses: tuple[Use, ...] = ()
    citations: tuple[Citation, ...] = ()
    tensions: tuple[ClaimTension, ...] = ()


def _uses(context: Context, shown: PublicReportView) -> dict[int, _Used]:
    """Return the published passages of a report with their uses, by passage id."""
    report = shown.slug
    found = _used_by_claims(context, report)
    for scorecard in published(context).scorecards:
        for quote, citation in _citations_of(scorecard):
            before = found.get(quote.passage, _Used(quote))
            if quote.report == report and citation not in before.citations:
                citations = (*before.citations, citation)
                found[quote.passage] = replace(before, citations=citations)
    return found


def _claims_citing(context: Context, report: str) -> list[ClaimView]:
    """Return the published claims that show a quote from a report (slug)."""
    return published(context).claims_by_report.get(report, [])


def _used_by_claims(context: Context, report: str) -> dict[int, _Used]:
    found: dict[int, _Used] = {}
    for claim in _claims_citing(context, report):
        uses: list[tuple[QuoteView, Use | ClaimTension]] = [*_uses_of(claim)]
        for quote, use in [*uses, *_joined_in(claim)]:
            if quote.report != report:
                continue
            before = found.get(quote.passage, _Used(quote))
            found[quote.passage] = (
                replace(before, uses=(*before.uses, use))
                if isinstance(use, Use)
                else replace(before, tensions=(*before.tensions, use))
            )
    return found


def _citations_of(scorecard: ScorecardView) -> Iterable[tuple[QuoteView, Citation]]:
    for card in scorecard.cards:
        for test in card.evaluations:
            citation = Citation(scorecard.slug, card.category.slug, test.name)
            quotes = [line.quote for line in test.thresholds]
            quotes += [result.quote for result in test.results]
            yield from ((quote, citation) for quote in quotes if quote)


def _uses_of(claim: ClaimView) -> Iterable[tuple[QuoteView, Use]]:
    for link in claim.evidence:
        quote = link.quote or (link.result.quote if link.result else None)
        if quote:
            yield quote, Use(claim.slug, claim.text, link.stance)
    if claim.assertion:
        yield claim.assertion, Use(claim.slug, claim.text, Stance.CONTEXT)


def _joined_in(claim: ClaimView) -> Iterable[tuple[QuoteView, ClaimTension]]:
    for tension in claim.tensions:
        cited = tension.result.quote if tension.result else None
        for quote in (tension.quote, tension.other, cited):
            if quote:
                yield quote, ClaimTension(claim, tension)


def _marks(
    context: Context,
    used: dict[int, _Used],
    number: int | None = None,
    also: Sequence[QuoteView] = (),
) -> tuple[list[Mark], CurrentStatus]:
    """Return the marks of one page, or of the whole report, in reading order.

    The status is that of their quotes, and of those that are shown ``also``.
    """
    placements = _shown(context, used)
    marks = []
    for found in sorted(placements, key=lambda p: (p.page_from or 0, p.start or 0)):
        boxes = _on_page(found.boxes, number)
        if boxes:
            use = used[found.passage_id]
            marks.append(
                Mark(
                    found.passage_id,
                    use.quote,
                    boxes,
                    use.uses,
                    use.citations,
                    use.tensions,
                )
            )
    quotes = [*(mark.quote for mark in marks), *also]
    status = status_of(context, quotes, is_published=True)
    return [replace(m, quote=status.shown(m.quote)) for m in marks], status


def _shown(context: Context, used: dict[int, _Used]) -> Iterable[Placement]:
    """Yield each passage's placement in the file that its published quote is from."""
    known = passages.in_each_file(context.session, sorted(used))
    for passage, placements in known.items():
        sha256 = used[passage].quote.revision
        yield from (p for p in placements if p.revision.sha256 == sha256)


def _on_page(boxes: Sequence[Any], number: int | None) -> tuple[Box, ...]:
    return tuple(
        (x0, y0, x1, y1) for page, x0, y0, x1, y1 in boxes if number in {None, page}
    )


def _boxes(
    pages: Sequence[Any], span: tuple[int, int] | None, number: int
) -> tuple[Box, ...]:
    if span is None:
        return ()
    start, end = span
    if not 0 <= start < end <= start + 20_000:
        raise InvalidError(
            "start", "do not name a part of the report.", label="start and end"
        )
    return tuple(box for page, box in line_boxes(pages, start, end) if page == number)
