"""Characters that no page shows and nobody types are left out; all others stay."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.input.characters import clean, clean_typed, is_clean

NEVER = [
    "\x00",
    "\x08",
    "\x1b",
    "\x7f",
    "\x85",
    "\x9f",
    "\ud800",
    "\udfff",
    "\ufdd0",
    "\ufdef",
    "\ufffe",
    "\uffff",
    "\U0001fffe",
    "\U0010ffff",
]
SHOWN = [
    "a",
    "é",
    "ﬁ",
    "½",
    "文",
    "🙂",
    "\u00ad",
    "\u00a0",
    "\u200d",
    "\ufffd",
    "\ue000",
]


@pytest.mark.parametrize("character", NEVER)
def test_what_no_glyph_stands_for_is_left_out_of_pages_and_forms(character):
    assert clean(f"a{character}b") == clean_typed(f"a{character}b") == "ab"
    assert not is_clean(f"a{character}b")


@pytest.mark.parametrize("character", SHOWN)
def test_what_a_page_can_show_stays(character):
    assert clean(character) == clean_typed(character) == character
    assert is_clean(character)


@pytest.mark.parametrize("character", ["\t", "\n", "\r"])
def test_lines_and_tabs_are_typed_but_stand_on_no_page(character):
    assert clean_typed(f"a{character}b") == f"a{character}b"
    assert clean(f"a{character}b") == "ab"
    assert not is_clean(character)


@given(st.text(st.characters() | st.sampled_from(NEVER)))
def test_what_was_cleaned_is_clean_and_can_be_stored(text):
    cleaned = clean(text)
    assert is_clean(cleaned)
    assert clean(cleaned) == cleaned
    assert cleaned.encode().decode() == cleaned
    assert is_clean(text) == (cleaned == text)
    assert {unicodedata.category(c) for c in cleaned}.isdisjoint({"Cc", "Cs"})


@given(st.text())
def test_a_form_keeps_all_that_a_page_would_and_its_lines(text):
    assert clean(clean_typed(text)) == clean(text)
    assert [c for c in clean_typed(text) if c in "\t\r\n"] == [
        c for c in text if c in "\t\r\n"
    ]
