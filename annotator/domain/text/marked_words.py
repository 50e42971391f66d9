"""Which words of a page somebody's mark in the PDF is on."""

from collections.abc import Callable, Sequence

from annotator.domain.text.canonical_text import (
    PageText,
    Word,
    words_between,
    words_in,
)
from annotator.domain.text.layout.lines import PRECEDENCE, box_around
from annotator.domain.text.pages import Box, NoteKind, PdfNote
from annotator.domain.text.spans import Span

# Chosen, not measured.
SKIPPED = 1  # words between two marked ones that a mark may leave out and go on
FILLED = (
    0.5  # share of a frame that its words fill, if it is around text and not a figure
)
LEAST_SIDE = 12.0  # points of a rectangle: a thin stroke stands for what is around it
MOST_PARTS = 20  # separate stretches of words that one mark is on

_ON_LINES = frozenset(
    {NoteKind.HIGHLIGHT, NoteKind.UNDERLINE, NoteKind.WAVY, NoteKind.STRIKE_OUT}
)
_AT_A_POINT = frozenset({NoteKind.STICKY, NoteKind.INSERTION})


def marked_spans(page: PageText, note: PdfNote) -> list[Span]:
    """Return the spans of the words that a mark is on, in reading order; often one.

    Each is a stretch of words that follow one another. A mark that is on a figure, or on
    nothing, has none.
    """
    if note.kind in _ON_LINES:
        touched = _words(page, note.boxes, words_in) or _words(page, note.boxes, _under)
        found = _stretches(page, touched)[:MOST_PARTS]
        return [_without_signs(page, span, note.boxes) for span in found]
    if note.kind in _AT_A_POINT:
        touched = _words(page, note.boxes, _under)
    else:
        touched = _framed(page, note.boxes)
    return _stretches(page, touched)[:MOST_PARTS]


def marked_area(page: PageText, note: PdfNote) -> Box:
    """Return the rectangle of a mark, on the page and large enough to be seen."""
    x0, y0, x1, y1 = box_around(note.boxes)
    left, right = _side(x0, x1, page.width)
    top, bottom = _side(y0, y1, page.height)
    return left, top, right, bottom


def _without_signs(page: PageText, span: Span, boxes: Sequence[Box]) -> Span:
    """Return a span without the signs at its ends that the mark leaves out.

    Whole words are marked, but a comma after the last is no part of what somebody chose.
    """
    start, end = span.start, span.end
    while start < end - 1 and _is_sign_outside(page, start, boxes):
        start += 1
    while start < end - 1 and _is_sign_outside(page, end - 1, boxes):
        end -= 1
    return Span(start, end)


def _is_sign_outside(page: PageText, at: int, boxes: Sequence[Box]) -> bool:
    """Whether a code point is no letter or digit, and beside the boxes."""
    found = words_between([page], at, at + 1)
    if len(found) != 1 or found[0].text.isalnum():
        return False
    x0, y0, x1, y1 = found[0].box
    across, down = (x0 + x1) / 2, (y0 + y1) / 2
    return not any(
        left <= across <= right and top <= down <= bottom
        for left, top, right, bottom in boxes
    )


def _side(begin: float, end: float, length: float) -> tuple[float, float]:
    begin, end = max(0.0, min(begin, length)), max(0.0, min(end, length))
    lacking = min(LEAST_SIDE, length) - (end - begin)
    if lacking <= 0:
        return begin, end
    begin = min(max(0.0, begin - lacking / 2), length - min(LEAST_SIDE, length))
    return begin, begin + min(LEAST_SIDE, length)


def _words(
    page: PageText,
    boxes: Sequence[Box],
    within: Callable[[PageText, Box], list[Word]],
) -> list[Word]:
    """Return the words in any of the boxes that a quote could hold, in reading order."""
    found = {
        word.start: word
        for box in boxes
        for word in within(page, box)
        if word.flow in PRECEDENCE
    }
    return [found[start] for start in sorted(found)]


def _under(page: PageText, box: Box) -> list[Word]:
    """Return the words on which the middle of a box is: a part of a word, or a point."""
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return [
        word
        for word in page.words
        if word.box[0] <= across <= word.box[2] and word.box[1] <= down <= word.box[3]
    ]


def _framed(page: PageText, boxes: Sequence[Box]) -> list[Word]:
    """Return the words in a frame; none if it is around a figure with words in it."""
    words = _words(page, boxes, words_in)
    covered = sum(_area(word.box) for word in words)
    return words if covered > FILLED * sum(map(_area, boxes)) else []


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _stretches(page: PageText, touched: Sequence[Word]) -> list[Span]:
    """Return the spans of words of one flow that follow one another."""
    flows = {word.flow for word in touched}
    flow = next((flow for flow in PRECEDENCE if flow in flows), None)
    places = {
        word.start: at
        for at, word in enumerate(w for w in page.words if w.flow is flow)
    }
    found: list[Span] = []
    last = -1
    for word in touched:
        if word.flow is not flow:
            continue
        at = places[word.start]
        if found and at - last <= SKIPPED + 1:
            found[-1] = Span(found[-1].start, word.end)
        else:
            found.append(Span(word.start, word.end))
        last = at
    return found
