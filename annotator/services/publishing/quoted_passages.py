"""The passages of a report that published pages quote, and what rests on each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.domain.text.pages import Box
from annotator.domain.views.contents import (
    ClaimView,
    QuoteView,
    ScorecardView,
    TensionView,
)
from annotator.domain.views.reports import PublicReportView
from annotator.domain.views.status import CurrentStatus
from annotator.domain.vocabulary import Stance
from annotator.services.context import Context
from annotator.services.published.collection import published
from annotator.services.publishing.current_status import status_of
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Place


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
class Used:
    """A published passage, and all that rests on it."""

    quote: QuoteView
    uses: tuple[Use, ...] = ()
    citations: tuple[Citation, ...] = ()
    tensions: tuple[ClaimTension, ...] = ()


def uses_in(context: Context, shown: PublicReportView) -> dict[int, Used]:
    """Return the published passages of a report with their uses, by passage id."""
    report = shown.slug
    found = _used_by_claims(context, report)
    for scorecard in published(context).scorecards:
        for quote, citation in _citations_of(scorecard):
            before = found.get(quote.passage, Used(quote))
            if quote.report == report and citation not in before.citations:
                citations = (*before.citations, citation)
                found[quote.passage] = replace(before, citations=citations)
    return found


def _claims_citing(context: Context, report: str) -> list[ClaimView]:
    """Return the published claims that show a quote from a report (slug)."""
    return published(context).claims_by_report.get(report, [])


def _used_by_claims(context: Context, report: str) -> dict[int, Used]:
    found: dict[int, Used] = {}
    for claim in _claims_citing(context, report):
        uses: list[tuple[QuoteView, Use | ClaimTension]] = [*_uses_of(claim)]
        for quote, use in [*uses, *_joined_in(claim)]:
            if quote.report != report:
                continue
            before = found.get(quote.passage, Used(quote))
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


def marks_at(
    context: Context,
    used: dict[int, Used],
    places: Sequence[Place],
    number: int | None = None,
    also: Sequence[QuoteView] = (),
) -> tuple[list[Mark], CurrentStatus]:
    """Return the marks at these places, on one page or wherever they are, in order.

    The status is that of their quotes, and of those that are shown ``also``.
    """
    placements = passages.in_each_file(
        context.session, [place.passage_id for place in places]
    )
    marks = []
    for place in places:
        boxes = next(
            _on_page(placement.boxes, number)
            for placement in placements[place.passage_id]
            if placement.revision.sha256 == place.sha256
        )
        if boxes:
            use = used[place.passage_id]
            marks.append(
                Mark(
                    place.passage_id,
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


def places_of(context: Context, used: dict[int, Used]) -> list[Place]:
    """Return where each passage stands in the file that its published quote is from."""
    return [
        place
        for place in passages.places(context.session, sorted(used))
        if used[place.passage_id].quote.revision == place.sha256
    ]


def _on_page(boxes: Sequence[Any], number: int | None) -> tuple[Box, ...]:
    return tuple(
        (x0, y0, x1, y1) for page, x0, y0, x1, y1 in boxes if number in {None, page}
    )


def tensions_in(context: Context, shown: PublicReportView) -> list[ClaimTension]:
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
