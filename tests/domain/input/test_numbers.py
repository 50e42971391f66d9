"""A number that somebody typed is one that a row can have, or is refused in words."""

import pytest

from annotator.domain.input.numbers import LARGEST, whole


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), (" 7 ", 7), ("-3", -3), ("007", 7), (str(LARGEST), LARGEST)],
)
def test_a_whole_number_is_read_with_white_space_around_it(typed, number):
    assert whole(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "twelve", "1.5", "1e3", "0x10", "٣", "1_000", "--1", "9" * 40]
)
def test_anything_else_is_refused(typed):
    with pytest.raises(ValueError, match="whole number"):
        whole(typed)


@pytest.mark.parametrize("typed", [str(LARGEST + 1), str(-LARGEST - 1)])
def test_a_number_that_no_row_can_have_is_too_large(typed):
    with pytest.raises(ValueError, match="too large"):
        whole(typed)
