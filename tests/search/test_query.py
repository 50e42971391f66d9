"""What people type into the search box, and what it asks for."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import InvalidError
from annotator.search.query import MOST_WORDS, parse


def test_words_are_all_wanted_and_folded():
    assert parse("Sonnet  THRESHOLD sonnet").terms == ("sonnet", "threshold")


@pytest.mark.parametrize(
    "typed", ['"rule out"', "“rule out”", "„rule out“", "«Rule\nout»"]
)
def test_quotation_marks_of_any_kind_hold_a_phrase(typed):
    query = parse(typed)
    assert (query.terms, query.phrases) == ((), (("rule", "out"),))


def test_a_phrase_of_one_word_is_a_word():
    assert parse('"threshold"').terms == ("threshold",)


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("rule-out", ("rule", "out")),
        ("pass@5", ("pass", "5")),
        ("1.70×", ("1.70", "×")),
    ],
)
def test_what_is_typed_without_a_space_stays_together(typed, phrase):
    assert parse(typed).phrases == (phrase,)


def test_a_hyphen_before_a_word_or_a_phrase_leaves_it_out():
    query = parse('risk -benefit -"serious harm" low-risk')
    assert query.terms == ("risk",)
    assert query.phrases == (("low", "risk"),)
    assert query.excluded == (("benefit",), ("serious", "harm"))


def test_filters_take_names_in_any_case_and_in_quotation_marks():
    query = parse('risk Lab:Anthropic model:sonnet-4 report:"claude-4-card"')
    assert (query.lab, query.model, query.report) == (
        "anthropic",
        "sonnet-4",
        "claude-4-card",
    )
    assert query.terms == ("risk",)


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("", "Type a word"),
        (" … -- !", "Type a word"),
        ('""', "Type a word"),
        ("-risk", "Type a word"),
        ("lab:anthropic", "Type a word"),
        ('"rule out', "not closed"),
        ("rule out”", "not closed"),
        ("risk author:smith", "no filter “author:”"),
        ("https://example.org", "in quotation marks"),
        ("risk lab:a lab:b", "only once"),
        ("risk -lab:a", "only narrow"),
        ('risk lab:""', "Put a name after “lab:”"),
        ("risk lab: anthropic", "without a space"),
        ("word " * 5 + '"' + "more " * MOST_WORDS + '"', "at most"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_advice(typed, advice):
    with pytest.raises(InvalidError, match=advice) as refused:
        parse(typed)
    assert refused.value.field == "search"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("thr* th?t", ("th", "t")),
        ("[a TO b]", ()),
        ("a AND b OR NOT c", ()),
        ("a\\b ~5 ^2 {x}", ("a", "b")),
        ("result: 10:30", ("10", "30")),
    ],
)
def test_signs_of_other_query_languages_are_plain_text(typed, words):
    query = parse(typed)
    assert query.excluded == ()
    assert query.phrases == ((words,) if words else ())
    assert not set("*?[]{}\\~^:") & set("".join(query.terms))


@given(st.text(alphabet=st.sampled_from('ab1 ."-:“”*[\\\n×') | st.characters()))
def test_anything_typed_is_understood_or_refused_and_never_breaks(typed):
    with suppress(InvalidError):
        query = parse(typed)
        assert all([*query.terms, *query.phrases, *query.excluded])
        assert query.terms or query.phrases
