"""Quotes are found again where they stand, or said not to be there."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pages_of_text import DOCUMENTS, a_document

from annotator.domain.matching.anchoring import (
    CONTEXT,
    LONGEST_CONTEXT,
    SUGGESTED,
    Candidate,
    Document,
    Hint,
    TextQuote,
)
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
    quote = TextQuote("It remains below.")
    placed = document.locate(quote, page=2)
    assert (placed.state, placed.score) == (PlacementState.EXACT, 1)
    assert document.page_of(placed.span).number == 2
    assert document.place(quote, Hint(page=2)) == placed


def test_a_repeated_sentence_of_which_nothing_more_is_known_is_ambiguous():
    document = _document(["It remains below."], ["It remains below."])
    placed = document.locate(TextQuote("It remains below."))
    assert (placed.state, placed.score) == (PlacementState.AMBIGUOUS, 0.5)
    places = document.occurrences("It remains below.")
    assert placed.candidates == tuple(Candidate(span, 0.5) for span in places)


def test_what_is_not_said_is_gone():
    document = _document(["Some words."])
    assert document.locate(TextQuote("other words")).state is PlacementState.GONE


@pytest.mark.parametrize(
    "quote",
    ["— Wren is safe.", "- Wren is safe.", "Wren is safe. –", "-- Wren is safe. --"],
)
def test_dashes_at_the_ends_of_a_quote_are_no_part_of_it(quote):
    document = _document(["So: Wren is safe. It is."])
    placed = document.place(TextQuote(quote))
    assert placed.state is PlacementState.EXACT
    assert document.read(placed.span) == "Wren is safe."


def test_a_minus_sign_at_the_beginning_of_a_quote_is_part_of_it():
    document = _document(["It was 5 % at first, then -5 %."])
    placed = document.locate(TextQuote("−5 %"))
    assert document.read(placed.span) == "-5 %"


@pytest.mark.parametrize("quote", ["", " ", "-", "\u00ad", "\f"])
def test_a_quote_of_nothing_is_found_nowhere(quote):
    document = _document(["Some - words."])
    assert document.locate(TextQuote(quote)).state is PlacementState.GONE


def test_a_quote_with_an_emoji_keeps_its_place():
    document = _document(["all 🌀🌀 gratitude 🙏 here"])
    placed = document.locate(TextQuote("🌀 gratitude 🙏"))
    assert document.slice(placed.span.start, placed.span.end) == "🌀 gratitude 🙏"


# Numbers and words that a quote would cut


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("in 3", "It happened in 37.1 % of runs."),
        ("in 37", "It happened in 37.1 % of runs."),
        ("in 37", "It happened in 37,100 runs."),
        ("7.1 % of", "37.1 % of runs went wrong."),
        ("1 % of", "7.1 % of runs went wrong."),
    ],
)
def test_no_number_is_taken_apart(quote, text):
    assert _document([text]).locate(TextQuote(quote)).state is PlacementState.GONE


@pytest.mark.parametrize(
    "quote",
    [
        TextQuote("7.1 % of", prefix="happened in 3"),
        TextQuote("happened in 3", suffix="7.1 % of runs"),
    ],
)
def test_a_quote_that_was_cut_within_a_number_is_found_where_it_was_cut(quote):
    document = _document(["It happened in 37.1 % of runs."])
    assert document.locate(quote).state is PlacementState.EXACT


def test_a_number_before_a_full_stop_is_whole():
    document = _document(["It happened in 37. Then no more."])
    assert document.locate(TextQuote("in 37")).state is PlacementState.EXACT


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        (TextQuote("5 %", prefix="rate of "), "It had a rate of -5 % in May."),
        (TextQuote("5 %", prefix="rate of "), "It had a rate of <5 % in May."),
        (TextQuote("5 %", suffix=" in May"), "<5 % in May."),
        (TextQuote("rate of 5", suffix=" in May"), "A rate of 5% in May."),
        (TextQuote("5 %", prefix="rate of <"), "It had a rate of 5 % in May."),
        (TextQuote("5 %", prefix="<"), "A rate of 5 % in May."),
    ],
)
def test_a_number_with_another_sign_is_another_number(quote, text):
    assert _document([text]).locate(quote).state is PlacementState.GONE


def test_signs_do_not_count_where_nothing_is_known_of_what_stood_around():
    document = _document(["It had a rate of -5 % in May."])
    assert document.locate(TextQuote("5 %")).state is PlacementState.EXACT


@pytest.mark.parametrize("text", ["The brat saw a rat.", "The rate of a rat."])
def test_a_whole_word_wins_over_a_part_of_one(text):
    document = _document([text])
    placed = document.locate(TextQuote("rat"))
    assert placed.state is PlacementState.EXACT
    assert placed.span.start == text.rindex("rat")


# Words that are glued together or broken


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("biological and/or chemical", "biological and/ or chemical"),
        ("with p = 0.03 in all", "with p= 0.03 in all"),
        ("the answers", "theanswers"),
        ("ab cdefgh", "abcdefgh"),
    ],
)
def test_words_are_found_though_spaces_are_missing_or_too_many(quote, text):
    document = _document([f"It says {text}."])
    placed = document.place(TextQuote(quote))
    assert placed.state is PlacementState.EXACT
    assert document.read(placed.span) == text
    assert document.locate(TextQuote(quote)).span == placed.span


@pytest.mark.parametrize(
    ("quote", "text"),
    [("solved 1 2 tasks", "solved 12 tasks"), ("ab cdefg", "abcdefg")],
    ids=["another number", "too short"],
)
def test_words_that_are_glued_to_something_else_are_not_found(quote, text):
    document = _document([f"It {text} here."])
    assert document.locate(TextQuote(quote)).state is PlacementState.GONE


# What is known of a place


def test_a_letter_at_the_very_beginning_tells_two_places_apart():
    document = _document(["A says so; B says so;"])
    placed = document.locate(TextQuote("says so;", prefix="A "))
    assert placed.span == Span(2, 10)


def test_a_repeated_sentence_is_told_apart_by_what_follows_it():
    document = _document(["It is below. First.", "It is below. Second."])
    for suffix, start in [(" First.", 0), (" Second.", len("It is below. First. "))]:
        placed = document.locate(TextQuote("It is below.", suffix=suffix))
        assert placed.span.start == start


def test_a_quote_is_described_by_the_words_around_it():
    document = _document(["So it begins: Wren is safe. So it ends."])
    quote = document.describe(document.locate(TextQuote("Wren is safe.")).span)
    assert quote == TextQuote("Wren is safe.", "so it begins: ", " so it ends.\f")


@pytest.mark.parametrize(
    ("words", "length"), [(2, CONTEXT), (8, 64), (17, 128), (80, LONGEST_CONTEXT)]
)
def test_as_much_is_kept_around_a_quote_as_tells_it_from_its_likes(words, length):
    same, tail = "and on " * words, "and so on " * 60
    document = _document(
        [f"{each} {same} It is below. {tail}" for each in ("First", "Second")]
    )
    for span in document.occurrences("It is below."):
        quote = document.describe(span)
        assert quote.exact == "It is below."
        assert len(quote.prefix) == min(length, span.start)
        assert len(quote.suffix) == length
        if length < LONGEST_CONTEXT:
            assert document.locate(quote).span == span


def test_a_hint_says_where_a_quote_stands_and_which_of_its_likes_it_is():
    document = _document(["It is below. Then more."], ["Again:", "It is below. End."])
    first, second = document.occurrences("It is below.")
    assert document.hint(first, "It is below.") == Hint(1, 0.0, 0, 2)
    position = second.start / document.length
    assert document.hint(second, "It is below.") == Hint(2, position, 1, 2)
    assert document.hint(Span(13, 17), "Nobody said this.").occurrences == 1


def test_the_text_of_a_span_is_as_it_is_stored_over_pages():
    document = _document(["One two", "three"], ["four five"], ["six"])
    text = _text(document)
    for start, end in [(0, 7), (4, 13), (8, 18), (14, 18), (0, len(text))]:
        assert document.slice(start, end) == text[start:end]


# Looking for words


def test_words_are_looked_for_exactly_first_and_no_more_than_a_few():
    document = _document(["It is below. It is below.", "It was below."])
    found = document.search("it is below", 5)
    assert [each.score for each in found] == [1.0, 1.0]
    assert [document.read(each.span) for each in found] == ["It is below"] * 2
    assert len(document.search("it is below", 1)) == 1


def test_words_that_nothing_says_are_looked_for_nearly():
    said = "Wren 1 solved most of the long tasks without help."
    document = _document(["Some words before it.", said])
    asked = said.replace("long", "tough")
    [found] = document.search(asked, 5)
    assert document.read(found.span) == said
    assert SUGGESTED <= found.score < 1
    assert document.alike(asked) == [found]
    assert document.search("Nothing of this kind is said by anybody.", 5) == []


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
