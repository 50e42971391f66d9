"""A claim's graph is drawn so that every box and line can be seen, and told apart."""

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, pairwise

import pytest
from claim_views import a_claim, a_claim_page, a_link, a_quote

from annotator.services.publishing import graph
from annotator.services.publishing.graph import NODE_WIDTH, claim_graph

ODD = [
    "a -> b; graph {",
    '"quoted" \\N \\',
    "<b>bold</b>",
    "शब्द 😀 \x7f",
    "",
    "% " * 90,
]


def _page(links=3, parts=2):
    claim = a_claim("safe", *[a_link(n, quote=a_quote()) for n in range(links)])
    subclaims = [
        a_claim(f"part-{n}", *[a_link(100 * n + m, quote=a_quote()) for m in range(4)])
        for n in range(1, parts + 1)
    ]
    return a_claim_page(claim, *subclaims, parent=a_claim("whole"))


def _corners(box):
    return box.x, box.y, box.x + box.width, box.y + box.height


def _points(path):
    """The points that a path goes through: where it starts, and each curve's end."""
    assert re.fullmatch(r"M[\d.]+,[\d.]+ C(?:[\d.]+,[\d.]+ ?)+", path), path
    found = [
        tuple(map(float, pair.split(",")))
        for pair in re.findall(r"[\d.]+,[\d.]+", path)
    ]
    assert len(found) % 3 == 1
    return found[::3]


def _distance(point, box):
    x, y = point
    left, top, right, bottom = _corners(box)
    return max(left - x, x - right, top - y, y - bottom)


def test_no_box_covers_another_and_all_are_on_the_drawing():
    drawing = claim_graph(_page())
    for box in drawing.nodes:
        left, top, right, bottom = _corners(box)
        assert 0 <= left < right <= drawing.width
        assert 0 <= top < bottom <= drawing.height
    for one, other in combinations(map(_corners, drawing.nodes), 2):
        assert (
            one[2] <= other[0]
            or other[2] <= one[0]
            or one[3] <= other[1]
            or other[3] <= one[1]
        )


def test_each_line_leads_from_what_rests_to_what_it_rests_on_at_its_right():
    drawing = claim_graph(_page())
    boxes = {box.node.id: box for box in drawing.nodes}
    assert len(drawing.edges) == len(boxes) - 1
    for line in drawing.edges:
        start, end = boxes[line.edge.start], boxes[line.edge.end]
        first, *_, last = _points(line.path)
        assert abs(_distance(first, start)) < 1
        assert abs(_distance(last, end)) < 1
        assert start.x + start.width < end.x


def test_a_box_is_as_high_as_its_words_need():
    short, long = a_claim(text="Short."), a_claim(text="A long claim of words. " * 4)
    heights = [
        claim_graph(a_claim_page(each)).nodes[0].height for each in (short, long)
    ]
    lines = [
        len(claim_graph(a_claim_page(each)).nodes[0].node.label)
        for each in (short, long)
    ]
    assert lines[0] < lines[1]
    assert heights[1] - heights[0] == pytest.approx(15 * (lines[1] - lines[0]))


def test_a_claim_without_anything_is_one_box():
    drawing = claim_graph(a_claim_page(a_claim()))
    [box] = drawing.nodes
    assert drawing.edges == ()
    assert drawing.width > box.width == pytest.approx(NODE_WIDTH)


@pytest.mark.parametrize("words", ODD)
def test_no_words_of_a_report_change_the_drawing(words):
    plain = claim_graph(a_claim_page(a_claim("safe", a_link(1, quote=a_quote("x")))))
    odd = claim_graph(
        a_claim_page(a_claim("safe", a_link(1, quote=a_quote(words)), text="x"))
    )
    assert len(odd.nodes) == len(plain.nodes)
    assert [line.edge for line in odd.edges] == [line.edge for line in plain.edges]
    assert odd.nodes[1].node.label


def test_many_who_draw_at_once_get_the_drawings_that_each_would_get_alone():
    wanted = [claim_graph(_page(links, parts=1)) for links in range(1, 9)]
    sizes = [drawing.height for drawing in wanted]
    assert all(one <= other for one, other in pairwise(sizes))
    graph._lay_out.cache_clear()  # or nothing would be laid out again
    with ThreadPoolExecutor(8) as threads:
        drawn = list(threads.map(lambda n: claim_graph(_page(n, parts=1)), range(1, 9)))
    assert drawn == wanted
