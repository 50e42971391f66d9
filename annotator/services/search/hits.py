"""What was found, as it is shown: its words out of the database, the hits marked.

The index says only which unit it is. What the database no longer has is left out; the
index is ahead of it, or behind, for a moment.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial

from annotator.domain.text.running_text import RunningText, running_text
from annotator.domain.text.sentences import sentence_words
from annotator.domain.text.snippets import LONGEST, Snippet, opening, snippet
from annotator.domain.text.spans import Span
from annotator.domain.text.tokens import words
from annotator.domain.views.pages import ClaimView
from annotator.domain.views.reports import ReportFactsView
from annotator.domain.vocabulary import HitKind
from annotator.search.words.protocol import Hit, Hits
from annotator.services.context import Context
from annotator.services.published.gate import (
    may_see_file,
    newest_visible_of,
    sees_drafts,
    visible_facts,
)
from annotator.services.published.snapshots import thaw_claim
from annotator.services.search import index_units
from annotator.services.search.results import SearchResult
from annotator.storage import (
    claims,
    critiques,
    passages,
    publications,
    revisions,
)
from annotator.storage.passages import Placement
from annotator.storage.publications import PageKind
from annotator.storage.revisions import Page, Revision
from annotator.storage.words import words_between

Phrases = Sequence[tuple[str, ...]]


def show(context: Context, hits: Hits, phrases: Phrases) -> Iterator[SearchResult]:
    """Yield each hit as it is shown, in the order they are in."""
    mark = partial(_marked, asked=hits.words, phrases=phrases)
    shown: dict[tuple[HitKind, int, int], SearchResult] = {}
    for make, kinds in _MAKERS:
        if wanted := [hit for hit in hits.hits if hit.kind in kinds]:
            for hit, found in make(context, wanted, mark):
                shown[_key(hit)] = found
    for hit in hits.hits:
        if found_now := shown.get(_key(hit)):
            yield found_now


def _key(hit: Hit) -> tuple[HitKind, int, int]:
    return hit.kind, hit.number, hit.start


_Shown = Iterator[tuple[Hit, SearchResult]]
_Mark = Callable[[str], Snippet]


def _marked(text: str, asked: Collection[str], phrases: Phrases) -> Snippet:
    """Return the sentences that say most of what was asked; of a title, its beginning."""
    terms = sorted(set(words(text)) & set(asked))
    return snippet(text, terms, phrases) or opening(text, LONGEST)


def _sentences(context: Context, wanted: Sequence[Hit], mark: _Mark) -> _Shown:
    spans = [(hit.number, hit.page, hit.end) for hit in wanted]
    pages = revisions.pages_of_spans(context.session, spans)
    kept = revisions.by_ids(context.session, [hit.number for hit in wanted])
    known = _reports_of(context, wanted)
    for hit in wanted:
        its = [
            page
            for page in pages.get(hit.number, ())
            if hit.page <= page.number and page.start < hit.end
        ]
        report, revision = known.get(hit.report), kept.get(hit.number)
        if not may_see_file(context, hit.number):
            continue
        said = [
            word for page in its for word in words_between(page, hit.start, hit.end)
        ]
        reading = running_text(sentence_words(said, Span(hit.start, hit.end)))
        if report and revision and reading.text:
            text = mark(reading.text)
            first = _first_mark(reading, text, hit)
            yield (
                hit,
                _in_report(
                    hit,
                    report,
                    revision,
                    its[0],
                    text,
                    start=first.start,
                    end=first.end,
                ),
            )


def _first_mark(reading: RunningText, shown: Snippet, hit: Hit) -> Span:
    """Return where the first mark stands in the canonical text, or else the sentence."""
    if not shown.marks:
        return Span(hit.start, hit.end)
    lead = len(shown.text) - len(shown.text.removeprefix("… "))
    first, last = (at - lead + shown.start for at in shown.marks[0])
    return reading.span(first, last)


def _reports_of(context: Context, hits: Sequence[Hit]) -> dict[int, ReportFactsView]:
    return visible_facts(context, {hit.report for hit in hits})


def _in_report(
    hit: Hit,
    report: ReportFactsView,
    revision: Revision | None,
    page: Page | None,
    said: Snippet,
    *,
    start: int | None = None,
    end: int | None = None,
) -> SearchResult:
    return SearchResult(
        kind=hit.kind,
        snippet=said,
        title=report.title,
        lab=report.lab.name,
        report=report.slug,
        revision=revision.sha256 if revision else "",
        page=page.number if page else None,
        page_label=page.label if page else "",
        start=start,
        end=end,
        passage=hit.number if hit.kind is HitKind.PASSAGE else None,
        claim="",
        published=report.published,
    )


def _passages(context: Context, wanted: Sequence[Hit], mark: _Mark) -> _Shown:
    ids = [hit.number for hit in wanted]
    texts = _passage_texts(context, ids)
    places = _placements(context, ids)
    pages = passages.pages_of(context.session, list(places.values()))
    known = _reports_of(context, wanted)
    for hit in wanted:
        place, report = places.get(hit.number), known.get(hit.report)
        if hit.number in texts and place and report:
            said = mark(texts[hit.number])
            page = pages.get((place.revision_id, place.page_from or 0))
            yield hit, _passage(hit, report, place, page, said)


def _placements(context: Context, ids: Sequence[int]) -> dict[int, Placement]:
    if sees_drafts(context):
        return passages.current(context.session, ids)
    quotes = index_units.public_quotes(context, ids)
    return index_units.quoted_places(context, [quote for quote, _ in quotes.values()])


def _passage(
    hit: Hit,
    report: ReportFactsView,
    place: Placement,
    page: Page | None,
    said: Snippet,
) -> SearchResult:
    return _in_report(
        hit, report, place.revision, page, said, start=place.start, end=place.end
    )


def _passage_texts(context: Context, ids: Sequence[int]) -> dict[int, str]:
    if not sees_drafts(context):
        quotes = index_units.public_quotes(context, ids)
        return {number: quote.exact for number, (quote, _) in quotes.items()}
    found = passages.by_ids(context.session, ids)
    return {
        number: passage.exact or passage.description
        for number, passage in found.items()
    }


def _claims(context: Context, wanted: Sequence[Hit], mark: _Mark) -> _Shown:
    ids = [hit.number for hit in wanted]
    texts = _claim_texts(context, ids)
    for hit in wanted:
        slug, lab, statement, critique = texts.get(hit.number, ("", "", "", ""))
        text = critique if hit.kind is HitKind.CRITIQUE else statement
        if text:
            said = mark(text)
            yield hit, _claim(hit, slug, lab, statement, said)


def _claim(
    hit: Hit, slug: str, lab: str, statement: str, said: Snippet
) -> SearchResult:
    return SearchResult(
        kind=hit.kind,
        snippet=said,
        title=statement,
        lab=lab,
        report="",
        revision="",
        page=None,
        page_label="",
        start=None,
        end=None,
        passage=None,
        claim=slug,
        published="",
    )


_Claim = tuple[str, str, str, str]  # slug, lab, statement, critique


def _claim_texts(context: Context, ids: Sequence[int]) -> dict[int, _Claim]:
    found = claims.by_ids(context.session, ids)
    if not sees_drafts(context):
        slugs = {claim.slug: number for number, claim in found.items()}
        shown = publications.find_each(context.session, PageKind.CLAIM, slugs)
        return {
            slugs[slug]: _as_shown(thaw_claim(each.body))
            for slug, each in shown.items()
        }
    written = critiques.latest(context.session, ids)
    return {
        number: (
            claim.slug,
            claim.lab.name,
            claim.text,
            index_units.critique_text(
                (last.body, last.change_our_mind, last.ask_the_lab)
                if (last := written.get(number))
                else ()
            ),
        )
        for number, claim in found.items()
    }


def _as_shown(view: ClaimView) -> _Claim:
    critique = index_units.critique_text(index_units.critique_parts(view.critique))
    return view.slug, view.lab.name, view.text, critique


def _reports(context: Context, wanted: Sequence[Hit], mark: _Mark) -> _Shown:
    known = _reports_of(context, wanted)
    newest = newest_visible_of(context, known.keys())
    for hit in wanted:
        if report := known.get(hit.report):
            said = mark(report.title)
            yield hit, _in_report(hit, report, newest.get(hit.report), None, said)


_MAKERS: tuple[
    tuple[Callable[[Context, Sequence[Hit], _Mark], _Shown], set[HitKind]], ...
] = (
    (_sentences, {HitKind.SENTENCE}),
    (_passages, {HitKind.PASSAGE}),
    (_claims, {HitKind.CLAIM, HitKind.CRITIQUE}),
    (_reports, {HitKind.REPORT}),
)
