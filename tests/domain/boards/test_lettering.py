"""Words are given enough room, and no more lines than they need."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.boards.lettering import fitted, width, wrapped

ROOMS = st.floats(20, 700)


def test_words_that_have_room_stay_on_one_line():
    assert wrapped("rules out below 0.50", 200, 12) == ("rules out below 0.50",)
    assert wrapped("", 200, 12) == ()


def test_words_without_room_go_on_below():
    lines = wrapped("further than Heron 1.5 on two ranges of three", 160, 12)
    assert len(lines) > 1
    assert " ".join(lines) == "further than Heron 1.5 on two ranges of three"


def test_broad_letters_bold_letters_and_other_scripts_take_more_room():
    assert width("mmmm", 12) > width("nnnn", 12)
    assert width("nnnn", 12, is_bold=True) > width("nnnn", 12)
    assert width("評価評価", 12) == 48


@given(st.text(), ROOMS)
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text, room):
    lines = wrapped(text, room, 12)
    assert all(width(line, 12) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(), ROOMS, st.booleans())
def test_what_is_cut_short_has_room_and_says_that_it_was_cut(text, room, is_bold):
    kept = fitted(text, room, 12, is_bold=is_bold)
    assert width(kept, 12, is_bold=is_bold) <= room
    assert kept == text or kept.endswith("…")
