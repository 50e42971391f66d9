"""Turn hits into results: their words are read from the database and marked.

An index only names units. Units that the database no longer has are left out, since an
index may briefly differ from the database.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

from annotator.domain.places import Place
from annotator.domain.text.running_text import RunningText, running_text
from annotator.domain.text.sentences import sentence_words
from annotator.domain.text.snippets import LONGEST, Snippet, opening, snippet
from annotator.domain.text.spans import Span
from annotator.domain.text.tokens import words
from annotator.domain.views.reports import ReportFactsView
from annotator.domain.vocabulary import HitKind
from annotator.search.words.protocol import Hit, Hits
from annotator.services.context import Context
from annotator.services.published.gate import (
    may_see_file,
    newest_visible_of,
    visible_facts,
)
from annotator.services.search.results import (
    ClaimHit,
    PassageHit,
    ReportHit,
    SearchResult,
    SentenceHit,
)
from annotator.services.search.scope import Scope
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Page, Revision
from annotator.storage.library.words import words_between
from annotator.storage.passages import passages

Phrases = Sequence[tuple[str, ...]]
Reports = Mapping[int, ReportFactsView]  # that this person may see, by number

_Shown = Iterator[tuple[Hit, SearchResult]]
_Mark = Callable[[str], Snippet]


def show(
    context: Context, scope: Scope, hits: Hits, phrases: Phrases
) -> Iterator[SearchResult]:
    """Yield the result of each hit, in the order of the hits."""
    mark = partial(_marked, asked=hits.words, phrases=phrases)
    numbers = {hit.report for hit in hits.hits if hit.report}
    known = visible_facts(context, numbers) if numbers else {}
    kinds: Sequence[tuple[tuple[HitKind, ...], Callable[[list[Hit]], _Shown]]] = (
        ((HitKind.SENTENCE,), lambda some: _sentences(context, some, known, mark)),
        ((HitKind.PASSAGE,), lambda some: _passages(context, scope, some, known, mark)),
        ((HitKind.CLAIM, HitKind.CRITIQUE), lambda some: _claims(scope, some, mark)),
        ((HitKind.REPORT,), lambda some: _reports(context, some, known, mark)),
    )
    found = chain.from_iterable(
        read(some) for names, read in kinds if (some := _of(hits, names))
    )
    shown = {_key(hit): result for hit, result in found}
    return (shown[_key(hit)] for hit in hits.hits if _key(hit) in shown)


def _key(hit: Hit) -> tuple[HitKind, int, int]:
    return hit.kind, hit.number, hit.start


def _of(hits: Hits, kinds: Collection[HitKind]) -> list[Hit]:
    return [hit for hit in hits.hits if hit.kind in kinds]


def _marked(text: str, asked: Collection[str], phrases: Phrases) -> Snippet:
    """Return a snippet of the sentences with most of the words ``asked``, marked."""
    terms = sorted(set(words(text)) & set(asked))
    return snippet(text, terms, phrases) or opening(text, LONGEST)


def _sentences(
    context: Context, wanted: Sequence[Hit], known: Reports, mark: _Mark
) -> _Shown:
    wanted = [hit for hit in wanted if may_see_file(context, hit.number)]
    spans = [(hit.number, hit.page, hit.end) for hit in wanted]
    pages = revisions.pages_of_spans(context.session, spans)
    files = revisions.by_ids(context.session, [hit.number for hit in wanted])
    for hit in wanted:
        sentence = [
            page
            for page in pages.get(hit.number, ())
            if hit.page <= page.number and page.start < hit.end
        ]
        report, file = known.get(hit.report), files.get(hit.number)
        reading = _read(sentence, Span(hit.start, hit.end))
        if report and file and reading.text:
            snippet = mark(reading.text)
            first = _first_mark(reading, snippet, hit)
            place = _place(report, file, sentence[0], first)
            yield hit, SentenceHit(report, snippet, place)


def _read(pages: Sequence[Page], span: Span) -> RunningText:
    """Return the sentence at ``span``, which begins on the first of ``pages``."""
    words = [
        word for page in pages for word in words_between(page, span.start, span.end)
    ]
    return running_text(sentence_words(words, span))


def _first_mark(reading: RunningText, shown: Snippet, hit: Hit) -> Span:
    """Return the span of the first mark in the canonical text, or of the sentence."""
    if not shown.marks:
        return Span(hit.start, hit.end)
    lead = len(shown.text) - len(shown.text.removeprefix("… "))
    first, last = (at - lead + shown.start for at in shown.marks[0])
    return reading.span(first, last)


def _place(
    report: ReportFactsView, file: Revision, page: Page, span: Span | None
) -> Place:
    return Place(report.slug, file.sha256, page.number, page.label, span)


def _passages(
    context: Context,
    scope: Scope,
    wanted: Sequence[Hit],
    known: Reports,
    mark: _Mark,
) -> _Shown:
    ids = [hit.number for hit in wanted]
    texts, stands = scope.passage_texts(ids), scope.placements(ids)
    pages = passages.pages_of(context.session, list(stands.values()))
    for hit in wanted:
        row, report = stands.get(hit.number), known.get(hit.report)
        page = pages.get((row.revision_id, row.page_from or 0)) if row else None
        if hit.number in texts and row and report:
            place = _place(report, row.revision, page, row.span) if page else None
            snippet = mark(texts[hit.number])
            yield (
                hit,
                PassageHit(report, snippet, hit.number, row.revision.sha256, place),
            )


def _claims(scope: Scope, wanted: Sequence[Hit], mark: _Mark) -> _Shown:
    texts = scope.claim_texts([hit.number for hit in wanted])
    for hit in wanted:
        if claim := texts.get(hit.number):
            is_critique = hit.kind is HitKind.CRITIQUE
            text = claim.critique if is_critique else claim.statement
            if text:
                snippet = mark(text)
                yield (
                    hit,
                    ClaimHit(
                        is_critique, claim.slug, claim.statement, claim.lab, snippet
                    ),
                )


def _reports(
    context: Context, wanted: Sequence[Hit], known: Reports, mark: _Mark
) -> _Shown:
    newest = newest_visible_of(context, {hit.report for hit in wanted} & known.keys())
    for hit in wanted:
        if report := known.get(hit.report):
            file = newest.get(hit.report)
            sha256 = file.sha256 if file else ""
            yield hit, ReportHit(report, mark(report.title), sha256)
