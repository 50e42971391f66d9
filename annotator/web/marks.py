"""The marks of a report as data: near the reader, listed, and as others change them."""

import json
from collections.abc import Collection
from typing import Any

from flask import Blueprint, Response, jsonify, request

from annotator.domain.input.numbers import whole
from annotator.domain.permissions import Action
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.services.claims import highlights
from annotator.services.claims.highlights import DeskMark
from annotator.services.library import reports
from annotator.services.library.reports import Revision

blueprint = Blueprint("marks", __name__, url_prefix="/desk")

MOST_PAGES = 40  # whose marks are sent at once
MILLISECONDS = 4_000  # after which a browser asks for changes again
# Lengths, in code points, of what is sent for each mark: the card has the whole.
_WORDS, _NOTE, _CLAIM, _LINE = 300, 200, 120, 100


@blueprint.get("/reports/<slug>/revisions/<sha>/marks")
@allow(Action.READ_DRAFTS)
def near(slug: str, sha: str) -> Response:
    """Answer with the marks of some pages: those from ``first`` to ``last``."""
    revision = reports.get_file(context(), slug, sha)
    first = request.args.get("first", 1, type=int)
    last = min(request.args.get("last", first, type=int), first + MOST_PAGES)
    marks = highlights.marks_on(context(), revision, first, last)
    return jsonify([_as_data(mark) for mark in marks])


@blueprint.get("/reports/<slug>/revisions/<sha>/marks/list")
@allow(Action.READ_DRAFTS)
def index(slug: str, sha: str) -> Response:
    """Answer with a line for every mark of a file, in reading order.

    Each is [passage, page or null, how far down it, kind, needs review, author, [[stance,
    claim] …], words]; claims and authors are given by their places in lists.
    """
    revision = reports.get_file(context(), slug, sha)
    heights = {
        page.number: page.height for page in reports.list_pages(context(), revision)
    }
    known: dict[str, tuple[int, str, str]] = {}
    authors: dict[str, int] = {}
    lines = []
    for mark in highlights.desk_marks(context(), revision):
        for link in mark.links:
            known.setdefault(
                link.claim, (len(known), link.text[:_CLAIM], link.category)
            )
        page = mark.pages[0] if mark.pages else None
        top = mark.boxes[page][0][1] / heights[page] if page else 0
        lines.append(
            [
                mark.passage,
                page,
                round(top, 3),
                mark.kind,
                int(mark.needs_review),
                authors.setdefault(mark.author, len(authors)),
                [[link.stance, known[link.claim][0]] for link in mark.links],
                mark.words[:_LINE],
            ]
        )
    shown = [[slug, *facts[1:]] for slug, facts in known.items()]
    return jsonify(claims=shown, authors=[*authors], marks=lines)


@blueprint.get("/reports/<slug>/revisions/<sha>/marks/changes")
@allow(Action.READ_DRAFTS)
def changes(slug: str, sha: str) -> Response:
    """Tell what was changed after an event, as server-sent events.

    The answer ends at once and the browser asks again after a while, as the protocol has
    it: an answer that stays open would hold one of the server's few threads.
    """
    revision = reports.get_file(context(), slug, sha)
    asked = request.headers.get("Last-Event-ID") or request.args.get("after", "0")
    found = highlights.changes_since(context(), _event(asked))
    said = f"retry: {MILLISECONDS}\n"
    if found.passages is None or found.passages:
        data = json.dumps(marks_of(revision, found.passages))
        said += f"id: {found.newest}\ndata: {data}\n"
    return Response(f"{said}\n", mimetype="text/event-stream")


def _event(asked: str) -> int:
    """Return the id of an event; 0, for all of them, if it is none."""
    try:
        return whole(asked)
    except ValueError:
        return 0


def marks_of(revision: Revision, passages: Collection[int] | None) -> dict[str, Any]:
    """Return these passages as marks, and those that stand no more; None: all changed."""
    if passages is None:
        return {"all": True}
    marks = highlights.marks_of(context(), revision, passages)
    gone = set(passages) - {mark.passage for mark in marks}
    return {"marks": [_as_data(mark) for mark in marks], "gone": sorted(gone)}


def _as_data(mark: DeskMark) -> dict[str, Any]:
    return {
        "id": mark.passage,
        "kind": mark.kind,
        "state": mark.state,
        "review": mark.needs_review,
        "words": mark.words[:_WORDS],
        "start": mark.start,
        "end": mark.end,
        "author": mark.author,
        "pages": mark.boxes,
        "links": [
            {
                "id": link.evidence,
                "stance": link.stance,
                "claim": link.claim,
                "text": link.text[:_CLAIM],
                "category": link.category,
                "note": link.note[:_NOTE],
            }
            for link in mark.links
        ],
    }
