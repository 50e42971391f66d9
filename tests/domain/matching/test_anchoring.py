"""Quotes are found again where they stand, or said not to be there."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pages_of_text import DOCUMENTS, a_document

from annotator.domain.matching.anchoring import Document, TextQuote
from annotator.domain.text.canonical_text import compose
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import PlacementState


def _document(*pages):
    return Document(compose(a_document(*pages)))


def _text(document):
    return "".join(page.text for page in document.pages)


def test_a_quote_is_found_with_straight_quotes_other_dashes_and_no_line_breaks():
    document = _document(["We saw “no signs” of", "it – at all."])
    placed = document.locate(TextQuote('saw "no signs" of it - at all'))
    assert placed.state is PlacementState.EXACT
    assert document.slice(placed.span.start, placed.span.end).startswith("saw “no")


def test_a_quote_broken_across_a_page_is_found():
    document = _document(["It begins on this"], ["page and ends on that."])
    assert document.locate(TextQuote("begins on this page and ends")).span is not None


def test_another_number_is_another_quote():
    document = _document(["The uplift was 1.70× here."])
    assert document.locate(TextQuote("uplift was 170×")).state is PlacementState.GONE
    assert document.locate(TextQuote("uplift was 1.7×")).state is PlacementState.GONE


@pytest.mark.parametrize("quote", ["2.1 % of runs", "2 % of", "1 %"])
def test_a_part_of_a_number_is_not_the_number(quote):
    document = _document(["It happened in 22.1 % of runs."])
    assert document.locate(TextQuote(quote)).state is PlacementState.GONE


def test_a_repeated_sentence_is_told_apart_by_what_stands_around_it():
    document = _document(
        ["First section. It remains below the line."],
        ["Second section. It remains below the line."],
    )
    quote = TextQuote("It remains below the line.", prefix="Second section. ")
    assert document.page_of(document.locate(quote).span).number == 2


def test_a_repeated_sentence_is_told_apart_by_its_page():
    document = _document(["It remains below."], ["It remains below."])
    placed = document.locate(TextQuote("It remains below."), page=2)
    assert placed.state is PlacementState.EXACT
    assert document.page_of(placed.span).number == 2


def test_a_repeated_sentence_of_which_nothing_more_is_known_is_ambiguous():
    document = _document(["It remains below."], ["It remains below."])
    placed = document.locate(TextQuote("It remains below."))
    assert placed.state is PlacementState.AMBIGUOUS


def test_what_is_not_said_is_gone():
    document = _document(["Some words."])
    assert document.locate(TextQuote("other words")).state is PlacementState.GONE


@pytest.mark.parametrize("quote", ["", " ", "-", "\u00ad", "\f"])
def test_a_quote_of_nothing_is_found_nowhere(quote):
    document = _document(["Some - words."])
    assert document.locate(TextQuote(quote)).state is PlacementState.GONE


def test_a_quote_with_an_emoji_keeps_its_place():
    document = _document(["all 🌀🌀 gratitude 🙏 here"])
    placed = document.locate(TextQuote("🌀 gratitude 🙏"))
    assert document.slice(placed.span.start, placed.span.end) == "🌀 gratitude 🙏"


@given(DOCUMENTS, st.data())
@example([["0"]], None)
def test_describing_a_span_and_placing_it_gives_the_span_back(document, data):
    text_of = _document(*document)
    text = _text(text_of)
    words = [word for page in text_of.pages for word in page.words]
    assume(words and data is not None)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    span = Span(words[first].start, words[last].end)
    assume(words[first].flow == words[last].flow)
    quote = text_of.describe(span)
    assume(quote.exact.strip("-‐‑–—−\u00ad "))
    placed = text_of.place(quote)
    if placed.state is PlacementState.EXACT:
        assert _letters(text[placed.span.start : placed.span.end]) == _letters(
            text[span.start : span.end]
        )
    else:
        assert placed.state is PlacementState.AMBIGUOUS


def _letters(text):
    return [character for character in text if character.isalnum()]


@given(DOCUMENTS, st.text(max_size=40), st.text(max_size=9))
def test_placing_never_raises(document, quote, context):
    _document(*document).place(TextQuote(quote, context, context))
