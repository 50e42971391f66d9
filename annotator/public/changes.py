"""What changed on the public pages: by day, and as feeds for readers of news."""

from flask import Blueprint, Response, render_template, request

from annotator.domain.permissions import Action
from annotator.http.addresses import public_url
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.public.feeds import Feed, atom
from annotator.services.published import changes

blueprint = Blueprint("news", __name__)


@blueprint.get("/changes")
@allow(Action.READ_PUBLISHED)
def listed() -> str:
    """List what changed by day, of all labs or of one, ever or in a month."""
    found = changes.list_changes(
        context(),
        lab=request.args.get("lab", ""),
        month=request.args.get("month", ""),
        page=max(request.args.get("page", default=1, type=int), 1),
    )
    return render_template("public/changes.html", changes=found)


@blueprint.get("/changes.atom")
@allow(Action.READ_PUBLISHED)
def of_site() -> Response:
    """Answer with a feed of all changes."""
    _, entries = changes.feed(context())
    address, page = public_url("news.of_site"), public_url("news.listed")
    return atom(Feed("What changed", address, page, entries))


@blueprint.get("/labs/<slug>/changes.atom")
@allow(Action.READ_PUBLISHED)
def of_lab(slug: str) -> Response:
    """Answer with a feed of the changes of a lab."""
    lab, entries = changes.feed(context(), lab=slug)
    address = public_url("news.of_lab", slug=slug)
    page = public_url("news.listed", lab=slug)
    return atom(Feed(f"What changed about {lab}", address, page, entries))


@blueprint.get("/claims/<slug>/changes.atom")
@allow(Action.READ_PUBLISHED)
def of_claim(slug: str) -> Response:
    """Answer with a feed of the editions of a claim."""
    text, entries = changes.feed(context(), claim=slug)
    address = public_url("news.of_claim", slug=slug)
    page = public_url("public.claim", slug=slug)
    return atom(Feed(f"Editions of “{text}”", address, page, entries))
