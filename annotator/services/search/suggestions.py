"""Suggest places to mark while a person types."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from annotator.domain.matching.anchoring import Document
from annotator.domain.permissions import Action
from annotator.domain.query_kind import words_in
from annotator.domain.text.canonical_text import gap, whole_words
from annotator.domain.text.sentences import sentences_at, surroundings
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import HitKind
from annotator.services.context import Context
from annotator.services.library import reports
from annotator.services.library.reports import Report, Revision
from annotator.services.library.texts import document, known_document, window
from annotator.services.search import quotes
from annotator.services.search.results import SentenceHit
from annotator.services.search.words import search

LEAST_TYPED = 2  # code points
LONGEST_TYPED = 1_000  # code points
LEAST_QUOTE = 12  # code points: from this length on, near matches are suggested as well
OFFERED = 8
_LEADERS = re.compile(r"(?:\. ?){4,}")  # the dots of a table of contents
_LEADER = "…… "  # shown in their place; such lines are suggested last
_NO_LETTER = re.compile(r"[^\w'’-]")
BESIDE = 140  # code points of the sentence that are shown on each side
LOOKED_AT = 24  # places in a report that are considered; chosen, not measured


@dataclass(frozen=True)
class Suggestion:
    """Words of a report's newest file, with the sentence that they stand in."""

    report: Report
    revision: str  # SHA-256
    page: int  # from 1
    page_label: str
    span: Span
    sentence: Span
    before: str  # including the space before the words
    exact: str
    after: str
    is_exact: bool  # it says what was typed


def suggest(
    context: Context,
    typed: str,
    *,
    report: str = "",
    page: int = 1,
    limit: int = OFFERED,
) -> list[Suggestion]:
    """Return places that say ``typed``, then near matches and those with its words.

    The last word may be incomplete. If ``report`` (a slug) is given, only that report
    is searched, and the places nearest to ``page`` (from 1) come first.
    """
    context.require(Action.READ_DRAFTS)
    text = " ".join(typed.split())
    if len(text) < LEAST_TYPED:
        return []
    found: dict[tuple[str, int], Suggestion] = {}
    for candidate in _every(context, text, report, page, limit):
        found.setdefault((candidate.revision, candidate.sentence.start), candidate)
        if len(found) == limit:
            break
    return list(found.values())


def _every(
    context: Context, text: str, report: str, page: int, limit: int
) -> Iterator[Suggestion]:
    if report:
        yield from _exact(context, reports.get_report(context, report), text, page)
    if len(text) >= LEAST_QUOTE:
        yield from _quoted(context, text, report, limit)
    yield from _with_words(context, text, report)


def _exact(
    context: Context, report: Report, text: str, page: int
) -> Iterator[Suggestion]:
    """Yield the places in a report that say ``text``, beginning at a word.

    The nearest to ``page`` come first; of two as near, the one that is read later.
    """
    revision = reports.get_revision(context, report)
    whole = document(context, revision)

    def away(span: Span) -> tuple[int, bool]:
        number = whole.page_of(span).number
        return abs(number - page), number < page

    occurrences = sorted(whole.occurrences(text), key=away)
    extended = ((span, _whole_words(whole, span)) for span in occurrences)
    spans = (span for occurrence, span in extended if span.start == occurrence.start)
    found = [
        _candidate(report, revision, whole, span, is_exact=True)
        for span in islice(spans, LOOKED_AT)
    ]
    yield from sorted(
        found, key=lambda suggestion: _LEADER in suggestion.before + suggestion.after
    )


def _quoted(
    context: Context, text: str, report: str, limit: int
) -> Iterator[Suggestion]:
    [places] = quotes.find_quotes(context, [text], report=report, limit=limit)
    for match in places:
        its_report = reports.get_report(context, match.place.report)
        revision = reports.get_revision(context, its_report, match.place.revision)
        near = _near(context, revision, match.place.page)
        span = _whole_words(near, match.span)
        is_exact = match.score == 1.0
        yield _candidate(its_report, revision, near, span, is_exact=is_exact)


def _with_words(context: Context, text: str, report: str) -> Iterator[Suggestion]:
    """Yield sentences with all the words, the last of which may be incomplete."""
    words = words_in(text)
    if not words:
        return
    found = search(context, f"{words}*", report=report, what=HitKind.SENTENCE.value)
    for hit in found.found:
        if not isinstance(hit, SentenceHit) or hit.place.span is None:
            continue
        its_report = reports.get_report(context, hit.place.report)
        revision = reports.get_revision(context, its_report, hit.place.revision)
        near = _near(context, revision, hit.place.page)
        sentence = _sentence(near, _whole_words(near, hit.place.span))
        exact = next(_within(near, text, sentence), None)
        span = _whole_words(near, exact) if exact else sentence
        is_exact = exact is not None
        yield _candidate(its_report, revision, near, span, is_exact=is_exact)


def _within(text: Document, words: str, span: Span) -> Iterator[Span]:
    """Yield the places inside ``span`` that say ``words``."""
    return (
        place
        for place in text.occurrences(words)
        if span.start <= place.start and place.end <= span.end
    )


def _candidate(
    report: Report, revision: Revision, text: Document, span: Span, *, is_exact: bool
) -> Suggestion:
    before, after = surroundings(text.pages, span)
    page = text.page_of(span)
    return Suggestion(
        report=report,
        revision=revision.sha256,
        page=page.number,
        page_label=page.label,
        span=span,
        sentence=_sentence(text, span),
        before=_end_of(_LEADERS.sub(_LEADER, before)) + gap(text.pages, span.start),
        exact=text.read(span),
        after=gap(text.pages, span.end) + _start_of(_LEADERS.sub(_LEADER, after)),
        is_exact=is_exact,
    )


def _end_of(text: str) -> str:
    """Return the last whole words of ``text``, at most ``BESIDE`` code points."""
    return text if len(text) <= BESIDE else f"… {text[-BESIDE:].partition(' ')[2]}"


def _start_of(text: str) -> str:
    """Return the first whole words of ``text``, at most ``BESIDE`` code points."""
    return text if len(text) <= BESIDE else f"{text[:BESIDE].rpartition(' ')[0]} …"


def _sentence(text: Document, span: Span) -> Span:
    """Return the span of the whole sentences around ``span``."""
    around = sentences_at(text.pages, span)
    return Span(around[0].span.start, around[-1].span.end) if around else span


def _whole_words(text: Document, span: Span) -> Span:
    """Return ``span`` extended to whole words, without punctuation beside them."""
    words = whole_words(text.pages, span.start, span.end)
    if not words:
        return span
    before = words[0].text[: max(0, span.start - words[0].start)]
    after = words[-1].text[max(0, span.end - words[-1].start) :]
    rest = _NO_LETTER.split(after)[0].rstrip("-'’")
    return Span(span.start - len(_NO_LETTER.split(before)[-1]), span.end + len(rest))


def _near(context: Context, revision: Revision, page: int) -> Document:
    """Return the text of a file if it is in memory, else the pages around ``page``."""
    around = range(max(1, page - 1), min(revision.page_count, page + 1) + 1)
    return known_document(context, revision) or window(context, revision, around)
