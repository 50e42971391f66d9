"""Claims on other sites: a small card in a frame, and oEmbed, which tells of it."""

from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
)
from werkzeug.exceptions import HTTPException

from annotator.domain.errors import NotFoundError, WithdrawnError
from annotator.domain.formats import oembed
from annotator.domain.formats.oembed import Embedded
from annotator.domain.formats.share_card import SIGNS
from annotator.domain.permissions import Action
from annotator.http.addresses import public_base, public_url
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.security import allow_elsewhere, allow_in_any_frame
from annotator.public.heads import site
from annotator.services.publishing import pages

blueprint = Blueprint("embeds", __name__)

FORMATS = ("json", "xml")
UNLIMITED = 10_000  # CSS pixels


@blueprint.get("/claims/<slug>/embed")
@allow(Action.READ_PUBLISHED)
def claim(slug: str) -> Response:
    """Show a claim and its verdict on a card, which any site may show in a frame."""
    page = pages.claim_page(context(), slug)
    verdict = page.claim.verdict
    answer = make_response(
        render_template(
            "public/embed.html",
            claim=page.claim,
            edition=page.edition,
            verdict=verdict,
            sign=SIGNS[verdict.shown] if verdict else "",
        )
    )
    return allow_in_any_frame(answer)


@blueprint.get("/oembed")
@allow(Action.READ_PUBLISHED)
def tell() -> Response:
    """Say what another site may show of the page at ``url`` (oembed.com)."""
    form, width, height = _asked()
    try:
        shown = _embedded(request.args["url"])
    except (NotFoundError, WithdrawnError):
        raise _Refusal(
            404, "There is no public claim or scorecard at this address."
        ) from None
    told = oembed.response(
        shown,
        site_name=site().name,
        site_address=site().address,
        width=width,
        height=height,
    )
    if form == "xml":
        return allow_elsewhere(Response(oembed.as_xml(told), mimetype="text/xml"))
    return allow_elsewhere(jsonify(told))


class _Refusal(Exception):  # noqa: N818  -- an answer, not an error of ours
    """A request that has no answer: with the status that oEmbed wants, and why."""


@blueprint.errorhandler(_Refusal)
def _refused(refusal: _Refusal) -> Response:
    status, why = refusal.args
    return Response(f"{why}\n", status, mimetype="text/plain")


def _asked() -> tuple[str, int, int]:
    """Return the format, and the width and height (CSS pixels) that there is room for."""
    form = request.args.get("format", "json")
    if form not in FORMATS:
        raise _Refusal(501, "The format is json or xml.")
    if "url" not in request.args:
        raise _Refusal(400, "url is missing: the address of a claim or a scorecard.")
    return form, _most("maxwidth"), _most("maxheight")


def _most(name: str) -> int:
    if not request.args.get(name):
        return UNLIMITED
    most = request.args.get(name, type=int)
    if most is None or most < 1:
        raise _Refusal(400, f"{name} is a number of pixels, from 1.")
    return min(most, UNLIMITED)


@blueprint.app_template_global("embedded_claim")
def embedded_claim(claim: Any) -> Embedded:
    """Return what others show of a claim."""
    return Embedded(
        title=claim.text,
        author=claim.lab.name,
        author_address=public_url("public.lab", slug=claim.lab.slug),
        picture=public_url("share_cards.claim", slug=claim.slug),
        frame=public_url("embeds.claim", slug=claim.slug),
    )


blueprint.add_app_template_global(oembed.frame, "frame_of")


def _embedded(address: str) -> Embedded:
    """Return what is shown of the page at an address; raise NotFoundError if nothing is."""
    endpoint, slug = _page_at(address)
    if endpoint == "public.claim":
        return embedded_claim(pages.claim_page(context(), slug).claim)
    if endpoint != "public.model":
        raise NotFoundError("page to embed", address)
    scorecard = pages.scorecard_page(context(), slug).scorecard
    return Embedded(
        title=scorecard.title,
        author=scorecard.lab.name,
        author_address=public_url("public.lab", slug=scorecard.lab.slug),
        picture=public_url("share_cards.scorecard", slug=slug),
    )


def _page_at(address: str) -> tuple[str, str]:
    """Return the endpoint and the slug of a page of this site, or ("", "")."""
    base = public_base()
    if not address.startswith(f"{base}/"):
        return "", ""
    try:
        path = urlsplit(address).path.removeprefix(urlsplit(base).path)
        urls = current_app.url_map.bind("")
        endpoint, values = urls.match(path, method="GET")
    except (HTTPException, ValueError):  # of no page, or of none of ours
        return "", ""
    return str(endpoint), str(values.get("slug", ""))
