"""Pages are read as people read them."""

from pages_of_text import a_column, a_document, a_line, a_page

from annotator.domain.text.layout.lines import Flow
from annotator.domain.text.layout.reading_order import read_pages

FILLER = "these words fill the whole width of the column nicely"


def _read(pages):
    return [
        [" ".join(word.text for word in line.raw.words) for line in lines]
        for lines in read_pages(pages)
    ]


def _flow(pages, flow):
    return [
        " ".join(word.text for word in line.raw.words)
        for lines in read_pages(pages)
        for line in lines
        if line.flow is flow
    ]


def test_two_columns_are_read_one_after_the_other_however_they_are_stored():
    left = a_column([f"left {n} {FILLER}"[:44] for n in range(6)], x=72)
    right = a_column([f"right {n} {FILLER}"[:44] for n in range(6)], x=330, block=1)
    zipped = [line for pair in zip(left, right, strict=True) for line in pair]
    [lines] = _read([a_page(*zipped)])
    assert [line.split()[0] for line in lines] == ["left"] * 6 + ["right"] * 6


def test_a_heading_across_both_columns_parts_what_is_above_from_what_is_below():
    first = a_column([f"a{n} {FILLER}"[:44] for n in range(4)], x=72, top=100)
    second = a_column([f"b{n} {FILLER}"[:44] for n in range(4)], x=330, top=100)
    heading = a_line(
        "A heading that runs over the two columns of this page " * 2, y=170
    )
    third = a_column([f"c{n} {FILLER}"[:44] for n in range(4)], x=72, top=200)
    fourth = a_column([f"d{n} {FILLER}"[:44] for n in range(4)], x=330, top=200)
    [lines] = _read([a_page(*third, *fourth, heading, *second, *first)])
    assert [line[0] for line in lines] == list("aaaabbbbAccccdddd")


def test_a_table_is_read_row_by_row():
    cells = [
        a_line(text, x=x, y=y, block=block)
        for block, (x, column) in enumerate(
            [(72, ["Model", "Heron", "Wren"]), (260, ["Score", "1.70×", "0.5"])]
        )
        for y, text in zip((100, 130, 160), column, strict=True)
    ]
    [lines] = _read([a_page(*cells)])
    assert lines == ["Model", "Score", "Heron", "1.70×", "Wren", "0.5"]


def test_the_lines_of_one_cell_stay_together():
    cells = [
        a_line("first cell", x=72, y=100, block=0),
        a_line("goes on", x=72, y=112, block=0),
        a_line("second cell", x=300, y=100, block=1),
        a_line("goes on too", x=300, y=112, block=1),
    ]
    [lines] = _read([a_page(*cells)])
    assert lines == ["first cell", "goes on", "second cell", "goes on too"]


def test_a_chapter_s_name_beside_the_running_head_is_known_as_such():
    chapters = ["Chemistry", "Cyber", "Security", "Release"]
    pages = [
        a_page(
            a_line(chapters[n - 1], x=400, y=30),
            a_line("The Card of a Model", y=31),
            f"Words of page {'abcd'[n - 1]}.",
            number=n,
        )
        for n in range(1, 5)
    ]
    assert _flow(pages, Flow.BODY) == [f"Words of page {x}." for x in "abcd"]


def test_words_beside_a_page_number_are_still_words():
    pages = [
        a_page(
            f"Words of page {'abcd'[n - 1]}.",
            a_line(f"The foot of page {'abcd'[n - 1]} is full.", y=760),
            a_line(str(n), x=500, y=760),
            number=n,
        )
        for n in range(1, 5)
    ]
    assert len(_flow(pages, Flow.BODY)) == 8


def test_running_heads_and_page_numbers_are_known_as_such():
    pages = [
        a_page(
            a_line(f"Northfield Chapter {n}", y=30),
            f"Words of page {'abcd'[n - 1]}.",
            a_line(str(n), x=300, y=760),
            number=n,
        )
        for n in range(1, 5)
    ]
    assert _flow(pages, Flow.BODY) == [f"Words of page {x}." for x in "abcd"]


def test_a_heading_that_recurs_at_the_top_now_and_then_is_no_running_head():
    pages = a_document(*[["Some words."] for _ in range(12)])
    for number in (2, 7, 12):
        pages[number - 1] = a_page(
            a_line("Details", y=40), "Some words.", number=number
        )
    assert _flow(pages, Flow.BODY).count("Details") == 3


def test_a_number_at_the_foot_of_a_table_is_no_page_number():
    pages = a_document(["Some words.", a_line("42", y=760)], ["More words."])
    assert "42" in _flow(pages, Flow.BODY)


def test_footnotes_are_told_apart_from_the_running_text():
    page = a_page(
        "A claim.^1 And more of the running text here.",
        "So much of it that it is plainly what the page is about.",
        a_line("^1 A footnote in small type", y=700, size=8),
        a_line("that takes two lines.", y=712, size=8),
    )
    assert _flow([page], Flow.NOTE) == [
        "1 A footnote in small type",
        "that takes two lines.",
    ]


def test_a_page_without_words_is_read_as_nothing():
    assert _read([a_page(), a_page("Words.", number=2)]) == [[], ["Words."]]


def test_a_number_after_the_last_line_of_each_page_is_the_pages():
    pages = [
        ["Some running text of", f"the page {n * 7}.", str(n)] for n in range(1, 9)
    ]
    document = a_document(*pages)
    assert _flow(document, Flow.FURNITURE) == [str(n) for n in range(1, 9)]


def test_a_number_that_ends_a_page_by_chance_stays_in_the_text():
    pages = [["Some running text.", str(n * n)] for n in range(1, 9)]
    assert "49" in _flow(a_document(*pages), Flow.BODY)


def test_words_beyond_the_edge_of_the_page_are_read_like_others():
    pages = a_document(["Within."], [a_line("Far below the page.", y=990)])
    assert [len(lines) for lines in read_pages(pages)] == [1, 1]
