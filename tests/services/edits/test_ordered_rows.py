"""Rows that people order keep their places, and the history tells only what was moved."""

from dataclasses import dataclass

import pytest

from annotator.domain.errors import ConflictError, InvalidError
from annotator.services.edits import ordered_rows


@dataclass
class Row:
    slug: str
    position: int


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("ordered")) as desk:
        yield desk


ROWS = [Row("a", 0), Row("b", 4), Row("c", 7)]


@pytest.mark.parametrize(
    ("after", "place"), [("", 0), ("a", 1), ("c", 3), (None, 3), ("gone", 3)]
)
def test_a_row_is_put_after_another_one_or_last(after, place):
    assert ordered_rows.place_after(ROWS, after) == place


@pytest.mark.parametrize(("before", "place"), [("a", 0), ("c", 2), ("", 3)])
def test_a_row_is_put_before_another_one_or_last(before, place):
    assert ordered_rows.place_before(ROWS, before) == place


def test_a_row_that_went_meanwhile_is_told():
    with pytest.raises(ConflictError, match="order was changed in the meantime"):
        ordered_rows.place_before(ROWS, "gone")


def test_rows_share_the_positions_that_they_have(context):
    assert ordered_rows.next_position(ROWS) == 8
    assert ordered_rows.next_position([]) == 0
    rows = [Row("c", 7), Row("a", 0), Row("b", 4)]
    ordered_rows.put_in_order(context, rows)
    assert [row.position for row in rows] == [0, 4, 7]


def test_names_are_told_apart_whatever_their_case_and_spaces():
    assert ordered_rows.checked_name("  One  test ", {"another"}) == "One test"
    for wrong, said in (
        (" ", "is required"),
        ("x" * 81, "longer than 80"),
        ("ONE test", "already exists"),
    ):
        with pytest.raises(InvalidError, match=said):
            ordered_rows.checked_name(wrong, {"one test"})


def test_a_text_may_be_as_long_as_it_is_said_to_be():
    ordered_rows.check_length("note", "x" * 1_000, 1_000)
    with pytest.raises(InvalidError, match="longer than 1,000") as refused:
        ordered_rows.check_length("note", "x" * 1_001, 1_000)
    assert refused.value.field == "note"
