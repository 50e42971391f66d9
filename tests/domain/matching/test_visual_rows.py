"""What is printed across a page is never taken for an edited quote."""

from pages_of_text import a_column, a_document, a_line, a_page

from annotator.domain.matching.anchoring import Document, TextQuote
from annotator.domain.matching.visual_rows import VisualRows
from annotator.domain.text.canonical_text import compose
from annotator.domain.vocabulary import PlacementState

LEFT = ["the rate of success in the suite", "of long tasks was higher than in"]
RIGHT = ["was 40 percent in the first round", "the second one, which had no tools"]


def is_printed(quote, pages):
    return VisualRows().say(quote, pages)


def _torn():
    """A page whose columns are read one after the other, though rows go across."""
    return compose([a_page(*a_column(LEFT, x=60), *a_column(RIGHT, x=320))])


def test_a_row_that_runs_across_the_columns_is_printed():
    assert is_printed(f"{LEFT[0]} {RIGHT[0]}", _torn())


def test_words_of_two_rows_are_not():
    assert not is_printed(f"{LEFT[0]} {RIGHT[1]}", _torn())


def test_digits_are_not_left_out():
    pages = compose([a_page(a_line("it scored 1.70 in"), a_line("all", x=300))])
    assert is_printed("it scored 1.70 in all", pages)
    assert not is_printed("it scored 170 in all", pages)


def test_a_short_quote_proves_nothing():
    assert not is_printed("in all", compose([a_page("in all")]))


def test_a_quote_that_the_reading_order_tears_is_not_called_edited():
    document = Document(_torn())
    placed = document.place(TextQuote(f"{LEFT[0]} {RIGHT[0]}"))
    assert placed.state is not PlacementState.EDITED


def test_a_quote_that_was_edited_is_still_called_so():
    pages = compose(
        a_document(["The suite of long tasks was solved in half of the runs."])
    )
    quote = "The suite of long tasks was solved in most of the runs."
    assert Document(pages).place(TextQuote(quote)).state is PlacementState.EDITED
