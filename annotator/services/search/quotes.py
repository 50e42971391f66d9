"""Find quotes in the reports: exactly, or nearly, each with its exact span."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from annotator.domain.matching.anchoring import Candidate, Document, TextQuote
from annotator.domain.permissions import Action
from annotator.domain.places import Place
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import PlacementState
from annotator.search.quotes.index import QuoteIndex
from annotator.services.context import Context
from annotator.services.library.texts import excerpts
from annotator.services.published.gate import (
    may_see_file,
    newest_visible,
    visible_files,
)
from annotator.services.search.scope import scope_of
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Revision

PLACES = 10  # that are returned for a quote unless told
WORSE = 0.2  # likeness less than that of the best, at which a place is not shown
SPARE = 4  # as many stretches more are looked at: like letters may say other things


@dataclass(frozen=True)
class QuoteMatch:
    """Words of a report that say a quote, or nearly do."""

    place: Place
    span: Span  # of the place
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
) -> list[list[QuoteMatch]]:
    """Return for each quote the places that say it, best first.

    In the newest file of each report, or of ``report`` (a slug) alone; in every file of
    them; or in the files of ``only``. Readers search what is public. A place that says
    a quote ``nearly`` counts if there is none that says it, or if they are asked for.
    """
    context.require(Action.READ_PUBLISHED)
    index = scope_of(context).quotes
    if only is None:
        searched = _searched(context, index, report, every_file=every_file)
    else:
        searched = {file.id for file in only}
    return [
        _matches(context, index, quote, searched, limit, nearly=nearly)
        for quote in quotes
    ]


def _searched(
    context: Context, index: QuoteIndex, report: str, *, every_file: bool
) -> set[int]:
    """Return the ids of the revisions that are searched."""
    if report:
        files = visible_files(context, report)
        return {*files} if every_file else {*files[:1]}
    every = index.versions().keys()
    return {*every} if every_file else every & newest_visible(context)


def _matches(
    context: Context,
    index: QuoteIndex,
    quote: str,
    searched: Collection[int],
    limit: int,
    *,
    nearly: bool,
) -> list[QuoteMatch]:
    found = index.find(quote, limit=limit + SPARE, within=searched, nearly=nearly)
    known = revisions.with_reports(
        context.session, {stretch.revision for stretch in found.best}
    )
    # The index is ahead of the database, or behind, for a moment.
    files = {id_: file for id_, file in known.items() if may_see_file(context, id_)}
    # The best comes first; what is much less like the quote is about something else.
    floor = 0.0 if nearly or not found.best else found.best[0].likeness - WORSE
    stretches = [
        stretch
        for stretch in found.best
        if stretch.revision in files and stretch.likeness >= floor
    ]
    matches: dict[Place, QuoteMatch] = {}
    texts = excerpts(context, stretches)
    for stretch, text in zip(stretches, texts, strict=True):
        for said in _on_pages(files[stretch.revision], text, quote, limit):
            matches[said.place] = said
        if len(matches) >= limit:
            break
    return sorted(matches.values(), key=lambda match: -match.score)[:limit]


def _on_pages(
    revision: Revision, text: Document, quote: str, limit: int
) -> Iterator[QuoteMatch]:
    for candidate in text.search(quote, limit):
        yield _match(revision, text, quote, candidate)


def _match(
    revision: Revision, text: Document, quote: str, candidate: Candidate
) -> QuoteMatch:
    span = candidate.span
    page = text.page_of(span)
    return QuoteMatch(
        place=Place(
            report=revision.report.slug,
            revision=revision.sha256,
            page=page.number,
            page_label=page.label,
            span=span,
        ),
        span=span,
        exact=text.read(span),
        score=round(candidate.score, 4),
        state=text.judge(TextQuote(quote), span).state,
    )
