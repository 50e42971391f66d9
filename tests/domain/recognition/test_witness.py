"""What decides the meaning is compared with what is read in a picture; the rest is not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_of_text import a_document

from annotator.domain.recognition.pictures import Picture, Recognised
from annotator.domain.recognition.strips import strips_of
from annotator.domain.recognition.witness import differences, is_legible
from annotator.domain.text.canonical_text import compose

BLANK = Picture(4, 4, bytes([255]) * 16)


def _strip(line):
    pages = compose(a_document([line]))
    [strip] = strips_of(pages, 0, len(pages[0].text))
    return strip


def _seen(line, read, *, score=1.0, picture=BLANK, strip=None):
    """Return (what the text says, what is seen instead) for each word that differs."""
    found = differences(
        strip or _strip(line), picture, Recognised(read, (score,) * len(read))
    )
    return [(difference.word, difference.seen) for difference in found]


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("We saw it in 63 runs.", "We saw it in 63 runs."),
        ("We saw it in 63 runs.", "Wesawitin63runs"),  # spaces and full stops
        ("about 1,000 runs", "about 1000 runs"),  # a comma does not decide
        ("a rate of 3.5 %", "a rate of 3,5 %"),  # nor which of the two it is
        ("p < 10^25 here", "p < 1025 here"),  # the picture is measured for this
        ("CO^2 and R2", "CO2 and R²"),
        ("in the range −2 – 5", "in the range -2-5"),
        ("a model-written eval", "a modelwritten eval"),
        ("the ﬁrst “quote”", 'the first "quote"'),
        ("Sonnet l0 and O5", "Sonnet 10 and 05"),  # letters that look like digits
        ("the behaviour of it", "the behavior of it"),
        ("naïve Köln", "naive Koln"),
    ],
)
def test_what_does_not_decide_is_no_difference(line, read):
    assert _seen(line, read) == []


@pytest.mark.parametrize(
    ("line", "read", "word", "seen"),
    [
        ("We saw it in 68 runs.", "We saw it in 63 runs.", "68", "63"),
        ("a rate of 3.5 here", "a rate of 35 here", "3.5", "35"),
        ("a rate of 35 here", "a rate of 3.5 here", "35", "3.5"),
        ("we saw −2 there", "we saw 2 there", "−2", "2"),
        ("we saw 2 there", "we saw -2 there", "2", "-2"),
        ("it was 63 of them", "it was 63% of them", "63", "63%"),
        ("it was 63% of them", "it was 63 of them", "63%", "63"),
        ("below <0.5 here", "below >0.5 here", "<0.5", ">05"),
        ("costs $20 there", "costs €20 there", "$20", "€20"),
        ("It is not safe.", "It is safe.", "not", ""),
        ("It is safe.", "It is not safe.", "is", "isnot"),
        ("It is unsafe here.", "It is safe here.", "unsafe", "safe"),
        ("We measured weapons here.", "We here.", "measured", ""),
        ("We measured uplift here.", "We ignored it uplift here.", "measured", "ignored"),
        ("We saw 3 runs here.", "", "We", ""),
    ],
)  # fmt: skip
def test_what_decides_is_found_and_named(line, read, word, seen):
    found = _seen(line, read)
    assert word in dict(found)
    assert dict(found)[word].replace(".", "") == seen.replace(".", "")


def test_only_words_of_the_quote_count():
    strip = _strip("We saw it in 68 runs.")
    strip = replace(strip, wanted=frozenset({0, 1}))
    assert _seen("", "We saw it in 63 runs.", strip=strip) == []


def test_a_letter_that_the_recogniser_is_unsure_of_does_not_count():
    assert _seen("We saw it in 68 runs.", "We saw it in 63 runs.", score=0.3) == []


digits = st.text("0123456789", min_size=1, max_size=6)
words = st.text("abcdefgh", min_size=1, max_size=8)


@given(st.lists(words | digits, min_size=1, max_size=8))
def test_a_line_that_is_read_as_it_stands_never_differs(line):
    assert _seen(" ".join(line), "".join(line)) == []


@given(st.lists(words, min_size=1, max_size=6), digits, st.integers(0, 5), st.data())
def test_any_other_digit_is_found(line, number, at, data):
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(
        st.sampled_from("0123456789").filter(lambda d: d != number[place])
    )
    wrong = number[:place] + other + number[place + 1 :]
    before, after = line[:at], line[at:]
    found = _seen(
        " ".join([*before, wrong, *after]), " ".join([*before, number, *after])
    )
    assert [word for word, _ in found] == [wrong]


@pytest.mark.parametrize(
    ("text", "legible"),
    [("safe", True), ("χ²", True), ("安全", True), ("безопасно", False), ("سلامة", False),
     ("∑x=2", False), ("→", True)],
)  # fmt: skip
def test_a_script_or_formula_that_cannot_be_read_is_known_as_such(text, legible):
    assert is_legible(_strip(text), 0) is legible


# Raised figures, measured in the picture


def _drawn(*, raised: bool):
    """The text “M10” and its picture: its last figure stands high, or on the line."""
    strip = _strip("M10")
    strip = replace(strip, words=(replace(strip.words[0], steps=(50, 50)),))
    grey = np.full((48, 80), 255, np.uint8)
    scale, top, base = strip.scale, 12, 36
    for at in range(3):
        left = round((4 + 5 * at + 1) * scale)
        high = raised and at == 2
        rows = slice(top - 4, top + 10) if high else slice(top, base)
        grey[rows, left : left + 9] = 0
    return strip, Picture(80, 48, grey.tobytes())


def test_a_figure_that_stands_high_in_the_picture_is_raised():
    strip, picture = _drawn(raised=True)
    assert _seen("", "M10", strip=strip, picture=picture) == [("M10", "M1⁰")]
    strip = replace(strip, words=(replace(strip.words[0], text="M1⁰"),))
    assert _seen("", "M10", strip=strip, picture=picture) == []


def test_a_figure_on_the_line_is_not_raised():
    strip, picture = _drawn(raised=False)
    assert _seen("", "M10", strip=strip, picture=picture) == []
    strip = replace(strip, words=(replace(strip.words[0], text="M1⁰"),))
    assert _seen("", "M10", strip=strip, picture=picture) == [("M1⁰", "M10")]
