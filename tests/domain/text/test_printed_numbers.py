"""Numbers and units are turned into plain ones, whichever way they are printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.text.printed_numbers import (
    counted,
    plain_number,
    plain_unit,
    shown_number,
)


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        *[
            ("1,234.50", "1234.50"),
            ("−0.3", "-0.3"),
            ("10²⁵", "1e25"),
            ("1.70", "1.70"),
        ],
        *[("2.1 × 10^26", "2.1e26"), ("1e-05", "1e-5"), ("10^{-3}", "1e-3")],
    ],
)
def test_a_number_is_plain_digits(printed, plain):
    assert plain_number(printed) == plain


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_a_number_that_is_shown_is_read_as_the_same(number):
    assert Decimal(plain_number(shown_number(str(number).lower()))) == number


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        *[("x", "×"), (" ×", "×"), ("-fold", "×"), ("per cent", "%"), (" %", "%")],
        *[("hours", "hours"), (None, "")],
    ],
)
def test_a_unit_has_one_spelling(printed, unit):
    assert plain_unit(printed) == unit


def test_counts_are_read_in_digits_and_in_words():
    assert [counted(word) for word in ["17", "Five", "16.6"]] == [
        17,
        5,
        Decimal("16.6"),
    ]
