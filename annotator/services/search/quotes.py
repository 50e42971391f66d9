"""Find quotes in the reports: exactly, or nearly, each with its exact span."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from annotator.domain.matching.anchoring import Candidate, Document, TextQuote
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import PlacementState
from annotator.search.quotes.index import QuoteIndex
from annotator.services.context import Context
from annotator.services.library.texts import excerpts
from annotator.services.published.gate import (
    may_see_file,
    newest_visible,
    sees_drafts,
    visible_files,
)
from annotator.storage import revisions
from annotator.storage.revisions import Revision

PLACES = 10  # that are returned for a quote unless told
WORSE = 0.2  # likeness less than that of the best, at which a place is not shown
SPARE = 4  # as many stretches more are looked at: like letters may say other things


@dataclass(frozen=True)
class QuotePlace:
    """A place in a report that says a quote, or nearly does."""

    report: str  # slug
    revision: str  # SHA-256 of the file
    page: int  # from 1
    page_label: str
    start: int  # in the canonical text, in code points
    end: int
    exact: str  # the words there
    score: float  # 1.0 says the same
    state: PlacementState  # EXACT or EDITED


def find_quotes(
    context: Context,
    quotes: Sequence[str],
    *,
    report: str = "",
    limit: int = PLACES,
    every_file: bool = False,
    only: Sequence[Revision] | None = None,
    nearly: bool = False,
) -> list[list[QuotePlace]]:
    """Return for each quote the places that say it, best first.

    In the newest file of each report, or of ``report`` (a slug) alone; in every file of
    them; or in the files of ``only``. Readers search what is public. A place that says
    a quote ``nearly`` counts if there is none that says it, or if they are asked for.
    """
    context.require(Action.READ_PUBLISHED)
    if only is None:
        searched = _searched(context, report, every_file=every_file)
    else:
        searched = {each.id for each in only}
    return [_places(context, quote, searched, limit, nearly=nearly) for quote in quotes]


def _index(context: Context) -> QuoteIndex:
    stores = context.stores
    return stores.desk_quotes if sees_drafts(context) else stores.public_quotes


def _searched(context: Context, report: str, *, every_file: bool) -> set[int]:
    """Return the ids of the revisions that are searched."""
    if report:
        files = visible_files(context, report)
        return {*files} if every_file else {*files[:1]}
    every = _index(context).versions().keys()
    return {*every} if every_file else every & newest_visible(context)


def _places(
    context: Context,
    quote: str,
    searched: Collection[int],
    limit: int,
    *,
    nearly: bool,
) -> list[QuotePlace]:
    found = _index(context).find(
        quote, limit=limit + SPARE, within=searched, nearly=nearly
    )
    known = revisions.with_reports(
        context.session, {stretch.revision for stretch in found.best}
    )
    # The index is ahead of the database, or behind, for a moment.
    files = {id_: file for id_, file in known.items() if may_see_file(context, id_)}
    # The best comes first; what is much less like the quote is about something else.
    floor = 0.0 if nearly or not found.best else found.best[0].likeness - WORSE
    stretches = [
        each for each in found.best if each.revision in files and each.likeness >= floor
    ]
    places: dict[tuple[str, int, int], QuotePlace] = {}
    texts = excerpts(context, stretches)
    for stretch, text in zip(stretches, texts, strict=True):
        for place in _on_pages(files[stretch.revision], text, quote, limit):
            places[place.revision, place.start, place.end] = place
        if len(places) >= limit:
            break
    return sorted(places.values(), key=lambda place: -place.score)[:limit]


def _on_pages(
    revision: Revision, text: Document, quote: str, limit: int
) -> Iterator[QuotePlace]:
    for candidate in text.search(quote, limit):
        yield _place(revision, text, quote, candidate)


def _place(
    revision: Revision, text: Document, quote: str, candidate: Candidate
) -> QuotePlace:
    span = candidate.span
    page = text.page_of(span)
    return QuotePlace(
        report=revision.report.slug,
        revision=revision.sha256,
        page=page.number,
        page_label=page.label,
        start=span.start,
        end=span.end,
        exact=text.read(span),
        score=round(candidate.score, 4),
        state=text.judge(TextQuote(quote), span).state,
    )
