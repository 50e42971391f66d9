"""The second reader's letters are compared with the first one's, digit for digit."""

import pytest

from annotator.domain.matching.sealing import misread
from annotator.domain.text.canonical_text import Word
from annotator.domain.text.pages import Character

WIDTH = 6.0  # points of each letter


def _words(text):
    words, at = [], 0
    for piece in text.split():
        box = (at * WIDTH, 10.0, (at + len(piece)) * WIDTH, 20.0)
        words.append(Word(piece, box, at, 0))
        at += len(piece) + 1
    return words


def _characters(text, left=0.0):
    return [
        Character(c, (left + at * WIDTH, 10.0, left + (at + 1) * WIDTH, 20.0))
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
    ],
)
def test_another_digit_sign_or_capital_is_a_difference_and_named(said, seen):
    assert "the file reads" in misread(_words(said), _characters(seen))


def test_a_ligature_another_dash_and_another_place_are_no_difference():
    assert misread(_words("the ﬁrst – one"), _characters("the first - one", 40.0)) == ""


def test_nothing_where_a_word_ought_to_be_is_said_so():
    assert "nothing" in misread(_words("12"), [])
