"""Lay out graphs with Graphviz, so that it is drawn without a script.

Graphviz gets only numbers: no text of a report or a person ever reaches it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import pygraphviz

from annotator.domain.graph import (
    LINE_LENGTH,
    Edge,
    Node,
    edges_of,
    edges_of_scorecard,
    nodes_of,
    nodes_of_scorecard,
)
from annotator.domain.views.pages import ClaimPage, ScorecardGraphPage

POINTS_PER_INCH = 72.0
CHARACTER = 6.4  # width of a label's character, in points
LINE = 15.0  # height of a label's line
PADDING = 10.0
NODE_WIDTH = LINE_LENGTH * CHARACTER + 2 * PADDING
MARGIN = 6.0

_one_at_a_time = Lock()  # Graphviz keeps its state in globals


@dataclass(frozen=True)
class PlacedNode:
    """A node and its top left corner, in points of the drawing."""

    node: Node
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class PlacedEdge:
    """An edge as an SVG path."""

    edge: Edge
    path: str


@dataclass(frozen=True)
class Drawing:
    """The layout of a graph; sizes in points."""

    width: float
    height: float
    nodes: tuple[PlacedNode, ...]
    edges: tuple[PlacedEdge, ...]


_Layout = tuple[float, float, tuple[tuple[float, float], ...], tuple[str, ...]]


def claim_graph(page: ClaimPage) -> Drawing:
    """Return the drawing of a claim with its sub-claims and evidence."""
    return _draw(nodes_of(page), list(edges_of(page)))


def scorecard_graph(page: ScorecardGraphPage) -> Drawing:
    """Return the drawing of categories, their claims, and the passages these share."""
    # Graphviz stacks what hangs together from the bottom up.
    last_first = page.cards[::-1]
    nodes = nodes_of_scorecard(last_first, page.shared)
    return _draw(nodes, list(edges_of_scorecard(last_first, page.shared)))


def _draw(nodes: Sequence[Node], edges: Sequence[Edge]) -> Drawing:
    numbers = {node.id: number for number, node in enumerate(nodes)}
    heights = tuple(len(node.label) * LINE + 2 * PADDING for node in nodes)
    lines = tuple((numbers[edge.start], numbers[edge.end]) for edge in edges)
    width, height, centres, paths = _lay_out(heights, lines)
    return Drawing(
        width=width,
        height=height,
        nodes=tuple(
            PlacedNode(node, x - NODE_WIDTH / 2, y - tall / 2, NODE_WIDTH, tall)
            for node, (x, y), tall in zip(nodes, centres, heights, strict=True)
        ),
        edges=tuple(
            PlacedEdge(edge, path) for edge, path in zip(edges, paths, strict=True)
        ),
    )


@lru_cache(maxsize=256)
def _lay_out(heights: tuple[float, ...], lines: tuple[tuple[int, int], ...]) -> _Layout:
    """Return the size, the nodes' centres and the lines' paths."""
    with _one_at_a_time:
        graph = pygraphviz.AGraph(
            directed=True, rankdir="LR", nodesep="0.14", ranksep="0.45"
        )
        for number, height in enumerate(heights):
            graph.add_node(
                number,
                shape="box",
                fixedsize="true",
                label="",
                width=NODE_WIDTH / POINTS_PER_INCH,
                height=height / POINTS_PER_INCH,
            )
        for key, (start, end) in enumerate(lines):
            graph.add_edge(start, end, key=str(key), dir="none")
        graph.layout(prog="dot")
        return _read(graph, len(heights), lines)


def _read(
    graph: pygraphviz.AGraph, count: int, lines: tuple[tuple[int, int], ...]
) -> _Layout:
    _, _, width, height = map(float, graph.graph_attr["bb"].split(","))
    # Graphviz has its origin at the bottom, an SVG at the top.
    places = (graph.get_node(number).attr["pos"] for number in range(count))
    points = [[float(part) for part in place.split(",")[:2]] for place in places]
    centres = tuple((x + MARGIN, height - y + MARGIN) for x, y in points)
    paths = tuple(
        _path(graph.get_edge(start, end).attr["pos"], height) for start, end in lines
    )
    return width + 2 * MARGIN, height + 2 * MARGIN, centres, paths


def _path(spline: str, height: float) -> str:
    """Return a Graphviz spline, one point and then three per curve, as an SVG path."""
    points = [
        f"{float(x) + MARGIN:.1f},{height - float(y) + MARGIN:.1f}"
        for x, y in (pair.split(",") for pair in spline.split())
    ]
    return f"M{points[0]} C{' '.join(points[1:])}"
