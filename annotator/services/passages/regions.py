"""Mark figures and tables: rectangles of a page, with a caption."""

from collections.abc import Sequence

from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Action
from annotator.domain.text.canonical_text import join_words, words_in
from annotator.domain.text.pages import Box
from annotator.domain.vocabulary import PassageKind
from annotator.services.context import Context
from annotator.services.library.texts import page_of
from annotator.services.passages import marking
from annotator.services.passages.pictures import picture_hash
from annotator.storage.database.engine import take_turns
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Page, Revision
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Passage

LEAST_SIDE = 4.0  # points: a smaller rectangle was not drawn on purpose; chosen


def mark_region(
    context: Context,
    *,
    sha256: str,
    page: int,
    box: Box,
    description: str = "",
    picture: str | None = None,
) -> Passage:
    """Mark a rectangle (points from the top left) of a page: a figure or a table.

    ``picture`` is what ``region_picture`` returned before the transaction began;
    without it, the figure is drawn here.
    """
    revision, shown = _page(context, sha256, page)
    x0, y0, x1, y1 = _large_enough(_on_page(box, shown))
    if picture is None:
        picture = picture_hash(context, revision, page, (x0, y0, x1, y1))
    passage = Passage(
        kind=PassageKind.REGION,
        revision_id=revision.id,
        report_id=revision.report_id,
        exact="",
        prefix="",
        suffix="",
        page=page,
        boxes=[[page, x0, y0, x1, y1]],
        picture=picture,
        description=description.strip(),
    )
    return marking.add(context, revision, passage)


def region_picture(context: Context, *, sha256: str, page: int, box: Box) -> str:
    """Draw the figure in a rectangle (points) and return its picture hash."""
    revision, shown = _page(context, sha256, page)
    return picture_hash(context, revision, page, _large_enough(_on_page(box, shown)))


def find_or_mark_region(
    context: Context,
    *,
    sha256: str,
    page: int,
    box: Box,
    description: str = "",
    picture: str | None = None,
) -> Passage:
    """Return the region marked there, with the new description, or mark it."""
    revision, shown = _page(context, sha256, page)
    wanted = [[page, *_on_page(box, shown)]]
    for passage in passages.of_report(context.session, revision.report):
        if passage.revision_id == revision.id and passage.boxes == wanted:
            passage.description = description.strip()
            return passage
    return mark_region(
        context,
        sha256=sha256,
        page=page,
        box=box,
        description=description,
        picture=picture,
    )


def describe_region(
    context: Context, passage_id: int, description: str, *, was: str
) -> Passage:
    """Change the caption of a figure; what was marked stays as it is.

    ``was`` is the caption that the new one was written in place of. If it is another by
    now, raise InvalidError with both wordings.
    """
    context.require(Action.MARK_PASSAGE)
    take_turns(context.session, f"caption of {passage_id}")
    passage = marking.get_passage(context, passage_id)
    if passage.kind is not PassageKind.REGION:
        raise InvalidError("description", "is for figures, and this is text.")
    if passage.description not in (was.strip(), description.strip()):
        said = f"was changed to “{passage.description}” meanwhile; you wrote “{description}”."
        raise InvalidError("description", said, label="caption")
    passage.description = description.strip()
    context.session.flush()
    return passage


def texts_inside(
    context: Context, found: Sequence[Passage], revision: Revision
) -> dict[int, str]:
    """Return the words inside the figures among some passages, by passage.

    They are those of ``revision``, as running text; figures that hold none, or are not
    in that file, are left out.
    """
    context.require(Action.READ_DRAFTS)
    texts = {}
    for passage in found:
        placed = [p for p in passage.placements if p.revision_id == revision.id]
        if passage.kind is not PassageKind.REGION or not placed:
            continue
        words = [
            word
            for number, *box in placed[-1].boxes
            for word in words_in(page_of(context, revision, number), tuple(box))
        ]
        if words:
            texts[passage.id] = join_words(words)
    return texts


def _page(context: Context, sha256: str, page: int) -> tuple[Revision, Page]:
    """Return a file, and a page of it (from 1), to whoever may mark there."""
    context.require(Action.MARK_PASSAGE)
    revision = revisions.by_sha256(context.session, sha256)
    return revision, revisions.page(context.session, revision, page)


def _large_enough(box: Box) -> Box:
    x0, y0, x1, y1 = box
    if x1 - x0 < LEAST_SIDE or y1 - y0 < LEAST_SIDE:
        raise InvalidError(
            "box", "is too small; drag over the whole figure.", label="rectangle"
        )
    return box


def _on_page(box: Box, page: Page) -> Box:
    """Return ``box`` with its corners in order, clipped to the page."""
    x0, y0, x1, y1 = box
    x0, x1 = max(0.0, min(x0, x1)), min(page.width, max(x0, x1))
    y0, y1 = max(0.0, min(y0, y1)), min(page.height, max(y0, y1))
    return x0, y0, x1, y1
