"""Search the reports, and keep the indexes in line with the database."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.domain.anchoring import Document, Span
from annotator.domain.layout import Flow
from annotator.domain.permissions import Action, may
from annotator.domain.sentences import sentence_around
from annotator.domain.snippets import Snippet, snippet
from annotator.domain.surroundings import surroundings
from annotator.domain.text import PageText, reading_text
from annotator.search.index import Entry, Query, SearchIndex
from annotator.search.query import parse
from annotator.services import library
from annotator.services.context import Context
from annotator.services.documents import document
from annotator.services.quote_indexing import index_quotes
from annotator.storage import reports, revisions
from annotator.storage.reports import Report
from annotator.storage.revisions import Revision

PAGE_OF_HITS = 20
MOST_PLACES = 500  # of one report that are listed at once
RUN_OVER = 400  # code points of the next page that are searched with a page


@dataclass(frozen=True)
class Found:
    """A page that says what was looked for, with the sentence that says it."""

    report: str  # slug
    report_title: str
    lab: str
    revision: str  # SHA-256 of the file
    page: int  # from 1
    page_label: str
    snippet: Snippet
    start: int | None  # of the first mark, in the canonical text; None if unplaced
    end: int | None


@dataclass(frozen=True)
class Results:
    """One page of what was found."""

    total: int
    found: tuple[Found, ...]


def search(
    context: Context,
    text: str,
    *,
    lab: str = "",
    model: str = "",
    report: str = "",
    page: int = 1,
) -> Results:
    """Return the pages that say ``text``; readers search only what is published."""
    context.require(Action.READ_PUBLISHED)
    typed = parse(text)
    query = Query(
        terms=typed.terms,
        phrases=typed.phrases,
        excluded=typed.excluded,
        lab=lab or typed.lab,
        model=model or typed.model,
        report=report or typed.report,
    )
    offset = (max(1, page) - 1) * PAGE_OF_HITS
    hits = _index(context).search(query, limit=PAGE_OF_HITS, offset=offset)
    found = (_found(context, hit.key, query) for hit in hits.hits)
    return Results(hits.total, tuple(each for each in found if each is not None))


def find_in_report(
    context: Context, *, sha256: str, quote: str, limit: int = MOST_PLACES
) -> Results:
    """Return the first places of one file that say ``quote``, in reading order."""
    context.require(Action.READ_DRAFTS)
    revision = revisions.by_sha256(context.session, sha256)
    text = document(context, revision)
    spans = sorted(text.occurrences(quote), key=lambda span: span.start)
    report = reports.by_slug(context.session, revision.report.slug)
    places = (
        _found_at(report, revision, text.page_of(span), _around(text, span), span)
        for span in spans[:limit]
    )
    return Results(len(spans), tuple(places))


def _around(text: Document, span: Span) -> Snippet:
    """Return a quote in its sentence, marked."""
    before, after = surroundings(text, span)
    said = reading_text(text.pages, span.start, span.end)
    lead = before + _gap(text, span.start) if before else ""
    tail = _gap(text, span.end) + after if after else ""
    marks = ((len(lead), len(lead) + len(said)),)
    return Snippet(f"{lead}{said}{tail}", marks, start=span.start)


def _gap(text: Document, offset: int) -> str:
    """Return what parts the words on both sides of ``offset``: nothing inside a word."""
    around = text.slice(max(0, offset - 1), offset + 1)
    return " " if len(around) < 2 or around.split() != [around] else ""


def index_report(context: Context, slug: str) -> None:
    """Bring the indexes in line with what the database says of one report."""
    report = reports.by_slug(context.session, slug)
    index_quotes(context, report)
    entries = list(_entries(context, report))
    context.stores.desk_index.replace(report.slug, entries)
    if report.is_public:
        context.stores.public_index.replace(report.slug, entries)
    else:
        context.stores.public_index.remove(report.slug)


def rebuild(context: Context) -> int:
    """Index every report again; return how many there are."""
    kept = reports.by_title(context.session)
    for index in (context.stores.desk_index, context.stores.public_index):
        for gone in index.reports() - {report.slug for report in kept}:
            index.remove(gone)
    for report in kept:
        index_report(context, report.slug)
    context.stores.desk_index.rebuilt()
    context.stores.public_index.rebuilt()
    return len(kept)


def is_behind(context: Context) -> bool:
    """Whether an index lacks a report that the database has, or holds one too many."""
    kept = reports.by_title(context.session)
    every = {report.slug for report in kept}
    public = {report.slug for report in kept if report.is_public}
    stores = context.stores
    return any(
        index.reports() != wanted
        for index, wanted in ((stores.desk_index, every), (stores.public_index, public))
    )


def _index(context: Context) -> SearchIndex:
    stores = context.stores
    sees_drafts = may(context.actor.role, Action.READ_DRAFTS)
    return stores.desk_index if sees_drafts else stores.public_index


def _found(context: Context, key: str, query: Query) -> Found | None:
    """Return the page of one hit, or None if the index is ahead of the database."""
    revision_id, _, number = key.partition(":")
    revision = revisions.find_by_id(context.session, int(revision_id))
    if revision is None:
        return None
    text = document(context, revision)
    page = text.pages[int(number) - 1]
    said = snippet(_searched(text, page), query.terms, query.phrases)
    if said is None:
        return None
    start, end = said.marks[0]
    span = next(_from_page_on(text, page, said.text[start:end]), None)
    return _place(context, revision, page, said, span)


def _from_page_on(text: Document, page: PageText, words: str) -> Iterator[Span]:
    """Yield where ``words`` stand on a page, or in a sentence that goes on overleaf."""
    end = page.start + len(page.text) + RUN_OVER
    spans = text.occurrences(words)
    return (span for span in spans if page.start <= span.start < end)


def _place(
    context: Context,
    revision: Revision,
    page: PageText,
    said: Snippet,
    span: Span | None,
) -> Found:
    report = reports.by_slug(context.session, revision.report.slug)
    return _found_at(report, revision, page, said, span)


def _found_at(
    report: Report,
    revision: Revision,
    page: PageText,
    said: Snippet,
    span: Span | None,
) -> Found:
    return Found(
        report=report.slug,
        report_title=report.title,
        lab=report.lab.name,
        revision=revision.sha256,
        page=page.number,
        page_label=page.label,
        snippet=said,
        start=span.start if span else None,
        end=span.end if span else None,
    )


def _entries(context: Context, report: Report) -> Iterator[Entry]:
    """Yield each page of the newest file of ``report``, as it is searched."""
    revision = revisions.newest(context.session, report)
    text = document(context, revision)
    for page in text.pages:
        yield Entry(
            key=f"{revision.id}:{page.number}",
            report=report.slug,
            lab=report.lab.slug,
            models=tuple(model.slug for model in report.models),
            text=_searched(text, page),
        )


def _searched(text: Document, page: PageText) -> str:
    """Return what a page says, its last sentence to the end even if it ends overleaf."""
    end = page.start + len(page.text)
    body = _read(text, Flow.BODY, page.start, end)
    whole = _read(text, Flow.BODY, page.start, end + RUN_OVER)
    last = max(0, len(body) - 2)
    _, sentence_end = sentence_around(whole, last, last + 1)
    notes = _read(text, Flow.NOTE, page.start, end)
    return f"{whole[:sentence_end].rstrip()}\n\n{notes}".strip()


def _read(text: Document, flow: Flow, start: int, end: int) -> str:
    return reading_text(text.pages, start, end, flow, between_blocks="\n\n")


def choices(context: Context) -> dict[str, list[tuple[str, str]]]:
    """Return the labs, models and reports that this person can narrow a search to."""
    context.require(Action.READ_PUBLISHED)
    shelves = library.list_reports(context)
    labs = {(shelf.report.lab.slug, shelf.report.lab.name) for shelf in shelves}
    models = {(m.slug, m.name) for shelf in shelves for m in shelf.report.models}
    return {
        "lab": sorted(labs, key=lambda choice: choice[1]),
        "model": sorted(models, key=lambda choice: choice[1]),
        "report": [(shelf.report.slug, shelf.report.title) for shelf in shelves],
    }
