"""Texts with nothing to see in them, and any text at all, can be folded and looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_of_text import a_document

from annotator.domain import query_kind
from annotator.domain.matching import differences
from annotator.domain.matching.anchoring import Document, TextQuote
from annotator.domain.text import keys, tokens
from annotator.domain.text.canonical_text import compose
from annotator.domain.text.folding import fold

NOTHING = [
    "",
    " ",
    "\u00ad",
    "\u00ad\u00ad",
    "\u00ad \u00ad\n\u00ad",
    "\u200b",
    "\ufeff",
]
HIDING = st.text(st.sampled_from("ab1 \n\u00ad\u200b\u0301-“.½"), max_size=30)
PAGES = compose(a_document(["Wren 1 solved 0.5 % of the tasks.", "That is all."]))


def _look_for(text):
    """Do with a typed text whatever is done with one."""
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    document = Document(PAGES)
    document.search(text, 5)
    document.alike(text)
    document.place(TextQuote(text))
    keys.keyed(text)
    tokens.tokens(text)
    differences.word_diff(text, "That is all.")
    query_kind.words_to_search(query_kind.quote_in(text))


@pytest.mark.parametrize("text", NOTHING)
def test_a_text_that_says_nothing_is_found_nowhere(text):
    _look_for(text)
    assert Document(PAGES).search(text, 5) == []


@pytest.mark.parametrize(
    "text", [text for text in NOTHING if not text.strip(" \n\u00ad")]
)
def test_what_says_nothing_before_a_quote_does_not_hide_it(text):
    assert fold(f"{text} That is all.").text.strip() == "that is all."
    assert len(Document(PAGES).search(f"{text} That is all.", 5)) == 1


@given(HIDING | st.text(max_size=60))
def test_any_text_can_be_looked_for(text):
    _look_for(text)
