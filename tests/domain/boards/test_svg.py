"""A drawing is written as SVG, in which what a report says is never markup."""

import re
from xml.etree import ElementTree

import pytest
from board_views import ANY_TEST, TWO_LINES, a_hole, a_result, a_test
from hypothesis import given

from annotator.domain.boards.drawings import FORMATS, NARROW, WIDE, draw
from annotator.domain.boards.rows import Sign, row_of
from annotator.domain.boards.svg import svg

NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SIGN = Sign("circle", "solid")


class _Signs(dict[str, Sign]):
    def __missing__(self, model):
        return SIGN


def _written(test, form, said="What it shows"):
    row = row_of(test, _Signs())
    return ElementTree.fromstring(svg(draw(row, row.axis, form), said, "cyber"))


def _classes(tree):
    return [element.get("class") for element in tree.iter()]


def test_a_dot_its_whisker_and_the_lines_are_written():
    results = a_result(low="0.55", high="0.7"), a_hole()
    tree = _written(a_test(*results, lines=TWO_LINES), WIDE)
    drawn = _classes(tree)
    assert drawn.count("line") == 4  # two lines, and what they are
    assert {"zone between", "zone over", "slot", "whisker", "dot solid"} <= {*drawn}
    assert "rules out below 0.50" in [text.text for text in tree.iter("text")]
    assert {use.get("href") for use in tree.iter("use")} == {"#circle-cyber"}


def test_one_that_was_set_aside_is_struck():
    tree = _written(a_test(a_result(discount="saturated")), NARROW)
    assert _classes(tree).count("strike") == 1


@pytest.mark.parametrize("form", FORMATS)
def test_markup_in_a_name_stays_words(form):
    name = "</text><script>"
    tree = _written(a_test(a_result(name)), form, said='A "quote" & <b>')
    assert tree.get("aria-label") == 'A "quote" & <b>'
    words = " ".join(text.text or "" for text in tree.iter("text"))
    assert name in words.replace("> ", ">")
    assert "script" not in {element.tag for element in tree.iter()}


@given(test=ANY_TEST)
def test_whatever_a_file_says_it_is_well_formed(test):
    row = row_of(test, _Signs())
    if row.axis is not None:
        written = svg(draw(row, row.axis, WIDE), row.name, "cyber")
        ElementTree.fromstring(NOT_IN_XML.sub("", written))
