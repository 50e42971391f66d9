"""What a picture of a passage shows."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.domain.text.crops import (
    GLIMPSE,
    LEAST_WIDTH,
    MARGIN,
    PAGE_MARGIN_SHARE,
    Crop,
    crops,
    glimpse,
)

SIZES = {1: (612.0, 792.0), 2: (612.0, 792.0)}


def test_a_picture_shows_the_passage_with_the_lines_around_it():
    [crop] = crops([(1, (72, 100, 540, 112)), (1, (72, 114, 300, 126))], SIZES)
    assert crop.clip == (72 - MARGIN, 100 - MARGIN, 540 + MARGIN, 126 + MARGIN)
    assert len(crop.boxes) == 2


def test_a_few_words_are_shown_with_those_beside_them():
    [crop] = crops([(1, (300, 100, 330, 112))], SIZES)
    assert crop.clip[2] - crop.clip[0] == pytest.approx(LEAST_WIDTH)
    assert crop.clip[0] + crop.clip[2] == pytest.approx(300 + 330)


def test_at_a_margin_a_picture_shows_words_and_not_the_margin():
    margin = PAGE_MARGIN_SHARE * 612
    [left] = crops([(1, (72, 100, 120, 112))], SIZES)
    assert left.clip[::2] == pytest.approx((margin, margin + LEAST_WIDTH))
    [right] = crops([(1, (492, 100, 540, 112))], SIZES)
    assert right.clip[::2] == pytest.approx((612 - margin - LEAST_WIDTH, 612 - margin))


def test_words_within_a_margin_are_shown_with_the_margin():
    [left] = crops([(1, (20, 100, 30, 112))], SIZES)
    assert left.clip[::2] == pytest.approx((20 - MARGIN, 20 - MARGIN + LEAST_WIDTH))
    [right] = crops([(1, (582, 100, 592, 112))], SIZES)
    assert right.clip[::2] == pytest.approx((592 + MARGIN - LEAST_WIDTH, 592 + MARGIN))


def test_of_a_page_that_is_narrow_the_whole_width_is_shown():
    [crop] = crops([(1, (90, 100, 120, 112))], {1: (200.0, 792.0)})
    assert crop.clip == (0, 100 - MARGIN, 200, 112 + MARGIN)


@example(612.0, 0.0, 0.01)
@example(612.0, 0.99, 1.0)
@given(st.floats(10, 900), st.floats(0, 1), st.floats(0, 1))
def test_a_picture_is_wide_enough_wherever_on_the_page_the_words_are(width, one, other):
    x0, x1 = sorted((one * width, other * width))
    [crop] = crops([(1, (x0, 100, x1, 112))], {1: (width, 792.0)})
    left, _, right, _ = crop.clip
    assert 0 <= left <= x0 <= x1 <= right <= width
    assert right - left >= min(width, LEAST_WIDTH) - 1e-6


def test_a_picture_is_shown_at_the_size_of_the_page_and_is_never_nothing():
    assert Crop(1, (30, 60, 105, 90), ()).css_size == (100, 40)
    assert Crop(1, (30, 60, 30, 60), ()).css_size == (1, 1)


def test_a_picture_never_reaches_beyond_the_page():
    [crop] = crops([(1, (0, 0, 612, 792))], SIZES)
    assert crop.clip == (0, 0, 612, 792)


def test_a_passage_over_a_page_break_has_a_picture_of_each_page():
    found = crops([(1, (72, 700, 540, 712)), (2, (72, 72, 300, 84))], SIZES)
    assert [crop.page for crop in found] == [1, 2]


@pytest.mark.parametrize(
    "lines",
    [
        [(72.0, 100.0, 120.0, 112.0)],
        [(72.0, 4.0, 540.0, 16.0), (72.0, 18.0, 540.0, 30.0)],
        [(400.0, 780.0, 590.0, 791.0)],
        [(72.0, 50.0 + 14 * row, 540.0, 62.0 + 14 * row) for row in range(40)],
    ],
    ids=["a word", "at the head", "at the foot", "a whole page"],
)
def test_a_glimpse_has_one_shape_stays_on_its_page_and_shows_where_words_begin(lines):
    crop = glimpse(3, lines, (612.0, 792.0))
    left, top, right, bottom = crop.clip
    assert crop.page == 3
    assert (right - left) / (bottom - top) == pytest.approx(GLIMPSE[0] / GLIMPSE[1])
    assert min(left, top) >= 0
    assert right <= 612
    assert bottom <= 792
    x0, y0, _, y1 = lines[0]
    assert left <= x0
    assert top <= y0
    assert y1 <= bottom


def test_a_glimpse_shows_as_much_above_a_line_as_below_it():
    _, top, _, bottom = glimpse(1, [(72, 400, 120, 412)], SIZES[1]).clip
    assert top + bottom == pytest.approx(400 + 412)


def test_a_glimpse_of_many_lines_begins_a_little_above_the_first():
    lines = [(72.0, 50.0 + 14 * row, 540.0, 62.0 + 14 * row) for row in range(40)]
    crop = glimpse(1, lines, SIZES[1])
    assert crop.clip[:3] == (72 - MARGIN, 50 - MARGIN, 540 + MARGIN)
    assert crop.boxes == tuple(lines)


@pytest.mark.parametrize(("y0", "height"), [(48, 60.0), (4, 792.0)])
def test_a_glimpse_begins_at_the_head_of_a_page_that_has_no_more_above(y0, height):
    assert glimpse(1, [(72, y0, 120, y0 + 12)], (612.0, height)).clip[1] == 0
