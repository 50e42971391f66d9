"""Grey pictures: their parts, and where ink stands in them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.recognition.pictures import Picture, Stroke


def _picture(values) -> Picture:
    grey = np.array(values, np.uint8)
    return Picture(grey.shape[1], grey.shape[0], grey.tobytes())


def _page(*strokes, width=30, height=20, ground=255, ink=0) -> Picture:
    grey = np.full((height, width), ground, np.uint8)
    for left, top, right, bottom in strokes:
        grey[top:bottom, left:right] = ink
    return _picture(grey)


sizes = st.integers(1, 12)


@st.composite
def pictures(draw):
    width, height = draw(sizes), draw(sizes)
    return Picture(
        width,
        height,
        draw(st.binary(min_size=width * height, max_size=width * height)),
    )


@given(pictures(), st.tuples(*[st.floats(-20, 20)] * 4))
def test_a_part_is_never_empty_and_never_larger(picture, sides):
    part = picture.part(*sides)
    assert 1 <= part.width <= picture.width
    assert 1 <= part.height <= picture.height
    assert len(part.samples) == part.width * part.height


@given(pictures())
def test_four_quarter_turns_are_none(picture):
    turned = picture
    for _ in range(4):
        turned = turned.turned(1)
    assert turned == picture


def test_a_part_has_the_pixels_of_its_place():
    picture = _picture([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    assert picture.part(1, 1, 3, 3) == _picture([[5, 6], [8, 9]])


def test_pictures_of_another_size_have_another_digest():
    assert Picture(2, 3, bytes(6)).digest != Picture(3, 2, bytes(6)).digest
    assert Picture(2, 3, bytes(6)).digest == Picture(2, 3, bytes(6)).digest


@pytest.mark.parametrize(("ground", "ink"), [(255, 0), (20, 240), (255, 200)])
def test_ink_is_found_on_any_ground(ground, ink):
    page = _page((5, 4, 8, 12), ground=ground, ink=ink)
    assert page.strokes(0, 0, 30, 20) == [Stroke(4, 12)]


def test_strokes_are_those_of_the_columns_and_rows_asked_for():
    page = _page((5, 4, 8, 12), (20, 10, 25, 18))
    assert page.strokes(4, 0, 9, 20) == [Stroke(4, 12)]
    assert page.strokes(18, 0, 30, 20) == [Stroke(10, 18)]
    assert page.strokes(18, 0, 30, 15) == [Stroke(10, 15)]
    assert page.strokes(10, 0, 15, 20) == []


def test_a_stroke_that_is_blurred_in_one_row_is_one():
    assert _page((5, 4, 8, 9), (5, 10, 8, 14)).strokes(0, 0, 30, 20) == [Stroke(4, 14)]


def test_a_line_under_a_letter_is_another_stroke():
    assert _page((5, 4, 8, 12), (0, 15, 30, 16)).strokes(0, 0, 30, 20) == [
        Stroke(4, 12),
        Stroke(15, 16),
    ]


def test_an_empty_picture_has_no_ink():
    assert _page().strokes(0, 0, 30, 20) == []


def test_a_box_is_moved_to_the_white_beside_its_letters():
    page = _page((10, 4, 20, 12), (24, 4, 28, 12), width=40)
    assert page.snapped((12, 2, 18, 18)) == (9, 2, 20, 18)  # it cuts the letters
    assert page.snapped((5, 2, 22, 18)) == (9, 2, 20, 18)  # it is too wide
    assert page.snapped((10, 2, 19, 18)) == (9, 2, 20, 18)


def test_a_box_without_white_near_it_stays():
    assert _page((0, 0, 30, 20)).snapped((10, 5, 20, 15)) == (10, 5, 20, 15)
