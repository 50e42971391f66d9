"""A figure is told from another by a thumbnail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.matching.picture_hash import (
    CLEAR,
    GRID,
    SIDE,
    fingerprint,
    likeness,
)


def _picture(*bars, dark=40):
    """White, with dark columns from ``(left, right)`` to the bottom."""
    return bytes(
        dark if any(left <= x < right for left, right in bars) else 255
        for _ in range(SIDE)
        for x in range(SIDE)
    )


def _dots(*places, dark=0, paper=255):
    """Paper with single pixels at ``(x, y)``."""
    return bytes(
        dark if (x, y) in places else paper for y in range(SIDE) for x in range(SIDE)
    )


def test_a_figure_drawn_in_another_grey_is_the_same_figure():
    one = fingerprint(_picture((4, 8), (16, 20)))
    assert likeness(one, fingerprint(_picture((4, 8), (16, 20), dark=60))) == 1


def test_another_figure_is_not_alike_though_both_are_mostly_white():
    one = fingerprint(_picture((4, 8)))
    assert likeness(one, fingerprint(_picture((20, 24)))) < 0.5


def test_a_figure_is_another_one_wherever_on_the_page_it_stands():
    step = SIDE // GRID
    corners = [(x, y) for y in range(0, SIDE, step) for x in range(0, SIDE, step)]
    assert len({fingerprint(_dots(corner)) for corner in corners}) == GRID * GRID


@pytest.mark.parametrize("corner", [(0, 0), (8, 12), (30, 0), (0, 30), (30, 30)])
def test_a_figure_shifted_by_less_than_a_cell_is_the_same_figure(corner):
    x, y = corner
    same = {fingerprint(_dots((x + i, y + j))) for i in (0, 1) for j in (0, 1)}
    assert same == {fingerprint(_dots(corner))}


def test_a_figure_and_its_negative_have_nothing_in_common():
    one = fingerprint(_dots((8, 12)))
    assert likeness(one, fingerprint(_dots((8, 12), dark=255, paper=0))) == 0


def test_what_is_as_faint_as_a_shadow_on_the_paper_does_not_count():
    # One of the four pixels of a cell makes it darker by a quarter of what it is itself.
    blank = fingerprint(bytes(SIDE * SIDE))
    assert fingerprint(_dots((8, 12), dark=200 - 4 * CLEAR, paper=200)) == blank
    assert fingerprint(_dots((8, 12), dark=200 + 4 * CLEAR, paper=200)) == blank
    assert fingerprint(_dots((8, 12), dark=199 - 4 * CLEAR, paper=200)) != blank


def test_figures_are_as_alike_as_the_share_of_what_they_both_show():
    one, both = fingerprint(_dots((8, 12))), fingerprint(_dots((8, 12), (20, 20)))
    assert likeness(one, both) == likeness(both, one) == 0.5


def _lying(picture):
    """A picture with its columns as rows."""
    return bytes(picture[x * SIDE + y] for y in range(SIDE) for x in range(SIDE))


@pytest.mark.parametrize("turn", [bytes, _lying], ids=["columns", "rows"])
@pytest.mark.parametrize("edge", [(0, 2), (SIDE - 2, SIDE)], ids=["first", "last"])
def test_a_bar_at_an_edge_has_one_side_and_one_in_the_midst_has_two(turn, edge):
    alone = fingerprint(turn(_picture(edge)))
    both = fingerprint(turn(_picture(edge, (16, 18))))
    assert likeness(alone, both) == 1 / 3


def test_the_least_that_a_figure_can_show_is_like_itself():
    assert likeness("1", "1") == 1


def test_where_no_figure_is_known_none_is_alike():
    one = fingerprint(_dots((8, 12)))
    assert likeness("", one) == likeness(one, "") == likeness("", "") == 0
    assert likeness(one, fingerprint(bytes(SIDE * SIDE))) == 0


def test_a_picture_of_another_size_is_refused():
    with pytest.raises(ValueError, match="1024 pixels, not 3"):
        fingerprint(b"abc")


@given(st.binary(min_size=SIDE * SIDE, max_size=SIDE * SIDE))
def test_any_figure_is_like_itself_if_it_shows_anything(pixels):
    seen = fingerprint(pixels)
    assert likeness(seen, seen) == (1 if int(seen, 16) else 0)
