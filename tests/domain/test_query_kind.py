"""What is typed is taken for a quote, or for words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.query_kind import quote_in, words_in, words_to_search

LONG = "the model is not able to do this alone"


@pytest.mark.parametrize(
    ("typed", "quote"),
    [
        (LONG, LONG),
        ("the model\nis not able  to do this", "the model is not able to do this"),
        ("uplift trial", ""),
        ('"uplift trial"', "uplift trial"),
        ("“uplift trial”", "uplift trial"),
        ('"uplift trial" lab:northfield', ""),
        ("lab:northfield uplift trial of five people", ""),
        ("cyber OR bio and all of the rest", ""),
        ("autonom* and all that is built of it", ""),
        ("unprecedentedly counterintuitive", "unprecedentedly counterintuitive"),
        (
            "a note: it was seen in May 2025 by us",
            "a note: it was seen in May 2025 by us",
        ),
    ],
)
def test_a_long_string_or_one_phrase_is_a_quote(typed, quote):
    assert quote_in(typed) == quote


def test_no_sign_of_a_pasted_quote_is_an_operator():
    pasted = "It said (see “5.1*”): NOT to do so, and - then -never- again in lab:x"
    assert (
        words_to_search(pasted)
        == "it said see 5.1 not to do so and then never again in lab x"
    )
    assert words_to_search("cyber OR bio") == "cyber OR bio"
    assert words_to_search('"uplift trial"') == '"uplift trial"'


@given(st.text())
def test_words_are_never_operators(text):
    words = words_in(text)
    assert words_in(words) == words
    assert not set(words) & set('"“”()*~:')
