"""What a picture of a passage shows."""

import pytest

from annotator.domain.text.crops import GLIMPSE, LEAST_WIDTH, MARGIN, crops, glimpse

SIZES = {1: (612.0, 792.0), 2: (612.0, 792.0)}


def test_a_picture_shows_the_passage_with_the_lines_around_it():
    [crop] = crops([(1, (72, 100, 540, 112)), (1, (72, 114, 300, 126))], SIZES)
    assert crop.clip == (72 - MARGIN, 100 - MARGIN, 540 + MARGIN, 126 + MARGIN)
    assert len(crop.boxes) == 2


def test_a_few_words_are_shown_with_those_beside_them():
    [crop] = crops([(1, (300, 100, 330, 112))], SIZES)
    assert crop.clip[2] - crop.clip[0] == pytest.approx(LEAST_WIDTH)
    assert crop.clip[0] < 200 < 400 < crop.clip[2]


def test_at_a_margin_a_picture_shows_words_and_not_the_margin():
    [crop] = crops([(1, (72, 100, 120, 112))], SIZES)
    assert crop.clip[0] > 40
    assert crop.clip[2] - crop.clip[0] == pytest.approx(LEAST_WIDTH)


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
    assert (left, top) >= (0, 0)
    assert (right, bottom) <= (612, 792)
    x0, y0, _, y1 = lines[0]
    assert left <= x0
    assert top <= y0
    assert y1 <= bottom
