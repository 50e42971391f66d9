"""Stamps beside the text are no part of it; heads and feet are in test_reading_order."""

from dataclasses import replace

import pytest
from pages_of_text import a_line, a_page

from annotator.domain.text.layout.furniture import furniture
from annotator.domain.text.pages import ASLANT, RawLine, RawWord

TEXT = [a_line("The words of a page.", y=100 + 14 * n) for n in range(4)]


def _turned(x, turn=3):
    word = RawWord("arXiv:2501.00001", (x, 100, x + 12, 300), 20)
    return RawLine((word,), 9, turn)


def test_a_stamp_set_sideways_in_the_margin_is_furniture():
    page = a_page(*TEXT, _turned(20))
    assert furniture([page]) == {1: {4}}


def test_words_set_aslant_across_the_page_are_furniture():
    page = a_page(*TEXT, _turned(100, ASLANT))
    assert furniture([page]) == {1: {4}}


def test_the_axis_of_a_figure_amid_the_text_is_no_stamp():
    page = a_page(*TEXT, _turned(100))
    assert furniture([page]) == {1: set()}


@pytest.mark.parametrize("turn", [1, 3])
def test_a_page_that_is_set_sideways_as_a_whole_is_text(turn):
    page = a_page(*(replace(line, turn=turn) for line in TEXT), a_line("1", x=20, y=30))
    assert furniture([page]) == {1: set()}
