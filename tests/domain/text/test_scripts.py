"""Raised and lowered figures are read as they are shown."""

import pytest

from annotator.domain.text.pages import RawWord
from annotator.domain.text.scripts import joined


def _words(*parts):
    """Words that touch one another, of (text, shift)."""
    words, x = [], 0.0
    for text, shift in parts:
        end = x + 5 * len(text)
        words.append(RawWord(text, (x, 0, end, 10), 10, shift))
        x = end
    return words


def _read(*parts, apart=()):
    return [word.text for word in joined(_words(*parts), apart)]


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        ([("10", 0), ("25", 1)], "10²⁵"),
        ([("10", 0), ("−4", 1)], "10⁻⁴"),
        ([("CO", 0), ("2", -1)], "CO₂"),
        ([("x", 0), ("2", 1), ("+1", 0)], "x²+1"),
        ([("e", 0), ("r(x)", 1)], "e^r(x)"),
        ([("x", 0), ("i", -1)], "xi"),
        ([("1", 0), ("st", 1)], "1st"),
        ([("Claude", 0), ("TM", 1)], "ClaudeTM"),
    ],
)
def test_a_script_reads_as_part_of_its_word(parts, word):
    assert _read(*parts) == [word]


@pytest.mark.parametrize(
    ("upper", "lower", "sign"), [("1", "2", "½"), ("1", "10", "⅒"), ("3", "16", "³⁄₁₆")]
)
def test_a_figure_over_a_figure_is_a_fraction(upper, lower, sign):
    over = RawWord(upper, (0, 0, 5, 6), 7, 1)
    under = RawWord(lower, (-1, 7, 6, 13), 7, -1)
    assert [word.text for word in joined([over, under], ())] == [sign]


def test_a_mark_stays_a_word_of_its_own():
    assert _read(("41", 0), ("1", 1), (",", 0), apart={1}) == ["41", "1", ","]


def test_words_of_one_height_that_touch_are_two_words():
    assert _read(("and", 0), ("or", 0)) == ["and", "or"]


def test_the_box_of_a_word_holds_its_script():
    [word] = joined(_words(("10", 0), ("25", 1)), ())
    assert word.box == (0, 0, 20, 10)


def test_letters_of_a_word_with_a_script_know_where_they_begin():
    base = RawWord("10", (0, 0, 11, 10), 10, steps=(60,))
    power = RawWord("25", (11, 0, 17, 6), 6, 1, steps=(30,))
    [word] = joined([base, power], ())
    assert word.steps == (60, 50, 30)


def test_a_sign_of_our_own_making_takes_no_room():
    base = RawWord("e", (0, 0, 5, 10), 10)
    power = RawWord("xy", (5, 0, 11, 6), 6, 1, steps=(30,))
    [word] = joined([base, power], ())
    assert (word.text, word.steps) == ("e^xy", (50, 0, 30))
