"""A row puts lines and results on one axis, and leaves in words what is no number."""

from collections import defaultdict

from board_views import ANY_TEST, TWO_LINES, a_hole, a_line, a_result, a_test
from claim_views import a_quote
from hypothesis import given

from annotator.domain.boards.rows import Sign, row_of
from annotator.domain.views.contents import ResultView, ThresholdView
from annotator.domain.vocabulary import Direction, Outcome, ResultState, ThresholdKind

SIGNS: dict[str, Sign] = defaultdict(lambda: Sign("circle", "solid"))


def _row(*results, lines=TWO_LINES, **more):
    return row_of(a_test(*results, lines=lines, **more), SIGNS)


def test_what_lies_between_the_lines_and_over_the_last_one_is_a_zone():
    row = _row(a_result(outcome=Outcome.BETWEEN))
    zones = [(zone.name, zone.start, zone.end) for zone in row.zones]
    assert zones == [("between", 0.5, 0.8), ("over", 0.8, 1)]
    assert row.results[0].at == 0.635
    assert row.results[0].outcome == "between the lines"


def test_where_less_is_more_dangerous_the_zones_are_on_the_other_side():
    lines = (a_line(low="20", comparison=">"), a_line(ThresholdKind.RULE_IN, "<", "10"))
    row = _row(a_result(number="15"), lines=lines, direction=Direction.LOWER)
    assert [(zone.name, zone.start, zone.end) for zone in row.zones] == [
        ("between", 10, 20),
        ("over", 0, 10),
    ]


def test_the_kind_of_a_line_in_words_is_said_once():
    said = [
        ThresholdView(ThresholdKind.RULE_OUT, "rule-out <0.50"),
        ThresholdView(ThresholdKind.RULE_OUT, "below the experts"),
        ThresholdView(ThresholdKind.NONE_STATED, ""),
    ]
    assert _row(a_result(), lines=said).other_lines == (
        *("rule-out <0.50", "rule-out: below the experts", "no line stated"),
    )


def test_without_a_rule_in_line_the_zone_begins_at_the_rule_out_line():
    [zone] = _row(a_result(), lines=[a_line()]).zones
    assert (zone.name, zone.start) == ("over", 0.5)


def test_a_share_and_per_cent_are_on_one_axis():
    row = _row(
        a_result(number="17", of="34", value="17/34"),
        a_result(number="60", unit="%", value="60 %"),
        lines=[a_line(low="40", unit="%")],
    )
    assert row.unit == "%"
    assert [result.at for result in row.results] == [50, 60]
    assert row.results[0].value == "17/34"


def test_what_is_in_another_unit_keeps_its_words_with_the_reason():
    [result] = _row(a_result(number="3", unit="hours", value="three hours")).results
    assert result.at is None
    assert result.words == "three hours (in hours; the axis is without a unit)"


def test_an_interval_a_range_and_a_bound_are_drawn_around_the_dot():
    first, second, third, fourth = _row(
        a_result(low="0.6", high="0.7"),
        a_result(number="0.4", to="0.6"),
        a_result(number="0.7", comparison="≥"),
        a_result(number="0.3", comparison="<"),
    ).results
    assert (first.low, first.high) == (0.6, 0.7)
    assert (second.low, second.high) == (0.4, 0.6)
    assert (third.low, third.high) == (0.7, 1)
    assert (fourth.low, fourth.high) == (0, 0.3)


def test_words_holes_and_results_that_were_set_aside_are_kept_apart():
    words = ResultView("Long tasks", "Heron 2", ResultState.QUALITATIVE, "with hints")
    row = _row(words, a_hole(), a_result(discount="saturated"))
    assert [result.words for result in row.results] == ["with hints", "", ""]
    assert [result.hole for result in row.results] == ["", "withheld", ""]
    assert [result.is_set_aside for result in row.results] == [False, False, True]


def test_the_line_that_the_lab_invoked_is_known_with_its_page():
    invoked = ThresholdView(
        ThresholdKind.RULE_IN,
        "",
        a_quote(page_label="12"),
        TWO_LINES[1].typed,
    )
    row = _row(a_result(invoked=1), lines=(TWO_LINES[0], invoked))
    assert [line.is_invoked for line in row.lines] == [False, True]
    assert row.lines[1].page == "12"


def test_lines_without_a_number_or_in_another_unit_are_told_in_words():
    lines = [
        a_line(),
        ThresholdView(ThresholdKind.ALERT, "Set out in Annex C."),
        a_line(ThresholdKind.TARGET, "", "3", unit="hours"),
    ]
    row = _row(a_result(), lines=lines)
    assert [line.words for line in row.lines] == ["rules out below 0.50"]
    assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in row.other_lines] == [
        "alert: Set out in Annex C.",
        "target 3 hours (in hours; the axis is without a unit)",
    ]


def test_which_of_several_results_of_a_model_it_is_stands_with_its_name():
    first, second = _row(
        a_result(metric="one try"), a_result(metric="best of sixteen")
    ).results
    assert first.which == ""
    assert second.which == "best of sixteen"


def test_an_evaluation_without_any_number_has_no_axis():
    row = _row(a_hole(), lines=[])
    assert row.axis is None
    assert row.zones == ()


@given(ANY_TEST)
def test_whatever_a_file_says_every_dot_is_on_the_axis(test):
    row = row_of(test, SIGNS)
    for result in row.results:
        assert result.at is None or row.axis.low <= result.at <= row.axis.high
        assert (result.low is None) == (result.high is None)
        if result.low is not None:
            assert row.axis.low <= result.low <= result.high <= row.axis.high
