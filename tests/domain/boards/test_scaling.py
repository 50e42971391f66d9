"""Per cent, shares and fractions stand on one axis; what cannot, says why."""

from decimal import Decimal

import pytest

from annotator.domain.boards.scaling import common_unit, told_in, why_not
from annotator.domain.evaluations.scales import Quantity

HALF = Quantity(Decimal("0.5"))
PER_CENT = Quantity(Decimal(50), "%")
SHARE = Quantity(Decimal(17), of=Decimal(34))
HOURS = Quantity(Decimal(2), "hours")


def test_a_fraction_a_share_and_per_cent_are_told_in_per_cent():
    assert common_unit([HALF, SHARE, PER_CENT]) in {"%", ""}
    assert [told_in("%", one) for one in (HALF, SHARE, PER_CENT)] == [50, 50, 50]
    assert [told_in("", one) for one in (HALF, SHARE, PER_CENT)] == [0.5, 0.5, 0.5]


def test_times_are_told_in_the_unit_of_the_first():
    minutes = Quantity(Decimal(30), "minutes")
    assert common_unit([HOURS, minutes]) == "hours"
    assert told_in("hours", minutes) == 0.5


def test_the_unit_is_that_of_most_numbers():
    assert common_unit([HOURS, PER_CENT, HALF]) == "%"
    assert common_unit([]) == ""


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e400", "1e-400"])
def test_a_number_of_no_drawable_size_says_so(number):
    one = Quantity(Decimal(number), "%")
    assert told_in("%", one) is None
    assert why_not("%", one) == "too large or too small to be drawn"


def test_a_number_in_another_unit_says_so():
    assert told_in("%", HOURS) is None
    assert why_not("%", HOURS) == "in hours; the axis is in %"
    assert told_in("%", Quantity(Decimal(3), of=Decimal(0))) is None
