"""A word that was sent is one of the fixed ones, or is refused by its field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import InvalidError
from annotator.domain.input.choices import choice
from annotator.domain.vocabulary import LoadBearing, Shown


@pytest.mark.parametrize("word", Shown)
def test_a_word_that_was_sent_as_text_is_the_word(word):
    assert choice("shown", Shown, str(word)) is word


@pytest.mark.parametrize("other", ["", "Shown", " shown", "SHOWN", "likely", "MOSTLY"])
def test_another_word_is_refused_with_all_that_there_are(other):
    with pytest.raises(
        InvalidError, match="must be one of: shown, mostly sh"
    ) as refused:
        choice("shown", Shown, other)
    assert refused.value.field == "shown"
    assert all(word in refused.value.reason for word in Shown)


def test_a_field_is_called_as_people_call_it():
    with pytest.raises(
        InvalidError, match=r"^load-bearing: must be one of: "
    ) as refused:
        choice("load_bearing", LoadBearing, "maybe", label="load-bearing")
    assert refused.value.field == "load_bearing"


@given(st.text())
def test_no_text_is_taken_for_a_word_that_it_is_not(text):
    try:
        assert choice("shown", Shown, text) == text
    except InvalidError:
        assert text not in set(Shown)
