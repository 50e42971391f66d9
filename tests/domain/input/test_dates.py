"""Dates are written as reports give them, or said not to be given."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import InvalidError
from annotator.domain.input.dates import date_fact


@pytest.mark.parametrize(
    ("typed", "fact"),
    [
        ("2025-05-22", "2025-05-22"),
        (" 2025-05 ", "2025-05"),
        ("2025", "2025"),
        ("2025-01/2025-03", "2025-01/2025-03"),
        ("2024/2025-03-01", "2024/2025-03-01"),
        ("2024-02-29", "2024-02-29"),
        ("Not  Reported", "not reported"),
        ("NOT APPLICABLE", "not applicable"),
        ("", "not reported"),
        (" \n", "not reported"),
    ],
)
def test_a_date_is_kept_as_exactly_as_it_is_known(typed, fact):
    assert date_fact("released", typed) == fact


@pytest.mark.parametrize(
    "typed",
    [
        "22 May 2025",
        "May 2025",
        "25",
        "2025-5-2",
        "2025-13",
        "2025-02-30",
        "0000",
        "2025-01/2025-02/2025-03",
        "2025-01/",
        "2025-01 / 2025-02",
        "2025-05-22T10:00",
        "２０２５-０５-２２",
        "soon",
    ],
)
def test_what_is_no_date_is_refused_with_its_field_and_how_to_write_one(typed):
    with pytest.raises(InvalidError) as caught:
        date_fact("released", typed)
    assert caught.value.field == "released"
    assert f"“{typed}” is not a date; write 2025-05-22, 2025-05, 2025" in str(
        caught.value
    )


@given(st.dates(), st.integers(0, 10_000))
def test_every_day_and_every_span_of_days_is_a_date(first, days):
    last = min(first, date.max - timedelta(days)) + timedelta(days)
    assert date_fact("released", str(first)) == str(first)
    assert date_fact("released", f"{first}/{last}") == f"{first}/{last}"


@given(st.text() | st.text("0123456789-/", max_size=12))
def test_what_is_taken_for_a_date_is_written_in_plain_digits(typed):
    try:
        fact = date_fact("released", typed)
    except InvalidError:
        return
    assert re.fullmatch(r"not reported|not applicable|[0-9]{4}[-/0-9]*", fact)
