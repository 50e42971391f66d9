"""A page is read aloud as headings, paragraphs, lists, tables and notes."""

import pytest
from hypothesis import given
from pages_of_text import DOCUMENTS, a_column, a_document, a_line

from annotator.domain.text.blocks import BlockKind, page_blocks
from annotator.domain.text.canonical_text import compose, join_words
from annotator.domain.text.layout.lines import Flow

HEADING, PARAGRAPH, ITEM, ROW = (
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.ROW,
)
FULL = "A line of this report that fills the whole width of its column here"


def _blocks(*lines, outline=()):
    [page] = compose(a_document(lines))
    return [
        (block.kind, join_words(block.words)) for block in page_blocks(page, outline)
    ]


def test_a_numbered_line_by_itself_is_a_heading_of_its_level():
    [page] = compose(a_document([FULL, "4.1.2 Sandbagging and awareness", FULL]))
    heading = page_blocks(page)[1]
    assert (heading.kind, heading.level) == (HEADING, 3)
    assert join_words(heading.words) == "4.1.2 Sandbagging and awareness"


@pytest.mark.parametrize("printed", ["Deception", "3 Deception", "3. Deception"])
def test_a_line_that_the_outline_names_is_a_heading(printed):
    outline = [(2, "Deception", 1), (1, "Elsewhere", 7)]
    found = _blocks(a_line(printed), a_line(FULL, y=140), outline=outline)
    assert found == [(HEADING, printed), (PARAGRAPH, FULL)]


def test_a_sentence_that_begins_with_a_number_is_no_heading():
    assert _blocks("2.5 times as many were found.") == [
        (PARAGRAPH, "2.5 times as many were found.")
    ]


def test_a_short_line_that_ends_a_sentence_ends_its_paragraph():
    assert _blocks(FULL, "and ends.", FULL, FULL) == [
        (PARAGRAPH, f"{FULL} and ends."),
        (PARAGRAPH, f"{FULL} {FULL}"),
    ]


def test_each_item_of_a_list_is_one():
    assert _blocks(f"{FULL}:", "• It is safe.", "• It is", "not safe.") == [
        (PARAGRAPH, f"{FULL}:"),
        (ITEM, "• It is safe."),
        (ITEM, "• It is not safe."),
    ]


@pytest.mark.parametrize("beside", [True, False], ids=["one line", "cell after cell"])
def test_a_table_is_rows_of_cells(beside):
    rows = [("illicit", "0.85", "0.95"), ("hate", "0.80", "0.92")]
    lines = [
        a_line(cell, x=72 + 150 * column, y=100 + 14 * row)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ]
    if beside:
        lines = [
            type(first)((*first.words, *second.words, *third.words), 0)
            for first, second, third in (lines[:3], lines[3:])
        ]
    [page] = compose(a_document(lines))
    blocks = page_blocks(page)
    assert [block.kind for block in blocks] == [ROW, ROW]
    assert [[join_words(cell) for cell in block.cells] for block in blocks] == [
        list(row) for row in rows
    ]


def test_columns_are_read_one_after_the_other():
    left, right = ["One begins here", "and goes on"], ["Two begins here", "and goes on"]
    found = _blocks(
        *a_column([*left, "to end here."], x=72, block=1),
        *a_column([*right, "to end there."], x=330, block=2),
    )
    assert [words for _, words in found] == [
        "One begins here and goes on to end here.",
        "Two begins here and goes on to end there.",
    ]


@given(DOCUMENTS)
def test_each_word_that_is_shown_is_in_one_block_in_order(lines):
    for page in compose(a_document(*lines)):
        shown = [word for word in page.words if word.flow is not Flow.HIDDEN]
        blocks = page_blocks(page)
        assert [word for block in blocks for word in block.words] == shown
        for block in blocks:
            cells = [word for cell in block.cells for word in cell]
            assert cells == list(block.words)
