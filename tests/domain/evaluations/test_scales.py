"""Numbers are compared as what they are, and what is turned into another is told."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.evaluations.scales import Quantity, on_one_scale, plain


def _q(value, unit="", of=None):
    return Quantity(Decimal(str(value)), unit, None if of is None else Decimal(of))


@pytest.mark.parametrize(
    ("result", "line", "said"),
    [
        (_q(63, "%"), _q(50, "%"), ""),
        (_q("0.635"), _q("0.5"), ""),
        (_q("0.50"), _q(50, "%"), "0.50 is read as 50 %"),
        (_q(17, of=33), _q(80, "%"), "17 of 33 is read as 51.52 %"),
        (_q(17, of=33), _q(27, of=33), ""),
        (_q(1, of=2), _q(3, of=4), "1 of 2 is read as 50 %; 3 of 4 is read as 75 %"),
        (_q(90, "minutes"), _q(2, "hours"),
         "90 minutes is read as 5400 seconds; 2 hours is read as 7200 seconds"),
        (_q(1, "hour"), _q(2, "hours"), ""),
    ],
)  # fmt: skip
def test_what_says_the_same_in_another_way_is_compared_and_told(result, line, said):
    scale = on_one_scale(result, line)
    assert scale is not None
    assert scale.said == said


@pytest.mark.parametrize(
    ("result", "line"),
    [
        (_q("2.5", "×"), _q(50, "%")),
        (_q("1.5"), _q(50, "%")),  # no fraction
        (_q(3), _q(4, of=5)),
        (_q(5, "percentage points"), _q(5, "%")),
        (_q(5, "tokens"), _q(5, "hours")),
        (_q(0, of=0), _q(5, "%")),
    ],
)
def test_what_is_in_another_unit_is_not_compared(result, line):
    assert on_one_scale(result, line) is None


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_a_share_and_its_per_cent_meet(part, whole):
    scale = on_one_scale(_q(part, of=whole), _q(50, "%"))
    assert (part * scale.result > 50 * scale.line) is (2 * part > whole)


@pytest.mark.parametrize(
    ("number", "shown"),
    [("0.50", "0.50"), ("51.515151", "51.52"), ("1E+6", "1000000"), ("1e25", "1e+25")],
)
def test_reasons_show_numbers_in_plain_digits(number, shown):
    assert plain(Decimal(number)) == shown
