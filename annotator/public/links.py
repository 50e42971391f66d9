"""Where what a search found is opened, drawn, cited and used."""

import re

from flask import url_for

from annotator.domain.query_kind import is_surely_quote, quote_in, words_to_search
from annotator.domain.vocabulary import HitKind
from annotator.http.auth import current_user
from annotator.services.library.citations import cite
from annotator.services.passages.pictures import LONGEST_GLIMPSE
from annotator.services.search.combined import Spot
from annotator.services.search.results import SearchResult

_MARKS = re.compile('["“”„‟«»]')
_IN_A_FILE = {HitKind.SENTENCE, HitKind.PASSAGE}


def opened(found: SearchResult) -> str:
    """Return the address at which this person reads what was found."""
    anchor = "critique" if found.kind is HitKind.CRITIQUE else None
    if found.kind in {HitKind.CLAIM, HitKind.CRITIQUE}:
        page = "claims.edit" if current_user() else "public.claim"
        return url_for(page, slug=found.claim, _anchor=anchor)
    if found.kind is HitKind.REPORT or found.page is None:
        page = "viewer.show" if current_user() else "public.report"
        return url_for(page, slug=found.report)
    mark = f"passage-{found.passage}" if found.passage else ""
    at = (found.start, found.end)
    if current_user():
        return _in_viewer(found.report, found.revision, found.page, *at, mark=mark)
    return _on_page(found.report, found.revision, found.page, *at, mark=mark)


def opened_at(spot: Spot) -> str:
    """Return the address at which this person reads a place that says a quote."""
    place = spot.place
    at = (place.report, place.revision, place.page, place.start, place.end)
    return _in_viewer(*at) if current_user() else _on_page(*at)


def drawn(found: SearchResult) -> str:
    """Return the address of a picture of the place, or "" if it is on no page."""
    if found.kind not in _IN_A_FILE or found.start is None or found.end is None:
        return ""
    return _glimpse(found.report, found.revision, found.start, found.end)


def drawn_at(spot: Spot) -> str:
    """Return the address of a picture of a place that says a quote."""
    place = spot.place
    return _glimpse(place.report, place.revision, place.start, place.end)


def used(found: SearchResult, claim: str) -> str:
    """Return the address at which the words become evidence for ``claim`` (a slug).

    It is "" for what stands in no report. Without a claim one is asked for there.
    """
    if found.kind not in _IN_A_FILE or found.start is None:
        return ""
    at = (found.report, found.revision, found.page, found.start, found.end)
    return _in_viewer(*at, claim=claim, capture=True)


def used_at(spot: Spot, claim: str) -> str:
    """Return the address at which the words of a place become evidence."""
    place = spot.place
    at = (place.report, place.revision, place.page, place.start, place.end)
    return _in_viewer(*at, claim=claim, capture=True)


def cited(found: SearchResult) -> str:
    """Return a line that says where the words stand; "" for what is in no report."""
    if found.kind not in _IN_A_FILE or found.page is None:
        return ""
    at = (found.report, found.revision, found.page, found.start, found.end)
    return cite(
        exact=found.snippet.text.removeprefix("… ").removesuffix(" …"),
        title=found.title,
        lab=found.lab,
        published=found.published,
        page_label=found.page_label,
        sha256=found.revision,
        address=_on_page(*at, is_whole=True),
    )


def cited_at(spot: Spot) -> str:
    """Return a line that says where the words of a place stand."""
    place, report = spot.place, spot.report
    at = (place.report, place.revision, place.page, place.start, place.end)
    return cite(
        exact=place.exact,
        title=report.title,
        lab=report.lab.name,
        published=report.published,
        page_label=place.page_label,
        sha256=place.revision,
        address=_on_page(*at, is_whole=True),
    )


def absence(report: str, query: str) -> str:
    """Return the address at which it is kept that a report does not say something.

    What the search took for a quote is asked for as one; a few words as words as well.
    """
    lines = [query]
    if quote := quote_in(query):
        phrase = f'"{_MARKS.sub("", quote)}"'
        lines = [phrase] if is_surely_quote(query) else [phrase, words_to_search(query)]
    return url_for("absences.new", report=report, q=lines)


def _in_viewer(
    report: str,
    revision: str,
    page: int | None,
    start: int | None,
    end: int | None,
    *,
    mark: str = "",
    claim: str = "",
    capture: bool = False,
) -> str:
    return url_for(
        "viewer.show",
        slug=report,
        revision=revision,
        page=page,
        start=start,
        end=end,
        capture=1 if capture else None,
        claim=claim or None,
        _anchor=mark or None,
    )


def _on_page(
    report: str,
    revision: str,
    page: int,
    start: int | None,
    end: int | None,
    *,
    mark: str = "",
    is_whole: bool = False,
) -> str:
    return url_for(
        "public.page",
        slug=report,
        sha=revision,
        number=page,
        start=start,
        end=end,
        _anchor=mark or None,
        _external=is_whole,
    )


def _glimpse(report: str, revision: str, start: int, end: int) -> str:
    end = min(end, start + LONGEST_GLIMPSE)
    return url_for("search.glimpse", slug=report, sha=revision, start=start, end=end)
