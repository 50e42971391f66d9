"""Marks in a sentence as one reads it find back to where the words stand in the report."""

from hypothesis import given
from hypothesis import strategies as st
from pages_of_text import DOCUMENTS, a_document

from annotator.domain.text.canonical_text import compose, join_words
from annotator.domain.text.running_text import running_text


def test_a_mark_in_a_word_that_was_broken_at_a_lines_end_covers_both_halves():
    [page] = compose(a_document(["It was an evalua-", "tion of the model."]))
    reading = running_text(page.words)
    start = reading.text.index("evaluation")
    span = reading.span(start, start + len("evaluation"))
    assert page.text[span.start : span.end] == "evalua-\ntion"
    span = reading.span(start + len("evalua"), start + len("evaluation"))
    assert page.text[span.start : span.end] == "tion"


@given(DOCUMENTS, st.data())
def test_every_character_that_is_read_stands_where_it_is_said_to(lines, data):
    pages = compose(a_document(*lines))
    words = [word for page in pages for word in page.words]
    reading = running_text(words)
    assert reading.text == join_words(words)
    if not reading.text:
        return
    at = data.draw(st.integers(0, len(reading.text) - 1))
    whole = "".join(page.text for page in pages)
    said, stands = reading.text[at], whole[reading.place(at)]
    assert said == stands or said == " "
