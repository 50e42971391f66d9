"""A drawing of a row as SVG, whose signs and hatches stand in the board around it.

Written here rather than in a template: a board of 60 rows has 2,000 marks, which a
template takes ten milliseconds longer to write (``benchmarks/boards.py``).
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from annotator.domain.boards.drawings import (
    SLOT_HEIGHT,
    SLOT_WIDTH,
    Dot,
    Drawing,
    DrawnLine,
)
from annotator.domain.boards.rows import Sign

_TICK = 4  # pixels below the axis
_TICK_WORDS = 16  # from the axis down to where its numbers stand


def svg(drawing: Drawing, said: str, about: str) -> str:
    """Return a drawing as an ``svg`` element.

    ``said`` is what it shows, in words; ``about`` is the slug that ends the ids of the
    board's signs and hatches.
    """
    return "".join(_parts(drawing, said, about))


def _parts(drawing: Drawing, said: str, about: str) -> Iterator[str]:
    form, top, bottom = drawing.format, drawing.top, drawing.bottom
    about = escape(about, {'"': "&quot;"})
    hatch = f' fill="url(#hatch-{about})"'
    yield (
        f'<svg class="drawn {form.name}" role="img" aria-label={quoteattr(said)} '
        f'width="{form.width}" height="{drawing.height}" '
        f'viewBox="0 0 {form.width} {drawing.height}">'
    )
    for x, width, look in drawing.zones:
        fill = hatch if look == "between" else ""
        yield (
            f'<rect class="zone {look}" x="{x}" y="{top}" width="{width}" '
            f'height="{bottom - top}"{fill}/>'
        )
    for line in drawing.lines:
        yield from _line(line, bottom)
    for x, y in drawing.slots:
        yield (
            f'<rect class="slot" x="{x}" y="{y}" width="{SLOT_WIDTH}" '
            f'height="{SLOT_HEIGHT}"{hatch}/>'
        )
    for dot in drawing.dots:
        yield from _dot(dot, about)
    for x, y, sign in drawing.signs:
        yield _sign(x, y, sign, about)
    for x, y, words, look in drawing.texts:
        yield f'<text class="{look}" x="{x}" y="{y}">{escape(words)}</text>'
    marks = "".join(f"M{x} 0v{_TICK}" for x, _ in drawing.ticks)
    yield (
        f'<g class="ticks" transform="translate(0 {bottom})">'
        f'<path d="M{form.left} 0H{form.right}{marks}"/>'
    )
    for x, words in drawing.ticks:
        yield f'<text x="{x}" y="{_TICK_WORDS}">{escape(words)}</text>'
    yield "</g></svg>"


def _line(line: DrawnLine, bottom: int) -> Iterator[str]:
    x, to, top, look = line
    if to > x:
        yield (
            f'<rect class="range" x="{x}" y="{top}" width="{to - x}" '
            f'height="{bottom - top}"/>'
        )
    yield f'<path class="{look}" d="M{x} {top}V{bottom}"/>'


def _dot(dot: Dot, about: str) -> Iterator[str]:
    x, y, sign, low, high, is_struck = dot
    if low is not None:
        yield f'<path class="whisker" d="M{low} {y - 4}v8m0 -4H{high}m0 -4v8"/>'
    yield _sign(x, y, sign, about)
    if is_struck:
        yield f'<path class="strike" d="M{x - 9} {y + 9}l18 -18"/>'


def _sign(x: int, y: int, sign: Sign, about: str) -> str:
    return (
        f'<use class="dot {sign.fill}" href="#{sign.shape}-{about}" x="{x}" y="{y}"/>'
    )
