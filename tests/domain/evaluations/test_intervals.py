"""An interval is joined to its result, with what the report says that it is."""

from decimal import Decimal

import pytest

from annotator.domain.evaluations.values import read_passage
from annotator.domain.vocabulary import IntervalMeaning as Is


@pytest.mark.parametrize(
    ("text", "low", "high", "meaning", "level"),
    [
        ("0.55 (95% CI: [0.4, 0.7])", "0.4", "0.7", Is.CONFIDENCE, 95),
        ("0.55 [0.4, 0.7]", "0.4", "0.7", Is.UNEXPLAINED, None),
        ("63% (50–76%)", "50", "76", Is.UNEXPLAINED, None),
        ("0.45 ± 0.08", "0.37", "0.53", Is.UNEXPLAINED, None),
        ("0.45 ± 0.08 (standard error)", "0.37", "0.53", Is.STANDARD_ERROR, None),
        ("0.45 ± 0.08 SD", "0.37", "0.53", Is.STANDARD_DEVIATION, None),
        ("0.45 ± 0.08 (90% CI)", "0.37", "0.53", Is.CONFIDENCE, 90),
        ("95% confidence interval 0.4 to 0.7", "0.4", "0.7", Is.CONFIDENCE, 95),
    ],
)
def test_the_interval_and_what_it_is(text, low, high, meaning, level):
    [value] = read_passage(text).values
    assert value.interval is not None
    assert (value.interval.low, value.interval.high) == (Decimal(low), Decimal(high))
    assert (value.interval.meaning, value.interval.level) == (meaning, level)


def test_a_text_that_explains_intervals_in_two_ways_explains_none():
    text = "0.45 ± 0.08. Some are standard errors, others standard deviations."
    [value] = read_passage(text).values
    assert value.interval.meaning is Is.UNEXPLAINED


def test_what_is_printed_of_both_is_the_results():
    [value] = read_passage("scored 0.55 (95% CI: 0.4–0.7) there").values
    assert value.printed == "0.55 (95% CI: 0.4–0.7)"


@pytest.mark.parametrize(
    "text", ["0.9 [0.4, 0.7]", "0.55 (0.4, 0.7, 0.8)", "0.5, 0.4 and 0.6", "5× (3–7%)"]
)
def test_numbers_in_brackets_that_are_not_around_a_result_are_no_interval(text):
    assert all(value.interval is None for value in read_passage(text).values)
