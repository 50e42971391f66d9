"""Whether a lab's lines are what they were."""

from dataclasses import replace

from board_views import TWO_LINES, a_line, a_test
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.checks.lines import (
    ReportedLine,
    changed_since_published,
    line_words,
    moved_between_reports,
)
from annotator.domain.vocabulary import ThresholdKind

NONE_STATED = replace(
    a_line(), kind=ThresholdKind.NONE_STATED, statement="", typed=None
)
IN_WORDS = replace(a_line(), statement="well below experts", typed=None)
RULE_IN = TWO_LINES[1]


def _in(line, year, *, number=1, stands=True):
    title = f"Card of {year}"
    return ReportedLine(line, title, (str(year), year), stands, number)


def test_a_line_that_moves_from_one_report_to_the_next_has_changed():
    rows = [_in(a_line(), 2029, stands=False), _in(a_line(low="0.60"), 2030, number=2)]
    moved = moved_between_reports(rows)
    assert moved.said == (
        "“rules out below 0.60” in “Card of 2030”, "
        "“rules out below 0.50” in “Card of 2029”"
    )


def test_both_lines_may_stand():
    rows = [_in(a_line(), 2029), _in(a_line(low="0.60"), 2030, number=2)]
    assert moved_between_reports(rows) is not None


def test_a_line_that_the_next_report_repeats_in_other_words_has_not_changed():
    again = replace(a_line(), statement="less than half")
    assert moved_between_reports([_in(a_line(), 2029), _in(again, 2030)]) is None


def test_a_report_need_not_repeat_lines_of_other_kinds():
    rows = [_in(a_line(), 2029), _in(RULE_IN, 2030, number=2)]
    assert moved_between_reports(rows) is None


def test_to_state_no_line_any_more_is_a_change_and_so_is_to_state_one():
    gone = [_in(a_line(), 2029, stands=False), _in(NONE_STATED, 2030, number=2)]
    assert moved_between_reports(gone).said.startswith("no line in")
    new = [_in(NONE_STATED, 2029, stands=False), _in(a_line(), 2030, number=2)]
    assert moved_between_reports(new).said.endswith("no line in “Card of 2029”")


def test_a_mistake_that_was_corrected_within_a_report_is_no_change():
    rows = [
        _in(a_line(), 2030, number=1),
        _in(a_line(low="0.05"), 2030, number=1, stands=False),
    ]
    assert moved_between_reports(rows) is None


def test_of_a_line_that_was_corrected_and_then_moved_the_correction_counts():
    rows = [
        _in(a_line(), 2030, number=1),
        _in(a_line(), 2029, number=1, stands=False),
        _in(a_line(low="0.05"), 2029, number=1, stands=False),
    ]
    assert moved_between_reports(rows) is None


def test_only_the_last_report_before_counts():
    rows = [
        _in(a_line(low="0.70"), 2028, number=1, stands=False),
        _in(a_line(), 2029, number=2, stands=False),
        _in(a_line(), 2030, number=3),
    ]
    assert moved_between_reports(rows) is None


def test_lines_that_are_all_withdrawn_say_nothing():
    rows = [_in(a_line(), 2029, stands=False)]
    assert moved_between_reports(rows) is None
    assert moved_between_reports([]) is None


def test_readers_who_never_saw_an_evaluation_see_no_changed_line():
    assert changed_since_published(a_test(lines=TWO_LINES), None) == ""


def test_a_new_line_and_one_that_is_gone_are_told():
    one, two = a_test(lines=[a_line()]), a_test(lines=TWO_LINES)
    assert changed_since_published(two, one) == "“rules in at 0.80 or more” is new"
    assert changed_since_published(one, two) == "“rules in at 0.80 or more” is gone"
    both = changed_since_published(a_test(lines=TWO_LINES), a_test())
    assert both.endswith(" are new")


def test_a_line_that_got_its_number_typed_is_the_same_line():
    untyped = replace(a_line(), typed=None)
    assert (
        changed_since_published(a_test(lines=[a_line()]), a_test(lines=[untyped])) == ""
    )


def test_a_line_in_words_has_changed_with_its_words():
    spaced = replace(IN_WORDS, statement="well  below experts")
    assert (
        changed_since_published(a_test(lines=[IN_WORDS]), a_test(lines=[spaced])) == ""
    )
    other = replace(IN_WORDS, statement="on a par with experts")
    said = changed_since_published(a_test(lines=[other]), a_test(lines=[IN_WORDS]))
    assert said == (
        "rule-out “on a par with experts” instead of rule-out “well below experts”"
    )


def test_many_lines_are_counted_after_three():
    lines = [a_line(low=f"0.{number}") for number in range(1, 6)]
    said = changed_since_published(a_test(lines=lines), a_test())
    assert said.endswith("“rules out below 0.3” and 2 more are new")


def test_no_line_is_called_that():
    assert line_words(NONE_STATED) == "no line"


_LINES = st.lists(
    st.sampled_from([a_line(), a_line(low="0.60"), RULE_IN, IN_WORDS, NONE_STATED]),
    max_size=4,
)


@given(_LINES, _LINES)
def test_lines_have_changed_for_readers_exactly_if_they_have_the_other_way_round(
    one, two
):
    forth = changed_since_published(a_test(lines=one), a_test(lines=two))
    back = changed_since_published(a_test(lines=two), a_test(lines=one))
    assert bool(forth) is bool(back)
    assert changed_since_published(a_test(lines=one), a_test(lines=one[::-1])) == ""
