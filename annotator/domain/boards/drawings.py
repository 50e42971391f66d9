"""Where everything of a row stands in a drawing, for a wide and for a narrow screen.

Positions are in CSS pixels from the top left. Words are given room by ``lettering``, so
that none runs into another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

from annotator.domain.boards.axes import Axis, written
from annotator.domain.boards.lanes import Flag, in_lanes
from annotator.domain.boards.lettering import fitted, width, wrapped
from annotator.domain.boards.line_words import with_unit
from annotator.domain.boards.rows import Row, RowLine, RowResult, Sign


@dataclass(frozen=True, slots=True)
class Format:
    """How a drawing is laid out."""

    name: str
    width: int
    size: float  # of its letters
    left: int  # where the axis begins
    right: int  # where it ends
    slot: int  # where the slots for what has no number begin
    beside: int  # where words beside the axis begin; 0: they stand below it


WIDE = Format("wide", 720, 12, left=172, right=520, slot=530, beside=572)
NARROW = Format("narrow", 320, 13, left=16, right=272, slot=282, beside=0)
FORMATS = (WIDE, NARROW)

SLOT_WIDTH, SLOT_HEIGHT = 30, 14
LINE = 16  # from one line of words to the next
_REMEMBERED = 256  # axes, of which most boards have the same few
_TRACK = 22  # height of a result's part of the axis where words stand below the axis
_GAP = 5
_BEHIND_SIGN = 20  # from the left to words behind a sign
_DESCENT = 4  # from where letters stand to the end of their line
_CLOSE = {"%", "×", "x"}  # units that every number along an axis has


class Text(NamedTuple):
    """Words that begin at ``x``, on a line at ``y``."""

    x: int
    y: int
    words: str
    look: str


class DrawnLine(NamedTuple):
    """A line, or a range (if ``to`` is further), from ``top`` down to the axis."""

    x: int
    to: int
    top: int
    look: str


class DrawnZone(NamedTuple):
    """A part of the axis."""

    x: int
    width: int
    look: str


class Dot(NamedTuple):
    """A number on the axis, with what is drawn around it."""

    x: int
    y: int
    sign: Sign
    low: int | None
    high: int | None
    is_struck: bool


class SignAt(NamedTuple):
    """A model's sign before its words."""

    x: int
    y: int
    sign: Sign


class Slot(NamedTuple):
    """A hatched slot at the axis' end, where a number should be."""

    x: int
    y: int


class Tick(NamedTuple):
    """A number along the axis, centred at ``x``."""

    x: int
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of a row that has an axis; the axis lies at ``bottom``."""

    format: Format
    height: int
    top: int
    bottom: int
    texts: list[Text]
    ticks: tuple[Tick, ...]
    lines: list[DrawnLine]
    zones: list[DrawnZone]
    dots: list[Dot]
    slots: list[Slot]
    signs: list[SignAt]  # before words that stand below


def draw(row: Row, axis: Axis, form: Format) -> Drawing:
    """Return the drawing of a row in one of the formats."""
    sheet = _Sheet(form, axis)
    lines = sheet.label(row.lines)
    top = sheet.y
    sheet.y += _GAP
    for result in row.results:
        sheet.put(result)
    bottom = sheet.y
    sheet.y += LINE + _GAP
    if not form.beside:
        for result in row.results:
            sheet.tell(result)
    x_of = sheet.x_of
    return Drawing(
        form,
        height=sheet.y,
        top=top,
        bottom=bottom,
        texts=sheet.texts,
        ticks=_ticks(row.unit, axis, form),
        lines=lines,
        zones=[
            DrawnZone(start, x_of(zone.end) - start, zone.name)
            for zone in row.zones
            for start in [x_of(zone.start)]
        ],
        dots=sheet.dots,
        slots=sheet.slots,
        signs=sheet.signs,
    )


class _Sheet:
    """A drawing while it is made, from the top to ``y``."""

    def __init__(self, form: Format, axis: Axis) -> None:
        self.form = form
        self.x_of = partial(_x_of, axis=axis, form=form)
        self.y = 0
        self.texts: list[Text] = []
        self.dots: list[Dot] = []
        self.slots: list[Slot] = []
        self.signs: list[SignAt] = []

    def label(self, lines: Sequence[RowLine]) -> list[DrawnLine]:
        """Write what the lines are, and return them."""
        form, x_of = self.form, self.x_of
        words = [
            fitted(_label(line), form.width, form.size, is_bold=line.is_invoked)
            for line in lines
        ]
        starts = [x_of(line.start) for line in lines]
        flags = [
            Flag(start, width(said, form.size, is_bold=line.is_invoked))
            for start, line, said in zip(starts, lines, words, strict=True)
        ]
        placed = in_lanes(flags, form.width, _GAP)
        self.y = LINE * (1 + max((place.lane for place in placed), default=-1))
        drawn = []
        for line, x, said, place in zip(lines, starts, words, placed, strict=True):
            foot, look = self.y - LINE * place.lane, _look(line)
            self.texts.append(Text(int(place.x), foot - _DESCENT, said, look))
            to = x if line.end == line.start else x_of(line.end)
            drawn.append(DrawnLine(x, to, foot - LINE + _DESCENT, look))
        return drawn

    def put(self, result: RowResult) -> None:
        """Draw what one model did, with its words beside it if that is their place."""
        if self.form.beside:
            self._beside(result)
        elif result.at is not None or result.hole:
            self._draw(result, self.y + _TRACK // 2)
            self.y += _TRACK

    def tell(self, result: RowResult) -> None:
        """Write what one model did, behind its sign."""
        form = self.form
        said = [(_named(result), "name")]
        if result.is_set_aside:
            said += [(result.value, "value struck"), (_outcome(result), "outcome")]
        else:
            told = filter(None, [result.value, result.words, _outcome(result)])
            said.append((", ".join(told), "value"))
        lines = _lines(said, form.width - _BEHIND_SIGN, form.size)
        self.signs.append(SignAt(form.left // 2, self.y + LINE // 2, result.sign))
        self._write(lines, _BEHIND_SIGN, self.y)
        self.y += LINE * len(lines) + _GAP

    def _beside(self, result: RowResult) -> None:
        form = self.form
        names = [(result.model, "name"), (result.which, "which")]
        left = _lines(names, form.left - _GAP * 3, form.size)
        said = [(result.value, _value_look(result)), (_outcome(result), "outcome")]
        right = _lines(said, form.width - form.beside, form.size)
        words = [(result.words, "words")]
        middle = _lines(words, form.right - form.left, form.size)
        height = LINE * max(len(left), len(middle), len(right), 1)
        self._draw(result, self.y + height // 2)
        for lines, x in ((left, 0), (middle, form.left), (right, form.beside)):
            self._write(lines, x, self.y + (height - LINE * len(lines)) // 2)
        self.y += height + _GAP * 2

    def _draw(self, result: RowResult, y: int) -> None:
        if result.hole:
            self.slots.append(Slot(self.form.slot, y - SLOT_HEIGHT // 2))
        if result.at is None:
            return
        low = None if result.low is None else self.x_of(result.low)
        high = None if result.high is None else self.x_of(result.high)
        x = self.x_of(result.at)
        self.dots.append(Dot(x, y, result.sign, low, high, result.is_set_aside))

    def _write(self, lines: Sequence[tuple[str, str]], x: int, y: int) -> None:
        for at, (words, look) in enumerate(lines, start=1):
            self.texts.append(Text(x, y + LINE * at - _DESCENT, words, look))


def _lines(
    said: Sequence[tuple[str, str]], room: float, size: float
) -> list[tuple[str, str]]:
    """Return words with their looks, in lines that there is room for."""
    return [(line, look) for words, look in said for line in wrapped(words, room, size)]


def _x_of(number: float, axis: Axis, form: Format) -> int:
    """Return where a number lies from the left, to the pixel."""
    return form.left + round(axis.share(number) * (form.right - form.left))


@lru_cache(maxsize=_REMEMBERED)
def _ticks(unit: str, axis: Axis, form: Format) -> tuple[Tick, ...]:
    """Return the numbers along the axis, without those that there is no room for."""
    found, end = [], 0.0
    for tick in axis.ticks:
        number = written(tick)
        words = with_unit(number, unit) if unit in _CLOSE else number
        x, half = _x_of(tick, axis, form), width(words, form.size) / 2
        if x - half >= end and x + half <= form.width:
            found.append(Tick(x, words))
            end = x + half + _GAP
    return tuple(found)


def _label(line: RowLine) -> str:
    """Return what a line is, with the page of one that the lab invoked."""
    is_paged = line.is_invoked and line.page
    return f"{line.words}, p.\N{NO-BREAK SPACE}{line.page}" if is_paged else line.words


def _look(line: RowLine) -> str:
    return "line invoked" if line.is_invoked else "line"


def _value_look(result: RowResult) -> str:
    return "value struck" if result.is_set_aside else "value"


def _named(result: RowResult) -> str:
    return f"{result.model}, {result.which}" if result.which else result.model


def _outcome(result: RowResult) -> str:
    """Return in words on which side of the lines a result is, and whether it counts."""
    aside = "set aside by the lab" if result.is_set_aside else ""
    return ", ".join(filter(None, [result.hole, result.outcome, aside]))
