"""Search reports, passages, claims and critiques."""

from dataclasses import replace

from annotator.domain.errors import IndexUnreadableError, InvalidError
from annotator.domain.matching.anchoring import Document
from annotator.domain.permissions import Action
from annotator.domain.places import Place
from annotator.domain.text.canonical_text import gap, reading_text
from annotator.domain.text.sentences import surroundings
from annotator.domain.text.snippets import Snippet
from annotator.domain.text.spans import Span
from annotator.search.query.parser import parse
from annotator.search.query.synonyms import widened
from annotator.search.query.tree import All, Filter, Query, QueryWord
from annotator.search.words.protocol import Hits
from annotator.services.context import Context
from annotator.services.library.texts import document
from annotator.services.published.gate import facts_of
from annotator.services.search.facets import facets_of
from annotator.services.search.filters import understood, understood_query
from annotator.services.search.hits import show
from annotator.services.search.results import Results, SentenceHit
from annotator.services.search.scope import scope_of
from annotator.services.search.synonyms import known_synonyms
from annotator.storage.library import revisions

PAGE_OF_HITS = 20
MOST_PLACES = 500  # places in a report that are listed at once; chosen, not measured
SORTS = ("relevance", "date")


def search(
    context: Context,
    text: str,
    *,
    lab: str = "",
    model: str = "",
    report: str = "",
    kind: str = "",
    category: str = "",
    what: str = "",
    sort: str = "relevance",
    page: int = 1,
) -> Results:
    """Search for the query ``text``; readers search only what is published.

    The arguments after it filter like filters in the query. ``lab``, ``model``,
    ``report`` and ``category`` are slugs or names, ``kind`` is a kind of report,
    ``what`` a HitKind. ``sort`` is "relevance", or "date" for the newest reports first;
    ``page`` counts from 1. Raises QueryError, which names the position of a mistake in
    ``text``, InvalidFormError, which names each filter that is wrong, InvalidError,
    which names another argument, or IndexUnreadableError.
    """
    context.require(Action.READ_PUBLISHED)
    if sort not in SORTS:
        raise InvalidError("sort", f"must be one of: {', '.join(SORTS)}.")
    given = {
        "what": what,
        "lab": lab,
        "model": model,
        "report": report,
        "kind": kind,
        "category": category,
    }
    chosen = understood(context, given)
    typed = understood_query(context, parse(text))
    query = widened(_narrowed(typed, chosen), known_synonyms(context))
    scope = scope_of(context)
    if scope.words.needs_rebuild:
        raise IndexUnreadableError  # what is missing would pass for what nobody says
    hits = scope.words.search(
        query,
        limit=PAGE_OF_HITS,
        offset=(max(1, page) - 1) * PAGE_OF_HITS,
        by_date=sort == "date",
    )
    found = tuple(show(context, scope, hits, query.phrases))
    if scope.is_ahead():
        return Results(total=len(found), found=found, also=hits.also)
    return Results(
        total=hits.total,
        found=found,
        facets=facets_of(context, hits.counts, chosen),
        did_you_mean=_mended(text, typed, hits),
        also=hits.also,
        nearly=hits.nearly,
    )


def _narrowed(query: Query, chosen: dict[str, str]) -> Query:
    filters = [Filter(name, value) for name, value in chosen.items() if value]
    return replace(query, strict=All((query.strict, *filters)))


def _mended(text: str, query: Query, hits: Hits) -> str:
    """Return ``text`` with each word that the index lacks replaced by the nearest."""
    mended = text
    places = {
        leaf.place: leaf.text for leaf in query.leaves() if isinstance(leaf, QueryWord)
    }
    for (start, end), word in sorted(places.items(), reverse=True):
        if word in hits.instead:
            mended = mended[:start] + hits.instead[word] + mended[end:]
    return mended if mended != text else ""


def find_in_report(
    context: Context, *, sha256: str, quote: str, limit: int = MOST_PLACES
) -> Results:
    """Return the first ``limit`` places in a file that say ``quote``, in order."""
    context.require(Action.READ_DRAFTS)
    revision = revisions.by_sha256(context.session, sha256)
    text = document(context, revision)
    spans = sorted(text.occurrences(quote), key=lambda span: span.start)
    facts = facts_of(revision.report)
    hits = (
        SentenceHit(facts, _around(text, span), _place(facts.slug, sha256, text, span))
        for span in spans[:limit]
    )
    return Results(len(spans), tuple(hits))


def _place(report: str, sha256: str, text: Document, span: Span) -> Place:
    page = text.page_of(span)
    return Place(report, sha256, page.number, page.label, span)


def _around(text: Document, span: Span) -> Snippet:
    """Return the sentence around a quote, with the quote marked."""
    before, after = surroundings(text.pages, span)
    quote = reading_text(text.pages, span.start, span.end)
    lead = before + gap(text.pages, span.start) if before else ""
    tail = gap(text.pages, span.end) + after if after else ""
    marks = ((len(lead), len(lead) + len(quote)),)
    return Snippet(f"{lead}{quote}{tail}", marks, start=span.start)
