"""A passage proposes typed values, and tells what it leaves and why."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.domain.evaluations.metrics import metrics
from annotator.domain.evaluations.values import read_passage
from annotator.domain.text.measures import Kind
from annotator.domain.vocabulary import Direction, IntervalMeaning

PARTS = st.sampled_from(
    [
        *["1.70", "63", "17", "33", "0.635", "1,234", "2024", "10^25", "1e-05", "0"],
        *[
            "%",
            "×",
            "x",
            " FLOP",
            " minutes",
            "±",
            "+/-",
            "–",
            "-",
            "/",
            " of ",
            " to ",
        ],
        *[
            "≥ ",
            "<",
            "~",
            "not above ",
            "between ",
            " and ",
            "95% CI ",
            "n = ",
            "pass@",
        ],
        *[
            "five",
            "Claude ",
            "May ",
            "Section ",
            "(",
            ")",
            "[",
            "]",
            ".",
            ", ",
            " ",
            "$",
        ],
        *[
            " million",
            " per group",
            " (max of ",
            " runs",
            "score ",
            "respectively. ",
            "; ",
        ],
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PARTS, max_size=14).map("".join))


def _shown(text):
    return [str(value) for value in read_passage(text).values]


@given(TEXTS)
def test_whatever_is_proposed_or_left_stands_in_the_text_as_it_is_printed(text):
    reading = read_passage(text)
    for found in (*reading.values, *reading.untyped):
        assert 0 <= found.span.start < found.span.end <= len(text)
        assert text[found.span.start : found.span.end] == found.printed
    starts = [value.span.start for value in reading.values]
    assert starts == sorted(set(starts))


@given(TEXTS)
@example("May 0.0")
@example("0,0.0.0")
def test_every_digit_is_proposed_or_left_with_a_reason(text):
    reading = read_passage(text)
    told = set()
    for found in (*reading.values, *reading.untyped):
        told.update(range(found.span.start, found.span.end))
    for metric in metrics(text):
        told.update(range(metric.span.start, metric.span.end))
    digits = {at for at, character in enumerate(text) if character in "0123456789"}
    assert digits <= told
    assert all(left.reason for left in reading.untyped)


NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=3)


@given(
    NUMBERS,
    st.sampled_from(["%", "×", "hours", ""]),
    st.sampled_from(["", "<", "≥", "≈"]),
)
def test_what_is_shown_is_parsed_back_to_the_same_value(number, unit, comparison):
    printed = f"{comparison} {number} {unit}".strip()
    [value] = read_passage(printed).values
    assert (value.value, value.unit, value.comparison) == (number, unit, comparison)
    [again] = read_passage(str(value)).values
    assert (again.value, again.unit, again.comparison) == (number, unit, comparison)


@given(
    st.integers(0, 400), st.integers(2, 400), st.sampled_from(["/", " of ", " out of "])
)
def test_a_share_is_so_many_of_so_many(part, whole, between):
    reading = read_passage(f"solved {part}{between}{whole} tasks")
    shares = [(v.value, v.to) for v in reading.values if v.kind is Kind.SHARE]
    assert shares == ([(part, whole)] if part <= whole else [])


@pytest.mark.parametrize(
    "unit",
    [
        *["1", ",", "1 of 1 of ", "A-", "Section 1, ", "score 1 ", "0.5 [0.4, 0.6] "],
        "A and B, respectively 1.5 and 2.5 ",
    ],
)
def test_a_hostile_text_is_read_to_its_end(unit):
    """One that took more than linear time would not come to its end here."""
    text = (unit * (100_000 // len(unit)))[:100_000]
    reading = read_passage(text)
    assert all(value.span.end <= len(text) for value in reading.values)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("the uplift was 1.70×", ["1.70 ×"]),
        ("at ≥ 50 %", ["≥ 50 %"]),
        ("solved 17/33", ["17 of 33"]),
        ("an average of 16.6/42 problems", ["16.6 of 42"]),
        ("uplift <= 2.8x", ["≤ 2.8 ×"]),
        ("fewer than 12%, at least 3.5", ["< 12 %", "≥ 3.5"]),
        ("17 people, n = 17", ["n = 17"]),
        ("8-10 participants per group", ["8-10 per group"]),
        ("1.5 million tokens", ["1500000 tokens"]),
        ("up to 2 thousand hours", ["≤ 2000 hours"]),
        ("98.43% (± 0.30%)", ["98.43 %"]),
    ],
)
def test_values_are_typed_as_reports_print_them(printed, shown):
    assert _shown(printed) == shown


def test_two_values_of_two_models_are_told_apart():
    text = "Claude Opus 4 and Claude Sonnet 4 reached 2.53× and 1.70×, respectively."
    values = read_passage(text).values
    assert [(v.subject, v.value) for v in values] == [
        ("Claude Opus 4", Decimal("2.53")),
        ("Claude Sonnet 4", Decimal("1.70")),
    ]
    assert [text[v.span.start : v.span.end] for v in values] == ["2.53×", "1.70×"]


def test_a_spread_is_an_interval_that_nobody_explains():
    [value] = read_passage("an average of 63% ± 13%").values
    assert (value.interval.low, value.interval.high) == (50, 76)
    assert value.interval.meaning is IntervalMeaning.UNEXPLAINED


def test_what_cannot_be_typed_keeps_its_words_and_says_why():
    reading = read_passage("58 cases by Claude 3.7 on May 22, 2025")
    assert reading.values == ()
    assert [(left.printed, left.reason) for left in reading.untyped] == [
        ("58", "a bare whole number"),
        ("Claude 3.7", "may be a version"),
        ("May 22, 2025", "a date"),
    ]


def test_trials_are_no_result():
    reading = read_passage("0.83 (max of 5)")
    [value] = reading.values
    assert (str(value), value.metric, value.trials) == ("0.83", "max of 5", 5)
    assert reading.untyped == ()


def test_a_passage_tells_its_sample_and_its_direction():
    reading = read_passage("Harmless rate (higher is better), n = 414: 98.43%")
    assert [str(sample) for sample in reading.samples] == ["n = 414"]
    assert reading.direction is Direction.LOWER


def test_a_whole_number_that_is_said_to_be_a_score_is_typed():
    text = "a normalised score 1, an accuracy of 90, and recall 10 items"
    reading = read_passage(text)
    assert [(v.metric, str(v)) for v in reading.values] == [
        ("normalised score", "1"),
        ("accuracy", "90"),
    ]
    assert [left.printed for left in reading.untyped] == ["10"]
