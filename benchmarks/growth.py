"""A plot of how search grows with the pages, as SVG that is legible by day and by night."""

import math
import statistics
from collections.abc import Iterator
from xml.sax.saxutils import escape

from benchmarks.questions import LINES
from benchmarks.search_targets import US, Results

WIDTH, HEIGHT = 720, 440
LEFT, RIGHT, TOP, BOTTOM = 72, 150, 56, 48  # pixels around the plot
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #333 }
.title { font-size: 15px; font-weight: 600 }
.axis { stroke: #999 } .grid { stroke: #ddd }
.peer { stroke: #888; fill: none; stroke-width: 1.5 }
.peer-dot { fill: #888 }
.ours { stroke: #0b62c4; fill: none; stroke-width: 3 }
.ours-dot { fill: #0b62c4 }
.linear { stroke: #c0392b; stroke-dasharray: 5 5; fill: none }
@media (prefers-color-scheme: dark) {
  text { fill: #ddd }
  .axis { stroke: #777 } .grid { stroke: #3a3a3a }
  .peer { stroke: #aaa } .peer-dot { fill: #aaa }
  .ours { stroke: #6db1ff } .ours-dot { fill: #6db1ff }
  .linear { stroke: #ff8a7a }
}
"""

Line = list[tuple[int, float]]  # pages and milliseconds


def draw_growth(results: Results) -> str:
    """Return the plot of the median time of an exact quote over the pages searched."""
    lines = dict(_lines(results))
    sizes = sorted(map(int, results))
    times = [ms for line in lines.values() for _, ms in line]
    low, high = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
    frame = _Frame(sizes[0], sizes[-1], low, max(high, low + 1))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'role="img" aria-labelledby="title">',
        f"<style>{_STYLE}</style>",
        f'<text class="title" id="title" x="{LEFT}" y="24">'
        "An exact quote of 25 words over a line break: median ms</text>",
        *_axes(frame, sizes),
        *(_drawn(frame, name, line) for name, line in lines.items()),
        *_linear(frame, lines.get(US, [])),
        *_labels(frame, lines),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


class _Frame:
    """Where a number of pages and a time lie in the picture; both logarithmic."""

    def __init__(self, first: int, last: int, low: int, high: int) -> None:
        self.first, self.last, self.low, self.high = first, last, low, high

    def x(self, pages: int) -> float:
        span = math.log10(self.last / self.first) or 1.0
        part = math.log10(pages / self.first) / span
        return LEFT + part * (WIDTH - LEFT - RIGHT)

    def y(self, ms: float) -> float:
        part = (math.log10(ms) - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)


def _lines(results: Results) -> Iterator[tuple[str, Line]]:
    sizes = sorted(results, key=int)
    for name in dict.fromkeys(name for size in sizes for name in results[size]):
        line = [
            (int(size), statistics.median(cells[LINES]["ms"]))
            for size in sizes
            if LINES
            in (cells := results[size].get(name, {}).get("ask", {"cells": {}})["cells"])
        ]
        if line and not name.endswith("-raw"):
            yield name, line


def _axes(frame: _Frame, sizes: list[int]) -> Iterator[str]:
    right, floor = WIDTH - RIGHT, HEIGHT - BOTTOM
    for power in range(frame.low, frame.high + 1):
        y = frame.y(10.0**power)
        yield f'<path class="grid" d="M{LEFT} {y:.1f}H{right}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
    for size in sizes:
        x = frame.x(size)
        yield f'<path class="axis" d="M{x:.1f} {floor}v5"/>'
        yield f'<text x="{x:.1f}" y="{floor + 20}" text-anchor="middle">{size:,}</text>'
    yield f'<path class="axis" d="M{LEFT} {floor}H{right}"/>'
    yield f'<text x="{(LEFT + right) / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle">pages</text>'


def _drawn(frame: _Frame, name: str, line: Line) -> str:
    kind = "ours" if name == US else "peer"
    points = [(frame.x(pages), frame.y(ms)) for pages, ms in line]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dots = "".join(
        f'<circle class="{kind}-dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
        for x, y in points
    )
    return f'<path class="{kind}" d="M{path}"/>{dots}'


def _linear(frame: _Frame, ours: Line) -> Iterator[str]:
    """Yield what linear growth from our first time would look like, inside the frame."""
    if len(ours) < 2:
        return
    (pages, ms), last = ours[0], ours[-1][0]
    until = min(last, pages * 10.0**frame.high / ms)
    x, y = frame.x(int(until)), frame.y(ms * until / pages)
    yield f'<path class="linear" d="M{frame.x(pages):.1f} {frame.y(ms):.1f}L{x:.1f} {y:.1f}"/>'
    yield f'<text x="{x - 8:.1f}" y="{y + 16:.1f}" text-anchor="end">linear</text>'


def _labels(frame: _Frame, lines: dict[str, Line]) -> Iterator[str]:
    """Yield a name beside the end of each line, none over another."""
    lowest = -math.inf
    ends = sorted(
        (frame.y(line[-1][1]), frame.x(line[-1][0]), n) for n, line in lines.items()
    )
    for y, x, name in ends:
        lowest = max(y, lowest + 15)
        yield f'<text x="{x + 10:.1f}" y="{lowest + 4:.1f}">{escape(name)}</text>'
