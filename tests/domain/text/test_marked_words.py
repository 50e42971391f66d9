"""The words under a mark are those that a person would say it is on."""

from itertools import chain

import pytest

from annotator.domain.text.canonical_text import PageText, Word
from annotator.domain.text.layout.lines import Flow
from annotator.domain.text.marked_words import LEAST_SIDE, marked_area, marked_spans
from annotator.domain.text.pages import NoteKind, PdfNote

WIDE, HIGH, LEADING = 40.0, 12.0, 16.0


def page(*lines: str, flow: Flow = Flow.BODY) -> PageText:
    """A page of words that are all 40 points wide, from the corner at (100, 100)."""
    words, start = [], 0
    for number, line in enumerate(lines):
        for at, text in enumerate(line.split()):
            x, y = 100 + 45 * at, 100 + LEADING * number
            box = (x, y, x + WIDE, y + HIGH)
            words.append(Word(text, box, start, number, flow))
            start += len(text) + 1
    return PageText(1, "1", 600.0, 800.0, 0, tuple(words))


PAGE = page("a b c d e f", "g h i j k l", "m n o p q r")


def box_of(first: str, last: str = "") -> tuple[float, float, float, float]:
    [one] = [word.box for word in PAGE.words if word.text == first]
    [other] = [word.box for word in PAGE.words if word.text == (last or first)]
    return one[0] - 1, one[1] - 1, other[2] + 1, other[3] + 1


def said(*boxes, kind=NoteKind.HIGHLIGHT, on=PAGE) -> list[str]:
    spans = marked_spans(on, PdfNote(1, kind, boxes))
    return [on.text[span.start : span.end].replace("\n", " ") for span in spans]


def test_a_highlight_over_two_lines_is_one_stretch_of_words():
    assert said(box_of("e", "f"), box_of("g", "h")) == ["e f g h"]


def test_boxes_in_any_order_are_read_in_the_order_of_the_page():
    assert said(box_of("g", "h"), box_of("e", "f")) == ["e f g h"]


def test_a_highlight_of_two_places_is_two_stretches():
    assert said(box_of("a", "b"), box_of("k", "l")) == ["a b", "k l"]


def test_a_highlight_that_leaves_out_a_word_goes_on_after_it():
    assert said(box_of("a", "b"), box_of("d", "e")) == ["a b c d e"]


def test_a_highlight_of_a_part_of_a_word_is_on_the_word():
    x0, y0, _, y1 = box_of("c")
    assert said((x0 + 2, y0, x0 + 10, y1)) == ["c"]


def test_a_comma_that_a_highlight_leaves_out_is_no_part_of_it():
    signed = page("(one two, three")
    x0, y0, _, y1 = signed.words[0].box
    last = signed.words[1].box
    narrow = (x0 + 11, y0, last[2] - 11, y1)
    assert said(narrow, on=signed) == ["one two"]
    assert said((x0, y0, last[2], y1), on=signed) == ["(one two,"]


def test_a_sticky_note_is_on_the_word_beneath_its_middle_or_on_none():
    assert said(box_of("i"), kind=NoteKind.STICKY) == ["i"]
    assert said((500, 700, 520, 720), kind=NoteKind.STICKY) == []


def test_a_frame_around_lines_of_text_is_on_them():
    assert said(box_of("a", "r"), kind=NoteKind.FRAME) == [
        " ".join(chain.from_iterable(["abcdef", "ghijkl", "mnopqr"]))
    ]


def test_a_frame_around_a_figure_with_a_few_words_in_it_is_on_none():
    assert said((90, 90, 590, 700), kind=NoteKind.FRAME) == []


def test_a_mark_on_hidden_words_is_on_none():
    hidden = page("a b c", flow=Flow.HIDDEN)
    assert said((90, 90, 300, 120), on=hidden) == []


def test_a_mark_on_an_empty_page_is_on_none():
    empty = PageText(1, "1", 600.0, 800.0, 0, ())
    assert said((90, 90, 300, 120), on=empty) == []


@pytest.mark.parametrize(
    "box",
    [
        (100.0, 100.0, 300.0, 100.5),
        (0.0, 0.0, 0.0, 0.0),
        (-500.0, -90.0, -400.0, -80.0),
        (590.0, 790.0, 900.0, 1200.0),
        (5.0, 799.0, 5.0, 799.0),
    ],
)
def test_an_area_lies_on_the_page_and_can_be_seen(box):
    area = marked_area(PAGE, PdfNote(1, NoteKind.DRAWING, (box,)))
    assert 0 <= area[0] < area[2] <= PAGE.width
    assert 0 <= area[1] < area[3] <= PAGE.height
    assert area[2] - area[0] >= LEAST_SIDE - 1e-9 or area[2] == PAGE.width
    assert area[3] - area[1] >= LEAST_SIDE - 1e-9


def test_a_large_area_stays_as_it_was_drawn():
    frame = (100.0, 200.0, 300.0, 420.0)
    assert marked_area(PAGE, PdfNote(1, NoteKind.FRAME, (frame,))) == frame
