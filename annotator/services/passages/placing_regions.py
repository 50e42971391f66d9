"""Find a figure or a table in another file, by its picture and the text around it."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.domain.errors import PdfProblem, UnreadablePdfError
from annotator.domain.matching.anchoring import Document, Hint, TextQuote
from annotator.domain.matching.differences import deciding_changes
from annotator.domain.matching.picture_hash import likeness
from annotator.domain.text.canonical_text import PageText, Word, join_words, words_in
from annotator.domain.text.pages import Box
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import PlacementState
from annotator.services.context import Context
from annotator.services.library.texts import document
from annotator.services.passages.pictures import picture_hash
from annotator.storage.library.revisions import Revision
from annotator.storage.passages.passages import Placement

# Chosen, not measured.
SAME = 0.75  # least likeness of two pictures of the same figure
NEAR_LINES = 2  # lines above, and lines below a figure, that are looked for
LEAST_ANCHOR = 20  # code points: a shorter line is not distinctive
PAGES_AROUND = 2  # pages on each side that are searched if the lines are not found


@dataclass(frozen=True)
class _RegionPlace:
    """A place where a figure may be."""

    page: int
    box: Box
    by_text: bool  # found by the lines around it


@dataclass(frozen=True)
class _Match:
    place: _RegionPlace
    likeness: float


def place_region(
    context: Context, last: Placement, revision: Revision, text: Document
) -> Placement:
    """Return the placement of a marked rectangle in ``revision``.

    It is EXACT or MOVED if picture and words are the same, EDITED if either differs,
    GONE if no picture is like it, UNREADABLE if one of the files cannot be drawn.
    """
    try:
        return _place(context, last, revision, text)
    except UnreadablePdfError as error:
        if error.problem is PdfProblem.NO_READER:  # not a problem of the files
            raise
        return _row(context, last, revision, PlacementState.UNREADABLE)


def _place(
    context: Context, last: Placement, revision: Revision, text: Document
) -> Placement:
    if not last.boxes:
        return _row(context, last, revision, PlacementState.GONE)
    before = document(context, last.revision)
    page, *sides = last.boxes[0]
    box = _box(*sides)
    picture = last.passage.picture or picture_hash(context, last.revision, page, box)
    found = [
        _Match(
            place,
            likeness(picture, picture_hash(context, revision, place.page, place.box)),
        )
        for place in _places(before.pages[page - 1], box, text)
    ]
    if not found:  # the file has no page on which it could be
        return _row(context, last, revision, PlacementState.GONE)
    best = max(found, key=lambda match: (match.likeness, match.place.by_text))
    if best.likeness < SAME:
        best = next((match for match in found if match.place.by_text), best)
        state = PlacementState.EDITED if best.place.by_text else PlacementState.GONE
        return _row(context, last, revision, state, best)
    words_before = _words(before.pages[page - 1], box)
    words_now = _words(text.pages[best.place.page - 1], best.place.box)
    return _row(
        context,
        last,
        revision,
        _state(page, best, words_before, words_now),
        best,
        (words_before, words_now),
    )


def _state(page: int, best: _Match, before: str, now: str) -> PlacementState:
    if before.split() != now.split():
        return PlacementState.EDITED
    return PlacementState.EXACT if best.place.page == page else PlacementState.MOVED


def _places(page: PageText, box: Box, text: Document) -> Iterator[_RegionPlace]:
    """Yield where a figure may be: by the lines around it, then by its old position."""
    followed = False
    for line in _lines_near(page, box):
        moved = _follow(page, line, text)
        if moved is not None:
            followed = True
            number, dx, dy = moved
            yield from _on_page(text, number, box, dx, dy, by_text=True)
    around = 0 if followed else PAGES_AROUND
    for number in range(page.number - around, page.number + around + 1):
        yield from _on_page(text, number, box, 0.0, 0.0, by_text=False)


def _on_page(
    text: Document, number: int, box: Box, dx: float, dy: float, *, by_text: bool
) -> Iterator[_RegionPlace]:
    """Yield ``box`` moved by ``dx`` and ``dy`` (points), if it is still on the page."""
    if not 1 <= number <= len(text.pages):
        return
    page = text.pages[number - 1]
    x0, y0 = max(0.0, box[0] + dx), max(0.0, box[1] + dy)
    x1, y1 = min(page.width, box[2] + dx), min(page.height, box[3] + dy)
    if x1 - x0 > 1 and y1 - y0 > 1:
        yield _RegionPlace(number, (x0, y0, x1, y1), by_text)


def _lines_near(page: PageText, box: Box) -> Iterator[list[Word]]:
    """Yield the nearest distinctive lines above and below a box."""
    lines: dict[int, list[Word]] = {}
    for word in page.words:
        lines.setdefault(word.line, []).append(word)
    telling = [line for line in lines.values() if len(join_words(line)) >= LEAST_ANCHOR]
    inside = {word.line for word in words_in(page, box)}
    outside = [line for line in telling if line[0].line not in inside]
    above = [line for line in outside if line[0].box[3] <= box[1] + 2]
    below = [line for line in outside if line[0].box[1] >= box[3] - 2]
    yield from sorted(below, key=lambda line: line[0].box[1])[:NEAR_LINES]
    yield from sorted(above, key=lambda line: -line[0].box[3])[:NEAR_LINES]
    yield from [line for line in telling if line[0].line in inside][:NEAR_LINES]


def _follow(
    page: PageText, line: list[Word], text: Document
) -> tuple[int, float, float] | None:
    """Return a line's page in the new text and its movement in points, or None."""
    hint = Hint(page=page.number)
    placed = text.place(TextQuote(join_words(line)), hint)
    if placed.span is None:
        return None
    number = text.page_of(placed.span).number
    there = _first_word(text.pages[number - 1], placed.span)
    if there is None:
        return None
    return number, there.box[0] - line[0].box[0], there.box[1] - line[0].box[1]


def _first_word(page: PageText, span: Span) -> Word | None:
    return next((word for word in page.words if word.end > span.start), None)


def _words(page: PageText, box: Box) -> str:
    return join_words(words_in(page, box))


def _box(x0: float, y0: float, x1: float, y1: float) -> Box:
    return x0, y0, x1, y1


def _row(
    context: Context,
    last: Placement,
    revision: Revision,
    state: PlacementState,
    best: _Match | None = None,
    words: tuple[str, str] = ("", ""),
) -> Placement:
    there = best.place if best and state is not PlacementState.GONE else None
    changes = deciding_changes(*words)
    return Placement(
        passage_id=last.passage_id,
        revision_id=revision.id,
        state=state,
        exact="",
        page_from=there.page if there else None,
        page_to=there.page if there else None,
        boxes=[[there.page, *there.box]] if there else [],
        score=best.likeness if best else 0.0,
        changed=[[change.before, change.after] for change in changes],
        text_version=revision.text_version,
        checked_at=context.now,
    )
