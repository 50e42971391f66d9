"""A cell of a table is a result, or says why there is none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.evaluations.cells import read_cell
from annotator.domain.vocabulary import ResultState as State


@pytest.mark.parametrize(
    ("text", "state"),
    [
        *[("0.635", State.SCORED), ("85.4", State.SCORED), ("58", State.SCORED)],
        *[("12/15", State.SCORED), ("about 25%", State.SCORED)],
        *[
            ("—", State.NOT_REPORTED),
            ("-", State.NOT_REPORTED),
            ("", State.NOT_REPORTED),
        ],
        *[("n/a", State.NOT_REPORTED), ("N.A.", State.NOT_REPORTED)],
        *[("figure only", State.NOT_REPORTED), ("not reported", State.NOT_REPORTED)],
        *[("withheld", State.WITHHELD), ("not published", State.WITHHELD)],
        *[("not tested (p.122)", State.NOT_RUN), ("not surveyed", State.NOT_RUN)],
        *[("some improvement", State.QUALITATIVE), ("n = 5", State.QUALITATIVE)],
    ],
)
def test_the_state_of_a_result(text, state):
    assert read_cell(text).state is state


@given(st.integers(-(10**9), 10**9) | st.decimals(-1000, 1000, places=2))
def test_a_number_alone_is_a_value_whole_or_not(number):
    cell = read_cell(f" {number} ")
    assert cell.value.value == number
    assert cell.value.printed == str(number)


@pytest.mark.parametrize(
    ("text", "header", "shown"),
    [
        ("85.4", "Accuracy (%)", "85.4 %"),
        ("85", "%", "85 %"),
        ("1.7", "Uplift (×)", "1.7 ×"),
        ("85.4×", "Accuracy (%)", "85.4 ×"),
        ("85.4", "Accuracy", "85.4"),
        ("85.4", "Minutes and hours", "85.4"),
    ],
)
def test_a_header_names_the_unit_of_a_bare_number(text, header, shown):
    assert str(read_cell(text, header).value) == shown


def test_a_decimal_comma_is_not_guessed():
    cell = read_cell("0,635")
    assert cell.value is None
    assert [left.reason for left in cell.reading.untyped] == [
        "a comma that may be a decimal point"
    ]


def test_the_result_is_the_number_that_is_given_first():
    cell = read_cell("2.53x (63% +-13%; control 25% +-13%)")
    assert str(cell.value) == "2.53 ×"
    assert [str(value) for value in cell.reading.values[1:]] == ["63 %", "25 %"]
    assert cell.reading.values[1].interval.low == Decimal(50)


@given(st.text())
def test_any_cell_is_read(text):
    cell = read_cell(text, text)
    assert (cell.value is not None) <= (cell.state in set(State))
