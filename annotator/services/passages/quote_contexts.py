"""What stands around words of a report, and the results that they print.

It is shown before they are marked, and to whoever looks at the mark afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Action
from annotator.domain.text.canonical_text import PageText, reading_text
from annotator.domain.text.context_guard import ContextGuard, guard
from annotator.domain.text.measures import Measure, measures
from annotator.domain.text.spans import Span
from annotator.services.context import Context
from annotator.services.library.texts import known_document, window
from annotator.services.passages.marking import LONGEST_QUOTE
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Revision
from annotator.storage.passages.passages import Passage, Placement

BESIDE = 2  # pages on each side of a quote on which its neighbours are looked for


@dataclass(frozen=True)
class QuoteContext:
    """What stands around a quote, and the results in it."""

    guard: ContextGuard
    measures: tuple[Measure, ...]


def of_words(
    context: Context, revision: Revision, start: int, end: int
) -> QuoteContext:
    """Return what stands around the words between two offsets (code points) of a file.

    Raises InvalidError if no words of the file are there.
    """
    context.require(Action.READ_DRAFTS)
    if not 0 <= start < end <= min(revision.length, start + LONGEST_QUOTE):
        raise InvalidError(
            "start", "do not identify a part of the report.", label="start and end"
        )
    first = revisions.page_at(context.session, revision, start).number
    last = revisions.page_at(context.session, revision, end - 1).number
    pages = _pages(context, revision, first, last)
    found = _of_span(pages, Span(start, end))
    if found is None:
        raise InvalidError("start", "hold no words.", label="start and end")
    return found


def of_passages(
    context: Context, passages: Sequence[Passage], revision: Revision
) -> dict[int, QuoteContext]:
    """Return what stands around the quotes of some marks in ``revision``, by passage.

    Figures are left out, and words that are not in this file.
    """
    context.require(Action.READ_DRAFTS)
    found = {}
    for passage in passages:
        there = [p for p in passage.placements if p.revision_id == revision.id]
        told = _of_placement(context, revision, there[-1]) if there else None
        if told is not None:
            found[passage.id] = told
    return found


def _of_placement(
    context: Context, revision: Revision, placement: Placement
) -> QuoteContext | None:
    if placement.span is None or placement.page_from is None:
        return None
    last = placement.page_to or placement.page_from
    return _of_span(
        _pages(context, revision, placement.page_from, last), placement.span
    )


def _pages(
    context: Context, revision: Revision, first: int, last: int
) -> Sequence[PageText]:
    """Return the pages around a quote; the whole text takes a second to load."""
    known = known_document(context, revision)
    if known is not None:
        return known.pages
    near = range(max(1, first - BESIDE), last + BESIDE + 1)
    return window(context, revision, near).pages


def _of_span(pages: Sequence[PageText], span: Span) -> QuoteContext | None:
    said = reading_text(pages, span.start, span.end)
    if not said.strip():
        return None
    return QuoteContext(guard(pages, span), tuple(measures(said)))
