"""What stands around a quote is shown, and what may turn its meaning is warned of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_of_text import DOCUMENTS, SIZE, a_document, a_line

from annotator.domain.text.canonical_text import compose
from annotator.domain.text.context_guard import guard
from annotator.domain.text.spans import Span

SAFE = "The model is safe in every test that we ran."


def _around(lines, quote):
    pages = compose(a_document(lines))
    text = "".join(page.text for page in pages)
    start = text.index(quote)
    return guard(pages, Span(start, start + len(quote)))


def test_the_sentences_before_and_after_a_quote_are_shown():
    found = _around(["It was made in May.", SAFE, "It was paid for."], SAFE)
    assert found.before.text == "It was made in May."
    assert found.after.text == "It was paid for."
    assert not found.warns


def test_a_quote_that_starts_or_ends_inside_a_sentence_is_said_to():
    found = _around([SAFE], "safe in every test")
    assert (found.starts_inside, found.ends_inside) == (True, True)
    assert (found.opening.text, found.closing.text) == ("The model is", "that we ran.")
    assert not _around([SAFE], SAFE[:-1]).ends_inside, "only the stop is left out"


def test_a_not_in_the_left_out_half_of_a_sentence_is_named():
    found = _around(["We do not claim that the model is safe."], "the model is safe.")
    assert found.left_out == ["not"]
    assert found.opening.parts == [
        ("We do ", False),
        ("not", True),
        (" claim that", False),
    ]


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ("However, it was asked twice.", ["however"]),
        ("We note, though, that it was asked twice.", ["though"]),
        ("This holds unless it is asked twice.", ["unless"]),
        ("It was not asked twice, but once.", []),
        ("Onlookers were asked.", []),
    ],
)
def test_a_neighbour_is_named_only_if_it_turns_against_the_quote(after, words):
    assert _around([SAFE, after], SAFE).after.words == words


def test_a_heading_before_a_quote_is_no_half_of_its_sentence():
    lines = [
        "Results",
        "The model is safe in every test that we ran, and in",
        "all others.",
    ]
    found = _around(lines, " ".join(lines[1:]).replace("in all", "in\nall"))
    assert not found.starts_inside


@pytest.mark.parametrize("label", ["Figure 4.1.A", "Table 2.", "7.2", "3)"])
def test_a_label_before_a_quote_is_no_half_of_its_sentence(label):
    assert not _around([f"{label} {SAFE}"], SAFE).starts_inside


def test_a_sentence_that_goes_on_from_a_full_line_starts_inside():
    lines = ["We cannot say in this report that", "Claude is safe in all of our tests."]
    assert _around(lines, lines[1]).starts_inside


def test_the_sentence_overleaf_is_a_neighbour():
    pages = compose(a_document([SAFE], ["However, only once."]))
    assert guard(pages, Span(0, len(SAFE))).after.words == ["however"]


# Footnotes


def _with_note(*lines, note="1 Two tests were left out."):
    small = a_line(note, y=700, size=SIZE * 0.7)
    return a_document([*lines, small])


def _note_of(pages, quote):
    text = "".join(page.text for page in pages)
    start = text.index(quote)
    return [
        (note.label, note.text)
        for note in guard(pages, Span(start, start + len(quote))).notes
    ]


def test_the_note_of_a_mark_in_a_quote_or_right_behind_it_is_shown():
    pages = compose(_with_note("The model^1 is safe.", "It is fast."))
    assert _note_of(pages, "The model1 is safe.") == [("1", "Two tests were left out.")]
    assert _note_of(pages, "The model") == [("1", "Two tests were left out.")]
    assert _note_of(pages, "is safe.") == []
    assert _note_of(pages, "It is fast.") == []


def test_a_mark_behind_the_stop_that_is_left_out_counts():
    pages = compose(_with_note("The model is safe.^1 It is fast."))
    assert _note_of(pages, "The model is safe") == [("1", "Two tests were left out.")]


@given(DOCUMENTS, st.integers(0, 200), st.integers(0, 200))
def test_any_span_of_any_text_has_surroundings_that_are_read(document, start, length):
    pages = compose(a_document(*document))
    found = guard(pages, Span(start, start + length))
    asides = [found.before, found.opening, found.closing, found.after]
    for aside in asides:
        assert "".join(text for text, _ in aside.parts) == aside.text
        assert len(aside.words) <= len(aside.turns)
