"""Quotes as annotations of the W3C Web Annotation Data Model, in JSON-LD.

The target is the lab's own PDF; its state says which bytes were read, and where we have
them. Pages are selected as RFC 8118 has it, and on them the words.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotator.domain.formats.descriptions import capital
from annotator.domain.formats.site import Site
from annotator.domain.text.pages import Box
from annotator.domain.views.contents import QuoteView
from annotator.domain.views.reports import FileView, ReportFactsView
from annotator.domain.vocabulary import PassageKind, Stance

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'
OF_PDF = "http://tools.ietf.org/rfc/rfc8118"  # what fragments of PDFs mean

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ClaimUse:
    """A public claim that rests on a passage, and how; no evidence if it is tense with it."""

    claim: str  # slug
    text: str
    stance: Stance | None  # None for a side of a tension
    said: str  # the analyst's note, or the sentence of the tension
    anchor: str  # of the piece of evidence or the tension on the claim's page


@dataclass(frozen=True, slots=True)
class Annotated:
    """A public passage with what stands around it, and what it is used for."""

    quote: QuoteView
    report: ReportFactsView
    file: FileView
    uses: tuple[ClaimUse, ...]
    evaluations: tuple[str, ...]  # names, of which it is a line or a result
    created: datetime  # when it was published
    prefix: str = ""
    suffix: str = ""
    box: Box | None = None  # in points, from the top left of the page


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things of the site are; each returns a whole address."""

    passage: Callable[[int], str]  # the annotation itself, by its number
    claim: Callable[[str, str], str]  # by slug and anchor
    page: Callable[[QuoteView], str]  # where it is read
    copy: Callable[[QuoteView], str]  # our copy of the PDF


def annotation(found: Annotated, there: Addresses, site: Site) -> Json:
    """Return a passage as an annotation that stands alone."""
    return {"@context": CONTEXT, **_annotation(found, there, site)}


def collection(
    address: str,
    label: str,
    found: Sequence[Annotated],
    there: Addresses,
    site: Site,
    *,
    total: int | None = None,
    size: int = 0,
) -> Json:
    """Return annotations as a collection, with its first page in it.

    There are ``total`` of them, ``size`` on a page, or all on the first.
    """
    count = len(found) if total is None else total
    last = max(1, -(-count // size)) if size else 1
    first = _page(address, 1, found, there, site, last=last, size=size)
    return {
        "@context": CONTEXT,
        "id": address,
        "type": "AnnotationCollection",
        "label": label,
        "creator": _creator(site),
        "total": count,
        "first": first,
        "last": _number(address, last),
    }


def page(
    address: str,
    number: int,
    found: Sequence[Annotated],
    there: Addresses,
    site: Site,
    *,
    total: int,
    size: int,
) -> Json:
    """Return page ``number`` (from 1) of the collection at an address."""
    last = max(1, -(-total // size))
    written = _page(address, number, found, there, site, last=last, size=size)
    part_of = {"id": address, "type": "AnnotationCollection", "total": total}
    return {"@context": CONTEXT, **written, "partOf": part_of}


def _page(
    address: str,
    number: int,
    found: Iterable[Annotated],
    there: Addresses,
    site: Site,
    *,
    last: int,
    size: int,
) -> Json:
    written: Json = {
        "id": _number(address, number),
        "type": "AnnotationPage",
        "partOf": address,
        "startIndex": (number - 1) * size,
    }
    if number > 1:
        written["prev"] = _number(address, number - 1)
    if number < last:
        written["next"] = _number(address, number + 1)
    return written | {"items": [_annotation(one, there, site) for one in found]}


def _number(address: str, number: int) -> str:
    return f"{address}?page={number}"


def _annotation(found: Annotated, there: Addresses, site: Site) -> Json:
    quote = found.quote
    return {
        "id": there.passage(quote.passage),
        "type": "Annotation",
        "motivation": ["linking", "assessing"] if found.uses else "highlighting",
        "creator": _creator(site),
        "created": _moment(found.created),
        "body": [*_bodies(found, there)],
        "target": _target(found, there),
    }


def _creator(site: Site) -> Json:
    return {"type": "Organization", "name": site.name, "homepage": site.address}


def _bodies(found: Annotated, there: Addresses) -> Iterable[Json]:
    for use in found.uses:
        address = there.claim(use.claim, use.anchor)
        yield {"type": "SpecificResource", "source": address, "purpose": "linking"}
        yield _words(_said(use), "assessing")
    for name in found.evaluations:
        yield _words(f"Cited for the evaluation “{name}”.", "describing")


def _said(use: ClaimUse) -> str:
    stance = capital(use.stance) if use.stance else "In tension with others"
    of = "of" if use.stance in {None, Stance.CONTEXT} else ""
    words = " ".join(filter(None, [stance, of, "the claim"]))
    return f"{words} “{use.text}”{f': {use.said}' if use.said else ''}"


def _words(text: str, purpose: str) -> Json:
    return {
        "type": "TextualBody",
        "value": text,
        "format": "text/plain",
        "language": "en",
        "purpose": purpose,
    }


def _target(found: Annotated, there: Addresses) -> Json:
    ours = there.copy(found.quote)
    return {
        "type": "SpecificResource",
        "source": {
            "id": found.report.source_url or ours,
            "type": "Text",
            "format": "application/pdf",
        },
        "state": {
            "type": "TimeState",
            "sourceDate": _moment(found.file.fetched_at),
            "cached": ours,
        },
        "scope": there.page(found.quote),
        "selector": _selectors(found),
    }


def _selectors(found: Annotated) -> list[Json]:
    """Return the page and the words on it, and the words alone for other readers."""
    quote = found.quote
    of_page: Json = {
        "type": "FragmentSelector",
        "conformsTo": OF_PDF,
        "value": f"page={quote.page}{_view(found.box)}",
    }
    if quote.kind is PassageKind.REGION:
        return [of_page]
    words = {"type": "TextQuoteSelector", "exact": quote.exact}
    words |= {"prefix": found.prefix} if found.prefix else {}
    words |= {"suffix": found.suffix} if found.suffix else {}
    return [{**of_page, "refinedBy": words}, words]


def _view(box: Box | None) -> str:
    if box is None:
        return ""
    left, top, right, bottom = box
    sides = (left, top, right - left, bottom - top)
    return "&viewrect=" + ",".join(f"{side:.2f}" for side in sides)


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
