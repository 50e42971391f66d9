"""Pictures of pages and of passages, drawn from the stored PDF and kept in a cache."""

import hashlib
from collections.abc import Callable

from annotator.domain.errors import InvalidError, NotFoundError
from annotator.domain.matching.picture_hash import fingerprint
from annotator.domain.permissions import Action
from annotator.domain.text.canonical_text import line_boxes
from annotator.domain.text.crops import CSS_PIXELS_PER_POINT, GLIMPSE, glimpse
from annotator.domain.text.pages import Box
from annotator.domain.vocabulary import PassageKind
from annotator.pdf.sandbox import PdfReader
from annotator.services import jobs, readings
from annotator.services.context import Context
from annotator.services.passages.quote_views import (
    crops_of,
    placement_to_show,
    shown_placements,
)
from annotator.services.published.gate import sees_drafts, visible_file
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Revision
from annotator.storage.library.words import page_text
from annotator.storage.passages import passages
from annotator.storage.published import publications
from annotator.write_lock import refuse_if_held

# Pixels; a viewer requests the next larger one, so that it is hardly resized. A page is
# 896 pixels wide where there is room for it; 2,448 are 288 dpi on Letter.
WIDTHS = (144, 640, 768, 896, 1024, 1200, 1424, 1792, 2096, 2448)
WIDEST_FITTED = 896
CROP_DENSITY = 2  # device pixels for each CSS pixel
LONGEST_GLIMPSE = 2_000  # code points; chosen: a hit is a sentence or a quote


def page_image(
    context: Context, *, report: str, sha256: str, page: int, width: int
) -> bytes:
    """Return page ``page`` (from 1) of a file as a WebP, ``width`` pixels wide."""
    context.require(Action.READ_PUBLISHED)
    revision = visible_file(context, sha256, report)
    if width not in WIDTHS:
        known = ", ".join(map(str, WIDTHS))
        raise InvalidError("width", f"must be one of {known} pixels.")
    shown = revisions.page(context.session, revision, page)
    return _sheet(context, revision, shown.number, width)


def draw_later(context: Context, revision: Revision) -> None:
    """Queue the drawing of every page as it is shown first, so that nobody waits for it."""
    if not context.stores.draws_ahead:
        return
    jobs.put(
        context,
        kind="draw",
        title=f"Draw the pages of “{revision.report.title}”",
        payload={"revision": revision.sha256},
    )


def draw_ahead(context: Context, *, sha256: str, page: int) -> None:
    """Draw a page (from 1) of a file as it is shown first, if it is not drawn yet."""
    context.require(Action.READ_DRAFTS)
    revision = revisions.by_sha256(context.session, sha256)
    _sheet(context, revision, page, WIDEST_FITTED)


def page_count(context: Context, sha256: str) -> int:
    """Return the number of pages of a file."""
    context.require(Action.READ_DRAFTS)
    return revisions.by_sha256(context.session, sha256).page_count


def _sheet(context: Context, revision: Revision, page: int, width: int) -> bytes:
    return _kept(
        context,
        revision,
        page,
        f"{page}-{width}-{readings.DRAWING}.webp",
        lambda reader: reader.sheet(page, width=width),
    )


def crop(context: Context, *, passage_id: int, part: int, of: str = "") -> bytes:
    """Return the picture of a passage as a PNG; ``part`` counts the pages it is on.

    It shows the file whose SHA-256 begins with ``of``, or else the newest in which the
    passage is settled.
    """
    context.require(Action.READ_PUBLISHED)
    if sees_drafts(context):
        known = passages.in_each_file(context.session, [passage_id])
    elif publications.shows_passage(context.session, passage_id):
        known = shown_placements(context, [passage_id])
    else:
        raise NotFoundError("passage", passage_id)
    there = [
        placement
        for placement in known.get(passage_id, ())
        if placement.revision.sha256.startswith(of)
    ]
    placement = placement_to_show(there)
    if placement is None:
        raise NotFoundError("picture of the passage", passage_id)
    pages = passages.pages_of(context.session, [placement])
    parts = crops_of(placement, pages)
    if not 1 <= part <= len(parts):
        raise NotFoundError("part of the passage", part)
    shown = parts[part - 1]
    return _draw(
        context,
        placement.revision,
        shown.page,
        scale=CSS_PIXELS_PER_POINT * CROP_DENSITY,
        clip=shown.clip,
        # A figure is shown unmarked; only words are marked.
        marks=shown.boxes if placement.passage.kind is PassageKind.QUOTE else (),
    )


def glimpse_of(
    context: Context, *, report: str, sha256: str, start: int, end: int
) -> bytes:
    """Return a picture (PNG) of the words from ``start`` to ``end`` (code points).

    It has the fixed size domain.crops.GLIMPSE and marks what is on the first page.
    Anybody may request any span of a public file, so recent pictures are kept in memory
    rather than in the folder, which would grow without limit.
    """
    context.require(Action.READ_PUBLISHED)
    revision = visible_file(context, sha256, report)
    if not 0 <= start < end <= start + LONGEST_GLIMPSE:
        raise InvalidError(
            "start", "do not identify a sentence of the report.", label="start and end"
        )
    key = (revision.sha256, revision.text_version, start, end)
    kept = context.stores.glimpses.find(key)
    if kept is None:
        kept = _draw_glimpse(context, revision, start, end)
        context.stores.glimpses.keep(key, kept)
    return kept


def _draw_glimpse(context: Context, revision: Revision, start: int, end: int) -> bytes:
    page = revisions.page_at(context.session, revision, start)
    lines = [box for _, box in line_boxes([page_text(page)], start, end)]
    if not lines:
        raise NotFoundError("word of the report at", start)
    shown = glimpse(page.number, lines, (page.width, page.height))
    left, _, right, _ = shown.clip
    scale = GLIMPSE[0] * CROP_DENSITY / (right - left)
    refuse_if_held("drawing a glimpse")
    with readings.turn(context, revision.sha256):
        return readings.drawn(
            context,
            revision.sha256,
            shown.page,
            lambda reader: reader.image(
                shown.page, scale=scale, clip=shown.clip, marks=shown.boxes
            ),
        )


def picture_hash(context: Context, revision: Revision, page: int, box: Box) -> str:
    """Return the picture hash of a figure: see domain.likeness."""
    with readings.stored_pdf(context, revision.sha256) as reader:
        return fingerprint(reader.thumbnail(page, box))


def _draw(
    context: Context,
    revision: Revision,
    page: int,
    *,
    scale: float,
    clip: Box | None = None,
    marks: tuple[Box, ...] = (),
) -> bytes:
    what = f"{page} {scale} {clip} {marks}"
    return _kept(
        context,
        revision,
        page,
        f"{page}-{_digest(what)}.png",
        lambda reader: reader.image(page, scale=scale, clip=clip, marks=marks),
    )


def _digest(what: str) -> str:
    return hashlib.sha256(f"{readings.DRAWING} {what}".encode()).hexdigest()[:16]


def _kept(
    context: Context,
    revision: Revision,
    page: int,
    name: str,
    draw: Callable[[PdfReader], bytes],
) -> bytes:
    """Return the picture of (a part of) a page that is kept as ``name``."""
    sha256 = revision.sha256
    path = context.stores.pictures / sha256 / name
    drawn = lambda: readings.drawn(context, sha256, page, draw)  # noqa: E731
    return readings.kept(context, path, sha256, drawn)
