"""Passages as W3C Web Annotations: each at its own address, and all of a page together."""

import json

from flask import Blueprint, Response, request

from annotator.domain.errors import NotFoundError
from annotator.domain.formats import web_annotation
from annotator.domain.formats.web_annotation import Addresses, Annotated, Json
from annotator.domain.permissions import Action
from annotator.domain.views.contents import QuoteView
from annotator.http.addresses import of_passage, public_url
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.security import allow_elsewhere
from annotator.public.heads import site
from annotator.services.published import gate
from annotator.services.publishing import annotated, pages

blueprint = Blueprint("annotations", __name__)

ON_A_PAGE = 200  # annotations


@blueprint.get("/passages/<int:passage>.jsonld")
@allow(Action.READ_PUBLISHED)
def one(passage: int) -> Response:
    """Answer with a passage as an annotation of the lab's PDF."""
    found = annotated.passage(context(), passage)
    return _answer(web_annotation.annotation(found, addresses(), site()))


@blueprint.get("/claims/<slug>/annotations.jsonld")
@allow(Action.READ_PUBLISHED)
def of_claim(slug: str) -> Response:
    """Answer with the passages that a claim shows as a collection, or its only page."""
    number = _number()
    if number == 0:
        return _answer(claim_collection(slug))
    found = annotated.of_claim(context(), slug)
    address = public_url("annotations.of_claim", slug=slug)
    return _page_of(address, number, found, total=len(found), size=max(1, len(found)))


@blueprint.get("/reports/<slug>/annotations.jsonld")
@allow(Action.READ_PUBLISHED)
def of_report(slug: str) -> Response:
    """Answer with the passages of a report as a collection, or with one page of it."""
    number = _number()
    title = gate.public_report(context(), slug).facts.title
    start = max(0, number - 1) * ON_A_PAGE
    found, total = annotated.of_report(context(), slug, start=start, most=ON_A_PAGE)
    address = public_url("annotations.of_report", slug=slug)
    if number:
        return _page_of(address, number, found, total=total, size=ON_A_PAGE)
    label = f"Quotes from {title}"
    return _answer(
        web_annotation.collection(
            address, label, found, addresses(), site(), total=total, size=ON_A_PAGE
        )
    )


def claim_collection(slug: str) -> Json:
    """Return the passages that a published claim shows, as one collection."""
    claim = pages.claim_page(context(), slug).claim
    return web_annotation.collection(
        public_url("annotations.of_claim", slug=slug),
        f"Quotes for the claim “{claim.text}”",
        annotated.of_claim(context(), slug),
        addresses(),
        site(),
    )


def _number() -> int:
    """Return which page is asked for, from 1; 0 if the whole collection is."""
    if "page" not in request.args:
        return 0
    number = request.args.get("page", type=int)
    if number is None or number < 1:
        raise NotFoundError("page of annotations", request.args["page"])
    return number


def _page_of(
    address: str, number: int, found: list[Annotated], *, total: int, size: int
) -> Response:
    if number > max(1, -(-total // size)):
        raise NotFoundError("page of annotations", number)
    return _answer(
        web_annotation.page(
            address, number, found, addresses(), site(), total=total, size=size
        )
    )


def addresses() -> Addresses:
    """Return where the things that annotations name are."""
    return Addresses(
        passage=lambda number: public_url("annotations.one", passage=number),
        claim=lambda slug, anchor: public_url(
            "public.claim", slug=slug, _anchor=anchor
        ),
        page=_page,
        copy=lambda quote: public_url(
            "public.pdf", slug=quote.report, sha=quote.revision
        ),
    )


def _page(quote: QuoteView) -> str:
    return of_passage(quote.report, quote.revision, quote.page, passage=quote.passage)


def _answer(found: Json) -> Response:
    written = json.dumps(found, ensure_ascii=False)
    answer = Response(written, content_type=web_annotation.MEDIA_TYPE)
    return allow_elsewhere(answer)
