"""A board as a table says what the drawing says, and nothing is rounded."""

from board_views import ANY_TEST, TWO_LINES, a_hole, a_result, a_test
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.boards.records import columns, records_of
from annotator.domain.vocabulary import Outcome


def test_a_result_stands_beside_its_lines_and_the_one_that_the_lab_used():
    result = a_result(
        number="0.6350", low="0.6", high="0.7", outcome=Outcome.BETWEEN, invoked=1
    )
    [record] = records_of([a_test(result, lines=TWO_LINES)])
    assert record["number"] == "0.6350"
    assert (record["low"], record["high"]) == ("0.6", "0.7")
    assert record["lines"] == "rules out below 0.50; rules in at 0.80 or more"
    assert record["line_used"] == "rules in at 0.80 or more"
    assert record["outcome"] == "between the lines"


def test_a_hole_is_a_record_without_a_number():
    [record] = records_of([a_test(a_hole())])
    assert (record["state"], record["number"], record["printed"]) == (
        "withheld",
        "",
        "",
    )


def test_what_the_lab_set_aside_says_so_with_the_reason():
    kept, aside = records_of([a_test(a_result(), a_result(discount="saturated"))])
    assert (kept["is_set_aside"], kept["reason"]) == (False, "")
    assert (aside["is_set_aside"], aside["reason"]) == (True, "saturated")


def test_a_large_number_is_written_out():
    [record] = records_of([a_test(a_result(number="1E+3"))])
    assert record["number"] == "1000"


@given(st.lists(ANY_TEST, max_size=3))
def test_there_is_a_record_for_each_result_with_every_column(tests):
    records = records_of(tests)
    assert len(records) == sum(len(test.results) for test in tests)
    assert all(list(record) == columns() for record in records)
