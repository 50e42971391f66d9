"""Strips: the lines of a quote, as they are drawn to be looked at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from annotator.domain.recognition.pictures import Picture
from annotator.domain.text.canonical_text import PageText, Word, whole_words
from annotator.domain.text.layout.lines import Flow, box_around
from annotator.domain.text.pages import ASLANT, Box

# Chosen on 120 lines of five reports.
ROWS = 48.0  # pixels that a strip is high at least; the recogniser scales to 48
SCALE = 3.0  # pixels per point at least
FINEST = 20.0  # pixels per point at most
MARGIN = 0.25  # of a line's height, above and below it
BESIDE = 4.0  # points left and right of it

# Chosen, not measured.
WIDEST = 560.0  # points; longer lines are cut in two
APART = 2.5  # line heights between two words that stand in two columns


@dataclass(frozen=True)
class Strip:
    """A part of a line: its words from left to right as read, and where to draw it."""

    page: int  # from 1
    words: tuple[Word, ...]
    wanted: frozenset[int]  # the quote's words, by index; others may be misread
    clip: Box  # in points
    scale: float  # pixels per point
    turn: int  # see RawLine
    origin: tuple[int, int] = (0, 0)  # pixels cut off at the left and at the top

    def place(self, box: Box) -> Box:
        """Return where a box on the page stands in the strip's upright picture (pixels)."""
        x0, y0, x1, y1 = box
        left, top, right, bottom = self.clip
        turned = (
            (x0 - left, y0 - top, x1 - left, y1 - top),
            (y0 - top, right - x1, y1 - top, right - x0),
            (right - x1, bottom - y1, right - x0, bottom - y0),
            (bottom - y1, x0 - left, bottom - y0, x1 - left),
        )[self.turn]
        x0, y0, x1, y1 = (side * self.scale for side in turned)
        left, top = self.origin
        return x0 - left, y0 - top, x1 - left, y1 - top

    def upright(self, drawn: Picture) -> Picture:
        """Return the strip as it was drawn on the page, turned so that it runs to the right."""
        return drawn.turned(self.turn) if self.turn else drawn

    def letters(self, index: int) -> list[Box]:
        """Return the box of each letter of a word in the picture, or [] if not known."""
        word = self.words[index]
        if self.turn or len(word.steps) != len(word.text) - 1:
            return []
        x0, y0, x1, y1 = word.box
        begins = [x0]
        for step in word.steps:
            begins.append(begins[-1] + step / 10)
        return [
            self.place((left, y0, right, y1)) for left, right in pairwise([*begins, x1])
        ]


def strips_of(pages: Sequence[PageText], start: int, end: int) -> list[Strip]:
    """Return the strips that show the words of a span of the canonical text."""
    quoted = {word.start for word in whole_words(pages, start, end)}
    found: list[Strip] = []
    for page in pages:
        lines = {word.line for word in page.words if word.start in quoted}
        for line in sorted(lines):
            words = [word for word in page.words if word.line == line]
            found += _strips_of_line(page, words, quoted)
    return found


def _strips_of_line(
    page: PageText, words: Sequence[Word], quoted: set[int]
) -> Iterator[Strip]:
    turn = words[0].turn
    if turn == ASLANT:
        return
    shown = [word for word in words if word.start in quoted or _is_shown(word)]
    for part in _parts(sorted(shown, key=lambda word: _along(word, turn)[0]), turn):
        if any(word.start in quoted for word in part):
            yield _strip(page, part, quoted, turn)


def _is_shown(word: Word) -> bool:
    return word.flow is not Flow.HIDDEN


def _strip(page: PageText, part: Sequence[Word], quoted: set[int], turn: int) -> Strip:
    around = box_around([word.box for word in part])
    beside = [
        word
        for word in page.words
        if word.turn == turn and _is_shown(word) and _is_within(word.box, around)
    ]
    everyone = {word.start: word for word in (*beside, *part)}
    words = sorted(everyone.values(), key=lambda word: _along(word, turn)[0])
    high = _height(around, turn)
    margin = MARGIN * high
    across, down = (margin, BESIDE) if turn % 2 else (BESIDE, margin)
    clip = (
        max(0.0, around[0] - across),
        max(0.0, around[1] - down),
        min(page.width, around[2] + across),
        min(page.height, around[3] + down),
    )
    scale = max(SCALE, ROWS / max(1.0, high + 2 * margin))
    wanted = {at for at, word in enumerate(words) if word.start in quoted}
    return Strip(
        page.number, tuple(words), frozenset(wanted), clip, min(FINEST, scale), turn
    )


def _parts(words: Sequence[Word], turn: int) -> Iterator[list[Word]]:
    """Cut a line where a column ends, and where it is too long to be read at once."""
    part: list[Word] = []
    for word in words:
        if part:
            begin, end = _along(part[0], turn)[0], _along(part[-1], turn)[1]
            first, last = _along(word, turn)
            is_apart = first - end > APART * _height(word.box, turn)
            if is_apart or last - begin > WIDEST:
                yield part
                part = []
        part.append(word)
    if part:
        yield part


def around(
    strip: Strip, picture: Picture, index: int
) -> Iterator[tuple[Strip, Picture]]:
    """Yield closer looks at a word of a strip: with its neighbours, and by itself."""
    for neighbours, above in ((1, 1.0), (2, 0.4), (0, 0.6)):
        first, last = max(0, index - neighbours), index + neighbours + 1
        words = strip.words[first:last]
        places = [strip.place(word.box) for word in words]
        left, top, right, bottom = box_around(places)
        margin = above * MARGIN * (bottom - top)
        room = _room(strip, first, last, left, right)
        origin = max(0, int(left - room[0])), max(0, int(top - margin))
        part = picture.part(*origin, right + room[1], bottom + margin)
        wanted = frozenset({index - first})
        yield replace(strip, words=words, wanted=wanted, origin=origin), part


def _room(
    strip: Strip, first: int, last: int, left: float, right: float
) -> tuple[float, float]:
    """Return the pixels to show left and right of some words, without their neighbours."""
    most = BESIDE * strip.scale
    before = strip.place(strip.words[first - 1].box)[2] if first else left - 2 * most
    after = (
        strip.place(strip.words[last].box)[0]
        if last < len(strip.words)
        else right + 2 * most
    )
    return max(0.0, min(most, (left - before) / 2)), max(
        0.0, min(most, (after - right) / 2)
    )


def _along(word: Word, turn: int) -> tuple[float, float]:
    """Return where a word begins and ends along its direction."""
    x0, y0, x1, y1 = word.box
    return ((x0, x1), (y0, y1), (-x1, -x0), (-y1, -y0))[turn]


def _height(box: Box, turn: int) -> float:
    return box[2] - box[0] if turn % 2 else box[3] - box[1]


def _is_within(box: Box, outer: Box) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= across <= outer[2] and outer[1] <= down <= outer[3]
