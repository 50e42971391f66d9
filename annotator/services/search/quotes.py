"""Find the places in reports that say a quote, exactly or nearly."""

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
from annotator.services.search.filters import slug_of
from annotator.services.search.scope import scope_of
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Revision

# Chosen, not measured.
PLACES = 10  # default number of places for a quote
WORSE = 0.2  # a place this much less like the quote than the best one is left out
SPARE = 4  # stretches examined beyond the limit, since some turn out to say otherwise


@dataclass(frozen=True)
class QuoteMatch:
    """A place in a report that says a quote, or nearly."""

    place: Place
    span: Span  # of the place
    exact: str  # the words there
    score: float  # likeness, from 0 to 1.0 (the same)
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

    The newest file of each report, or of ``report`` (its slug or title), is searched;
    with ``every_file`` all of their files; or the files in ``only``. Readers search
    public files. Places that nearly say a quote are returned if none says it exactly, or
    if ``nearly`` is true. Raises InvalidError if this person knows no such report.
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
        files = visible_files(context, slug_of(context, "report", report))
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
    # The index may briefly differ from the database.
    files = {id_: file for id_, file in known.items() if may_see_file(context, id_)}
    # A place much less like the quote than the best one is about something else.
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
