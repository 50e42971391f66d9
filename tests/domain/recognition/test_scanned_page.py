"""The lines of a scan, made from the words that were recognised in its picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_of_text import a_page

from annotator.domain.recognition.pictures import Picture, RecognisedWord
from annotator.domain.recognition.scanned_page import (
    is_blank,
    read_by_machine,
    scale_of,
)
from annotator.domain.text.canonical_text import compose
from annotator.domain.text.pages import RawPage

BARE = RawPage(1, "1", 600, 800, 0, (), has_picture=True)
SCALE = 2.0


def _line(text, *, x=100.0, y=100.0, height=30.0, score=1.0):
    words = []
    for word in text.split():
        right = x + 12 * len(word)
        words.append(RecognisedWord(word, score, (x, y, right, y + height)))
        x = right + 10
    return words


def _read(*lines) -> RawPage:
    return read_by_machine(BARE, lines, scale=SCALE, reader="A reader 1")


def test_words_stand_where_they_were_seen_in_points():
    page = _read(_line("We saw it", x=100, y=100))
    [line] = page.lines
    assert [word.text for word in line.words] == ["We", "saw", "it"]
    assert line.words[0].box == (50, 50, 62, 65)


def test_a_page_says_who_read_it_and_how_sure_it_is():
    page = _read(_line("We saw it", score=0.9), _line("in May", y=140, score=0.5))
    assert page.read_by == "A reader 1"
    assert page.confidence == pytest.approx((3 * 0.9 + 2 * 0.5) / 5, abs=0.001)


def test_a_sentence_goes_on_in_the_next_line_and_a_paragraph_does_not():
    page = _read(
        _line("We saw it in"), _line("many runs.", y=132), _line("Then not.", y=220)
    )
    [text] = compose([page])
    assert text.text == "We saw it in\nmany runs.\n\nThen not.\f"


def test_lines_of_nearly_one_height_are_in_one_type():
    page = _read(_line("We saw it", height=30), _line("in May", y=132, height=33))
    assert {word.size for line in page.lines for word in line.words} == {12.0}


def test_a_heading_keeps_its_size():
    page = _read(
        _line("Safety", height=60), _line("We saw it", y=180), _line("in May", y=212)
    )
    assert page.lines[0].words[0].size == 24.0


def test_where_nothing_is_read_the_page_is_known_as_a_picture_of_nothing():
    assert _read().read_by == "A reader 1"
    assert _read().lines == ()
    drawing = RawPage(1, "1", 600, 800, 0, ())
    assert read_by_machine(drawing, [], scale=1, reader="A reader").read_by == ""


@given(st.lists(st.text(max_size=5), max_size=5), st.floats(1, 3))
def test_whatever_is_recognised_makes_lines_of_words_without_spaces(texts, scale):
    words = [RecognisedWord(text, 1.0, (0, 0, 10, 10)) for text in texts]
    page = read_by_machine(BARE, [words], scale=scale, reader="A reader")
    for line in page.lines:
        assert line.words
        assert all(word.text and not word.text.isspace() for word in line.words)
    compose([page])


def test_a_large_page_is_drawn_no_finer_than_can_be_read():
    assert scale_of(RawPage(1, "1", 2000, 300, 0, ())) == 1.5
    assert scale_of(a_page("x")) == 3


def test_a_page_of_one_colour_is_blank():
    assert is_blank(Picture(2, 2, bytes([255] * 4)))
    assert not is_blank(Picture(2, 2, bytes([255, 255, 0, 255])))
