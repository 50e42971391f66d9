"""Whether a place in another file is a twin of a passage, and how it differs."""

from annotator.domain.matching.anchoring import Candidate, Document
from annotator.domain.matching.differences import (
    DiffKind,
    DiffPart,
    deciding_changes,
    is_another_row,
    word_diff,
)
from annotator.domain.text.sentences import sentences_at
from annotator.domain.text.spans import Span
from annotator.domain.text.tokens import words

# Chosen, not measured.
LEAST_WORDS = 5  # shorter quotes recur in many reports by chance
ALIKE = 0.8  # from this score (0 to 1) on, a place is a twin
CLAUSE = 3  # words; fewer lost words are not called a clause

_LOST = {
    "lost its last clause",
    "lost its first clause",
    "lost its last words",
    "lost its first words",
}


def is_long_enough(quote: str) -> bool:
    """Whether a quote has enough words not to recur by chance."""
    return len(words(quote)) >= LEAST_WORDS


def twin_span(
    document: Document, quote: str, place: Candidate, edges: tuple[bool, bool]
) -> Span | None:
    """Return the span at ``place`` that is a quote's twin, or None if there is none.

    ``edges`` says whether the quote begins, and ends, where a sentence does; the twin is
    then extended to whole sentences. A sentence that lacks only the first or last clause
    of the quote is a twin too, however long the clause; another row of a table is not.
    """
    if place.score >= ALIKE:
        span = _widened(document, place.span, edges)
        changed = deciding_changes(quote, document.read(span))
        return None if is_another_row(changed) else span
    for sentence in sentences_at(document.pages, place.span):
        if is_long_enough(sentence.text) and summary(quote, sentence.text) in _LOST:
            return sentence.span
    return None


def summary(quote: str, other: str) -> str:
    """Return in a few words how another wording differs from a quote.

    Such as: the same sentence; a number changed; lost its last clause; reworded.
    """
    if words(quote) == words(other):
        return "the same sentence"
    parts = [part for part in word_diff(quote, other) if words(part.text)]
    removed = [part for part in parts if part.kind is DiffKind.REMOVED]
    added = [part for part in parts if part.kind is DiffKind.ADDED]
    if removed and not added:
        return _lost(parts, removed)
    if added and not removed:
        return "gained words at its end" if parts[-1:] == added else "gained words"
    changed = deciding_changes(quote, other)
    if any(
        _has_number(change.before) and _has_number(change.after) for change in changed
    ):
        return "a number changed"
    return "reworded"


def extent(document: Document, span: Span) -> tuple[bool, bool]:
    """Return whether ``span`` begins, and ends, where a sentence does."""
    around = sentences_at(document.pages, span)
    if not around:
        return False, False
    before = document.read(Span(around[0].span.start, span.start))
    after = document.read(Span(span.end, around[-1].span.end))
    return not words(before), not words(after)


def _widened(document: Document, span: Span, edges: tuple[bool, bool]) -> Span:
    """Return ``span`` extended to whole sentences at the ends that ``edges`` names.

    An end that would more than double the span is left, as the span is then only a part
    of another sentence.
    """
    around = sentences_at(document.pages, span)
    if not around:
        return span
    longest = span.end - span.start
    start, end = around[0].span.start, around[-1].span.end
    return Span(
        start if edges[0] and 0 < span.start - start <= longest else span.start,
        end if edges[1] and 0 < end - span.end <= longest else span.end,
    )


def _lost(parts: list[DiffPart], removed: list[DiffPart]) -> str:
    many = sum(len(words(part.text)) for part in removed) >= CLAUSE
    if len(removed) == 1 and parts[-1] is removed[0]:
        return "lost its last clause" if many else "lost its last words"
    if len(removed) == 1 and parts[0] is removed[0]:
        return "lost its first clause" if many else "lost its first words"
    return "lost words"


def _has_number(text: str) -> bool:
    return any(c.isdigit() for c in text)
