"""Twins of passages: words in other files that say the same, or nearly.

Jobs search every file for a new passage, and a new or reread file for every passage.
The result of a search replaces the earlier one as a whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from annotator.domain.matching import twins as rules
from annotator.domain.matching.anchoring import Candidate, Document
from annotator.domain.matching.differences import (
    DiffPart,
    WordChange,
    deciding_changes,
    word_diff,
)
from annotator.domain.permissions import Action
from annotator.domain.text.folding import fold
from annotator.domain.text.spans import Span
from annotator.domain.views.contents import QuoteView
from annotator.domain.views.status import QuoteKey, TwinView
from annotator.domain.vocabulary import PassageKind
from annotator.services import jobs
from annotator.services.context import Context
from annotator.services.library.texts import document
from annotator.services.published.gate import Gate, gate_of
from annotator.services.search.quotes import QuoteMatch, find_quotes
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Revision
from annotator.storage.passages import passages, twins
from annotator.storage.passages.passages import Passage
from annotator.storage.passages.twins import Twin

MOST_PLACES = 24  # places that are examined for a passage; chosen, not measured


@dataclass(frozen=True)
class TwinPlace:
    """A place that says nearly what a passage says, and how it differs."""

    page: int  # from 1
    page_label: str
    start: int  # in the file's canonical text, in code points
    end: int
    exact: str
    score: float
    summary: str  # in a few words
    segments: tuple[DiffPart, ...]  # of both wordings
    changed: tuple[str, ...]  # words and numbers that decide the meaning and differ


@dataclass(frozen=True)
class TwinFile:
    """A file that says nearly what a passage says, in one or more places."""

    revision: Revision  # with its report
    is_same_report: bool  # it is another file of the passage's own report
    places: tuple[TwinPlace, ...]  # the most alike first


# Queueing


def look_later(context: Context, passage: Passage) -> None:
    """Queue the search for a new passage, together with others of the same act."""
    if passage.kind is not PassageKind.QUOTE:
        return
    if not rules.is_long_enough(passage.exact):
        return
    title = "Look for passages in the other files"
    jobs.put_for_passage(context, "twins", title, passage.id)


def look_for_all_later(context: Context, found: Sequence[Passage]) -> None:
    """Queue the search for passages that were restored, all in one job."""
    quotes = [
        passage.id
        for passage in found
        if passage.kind is PassageKind.QUOTE and rules.is_long_enough(passage.exact)
    ]
    if quotes:
        jobs.put(
            context,
            kind="twins",
            title="Look for passages in the other files",
            payload={"passages": quotes},
        )


def look_in_later(context: Context, revision: Revision) -> None:
    """Queue the search of a file for every passage, if there is one."""
    if twins.quotes(context.session):
        jobs.put(
            context,
            kind="twins",
            title=f"Look for passages in “{revision.report.title}”",
            payload={"revision": revision.sha256},
        )


# Looking


def find_twins(
    context: Context, passage_ids: Sequence[int], sha256: str = ""
) -> list[Twin]:
    """Return the twins of passages in one file, or in all for ""; nothing is stored."""
    context.require(Action.READ_DRAFTS)
    marked = [
        quote
        for quote in twins.quotes(context.session, passage_ids)
        if rules.is_long_enough(quote.exact)
    ]
    quotes = [passage.exact for passage in marked]
    only = [revisions.by_sha256(context.session, sha256)] if sha256 else None
    found = find_quotes(
        context,
        quotes,
        limit=MOST_PLACES,
        every_file=True,
        only=only,
        nearly=True,
    )
    return [
        twin
        for passage, places in zip(marked, found, strict=True)
        for twin in _twins(context, passage, places)
    ]


def keep_twins(
    context: Context, passage_ids: Sequence[int], rows: Sequence[Twin], sha256: str = ""
) -> None:
    """Replace the stored twins of passages, in one file or in all for ""."""
    context.require(Action.ADD_REPORT)
    revision = revisions.by_sha256(context.session, sha256) if sha256 else None
    twins.replace(context.session, passage_ids, rows, revision)


def every_quote(context: Context) -> list[int]:
    """Return the ids of the standing passages that are quotes."""
    context.require(Action.READ_DRAFTS)
    return [passage.id for passage in twins.quotes(context.session)]


def _twins(
    context: Context, passage: Passage, places: Sequence[QuoteMatch]
) -> Iterable[Twin]:
    edges: tuple[bool, bool] | None = None
    for found in places:
        revision = revisions.by_sha256(context.session, found.place.revision)
        if revision.id == passage.revision_id:
            continue
        edges = edges or _edges(context, passage)
        text = document(context, revision)
        candidate = Candidate(found.span, found.score)
        span = rules.twin_span(text, passage.exact, candidate, edges)
        if span is not None:
            yield _twin(context, passage, revision, text, span, found.score)


def _edges(context: Context, passage: Passage) -> tuple[bool, bool]:
    """Return whether a passage begins, and whether it ends, at a sentence boundary."""
    known = passages.in_each_file(context.session, [passage.id])[passage.id]
    own = next(
        placement for placement in known if placement.revision_id == passage.revision_id
    )
    if own.start is None or own.end is None:
        return False, False
    return rules.extent(document(context, own.revision), Span(own.start, own.end))


def _twin(
    context: Context,
    passage: Passage,
    revision: Revision,
    text: Document,
    span: Span,
    score: float,
) -> Twin:
    exact = text.read(span)
    page = text.page_of(span)
    changed = deciding_changes(passage.exact, exact)
    return Twin(
        passage_id=passage.id,
        revision_id=revision.id,
        page=page.number,
        page_label=page.label,
        start=span.start,
        end=span.end,
        exact=exact,
        score=score,
        changed=[[change.before, change.after] for change in changed],
        checked_at=context.now,
    )


# Showing


def list_twins(context: Context, shown: Sequence[Passage]) -> dict[int, list[TwinFile]]:
    """Return the twin files of each passage, by id; none for a withdrawn passage."""
    context.require(Action.READ_DRAFTS)
    marked = {passage.id: passage for passage in shown if passage.withdrawn_at is None}
    rows = twins.of_passages(context.session, sorted(marked))
    found: dict[int, list[TwinFile]] = {passage.id: [] for passage in shown}
    for number, group in groupby(sorted(rows, key=_passage), key=_passage):
        found[number] = _files(marked[number], list(group))
    return found


def public_twins(
    context: Context, quotes: Iterable[QuoteView]
) -> dict[QuoteKey, tuple[TwinView, ...]]:
    """Return the places in other public reports that repeat published quotes."""
    context.require(Action.READ_PUBLISHED)
    shown = {(quote.passage, quote.revision): quote for quote in quotes}
    rows = twins.of_passages(context.session, sorted({number for number, _ in shown}))
    gate = gate_of(context)
    public = [row for row in rows if row.revision_id in gate.files]
    return {
        place: tuple(_public(gate, public, quote))
        for place, quote in shown.items()
        if quote.kind is PassageKind.QUOTE
    }


def _passage(row: Twin) -> int:
    return row.passage_id


def _files(passage: Passage, rows: Sequence[Twin]) -> list[TwinFile]:
    """Return the twins of one passage by file; the file with the best twin is first."""
    by_file: dict[int, list[Twin]] = {}
    for row in rows:
        by_file.setdefault(row.revision_id, []).append(row)
    return [
        TwinFile(
            revision=group[0].revision,
            is_same_report=group[0].revision.report_id == passage.report_id,
            places=tuple(_place(passage, row) for row in group),
        )
        for group in by_file.values()
    ]


def _place(passage: Passage, row: Twin) -> TwinPlace:
    return TwinPlace(
        page=row.page,
        page_label=row.page_label,
        start=row.start,
        end=row.end,
        exact=row.exact,
        score=row.score,
        summary=rules.summary(passage.exact, row.exact),
        segments=tuple(word_diff(passage.exact, row.exact)),
        changed=tuple(str(WordChange(*pair)) for pair in row.changed),
    )


def _public(gate: Gate, rows: Sequence[Twin], quote: QuoteView) -> Iterable[TwinView]:
    """Yield one twin per other public report, in the newest file that has it."""
    seen = {quote.report}
    for row in sorted(rows, key=lambda row: (-row.revision_id, row.start)):
        if row.passage_id != quote.passage:
            continue
        report = gate.reports[row.revision.report.slug].facts
        if report.slug in seen or not _says_the_same(row.exact, quote.exact):
            continue
        seen.add(report.slug)
        yield TwinView(
            report=report.slug,
            report_title=report.title,
            revision=row.revision.sha256,
            page=row.page,
            page_label=row.page_label,
            start=row.start,
            end=row.end,
        )


def _says_the_same(one: str, two: str) -> bool:
    glued = [fold(wording).text.replace(" ", "") for wording in (one, two)]
    return bool(one) and glued[0] == glued[1]
