"""Where the links on a page of a PDF lead: to the web, or to another page of the file."""

import json
from dataclasses import dataclass

from annotator.domain.permissions import Action
from annotator.domain.text.pages import Box, Jump
from annotator.services import readings
from annotator.services.context import Context
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Revision

_FOUND = "1"  # version of what is kept; a new one is found anew


@dataclass(frozen=True)
class PageLinks:
    """The links of a page, each with its box in points."""

    web: list[tuple[Box, str]]  # with an address
    jumps: list[Jump]


def list_links(context: Context, revision: Revision, number: int) -> PageLinks:
    """Return the links on page ``number`` (from 1) of a file; raise NotFoundError."""
    context.require(Action.READ_DRAFTS)
    page = revisions.page(context.session, revision, number)
    web = [((x0, y0, x1, y1), address) for (x0, y0, x1, y1), address in page.links]
    return PageLinks(web, _jumps(context, revision, number))


def _jumps(context: Context, revision: Revision, number: int) -> list[Jump]:
    name = f"jumps-{number}-{_FOUND}.json"
    path = context.stores.pictures / revision.sha256 / name

    def find() -> bytes:
        with readings.stored_pdf(context, revision.sha256) as reader:
            found = reader.jumps(number)
        return json.dumps([[jump.box, jump.page, jump.top] for jump in found]).encode()

    kept = json.loads(readings.kept(context, path, revision.sha256, find))
    return [Jump(tuple(box), page, top) for box, page, top in kept]
