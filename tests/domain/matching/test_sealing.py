"""The second reader's letters are compared with the first one's, digit for digit."""

from dataclasses import replace

import pytest

from annotator.domain.matching.sealing import misread, plain
from annotator.domain.text.canonical_text import Word
from annotator.domain.text.pages import Character

WIDTH = 6.0  # points of each letter
TOP, BOTTOM = 10.0, 20.0  # points of each word


def _words(text):
    words, at = [], 0
    for piece in text.split():
        box = (at * WIDTH, TOP, (at + len(piece)) * WIDTH, BOTTOM)
        words.append(Word(piece, box, at, 0))
        at += len(piece) + 1
    return words


def _characters(text, right=0.0, down=0.0):
    return [
        Character(
            c,
            (right + at * WIDTH, TOP + down, right + (at + 1) * WIDTH, BOTTOM + down),
        )
        for at, c in enumerate(text)
    ]


def test_the_same_letters_are_no_difference():
    assert misread(_words("solved 12 of 40"), _characters("solved 12 of 40")) == ""


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("solved 12 of 40", "solved 21 of 40"),
        ("a rate of -5", "a rate of +5"),
        ("Wren is safe", "wren is safe"),
        ("10² tasks", "102 tasks"),
        ("½ of it", "12 of it"),
        ("8-10 people", "810 people"),
    ],
)
def test_another_digit_sign_or_capital_is_a_difference(said, seen):
    assert misread(_words(said), _characters(seen))


def test_the_word_that_is_not_the_same_is_named_with_what_stands_there():
    told = misread(_words("solved 12 of 40"), _characters("solved 21 of 40"))
    assert told == "Where the quote says “12”, the file reads “21”."


def test_nothing_where_a_word_ought_to_be_is_said_so():
    told = misread(_words("12"), [])
    assert told == "Where the quote says “12”, the file reads “nothing”."


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("ﬁrst", "first"),
        ("one–two", "one—two"),
        ("8\u00ad10", "8-10"),
        ("co-operate", "cooperate"),
        ("cafe\u0301", "café"),
        ("zero\u200bwidth", "zerowidth"),
        ("the lab’s", "the lab's"),
    ],
)
def test_what_readers_see_differently_is_no_difference(said, seen):
    assert plain(said) == plain(seen)


@pytest.mark.parametrize("right", [0.0, 40.0])
def test_words_that_follow_one_another_are_found_where_boxes_disagree(right):
    seen = _characters("the first - one", right)
    assert misread(_words("the ﬁrst – one"), seen) == ""


# Each word in its own box


def _told(right=0.0, down=0.0):
    """What is told of words that the second reader reads in another order."""
    seen = _characters("12 of 40", right, down)
    return misread(_words("12 of 40"), [*seen[-2:], *seen[:-2]])


def test_words_in_their_own_boxes_are_the_same_though_they_are_read_in_another_order():
    assert _told() == ""


@pytest.mark.parametrize(
    ("right", "down"),
    [(3.5, 0.0), (-3.5, 0.0), (0.0, 5.5), (0.0, -5.5), (3.5, 5.5)],
)
def test_two_readers_may_put_a_letter_a_little_elsewhere(right, down):
    assert _told(right, down) == ""


@pytest.mark.parametrize(
    ("right", "down"),
    [(3.7, 0.0), (-3.7, 0.0), (0.0, 5.7), (0.0, -5.7), (900.0, 0.0), (0.0, 900.0)],
)
def test_letters_that_stand_elsewhere_are_not_those_of_a_word(right, down):
    assert _told(right, down).startswith("Where the quote says “12”, the file reads ")


# Raised and lowered figures


def _with_script(text, level, shift):
    """Characters of ``text``, small and raised (1) or lowered (-1) from ``level`` on."""
    top, bottom = (TOP - 2, TOP + 4.5) if shift > 0 else (BOTTOM - 4.5, BOTTOM + 2)
    return [
        Character(
            c,
            (at * WIDTH, top, (at + 1) * WIDTH, bottom)
            if at >= level
            else (at * WIDTH, TOP, (at + 1) * WIDTH, BOTTOM),
        )
        for at, c in enumerate(text)
    ]


@pytest.mark.parametrize(
    ("said", "text", "level", "shift"),
    [("10²⁵", "1025", 2, 1), ("CO₂", "CO2", 2, -1), ("10⁻⁴", "10-4", 2, 1)],
)
def test_figures_that_both_readers_see_raised_or_lowered_agree(
    said, text, level, shift
):
    characters = _with_script(text, level, shift)
    [word] = _words(text)
    assert misread([replace(word, text=said)], characters) == ""


def test_an_exponent_that_was_read_as_plain_figures_is_a_difference():
    assert "10²⁵" in misread(_words("1025"), _with_script("1025", 2, 1))


def test_plain_figures_that_were_read_as_an_exponent_are_a_difference():
    [word] = _words("1025")
    assert misread([replace(word, text="10²⁵")], _characters("1025")) != ""
