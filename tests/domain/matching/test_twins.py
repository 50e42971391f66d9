"""A sentence of another file is told to say the same as a passage, or nearly."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pages_of_text import a_document, a_line, a_page

from annotator.domain.matching.anchoring import Candidate, Document, TextQuote
from annotator.domain.matching.twins import (
    ALIKE,
    extent,
    is_long_enough,
    summary,
    twin_span,
)
from annotator.domain.text.canonical_text import compose
from annotator.domain.text.spans import Span

SAID = "We found no sign of sandbagging in the long runs."
BEFORE = "At first we read what others had found."
AFTER = "Then we went on to the next task."
WHOLE = (True, True)


def _document(*pages):
    return Document(compose(a_document(*pages)))


def _span(document, words):
    return document.locate(TextQuote(words)).span


def _twin(document, quote, words, edges=WHOLE, *, score=ALIKE):
    """What is read at the twin of a quote, looked for at other words."""
    span = twin_span(document, quote, Candidate(_span(document, words), score), edges)
    return document.read(span) if span else None


# What a few words say of it


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (SAID, "the same sentence"),
        ("we found no sign of sandbagging – in the long runs", "the same sentence"),
        ("We found no sign of sandbagging.", "lost its last clause"),
        ("We found no sign of sandbagging in the long.", "lost its last words"),
        ("Sign of sandbagging in the long runs.", "lost its first clause"),
        ("Found no sign of sandbagging in the long runs.", "lost its first words"),
        ("We found no sandbagging in the long runs.", "lost words"),
        ("We found sign of sandbagging in the runs.", "lost words"),
        (f"{SAID[:-1]} of May.", "gained words at its end"),
        ("We found no sign of sandbagging in the very long runs.", "gained words"),
        ("We saw no sign of sandbagging in the long runs.", "reworded"),
        ("We found no sign of sandbagging in the 12 runs.", "reworded"),
    ],
)
def test_what_became_of_a_sentence_is_said_in_a_few_words(said, told):
    assert summary(SAID, said) == told


def test_another_number_is_named_before_other_words():
    assert summary("It solved 12 of 40.", "It did 21 of 40.") == "a number changed"
    assert summary("It solved 12.", "It solved 12 %.") == "gained words at its end"


@pytest.mark.parametrize(
    ("quote", "is_long"),
    [
        (SAID, True),
        ("12 of the 40 tasks", True),
        ("of the 40 tasks", False),
        ("", False),
    ],
)
def test_a_few_words_stand_in_many_a_file_by_chance(quote, is_long):
    assert is_long_enough(quote) == is_long


# Which words of the other file are the twin


def test_a_sentence_that_says_the_same_is_a_twin_whole():
    document = _document([BEFORE, SAID, AFTER])
    assert _twin(document, SAID, SAID) == SAID


def test_a_twin_of_a_whole_sentence_is_a_whole_sentence():
    gained = "In spring we found no sign of sandbagging in the long runs of it."
    document = _document([BEFORE, gained, AFTER])
    found = "we found no sign of sandbagging in the long runs"
    assert _twin(document, SAID, found) == gained
    assert _twin(document, SAID, found, (True, False)) == gained.removesuffix(" of it.")
    assert _twin(document, SAID, found, (False, True)) == gained[len("In spring ") :]
    assert _twin(document, SAID, found, (False, False)) == found


def test_a_twin_has_the_signs_at_both_ends_of_its_sentence():
    document = _document([BEFORE, f"“{SAID}", AFTER])
    assert _twin(document, SAID, SAID[:-1]) == f"“{SAID}"


def test_a_twin_does_not_grow_by_more_than_itself():
    much = "of which there were some in each of the forty months that we looked at"
    document = _document([BEFORE, f"{SAID[:-1]} {much}.", AFTER])
    assert _twin(document, SAID, SAID[:-1]) == SAID[:-1]


def test_another_row_of_a_table_is_no_twin():
    row, other = "Heron 12 of 40 in 3 days", "Heron 21 of 30 in 5 days"
    document = _document([BEFORE, other, AFTER])
    assert _twin(document, row, other, (False, False)) is None
    assert _twin(document, other, other, (False, False)) == other


def test_a_sentence_that_lost_a_long_clause_is_a_twin_though_it_is_not_much_alike():
    long = f"{SAID[:-1]}, which we had thought before, and which others found as well."
    document = _document([BEFORE, SAID, AFTER])
    assert _twin(document, long, SAID, score=0.5) == SAID
    assert _twin(document, long, SAID[:20], score=0.5) == SAID


def test_a_sentence_that_is_not_much_alike_and_says_something_else_is_no_twin():
    document = _document(
        [BEFORE, "We found other signs of it in the long runs.", AFTER]
    )
    assert _twin(document, SAID, "We found other signs", score=ALIKE - 0.01) is None


def test_what_is_left_of_a_sentence_must_be_long_enough_to_be_a_twin():
    document = _document([BEFORE, "We found no sign.", AFTER])
    assert _twin(document, SAID, "We found no sign.", score=0.5) is None


# Whether a passage is a whole sentence


@pytest.mark.parametrize(
    ("words", "edges"),
    [
        (SAID, (True, True)),
        (SAID[:-1], (True, True)),
        ("We found no sign", (True, False)),
        ("in the long runs.", (False, True)),
        ("no sign of", (False, False)),
        (f"{SAID} Then we", (True, False)),
    ],
)
def test_a_passage_begins_and_ends_where_a_sentence_does(words, edges):
    document = _document([BEFORE, SAID, AFTER])
    assert extent(document, _span(document, words)) == edges


def test_a_sentence_over_a_page_break_is_one():
    document = _document([BEFORE, SAID[:20]], [SAID[20:], AFTER])
    assert extent(document, _span(document, SAID)) == (True, True)
    assert _twin(document, SAID, "no sign of sandbagging") == SAID


def test_the_sentence_of_a_footnote_is_looked_for_among_footnotes():
    page = a_page(
        "A claim.^1 And more of the running text here.",
        "So much of it that it is plainly what the page is about.",
        a_line(f"^1 {SAID}", y=700, size=8),
    )
    document = Document(compose([page]))
    span = _span(document, "no sign of sandbagging in the long runs.")
    assert extent(document, span) == (False, True)


def test_where_there_are_no_words_there_is_no_sentence():
    document = _document([SAID])
    beyond = Span(document.length, document.length + 1)
    assert extent(document, beyond) == (False, False)
    assert twin_span(document, SAID, Candidate(beyond, 1.0), WHOLE) == beyond


WORDS = st.lists(st.sampled_from(["we", "found", "no", "12", "40", "%", "sign", "."]))


@given(WORDS.map(" ".join), WORDS.map(" ".join))
@example("found . we we", ". found we we")
def test_any_two_wordings_have_a_summary_and_the_same_words_are_the_same(one, other):
    assert summary(one, one) == "the same sentence"
    assert summary(one, other)
    if summary(one, other) == "the same sentence":
        assert summary(other, one) == "the same sentence"
