"""What led somebody to the viewer: a search's hit, a claim to link to, a passage to attach."""

from flask import request

from annotator.http.context import context
from annotator.services.claims import claims, highlights
from annotator.services.claims.claims import Claim
from annotator.services.library.reports import Revision
from annotator.services.passages import review_queue


def moving() -> review_queue.Item | None:
    """Return the passage that is to be attached elsewhere, if one came here to."""
    passage = request.args.get("reattach", type=int)
    return review_queue.item(context(), passage) if passage is not None else None


def linking() -> Claim | None:
    """Return the claim that a search led here for, to link words to, if it did."""
    slug = request.args.get("claim", "")
    return claims.get_claim(context(), slug) if slug else None


def hit(revision: Revision) -> highlights.Boxes:
    """Return the lines of the span that a search led here for, if it did."""
    start = request.args.get("start", type=int)
    end = request.args.get("end", type=int)
    if start is None or end is None:
        return {}
    return highlights.span_boxes(context(), revision, start, end)
