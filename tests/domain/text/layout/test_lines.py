"""A line has its box on the page turned so that it runs from left to right."""

from dataclasses import replace

import pytest
from pages_of_text import HEIGHT, WIDTH, a_line, a_page

from annotator.domain.text.layout.lines import are_of_one_size, line_of, without


@pytest.mark.parametrize(
    ("turn", "box"),
    [
        (0, (72, 100, 87, 110)),
        (1, (100, WIDTH - 87, 110, WIDTH - 72)),
        (2, (WIDTH - 87, HEIGHT - 110, WIDTH - 72, HEIGHT - 100)),
        (3, (HEIGHT - 110, 72, HEIGHT - 100, 87)),
    ],
)
def test_a_turned_line_lies_as_if_the_page_were_turned_back(turn, box):
    raw = replace(a_line("abc"), turn=turn)
    assert line_of(raw, a_page(raw)).box == box


def test_a_line_in_small_capitals_is_of_the_size_of_its_paragraph():
    plain, small = a_line("the model"), a_line("NAME", size=8)
    mixed = replace(plain, words=plain.words + small.words)
    page = a_page(plain, mixed, small)
    lines = [line_of(raw, page) for raw in page.lines]
    assert are_of_one_size(lines[0], lines[1])
    assert not are_of_one_size(lines[0], lines[2])


def test_a_page_without_some_of_its_words_has_no_empty_lines():
    page = a_page("one two", "three")
    left = without(page, [(0, 0), (1, 0)])
    assert [[word.text for word in line.words] for line in left.lines] == [["two"]]
