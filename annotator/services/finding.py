"""Find quotes in the reports: exactly, or nearly, each with its exact span."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.domain.anchoring import Candidate, Document, TextQuote
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import PlacementState
from annotator.services import library
from annotator.services.context import Context
from annotator.services.documents import document
from annotator.storage import revisions
from annotator.storage.reports import Report
from annotator.storage.revisions import Revision

PLACES = 10  # that are returned for a quote unless told


@dataclass(frozen=True)
class QuotePlace:
    """A place in a report that says a quote, or nearly does."""

    report: str  # slug
    revision: str  # SHA-256 of the file
    page: int  # from 1
    page_label: str
    start: int  # in the canonical text, in code points
    end: int
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
) -> list[list[QuotePlace]]:
    """Return for each quote the places in newest files that say it, best first.

    Only ``report`` (a slug) is searched if one is named, and earlier files too if
    ``every_file``; or the files of ``only``, whose reports must be loaded.
    """
    context.require(Action.READ_PUBLISHED)
    found: list[list[QuotePlace]] = [[] for _ in quotes]
    for each, revision in _searched(context, report, only, every_file=every_file):
        text = document(context, revision)
        for places, quote in zip(found, quotes, strict=True):
            places += _places(each, revision, text, quote, limit)
    return [sorted(places, key=lambda place: -place.score)[:limit] for places in found]


def _searched(
    context: Context,
    report: str,
    only: Sequence[Revision] | None,
    *,
    every_file: bool,
) -> list[tuple[Report, Revision]]:
    """Return the files to search, each with its report, which this person may see."""
    if only is not None:
        return [(library.get_report(context, x.report.slug), x) for x in only]
    if report:
        known = [library.get_report(context, report)]
    else:
        shelves = library.list_reports(context)
        known = [shelf.report for shelf in shelves if shelf.revisions]
    files = [(each, revisions.of_report(context.session, each)) for each in known]
    return [
        (each, file) for each, its in files for file in (its if every_file else its[:1])
    ]


def _places(
    report: Report, revision: Revision, text: Document, quote: str, limit: int
) -> Iterator[QuotePlace]:
    for candidate in text.search(quote, limit):
        yield _place(report, revision, text, quote, candidate)


def _place(
    report: Report,
    revision: Revision,
    text: Document,
    quote: str,
    candidate: Candidate,
) -> QuotePlace:
    span = candidate.span
    page = text.page_of(span)
    return QuotePlace(
        report=report.slug,
        revision=revision.sha256,
        page=page.number,
        page_label=page.label,
        start=span.start,
        end=span.end,
        exact=text.read(span),
        score=round(candidate.score, 4),
        state=text.judge(TextQuote(quote), span).state,
    )
