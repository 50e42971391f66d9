"""The forms of a word are one word to whoever looks for what is not there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.text.inflection import stem


@pytest.mark.parametrize(
    "forms",
    [
        "interval intervals",
        "trial trials trial's trials'",
        "study studies studied studying",
        "rate rates rated rating ratings",
        "plan plans planned planning",
        "need needs needed needing",
        "agree agreed agrees agreeing",
        "free freed frees freeing",
        "use used uses using",
        "process processes processed processing",
        "class classes",
        "analysis analyses analyse analysed analysing",
        "string strings",
        "speed speeds",
        "evaluate evaluated evaluating evaluates",
        "release releases released releasing",
        "refuse refuses refused refusing",
        "response responses",
        "close closed closes closing",
        "go goes going",
        "lie lies lied lying",
        "llm llms llm's",
        "ai ais",
        "bus buses",
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms):
    assert len(set(map(stem, forms.split()))) == 1


@pytest.mark.parametrize(
    "words",
    [
        "thing think",
        "thing the",
        "sing king",
        "pass past",
        "needles needless",
        "model mode",
        "cat car",
        "is it",
        "as a",
    ],
)
def test_other_words_have_other_stems(words):
    one, other = words.split()
    assert stem(one) != stem(other)


@pytest.mark.parametrize("said", ["1.70", "10,000", "2s", "×", "%", "", "'", "'s"])
def test_numbers_and_signs_are_left_as_they_are(said):
    assert stem(said) == said


BASES = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=8).filter(
    lambda base: set(base) & set("aeiou") and base[-1] not in "aeiouy"
)
WORDS = BASES.filter(lambda base: not base.endswith(("s", "ed", "ing", base[-1] * 2)))


@given(WORDS, st.sampled_from(["s", "ed", "ing", "ings", "'s", "s'"]))
def test_an_ending_after_a_consonant_changes_nothing(word, ending):
    assert stem(f"{word}{ending}") == stem(word)


@given(BASES, st.sampled_from(["es", "ed", "ing"]))
def test_an_ending_takes_the_place_of_a_last_e(base, ending):
    assert stem(f"{base}{ending}") == stem(f"{base}e")


@given(BASES, st.sampled_from(["ies", "ied", "ying"]))
def test_an_ending_takes_the_place_of_a_last_y(base, ending):
    assert stem(f"{base}{ending}") == stem(f"{base}y")


@given(WORDS, st.sampled_from(["ed", "ing"]))
def test_a_last_letter_may_be_doubled_before_an_ending(word, ending):
    assert stem(f"{word}{word[-1]}{ending}") == stem(word)


@given(st.text())
def test_every_text_has_a_stem_that_is_no_longer(text):
    assert len(stem(text)) <= len(text)
    assert bool(stem(text)) == bool(text)
