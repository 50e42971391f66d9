"""In a drawing nothing overlaps, nothing leaves it, and dots stand in their order."""

from collections import defaultdict
from itertools import combinations

import pytest
from board_views import ANY_TEST, TWO_LINES, a_hole, a_result, a_test
from hypothesis import given

from annotator.domain.boards.drawings import FORMATS, LINE, NARROW, WIDE, draw
from annotator.domain.boards.lettering import width
from annotator.domain.boards.rows import Sign, row_of

SIGNS: dict[str, Sign] = defaultdict(lambda: Sign("circle", "solid"))


def _drawn(form, *results, lines=TWO_LINES):
    row = row_of(a_test(*results, lines=lines), SIGNS)
    return draw(row, row.axis, form)


def _words(drawing):
    return [text.words for text in drawing.texts]


def _boxes(drawing):
    """Where words stand: left, top, right, bottom."""
    size = drawing.format.size
    for text in drawing.texts:
        wide = width(text.words, size, is_bold="invoked" in text.look)
        yield text.x, text.y - LINE + 4, text.x + wide, text.y + 4
    for tick in drawing.ticks:
        wide = width(tick.words, size)
        left, foot = tick.x - wide / 2, drawing.bottom + LINE
        yield left, foot - LINE + 4, left + wide, foot + 4


@pytest.mark.parametrize("form", FORMATS)
def test_a_dot_between_the_lines_is_drawn_between_the_lines(form):
    drawing = _drawn(form, a_result(number="0.635", low="0.566", high="0.699"))
    rule_out, rule_in = drawing.lines
    [dot] = drawing.dots
    assert rule_out.x < dot.low < dot.x < dot.high < rule_in.x
    assert drawing.zones[0].x == rule_out.x
    assert "rules out below 0.50" in _words(drawing)
    assert "rules in at 0.80 or more" in _words(drawing)


@pytest.mark.parametrize("form", FORMATS)
def test_a_hole_has_a_slot_beyond_the_axis_and_its_word(form):
    drawing = _drawn(form, a_result(), a_hole())
    [slot] = drawing.slots
    assert slot.x >= form.right
    assert "withheld" in _words(drawing)


@pytest.mark.parametrize("form", FORMATS)
def test_a_result_that_was_set_aside_is_struck_and_says_so(form):
    drawing = _drawn(form, a_result(value="0.9", discount="saturated"))
    assert drawing.dots[0].is_struck
    assert [text.words for text in drawing.texts if "struck" in text.look] == ["0.9"]
    assert "set aside by the lab" in " ".join(_words(drawing))


def test_the_line_that_the_lab_invoked_is_named_as_such():
    drawing = _drawn(WIDE, a_result(invoked=1))
    assert [line.look for line in drawing.lines] == ["line", "line invoked"]
    assert [text.words for text in drawing.texts if "invoked" in text.look] == [
        "rules in at 0.80 or more"
    ]


def test_on_a_narrow_screen_words_stand_below_the_axis_behind_their_signs():
    drawing = _drawn(NARROW, a_result("Heron 2"), a_result("Heron 2 Mini", "0.4"))
    names = [text for text in drawing.texts if text.look == "name"]
    assert [name.words for name in names] == ["Heron 2", "Heron 2 Mini"]
    assert all(name.y - LINE >= drawing.bottom for name in names)
    for sign, name in zip(drawing.signs, names, strict=True):
        assert name.y - LINE < sign.y < name.y
        assert sign.x < name.x


@pytest.mark.parametrize("form", FORMATS)
@given(test=ANY_TEST)
def test_whatever_a_file_says_no_words_overlap_and_dots_keep_their_order(form, test):
    row = row_of(test, SIGNS)
    if row.axis is None:
        return
    drawing = draw(row, row.axis, form)
    for dot in drawing.dots:
        assert form.left <= dot.x <= form.right
        assert drawing.top <= dot.y <= drawing.bottom
    at = [result.at for result in row.results if result.at is not None]
    in_order = sorted(zip(at, drawing.dots, strict=True), key=lambda pair: pair[0])
    assert [dot.x for _, dot in in_order] == sorted(dot.x for dot in drawing.dots)
    boxes = list(_boxes(drawing))
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert right <= form.width + 0.1
        assert top >= 0
        assert bottom <= drawing.height
    for one, other in combinations(boxes, 2):
        is_beside = one[2] <= other[0] + 0.1 or other[2] <= one[0] + 0.1
        assert is_beside or one[3] <= other[1] or other[3] <= one[1]
