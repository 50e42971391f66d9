"""Pieces of a line that a file sets one by one are one line."""

import pytest
from pages_of_text import SIZE, a_line, a_page

from annotator.domain.text.layout.rows import join_pieces


def _lines(*pieces):
    page = join_pieces(a_page(*pieces))
    return [" ".join(word.text for word in line.words) for line in page.lines]


def _behind(line, gap):
    """The x at ``gap`` times the type's size behind a line."""
    return line.words[-1].box[2] + gap * SIZE


def test_a_line_with_wide_spaces_is_one_line():
    first = a_line("The model")
    assert _lines(first, a_line("was tested", x=_behind(first, 1.2))) == [
        "The model was tested"
    ]


def test_cells_of_a_row_stay_apart():
    first = a_line("Heron")
    assert _lines(first, a_line("1.70", x=_behind(first, 2))) == ["Heron", "1.70"]


@pytest.mark.parametrize("y", [90, 112])
def test_lines_above_and_below_stay_apart(y):
    first = a_line("The model")
    assert len(_lines(first, a_line("was tested", x=_behind(first, 0.5), y=y))) == 2


def test_what_stands_before_a_line_is_no_piece_of_it():
    assert _lines(a_line("second", x=300), a_line("first", x=72)) == ["second", "first"]
