"""An axis has room for every number, in its order, and is marked with round ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.boards.axes import axis_of, written

SIZES = st.one_of(st.floats(1e-30, 1e30), st.floats(-1e30, -1e-30), st.just(0.0))
NUMBERS = st.lists(SIZES, min_size=1, max_size=8)


def test_shares_go_from_nothing_to_the_whole():
    axis = axis_of([0.5, 0.635, 0.8], 1)
    assert (axis.low, axis.high, axis.is_log) == (0, 1, False)
    assert axis.share(0.5) == 0.5


def test_beyond_the_last_line_there_is_room():
    axis = axis_of([4, 10, 3.8])
    assert axis.low == 0
    assert axis.high > 10


def test_two_decades_of_positive_numbers_get_a_logarithmic_axis():
    axis = axis_of([0.5, 1.7, 50], 100)
    assert axis.is_log
    assert axis.ticks == (1, 10)
    assert axis.share(5) - axis.share(0.5) == pytest.approx(
        axis.share(50) - axis.share(5)
    )
    assert not axis_of([0, 1.7, 50]).is_log
    assert not axis_of([1, 99]).is_log


def test_numbers_close_together_do_not_begin_at_nothing():
    axis = axis_of([95, 96.5, 97.2, 97.8], 100)
    assert axis.low >= 90
    assert axis.high <= 100


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0"), (0.2, "0.2"), (1e6, "10⁶"), (2e-5, "2 × 10⁻⁵"), (12_000, "12,000")],
)
def test_numbers_along_an_axis_are_short(number, words):
    assert written(number) == words


@given(NUMBERS, st.sampled_from([None, 1.0, 100.0]))
def test_every_number_is_on_its_axis_in_its_order(numbers, whole):
    axis = axis_of(numbers, whole)
    assert axis.low <= min(numbers)
    assert max(numbers) <= axis.high
    assert 2 <= len(axis.ticks) <= 12
    shares = [axis.share(number) for number in sorted(numbers)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
