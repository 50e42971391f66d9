"""Addresses at which a search result is opened, drawn, cited and used."""

import re

from flask import url_for

from annotator.domain.citations import Citation
from annotator.domain.places import Place
from annotator.domain.query_kind import is_surely_quote, quote_in, words_to_search
from annotator.http.addresses import of_passage
from annotator.http.auth import current_user
from annotator.services.passages.pictures import LONGEST_GLIMPSE
from annotator.services.search.combined import QuoteHit
from annotator.services.search.results import (
    ClaimHit,
    PassageHit,
    ReportHit,
    SearchResult,
    place_of,
)

_MARKS = re.compile('["“”„‟«»]')


def opened(found: SearchResult | QuoteHit) -> str:
    """Return the address at which this person reads a result."""
    at_desk = current_user() is not None
    if isinstance(found, ClaimHit):
        page = "claims.edit" if at_desk else "public.claim"
        anchor = "critique" if found.is_critique else None
        return url_for(page, slug=found.claim, _anchor=anchor)
    if isinstance(found, ReportHit) or found.place is None:
        page = "viewer.show" if at_desk else "public.report"
        return url_for(page, slug=found.report.slug)
    mark = found.passage if isinstance(found, PassageHit) else None
    if not at_desk:
        return _on_page(found.place, mark)
    return _in_viewer(found.place, mark=f"passage-{mark}" if mark else "")


def drawn(found: SearchResult | QuoteHit) -> str:
    """Return the address of a result's glimpse, or "" if it is not a span of a page."""
    place = _place(found)
    if place is None or place.span is None:
        return ""
    start, end = (
        place.span.start,
        min(place.span.end, place.span.start + LONGEST_GLIMPSE),
    )
    return url_for(
        "search.glimpse", slug=place.report, sha=place.revision, start=start, end=end
    )


def used(found: SearchResult | QuoteHit, claim: str) -> str:
    """Return the address at which the words become evidence for ``claim`` (a slug).

    It is "" for a result that is not text of a report. If ``claim`` is "", the form
    there asks for one.
    """
    place = _place(found)
    if place is None or place.span is None:
        return ""
    return _in_viewer(place, claim=claim, capture=True)


def cited(found: SearchResult | QuoteHit) -> str:
    """Return a citation of the words in one line; "" if they are not in a report."""
    if isinstance(found, ClaimHit | ReportHit) or found.place is None:
        return ""
    report, place = found.report, found.place
    return Citation(
        exact=found.exact
        if isinstance(found, QuoteHit)
        else found.snippet.text.removeprefix("… ").removesuffix(" …"),
        title=report.title,
        lab=report.lab.name,
        published=report.published,
        page_label=place.page_label,
        sha256=place.revision,
        address=_on_page(place, is_whole=True),
    ).line


def _place(found: SearchResult | QuoteHit) -> Place | None:
    return found.place if isinstance(found, QuoteHit) else place_of(found)


def absence(report: str, query: str) -> str:
    """Return the address of the form that keeps an absence of ``query`` in a report.

    A query that the search treats as a quote becomes a quoted query. If it may be no
    quote, its words become a query as well.
    """
    lines = [query]
    if quote := quote_in(query):
        phrase = f'"{_MARKS.sub("", quote)}"'
        lines = [phrase] if is_surely_quote(query) else [phrase, words_to_search(query)]
    return url_for("absences.new", report=report, q=lines)


def _in_viewer(
    place: Place, *, mark: str = "", claim: str = "", capture: bool = False
) -> str:
    return url_for(
        "viewer.show",
        slug=place.report,
        revision=place.revision,
        page=place.page,
        start=place.span and place.span.start,
        end=place.span and place.span.end,
        capture=1 if capture else None,
        claim=claim or None,
        _anchor=mark or None,
    )


def _on_page(place: Place, mark: int | None = None, *, is_whole: bool = False) -> str:
    return of_passage(
        place.report,
        place.revision,
        place.page,
        start=place.span.start if place.span else None,
        end=place.span.end if place.span else None,
        passage=mark,
        is_whole=is_whole,
    )
