"""Labels stand beside their lines and clear of one another."""

from itertools import combinations, permutations

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.boards.lanes import Flag, in_lanes

ROOM, GAP = 300.0, 5
FLAGS = st.lists(st.builds(Flag, st.floats(0, ROOM), st.floats(0, ROOM)), max_size=12)


def test_labels_with_room_stand_in_one_lane_right_of_their_lines():
    left, right = in_lanes([Flag(10, 80), Flag(200, 80)], ROOM, GAP)
    assert (left.x, right.x) == (15, 205)
    assert left.lane == right.lane == 0


def test_a_label_that_reaches_the_next_line_stands_above_its_label():
    left, right = in_lanes([Flag(10, 100), Flag(60, 80)], ROOM, GAP)
    assert left.lane == 1
    assert right.lane == 0


def test_a_label_at_the_edge_stands_left_of_its_line_instead_of_leaving_the_drawing():
    [label] = in_lanes([Flag(290, 80)], ROOM, GAP)
    assert label.x + 80 == 285


def test_a_label_with_room_on_neither_side_covers_its_line():
    [label] = in_lanes([Flag(150, 290)], ROOM, GAP)
    assert label.x + 290 == ROOM


def test_no_line_is_drawn_through_a_label_at_the_edge():
    """Two long labels of which the right one has to stand left, over the other's line."""
    low, high = in_lanes([Flag(160, 137), Flag(237, 146)], 302, GAP)
    assert low.x + 137 == 155
    assert (low.lane, high.lane) == (0, 1)


@given(FLAGS)
def test_a_label_stands_above_the_lines_it_covers_where_that_is_possible(flags):
    placed = list(zip(flags, in_lanes(flags, ROOM, GAP), strict=True))

    def covers(one, other):
        (flag, label), (line, _) = one, other
        return label.x < line.at < label.x + flag.width

    for one, other in permutations(placed, 2):
        in_turn = any(covers(other, third) for third in placed if third is not other)
        if covers(one, other) and not in_turn:
            assert one[1].lane > other[1].lane


@given(FLAGS)
def test_no_two_labels_overlap_and_none_leaves_the_drawing(flags):
    placed = list(zip(flags, in_lanes(flags, ROOM, GAP), strict=True))
    for flag, label in placed:
        assert label.x >= 0
        assert label.x + flag.width <= ROOM + 1e-9
    for (one, first), (other, second) in combinations(placed, 2):
        if first.lane == second.lane:
            apart = first.x + one.width <= second.x or second.x + other.width <= first.x
            assert apart
