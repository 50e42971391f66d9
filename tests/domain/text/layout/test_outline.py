"""A file without an outline has one made of its headings."""

from pages_of_text import a_document, a_line

from annotator.domain.text.layout.outline import printed_outline
from annotator.domain.text.layout.reading_order import read_pages

TEXT = "The model was tested with all of the tools that people use for such work."


def _outline(*pages):
    found = printed_outline(read_pages(a_document(*pages)))
    return [(entry.level, entry.title, entry.page) for entry in found]


def _page(*headings, size=14):
    """A page with text below each heading."""
    lines = []
    for number, heading in enumerate(headings):
        top = 100 + 150 * number
        lines.append(a_line(heading, y=top, size=size))
        lines += [a_line(TEXT, y=top + 30 + 14 * line) for line in range(5)]
    return lines


def test_numbered_headings_have_the_level_of_their_number():
    assert _outline(_page("1 Results", "1.1 Cyber"), _page("2 Safeguards")) == [
        (1, "1 Results", 1),
        (2, "1.1 Cyber", 1),
        (1, "2 Safeguards", 2),
    ]


def test_other_headings_have_the_level_of_their_size():
    pages = [_page("A Card", size=20), _page("Results", "Safeguards")]
    assert _outline(*pages) == [
        (1, "A Card", 1),
        (2, "Results", 2),
        (2, "Safeguards", 2),
    ]


def test_entries_of_a_table_of_contents_are_no_headings():
    contents = [
        a_line(f"{n} Chapter . . . . . . {n}", y=100 + 40 * n, size=14)
        for n in range(1, 6)
    ]
    assert _outline(contents, _page("1 Results")) == []


def test_a_sentence_in_large_type_is_no_heading():
    pages = [_page("It was not exceeded.") for _ in range(4)]
    assert _outline(*pages) == []


def test_one_heading_is_no_outline():
    assert _outline(_page("1 Results")) == []
