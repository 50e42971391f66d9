"""A statement draws lines, each with its kind, its number and its words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.evaluations.lines import read_lines
from annotator.domain.vocabulary import ThresholdKind as Kind


def _lines(statement, kind=None):
    return [
        (line.kind, line.comparison, str(line.low), line.unit)
        for line in read_lines(statement, kind).lines
    ]


@pytest.mark.parametrize(
    ("statement", "lines"),
    [
        ("rule-out <0.50; rule-in >0.80; between = more evaluation",
         [(Kind.RULE_OUT, "<", "0.50", ""), (Kind.RULE_IN, ">", "0.80", "")]),
        ("total uplift >=5x (or raw >=0.8) = significant extra risk; <=2.8x = acceptable",
         [(Kind.RULE_IN, "≥", "5", "×"), (Kind.RULE_IN, "≥", "0.8", ""), (Kind.RULE_OUT, "≤", "2.8", "×")]),
        ("expert baseline 22.1 %", [(Kind.EXPERT_BASELINE, "", "22.1", "%")]),
        ("none fixed; expert report", [(Kind.NONE_STATED, "", "None", "")]),
        ("rule-out below 0.50 and rule-in above 0.80",
         [(Kind.RULE_OUT, "<", "0.50", ""), (Kind.RULE_IN, ">", "0.80", "")]),
        ("20% of trials with F1 >= 80%", [(None, "", "20", "%")]),
        ("0.6", [(None, "", "0.6", "")]),
        ("rule-out 3", [(Kind.RULE_OUT, "", "None", "")]),
        ("3", [(None, "", "3", "")]),
    ],
)  # fmt: skip
def test_the_lines_of_a_statement(statement, lines):
    assert _lines(statement) == lines


def test_a_kind_that_is_known_is_that_of_lines_that_name_none():
    assert _lines("0.6", Kind.RULE_OUT) == [(Kind.RULE_OUT, "", "0.6", "")]


def test_a_share_is_a_line_of_so_many_of_so_many():
    [line] = read_lines("rule-out at 27/33").lines
    assert (line.low, line.high, line.of) == (27, 27, 33)


def test_a_range_is_one_line():
    [line] = read_lines("4x to 100x by variant").lines
    assert (line.low, line.high, line.unit) == (Decimal(4), Decimal(100), "×")


def test_a_line_in_words_keeps_its_words():
    [line] = read_lines("at or above human on all four").lines
    assert (line.kind, line.low) == (Kind.HUMAN_BASELINE, None)
    assert line.words == "at or above human on all four"


def test_numbers_that_are_no_lines_are_told():
    statement = "under half of 42, or >80% (27/33) of trials with F1 >= 90%, n = 5"
    told = read_lines(statement)
    assert [str(line.low) for line in told.lines] == ["80"]
    assert {left.printed: left.reason for left in told.untyped} == {
        "half": "a share in words",
        "42": "a bare whole number",
        "27/33": "the same line once more",
        ">= 90%": "a condition of the line",
        "n = 5": "says how many were asked, or how sure a result is",
    }


PARTS = st.sampled_from(
    [
        *[
            "rule-out ",
            "rule-in ",
            "expert baseline ",
            "none",
            "target ",
            "; ",
            ", ",
            " and ",
        ],
        *[
            "0.5",
            "80%",
            "27/33",
            "2.8x",
            " to ",
            ">",
            "≤ ",
            "n = 5",
            "with ",
            "(",
            ")",
            ". A",
        ],
    ]
)


@given(st.one_of(st.text(), st.lists(PARTS, max_size=12).map("".join)))
def test_any_statement_draws_a_line_that_stands_in_it(statement):
    told = read_lines(statement)
    assert told.lines
    for line in told.lines:
        assert 0 <= line.span.start <= line.span.end <= len(statement)
        assert line.words in statement
        assert (line.low is None) is (line.high is None)
        assert line.low is None or line.low <= line.high


@pytest.mark.parametrize("unit", ["rule-out rule-in 0.5; ", "1x to "])
def test_a_hostile_statement_is_read_to_its_end(unit):
    assert read_lines(unit * (100_000 // len(unit))).lines
