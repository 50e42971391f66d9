"""A raised figure is a mark where a note answers it, and else part of its word."""

from dataclasses import replace

import pytest
from pages_of_text import SIZE, a_column, a_line, a_page

from annotator.domain.text.canonical_text import compose, reading_text
from annotator.domain.text.layout.lines import Flow
from annotator.domain.text.pages import RawWord

FILLER = "So much is said here that it is plainly what the page is about."


def _page(*lines, notes=()):
    foot = [a_line(note, y=700 + 12 * at, size=8) for at, note in enumerate(notes)]
    return a_page(*lines, FILLER, FILLER, *foot)


def _flow(pages, flow):
    words = [word for page in compose(pages) for word in page.words]
    return [word.text for word in words if word.flow is flow]


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("It solved 41^1 of 50 tasks.", "1"),
        ("Nobody else did.^1 We asked.", "1"),
        ("Some did^1 and some did not.", "1"),
    ],
)
def test_a_figure_that_a_note_answers_is_a_mark(line, mark):
    page = _page(line, notes=["^1 Counted by hand."])
    assert _flow([page], Flow.MARK) == [mark]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("It used 10^25 FLOP in all.", "10²⁵"),
        ("The fit has R^2 of a half.", "R²"),
        ("An area of 12 m^2 was used.", "m²"),
        ("It is the 4^th of its kind.", "4th"),
        ("It grows as e^r(x,y) does.", "e^r(x,y)"),
    ],
)
def test_a_figure_that_nothing_answers_is_part_of_its_word(line, word):
    pages = [_page(line)]
    assert word in _flow(pages, Flow.BODY)
    assert _flow(pages, Flow.MARK) == []


def test_of_equal_figures_the_one_that_is_most_like_a_mark_is_the_mark():
    page = _page(
        "The fit has R^2 of a half on 12 m^2 and in 2024^2 too.",
        notes=["^2 Until June."],
    )
    assert _flow([page], Flow.MARK) == ["2"]
    assert {"R²", "m²", "2024"} <= set(_flow([page], Flow.BODY))


def test_a_list_of_references_answers_figures_behind_words_and_not_behind_numbers():
    body = a_page("It was said before^2 and at 10^2 tasks.", *[FILLER] * 6)
    entries = [f"{n}. An author, a title, a year." for n in range(1, 5)]
    listed = a_page("References", *entries, number=2)
    assert _flow([body, listed], Flow.MARK) == ["2"]
    assert "10²" in _flow([body, listed], Flow.BODY)


def test_a_footnote_under_one_column_is_a_footnote():
    left = a_column(["a line of the left column here"] * 10, x=72)
    right = a_column(["a line of the right column too"] * 14, x=330)
    note = a_line("^1 A note of the left column.", x=72, y=250, size=7)
    page = a_page(*left, note, *right)
    assert " ".join(_flow([page], Flow.NOTE)) == "1 A note of the left column."


def test_small_type_above_running_text_is_no_footnote():
    table = [a_line(f"{n} a row of a table", y=100 + 12 * n, size=7) for n in range(4)]
    page = a_page(*table, *(a_line(FILLER, y=200 + 14 * n) for n in range(5)))
    assert _flow([page], Flow.NOTE) == []


def test_rows_of_a_small_table_at_the_foot_are_no_footnotes():
    table = [
        a_line(f"{n} a row of a table", y=600 + 12 * n, size=7) for n in range(1, 5)
    ]
    assert _flow([a_page(*[FILLER] * 5, *table)], Flow.NOTE) == []


def test_no_space_is_left_where_a_mark_was():
    line = a_line("In 2024^1 it fell")
    year, mark, it, fell = line.words[1:]
    _, _, end, _ = mark.box
    comma = RawWord(",", (end, 100, end + 3, 110), SIZE)
    glued = replace(line, words=(line.words[0], year, mark, comma, it, fell))
    pages = compose([_page(glued, notes=["^1 Until June."])])
    assert reading_text(pages, 0, 18) == "In 2024, it fell"
