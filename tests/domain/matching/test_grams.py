"""Places where a quote may stand are found fast, also if many letters are wrong."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.matching.grams import COMMON, SIZE, Grams

QUOTE = "the model solved 12 of the 40 long tasks without help"
PARTS = ["ka", "lo", "mi", "ne", "pru", "sta", "vex", "zor"]


def _filler(words, seed=1):
    """Words that say nothing, the same for the same seed."""
    chosen = random.Random(seed)
    return " ".join("".join(chosen.choices(PARTS, k=3)) for _ in range(words))


def _misread(quote, share, seed=1):
    """A quote with a share of its letters wrong."""
    chosen = random.Random(seed)
    wrong = chosen.sample(range(len(quote)), int(share * len(quote)))
    return "".join("#" if at in wrong else each for at, each in enumerate(quote))


def _near(quote):
    """How far from its place a quote of this length may be looked for."""
    return 2 * max(16, len(quote) // 8)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 40))
def test_a_quote_that_is_there_is_looked_for_first_where_it_stands(
    before, after, times
):
    quote = f"{QUOTE} {_filler(5 * times, seed=3)}"
    start = len(_filler(before))
    grams = Grams(f"{_filler(before)}{quote}{_filler(after, seed=2)}")
    assert abs(grams.candidates(quote, 6)[0] - start) <= _near(quote)


@given(st.integers(0, 10_000))
def test_a_quote_with_a_fifth_of_its_letters_wrong_is_looked_for_there(seed):
    start = len(_filler(400))
    grams = Grams(f"{_filler(400)}{_misread(QUOTE * 3, 0.2, seed)}{_filler(400)}")
    places = grams.candidates(QUOTE * 3, 6)
    assert abs(places[0] - start) <= _near(QUOTE * 3)


def test_every_place_that_says_it_is_looked_at_up_to_a_limit():
    text = f"{_filler(50)}{QUOTE}{_filler(50)}{QUOTE}{_filler(50)}{QUOTE}"
    starts = [at for at in range(len(text)) if text.startswith(QUOTE, at)]
    places = Grams(text).candidates(QUOTE, 6)
    assert all(min(abs(at - place) for place in places) <= 32 for at in starts)
    assert all(text[place:] for place in places)  # they can be used as offsets
    assert len(Grams(text).candidates(QUOTE, 2)) == 2


def test_a_place_is_looked_at_however_many_others_say_the_same():
    text = "".join(f"{QUOTE} {_filler(8, seed)} " for seed in range(100))
    starts = [at for at in range(len(text)) if text.startswith(QUOTE, at)]
    places = Grams(text).candidates(QUOTE, 150)
    assert all(min(abs(at - place) for place in places) <= 32 for at in starts)


@pytest.mark.parametrize("before", range(16))
def test_a_quote_with_words_put_in_the_middle_comes_before_a_part_of_it(before):
    # Wherever it stands: the votes of its two halves may fall into two bins.
    whole = f"{QUOTE[:27]}kalomineka{QUOTE[27:]}"
    start = before + len(_filler(40))
    text = f"{'z' * before}{_filler(40)}{whole}{_filler(40)}{QUOTE[9:44]}{_filler(40)}"
    assert abs(Grams(text).candidates(QUOTE, 6)[0] - start) <= 32


def test_a_place_that_shares_next_to_nothing_is_not_looked_at():
    text = f"{QUOTE}{_filler(200)} tasks {_filler(200, seed=3)}"
    assert len(Grams(text).candidates(QUOTE, 6)) == 1


EVERYWHERE = "of the model and of the other tasks that we ran in may "


def test_words_that_stand_everywhere_do_not_hide_the_place_with_the_rare_ones():
    common = EVERYWHERE * (2 * COMMON)
    text = f"{common}{EVERYWHERE}its zebra {common}"
    [place] = Grams(text).candidates(f"{EVERYWHERE}its zebra", 6)
    assert abs(place - len(common)) <= 32


def test_rare_words_count_for_more_than_words_that_are_often_said():
    often = f"{EVERYWHERE} {_filler(6)} " * (COMMON // 4)
    text = f"{often}{_filler(20, seed=2)} its zebra {_filler(20, seed=3)}"
    place = Grams(text).candidates(f"{EVERYWHERE[:20]} its zebra", 6)[0]
    assert abs(place + 20 - text.index(" its zebra")) <= 32


@pytest.mark.parametrize("quote", ["of the model", "of the model zebra"])
def test_a_quote_of_nothing_but_common_words_is_still_looked_for(quote):
    assert Grams("of the model " * (2 * COMMON)).candidates(quote, 3)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("", QUOTE),
        (QUOTE, ""),
        (QUOTE[: SIZE - 1], QUOTE),
        (QUOTE, QUOTE[: SIZE - 1]),
        (QUOTE[: SIZE - 1], QUOTE[: SIZE - 1]),
        (QUOTE, "äöüßé" * 9),
    ],
    ids=["no text", "no quote", "short text", "short quote", "both", "nothing shared"],
)
def test_where_nothing_is_shared_there_is_nowhere_to_look(text, quote):
    assert Grams(text).candidates(quote, 6) == []


@pytest.mark.parametrize("quote", ["tasks", "\ud80075 %"])
def test_a_quote_of_but_one_run_of_letters_is_looked_for(quote):
    assert len(Grams(quote).candidates(quote, 6)) == 1


@given(
    st.text(st.sampled_from("abc \ud800") | st.characters()),
    st.text(),
    st.integers(1, 6),
)
def test_places_are_few_and_never_before_the_text(text, quote, limit):
    places = Grams(text).candidates(quote, limit)
    assert len(set(places)) == len(places) <= limit
    assert all(place >= 0 for place in places)
