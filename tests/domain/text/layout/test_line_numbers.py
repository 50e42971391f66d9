"""The numbers of lines in the margin of a manuscript are no part of what it says."""

import pytest
from pages_of_text import a_line, a_page

from annotator.domain.text.canonical_text import compose, reading_text
from annotator.domain.text.layout.line_numbers import line_numbers
from annotator.domain.text.layout.lines import Flow
from annotator.domain.text.pages import RawLine

SAID = [
    "we tested the model on a range",
    "of cyber tasks and found that it",
    "could not complete any of them",
    "without the help of an expert who",
    "had seen the answer before, and",
    "so we think that the risk stays",
    "below the threshold for now.",
]


def _numbered(first=1, step=1, x=40, size=8):
    """The lines with a number beside each, apart from them in the file."""
    return [
        line
        for at, said in enumerate(SAID)
        for line in (
            a_line(str(first + step * at), x=x, y=100 + 14 * at, size=size),
            a_line(said, y=100 + 14 * at),
        )
    ]


def _together(line: RawLine, number: RawLine) -> RawLine:
    return RawLine(number.words + line.words, line.block)


def _running(pages):
    return reading_text(pages, 0, pages[-1].start + len(pages[-1].text), Flow.BODY)


@pytest.mark.parametrize("x", [40, 520])
@pytest.mark.parametrize(("first", "step"), [(1, 1), (184, 1), (5, 5)])
def test_numbers_in_either_margin_stand_in_no_sentence(x, first, step):
    pages = compose([a_page(*_numbered(first, step, x))])
    assert _running(pages) == " ".join(SAID)


def test_numbers_that_the_file_sets_on_the_lines_are_parted_from_them():
    lines = [
        _together(
            a_line(said, y=100 + 14 * at), a_line(str(at + 1), x=60, y=100 + 14 * at)
        )
        for at, said in enumerate(SAID)
    ]
    assert _running(compose([a_page(*lines)])) == " ".join(SAID)


def test_the_numbers_are_kept_as_furniture():
    [page] = compose([a_page(*_numbered())])
    apart = [word.text for word in page.words if word.flow is Flow.FURNITURE]
    assert apart == [str(number) for number in range(1, len(SAID) + 1)]


def test_numbers_that_do_not_count_up_are_text():
    years = [2019, 2023, 2020, 2025, 2018, 2024, 2021]
    lines = [
        line
        for at, (said, year) in enumerate(zip(SAID, years, strict=True))
        for line in (
            a_line(str(year), x=40, y=100 + 14 * at),
            a_line(said, y=100 + 14 * at),
        )
    ]
    assert line_numbers([a_page(*lines)]) == {}


def test_the_first_column_of_one_table_of_a_report_is_text():
    plain = [a_page(*SAID, number=number) for number in range(1, 5)]
    assert line_numbers([*plain, a_page(*_numbered(), number=5)]) == {}


def test_numbers_with_text_on_their_outer_side_are_text():
    beyond = [a_line("left of them", x=10, y=100 + 14 * at, size=4) for at in range(7)]
    assert line_numbers([a_page(*_numbered(x=60), *beyond)]) == {}
