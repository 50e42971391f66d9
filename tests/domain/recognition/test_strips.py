"""The lines of a quote, as they are cut to be looked at."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_of_text import DOCUMENTS, WIDTH, a_document, a_line

from annotator.domain.recognition.pictures import Picture
from annotator.domain.recognition.strips import around, strips_of
from annotator.domain.text.canonical_text import compose, whole_words
from annotator.domain.text.pages import RawLine, RawPage, RawWord


def _strips(*lines, quote=""):
    pages = compose(a_document(lines))
    text = "".join(page.text for page in pages)
    start = text.index(quote or text.split()[0])
    return strips_of(pages, start, start + len(quote or text))


def _words(strip):
    return [word.text for word in strip.words]


def _wanted(strip):
    return [strip.words[at].text for at in sorted(strip.wanted)]


def test_each_line_of_a_quote_is_a_strip_with_the_whole_line():
    first, last = _strips(
        "We saw it in three", "of four runs here.", quote="three\nof four"
    )
    assert _words(first) == ["We", "saw", "it", "in", "three"]
    assert _wanted(first) == ["three"]
    assert _words(last) == ["of", "four", "runs", "here."]
    assert _wanted(last) == ["of", "four"]


def test_a_strip_has_a_margin_and_is_fine_enough_to_be_read():
    [strip] = _strips("We saw it")
    assert strip.clip == (68.0, 97.5, pytest.approx(119), 112.5)
    assert strip.scale == pytest.approx(48 / 15)


def test_small_type_is_drawn_larger():
    [small] = _strips(a_line("We saw it", size=5))
    assert small.scale == pytest.approx(48 / 7.5)


def test_cells_that_stand_apart_are_looked_at_apart():
    row = a_line("Uplift", x=72), a_line("2.53", x=300)
    line = RawLine((*row[0].words, *row[1].words), 0)
    [strip] = _strips(line, quote="2.53")
    assert _words(strip) == ["2.53"]


def test_a_line_wider_than_can_be_read_at_once_is_cut():
    pages = compose([RawPage(1, "1", 1500, 800, 0, (a_line("word " * 60),))])
    strips = strips_of(pages, 0, len(pages[0].text))
    assert len(strips) > 1
    assert sum(len(strip.words) for strip in strips) == 60
    assert all(strip.clip[2] - strip.clip[0] < 600 for strip in strips)


@given(DOCUMENTS)
def test_every_word_of_a_quote_is_looked_at_once(document):
    pages = compose(a_document(*document))
    text = "".join(page.text for page in pages)
    quoted = [word.start for word in whole_words(pages, 0, len(text))]
    seen = [
        strip.words[at].start
        for strip in strips_of(pages, 0, len(text))
        for at in strip.wanted
    ]
    assert sorted(seen) == sorted(quoted)


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_word_of_a_turned_line_is_found_in_its_upright_picture(turn):
    boxes = {
        0: [(100, 100, 120, 110), (130, 100, 140, 110)],
        1: [(100, 100, 110, 120), (100, 130, 110, 140)],
        2: [(130, 100, 150, 110), (110, 100, 120, 110)],
        3: [(100, 130, 110, 150), (100, 110, 110, 120)],
    }[turn]
    words = tuple(
        RawWord(text, box, 10.0)
        for text, box in zip(["long", "ab"], boxes, strict=True)
    )
    pages = compose([RawPage(1, "1", WIDTH, 800, 0, (RawLine(words, 0, turn),))])
    [strip] = strips_of(pages, 0, len(pages[0].text))
    assert _words(strip) == ["long", "ab"]
    places = [strip.place(word.box) for word in strip.words]
    lefts = [round(place[0] / strip.scale, 3) for place in places]
    widths = [round((place[2] - place[0]) / strip.scale, 3) for place in places]
    assert lefts[1] - lefts[0] == 30
    assert widths == [20, 10]


def test_each_letter_has_its_place_in_the_picture():
    [strip] = _strips("10")
    strip = replace(strip, words=(replace(strip.words[0], steps=(50,)),))
    one, nought = strip.letters(0)
    assert one[2] == nought[0] == pytest.approx(strip.scale * (5 + 4))
    assert nought[2] == pytest.approx(strip.scale * (10 + 4))


@given(st.integers(0, 4))
def test_closer_looks_show_the_word_that_is_in_doubt(index):
    [strip] = _strips("We saw it in 63")
    picture = Picture(600, 48, bytes(600 * 48))
    for closer, part in around(strip, picture, index):
        [wanted] = closer.wanted
        assert closer.words[wanted] == strip.words[index]
        left, _, right, _ = closer.place(strip.words[index].box)
        assert -1 <= left < right <= part.width + 1
