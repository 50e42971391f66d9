"""A report as readers see it: its facts, its pages, and what was quoted from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.domain.errors import InvalidError
from annotator.domain.pages import Box
from annotator.domain.permissions import Action
from annotator.domain.publications import (
    ClaimView,
    QuoteView,
    ScorecardView,
    Standing,
)
from annotator.domain.text import line_boxes, reading_text
from annotator.domain.vocabulary import Stance
from annotator.services import library, public
from annotator.services.context import Context
from annotator.services.documents import document
from annotator.services.standing import standing_of
from annotator.storage import passages
from annotator.storage.passages import Placement
from annotator.storage.reports import Report
from annotator.storage.revisions import Page, Revision


@dataclass(frozen=True)
class Use:
    """That a published claim rests on a passage, and how."""

    claim: str  # slug
    text: str
    stance: Stance


@dataclass(frozen=True)
class Citation:
    """That a published scorecard cites a passage for an evaluation's line or result."""

    scorecard: str  # slug
    category: str  # slug
    evaluation: str  # name


@dataclass(frozen=True)
class Mark:
    """A published passage on a page of a report."""

    passage: int
    quote: QuoteView
    boxes: tuple[Box, ...]  # on this page, in points
    uses: tuple[Use, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class ReportPage:
    """The page of a report."""

    report: Report
    revisions: Sequence[Revision]  # newest first
    pages: Sequence[Page]  # of the newest, without their text
    marks: tuple[Mark, ...]  # in the order of the report
    standing: Standing


@dataclass(frozen=True)
class ReadingPage:
    """One page of a report's file, with what was quoted from it."""

    report: Report
    revision: Revision
    number: int
    label: str
    width: float  # in points
    height: float
    text: str
    marks: tuple[Mark, ...]
    standing: Standing
    found: tuple[Box, ...]  # what a search led here for
    is_newest: bool


def report_page(context: Context, slug: str) -> ReportPage:
    """Return a report that readers may see, with the passages they may see."""
    context.require(Action.READ_PUBLISHED)
    report = library.get_report(context, slug)
    files = library.list_revisions(context, report)
    marks, standing = _marks(context, _uses(context, slug))
    return ReportPage(
        report=report,
        revisions=files,
        pages=library.list_pages(context, files[0]),
        marks=tuple(marks),
        standing=standing,
    )


def reading_page(
    context: Context,
    *,
    report: str,
    sha256: str,
    number: int,
    span: tuple[int, int] | None = None,
) -> ReadingPage:
    """Return one page (from 1); ``span`` (code points) is marked besides."""
    context.require(Action.READ_PUBLISHED)
    found = library.get_report(context, report)
    revision = library.get_revision(context, found, sha256)
    page = library.get_page(context, revision, number)
    text = document(context, revision)
    uses = {
        passage: use
        for passage, use in _uses(context, report).items()
        if use.quote.revision == sha256
    }
    marks, standing = _marks(context, uses, number)
    return ReadingPage(
        report=found,
        revision=revision,
        number=number,
        label=page.label,
        width=page.width,
        height=page.height,
        text=reading_text(text.pages, page.start, page.start + len(page.text)),
        marks=tuple(marks),
        standing=standing,
        found=_boxes(text.pages, span, number),
        is_newest=library.get_revision(context, found).id == revision.id,
    )


@dataclass(frozen=True)
class _Used:
    quote: QuoteView
    uses: tuple[Use, ...] = ()
    citations: tuple[Citation, ...] = ()


def _uses(context: Context, report: str) -> dict[int, _Used]:
    """Return the published passages of a report with what rests on them."""
    found: dict[int, _Used] = {}
    for claim in public.published_claims(context):
        for quote, use in _uses_of(claim):
            if quote.report == report:
                before = found.get(quote.passage, _Used(quote))
                found[quote.passage] = replace(before, uses=(*before.uses, use))
    for scorecard in public.published_scorecards(context):
        for quote, citation in _citations_of(scorecard):
            before = found.get(quote.passage, _Used(quote))
            if quote.report == report and citation not in before.citations:
                citations = (*before.citations, citation)
                found[quote.passage] = replace(before, citations=citations)
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


def _marks(
    context: Context, used: dict[int, _Used], number: int | None = None
) -> tuple[list[Mark], Standing]:
    """Return the marks, in reading order, of one page or of the whole report."""
    placements = _shown(context, used)
    marks = []
    for found in sorted(placements, key=lambda p: (p.page_from or 0, p.start or 0)):
        boxes = _on_page(found.boxes, number)
        if boxes:
            use = used[found.passage_id]
            marks.append(
                Mark(found.passage_id, use.quote, boxes, use.uses, use.citations)
            )
    standing = standing_of(context, [mark.quote for mark in marks])
    return [replace(m, quote=standing.shown(m.quote)) for m in marks], standing


def _shown(context: Context, used: dict[int, _Used]) -> Iterable[Placement]:
    """Yield where each passage stands in the file that its published quote is from."""
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
        raise InvalidError("start and end", "do not name a part of the report.")
    return tuple(box for page, box in line_boxes(pages, start, end) if page == number)
