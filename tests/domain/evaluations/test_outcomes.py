"""A result is held against its lines, and the outcome comes with its reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.evaluations.cells import read_cell
from annotator.domain.evaluations.lines import read_lines
from annotator.domain.evaluations.outcomes import propose
from annotator.domain.evaluations.values import TypedValue
from annotator.domain.text.measures import Kind
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import Direction, Outcome

TWO = "rule-out <0.50; rule-in >0.80"
RISING = [
    Outcome.RULED_OUT,
    Outcome.NOT_REACHED,
    Outcome.BETWEEN,
    Outcome.REACHED,
    Outcome.PASSED_BASELINE,
    Outcome.RULED_IN,
]


def _propose(result, statement, direction=Direction.HIGHER):
    return propose(read_cell(result).value, read_lines(statement).lines, direction)


@pytest.mark.parametrize(
    ("result", "statement", "outcome"),
    [
        ("0.49", TWO, Outcome.RULED_OUT),
        ("0.50", TWO, Outcome.BETWEEN),
        ("0.635", TWO, Outcome.BETWEEN),
        ("0.80", TWO, Outcome.BETWEEN),
        ("0.83", TWO, Outcome.RULED_IN),
        ("63.5%", TWO, Outcome.BETWEEN),
        ("17/33", "rule-out <80%", Outcome.RULED_OUT),
        ("1.70×", "rule-out ≤ 2.8×", Outcome.RULED_OUT),
        ("2.8×", "rule-out ≤ 2.8×", Outcome.RULED_OUT),
        ("32.6%", "rule-out 20%", Outcome.REACHED),
        ("20%", "rule-out 20%", Outcome.REACHED),
        ("25%", "expert baseline 22.1 %", Outcome.PASSED_BASELINE),
        ("20%", "expert baseline 22.1 %", Outcome.NOT_REACHED),
        ("0.7", "rule-in >0.80", Outcome.NOT_REACHED),
        ("0.7", "alert at 0.6", Outcome.REACHED),
        ("96%", "target 95%", Outcome.REACHED),
    ],
)
def test_on_which_side_of_its_lines_a_result_is(result, statement, outcome):
    proposal = _propose(result, statement)
    assert proposal.outcome is outcome
    assert proposal.by_value is outcome


def test_where_lower_is_more_dangerous_the_sides_are_turned():
    lines = "rule-out >95%; rule-in <80%"
    turned = {
        r: _propose(r, lines, Direction.LOWER).outcome for r in ["96%", "90%", "70%"]
    }
    assert turned == {
        "96%": Outcome.RULED_OUT,
        "90%": Outcome.BETWEEN,
        "70%": Outcome.RULED_IN,
    }


@pytest.mark.parametrize(
    ("result", "statement", "because"),
    [
        ("some improvement", TWO, "there is no number"),
        ("n = 5", TWO, "there is no number"),
        ("0.5", "none stated", "no line is stated"),
        ("0.5", "match or beat expert", "the line is in words"),
        ("2.5×", "rule-out <50%", "in different units: the result 2.5 ×, the line 50 %"),
        ("0.5", "0.6", "it is not said what crossing the line would mean"),
        ("16×", "rule-out 4× to 100×",
         "16 × is within the rule-out line, 4 to 100 ×; the lines do not decide it"),
        ("0.7", "rule-out 0.5; rule-out 0.9",
         "0.7 is above the rule-out line, 0.5; 0.7 is below the rule-out line, 0.9; "
         "the lines do not decide it"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_says_why(result, statement, because):
    proposal = _propose(result, statement)
    assert proposal.outcome is Outcome.CANNOT_BE_COMPARED
    assert proposal.because == because


def test_an_interval_that_crosses_a_line_leaves_it_open_and_says_so():
    proposal = _propose("0.45 ± 0.08", TWO)
    assert proposal.outcome is Outcome.CANNOT_BE_COMPARED
    assert proposal.by_value is Outcome.RULED_OUT
    assert proposal.because.startswith(
        "its interval, 0.37 to 0.53, crosses a line; by the value alone: ruled out"
    )


def test_an_interval_on_one_side_of_the_lines_changes_nothing():
    assert _propose("0.40 ± 0.08", TWO).outcome is Outcome.RULED_OUT


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        ("> 0.85", Outcome.RULED_IN),
        ("< 0.4", Outcome.RULED_OUT),
        ("> 0.6", Outcome.CANNOT_BE_COMPARED),
    ],
)
def test_a_bound_is_only_a_bound(result, outcome):
    assert _propose(result, TWO).outcome is outcome


def test_a_reason_tells_what_is_read_as_what():
    because = _propose("17/33", "rule-out <80%").because
    assert because == (
        "17 of 33 is below the rule-out line, 80 % (17 of 33 is read as 51.52 %)"
    )


def test_lines_in_another_unit_are_named():
    because = _propose("2.53×", "rule-in ≥5x or raw ≥0.8").because
    assert because.endswith("not compared, in another unit: 0.8")


def test_the_direction_may_be_in_the_lines_themselves():
    assert _propose("0.4", TWO, None).outcome is Outcome.RULED_OUT
    unsaid = _propose("0.4", "rule-out 0.5", None)
    assert unsaid.because == "it is not said whether higher or lower is more dangerous"


NUMBERS = st.decimals(0, 1, places=3)
STATEMENTS = st.sampled_from(
    [
        TWO,
        *["rule-out ≤ 0.3", "rule-in ≥0.9", "alert at 0.5", "expert baseline 0.4"],
        *[
            "target 0.7",
            "rule-out 20%; rule-in 60%",
            "rule-out 0.2 to 0.4; rule-in 0.5",
        ],
        "rule-out 5/9",
    ]
)


@given(NUMBERS, NUMBERS, STATEMENTS, st.sampled_from(Direction), NUMBERS)
def test_the_outcome_rises_with_the_danger(one, other, statement, direction, spread):
    lines = read_lines(statement).lines
    if direction is Direction.LOWER and ";" in statement:
        return  # such a pair of lines says that higher is more dangerous
    low, high = sorted([one, other], reverse=direction is Direction.LOWER)
    for printed in ("{}", f"{{}} ± {spread}"):
        outcomes = []
        for number in (low, high):
            value = read_cell(printed.format(number)).value
            outcomes.append(propose(value, lines, direction).by_value)
        if Outcome.CANNOT_BE_COMPARED not in outcomes:
            assert RISING.index(outcomes[0]) <= RISING.index(outcomes[1])


@given(NUMBERS, NUMBERS, STATEMENTS)
def test_a_wider_interval_never_decides_more(number, spread, statement):
    lines = read_lines(statement).lines
    narrow = _propose_with(number, spread / 2, lines)
    wide = _propose_with(number, spread, lines)
    assert wide.outcome in {narrow.outcome, Outcome.CANNOT_BE_COMPARED}
    assert wide.outcome in {wide.by_value, Outcome.CANNOT_BE_COMPARED}


def _propose_with(number, spread, lines):
    value = read_cell(f"{number} ± {spread}").value
    return propose(value, lines, Direction.HIGHER)


@given(
    st.decimals(Decimal("-1e999"), Decimal("1e999")),
    STATEMENTS,
    st.sampled_from(Kind),
)
def test_any_value_has_an_outcome_with_a_reason(number, statement, kind):
    value = TypedValue(Span(0, 1), "1", kind, number, to=Decimal(2))
    assert propose(value, read_lines(statement).lines, None).because
