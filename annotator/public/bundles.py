"""A claim to take away: ``/claims/<slug>/bundle.zip``, which proves itself without us."""

import json
from pathlib import Path

from flask import Blueprint, render_template
from werkzeug.wrappers import Response as BaseResponse

from annotator import paths
from annotator.domain.formats import bundle, bundle_verifier
from annotator.domain.permissions import Action
from annotator.http.addresses import public_url
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.render import picture_answer
from annotator.public.annotations import claim_collection
from annotator.services.publishing import bundles
from annotator.services.publishing.bundles import Contents

blueprint = Blueprint("bundles", __name__)

MAKING = "1"  # version of what a bundle is made of; a new one makes them anew


@blueprint.get("/claims/<slug>/bundle.zip")
@allow(Action.READ_PUBLISHED)
def claim(slug: str) -> BaseResponse:
    """Answer with a claim, its pictures, its sealed words and a program that checks them."""
    held = bundles.contents(context(), slug)
    address = public_url("public.claim", slug=slug)
    told = bundle.about(held.page, held.quotes, held.reports, address)
    noted = claim_collection(slug)
    made_of = json.dumps([MAKING, told, noted]).encode() + held.body
    written = bundles.kept(context(), made_of, lambda: _packed(slug, held, told, noted))
    answer = picture_answer(written, "application/zip")
    name = f"{slug}-edition-{told['edition']}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _packed(
    slug: str, held: Contents, told: dict[str, object], noted: dict[str, object]
) -> bytes:
    drawn = bundles.pictures_of(context(), held.quotes)
    page = render_template(
        "public/bundle.html", page=held.page, about=told, pictures=drawn
    )
    style = (paths.PACKAGE / "static" / "bundle.css").read_bytes()
    verifier = Path(bundle_verifier.__file__).read_bytes()
    return bundle.packed(
        {
            "index.html": page.encode(),
            "style.css": style,
            "claim.json": held.body,
            "about.json": bundle.as_json(told),
            "annotations.jsonld": bundle.as_json(noted),
            "verify.py": verifier,
            **drawn,
        },
        folder=f"{slug}-edition-{told['edition']}",
    )
