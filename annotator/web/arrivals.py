"""Why a person came to the viewer: a hit, a claim to link, a passage to attach."""

from flask import request

from annotator.http.context import context
from annotator.services.claims import claims, highlights
from annotator.services.claims.claims import Claim
from annotator.services.library.reports import Revision
from annotator.services.passages import review_queue


def moving() -> review_queue.Item | None:
    """Return the review item whose passage is to be attached here, if there is one."""
    passage = request.args.get("reattach", type=int)
    return review_queue.item(context(), passage) if passage is not None else None


def linking() -> Claim | None:
    """Return the claim to which the words found are to be linked, if there is one."""
    slug = request.args.get("claim", "")
    return claims.get_claim(context(), slug) if slug else None


def hit(revision: Revision) -> highlights.Boxes:
    """Return the lines of the span that a search found, if one led here."""
    start = request.args.get("start", type=int)
    end = request.args.get("end", type=int)
    if start is None or end is None:
        return {}
    return highlights.span_boxes(context(), revision, start, end)
