"""The stretch of a text that is most like a quote, from its first word to its last."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.matching.alignment import (
    CANDIDATES,
    HEAD,
    POSITION_SHARE,
    Aligned,
    QuoteContext,
    align,
    apart,
    context_fit,
    places_of,
    score,
)
from annotator.domain.matching.grams import Grams

BEFORE = "section two tells how we went about it. "
QUOTE = "the model solved 12 of the 40 long tasks without help"
AFTER = " which is what we had thought before the trial."
NOTHING = QuoteContext()
LONG = (
    "at first the model read every file of the harness and wrote down what it had seen; "
    "then it asked for the keys of the other machine, which nobody gave it, and went back "
    "to the task; in the end it reported that the store was empty, though it was not"
)


def _aligned(text, quote=QUOTE, context=NOTHING):
    return align(text, Grams(text), quote, context)


def _best(text, quote=QUOTE, context=NOTHING):
    best = _aligned(text, quote, context)[0]
    return text[best.start : best.end]


@pytest.mark.parametrize(
    "said",
    [
        QUOTE,
        QUOTE.replace("12", "21"),
        QUOTE.replace("long ", ""),
        QUOTE.replace("solved", "has solved all but"),
        QUOTE.replace("the model", "this model"),
        QUOTE.replace("help", "any help"),
        QUOTE.replace("without help", "without our help"),
        QUOTE.replace("the model solved", "the model solves"),
        QUOTE.replace(" ", ""),
    ],
)
def test_an_edited_quote_is_found_from_its_first_word_to_its_last(said):
    assert _best(f"{BEFORE}{said}{AFTER}") == said


def test_a_quote_that_is_said_word_for_word_fits_wholly():
    text = f"{BEFORE}{QUOTE}{AFTER}"
    start = len(BEFORE)
    assert _aligned(text) == [Aligned(start, start + len(QUOTE), 1.0)]


def test_a_word_put_before_the_first_one_is_no_part_of_the_quote():
    text = f"{BEFORE}once {QUOTE} again{AFTER}"
    assert _best(text) == QUOTE


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        (
            "like is now in line with the others",
            "like wren 0 it is now in line with the others",
        ),
        (
            "in line with all that were deployed",
            "in line with all that were not as yet deployed",
        ),
    ],
)
def test_what_was_put_beside_the_first_or_last_word_does_not_cost_that_word(
    quote, said
):
    assert _best(f"{BEFORE}quite {said} so far{AFTER}", quote) == said


@pytest.mark.parametrize(
    "text", [f"({QUOTE})", f"({QUOTE}) {AFTER}", f"{BEFORE}({QUOTE})"]
)
def test_a_sign_at_an_end_of_the_text_is_part_of_the_quote(text):
    assert _best(text, f"({QUOTE})") == f"({QUOTE})"


def test_a_quote_in_a_script_without_spaces_is_found_in_the_midst_of_it():
    chosen = random.Random(1)
    letters = [chr(code) for code in range(0x4E00, 0x5800)]
    text = "".join(chosen.choices(letters, k=400))
    quote = text[200:240]
    assert _best(text, quote) == quote
    edited = f"{quote[:20]}{text[0]}{quote[21:]}"
    assert _best(text, edited) == quote


@pytest.mark.parametrize("text", [QUOTE, f"{QUOTE}{AFTER}", f"{BEFORE}{QUOTE}"])
def test_a_quote_at_an_end_of_the_text_is_found_whole(text):
    assert _best(text) == QUOTE


def test_a_text_that_breaks_off_within_the_quote_is_found_as_far_as_it_goes():
    cut = QUOTE.removesuffix(" without help")
    assert _best(f"{BEFORE}{cut}") == cut
    assert _best(cut) == cut


def test_a_text_that_says_something_else_has_no_place_that_fits():
    assert all(each.score < 0.4 for each in _aligned(f"{BEFORE}{AFTER}"))
    assert _aligned("") == []
    assert _aligned(f"{BEFORE}{QUOTE}", quote="") == []


def test_a_text_of_which_only_a_word_is_the_same_is_no_place():
    assert _aligned("zzz " * 30 + "tasks" + " qqq" * 30) == []


def test_several_places_are_given_best_first():
    near, far = QUOTE.replace("12", "13"), QUOTE.replace("12 of the 40", "most")
    found = _aligned(f"{far}{AFTER}{BEFORE}{near}{AFTER}")
    assert [each.score for each in found] == sorted(
        (each.score for each in found), reverse=True
    )
    text = f"{far}{AFTER}{BEFORE}{near}{AFTER}"
    assert [text[each.start : each.end] for each in found] == [near, far]


def test_a_place_that_shares_more_words_but_no_more_does_not_hide_the_next_one():
    decoy = f"{'z' * 60} of the 40 long {'z' * 60}"
    misread = "thi midil silvid 12 iv thi 40 ling tasks withiut hilp"
    gap = " 文" * 100
    assert Grams(f"{decoy}{gap} {misread}").candidates(QUOTE, 2)[0] < len(decoy)
    assert _best(f"{decoy}{gap} {misread}{gap}") == misread


def test_of_very_many_places_only_the_first_few_are_given():
    assert len(_aligned(f"{QUOTE}{AFTER} " * (CANDIDATES + 3))) == CANDIDATES


# Long quotes, of which the beginning and the end are looked for

LONGER = " ".join(
    f"{LONG.replace('the', which)}." for which in ("the", "another", "this")
)
OTHER = " " + "文" * len(LONGER)  # a single word, at which nothing can end


def test_a_quote_of_many_sentences_is_found_from_end_to_end():
    assert _best(f"{OTHER} {LONGER}{OTHER}", LONGER) == LONGER
    edited = LONGER.replace("another store", "an old store")
    assert _best(f"{OTHER} {edited}{OTHER}", LONGER) == edited


def test_a_long_quote_of_which_only_one_end_is_there_is_as_long_as_it_was():
    [found] = _aligned(f"{LONGER[:100]}{OTHER}", LONGER)
    assert (found.start, found.end) == (0, len(LONGER))
    text = f"{OTHER} {LONGER[-100:]}"
    [found] = _aligned(text, LONGER)
    assert found.end == len(text)
    assert abs(found.end - found.start - len(LONGER)) < len(LONGER) / 4


def test_a_long_quote_of_which_the_end_is_missing_ends_with_the_text():
    text = f"{LONGER[:100]}{OTHER[:200]}"
    [found] = _aligned(text, LONGER)
    assert (found.start, found.end) == (0, len(text))


def test_a_long_quote_that_was_edited_within_is_found_from_end_to_end():
    said = LONG.replace("which nobody gave it, ", "").replace("the other", "another")
    assert len(LONG) > 2 * HEAD
    assert _best(f"{BEFORE}{said}{AFTER}", LONG) == said


@pytest.mark.parametrize(
    "said",
    [
        LONG.replace("at first the model read", "first it had read"),
        LONG.replace("though it was not", "which it was not"),
    ],
    ids=["beginning", "end"],
)
def test_a_long_quote_with_another_beginning_or_end_is_found(said):
    assert _best(f"{BEFORE}{said}{AFTER}", LONG) == said


def test_a_long_quote_of_which_the_end_is_gone_stays_within_the_text():
    text = f"{BEFORE}{LONG[: HEAD + 40]}"
    assert all(each.end <= len(text) for each in _aligned(text, LONG))


def test_a_long_quote_of_which_only_the_beginning_is_there_ends_with_the_text():
    assert _best(f"{BEFORE}{LONG[:60]}", LONG) == LONG[:60].strip()


def test_a_long_quote_of_which_only_the_end_is_there_ends_where_that_does():
    text = "文" * 300 + LONG[-60:]
    [found] = _aligned(text, LONG)
    assert found.end == len(text)
    assert found.score < 0.5


# What stood around the quote


def test_of_two_places_the_one_with_the_same_neighbours_comes_first():
    said = QUOTE.replace("12", "13")
    text = f"in may {said} they say. {BEFORE}{said}{AFTER}"
    best = _aligned(text, context=QuoteContext(BEFORE, AFTER))[0]
    assert text[: best.start].endswith(BEFORE)
    best = _aligned(text, context=QuoteContext("in may ", " they say"))[0]
    assert best.start == len("in may ")


def test_of_two_places_the_one_as_far_into_the_text_comes_first():
    text = f"{QUOTE}{AFTER * 9}{QUOTE}"
    first = _aligned(text, context=QuoteContext(position=0.0))
    last = _aligned(text, context=QuoteContext(position=0.9))
    assert first[0].start == 0
    assert last[0].end == len(text)


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        (QUOTE, f"in spring, {QUOTE} of ours,"),
        (LONG, f"in spring, and in summer, {LONG} at all, we think,"),
    ],
    ids=["short", "long"],
)
def test_words_put_between_a_quote_and_its_neighbours_are_part_of_it(quote, said):
    text = f"{BEFORE}{said}{AFTER}"
    assert _best(text, quote, QuoteContext(BEFORE, AFTER)) == said


def test_a_sentence_put_between_a_quote_and_its_neighbours_is_no_part_of_it():
    between = "nobody had told us what the trial was meant to show, or when. "
    text = f"{BEFORE}{between}{QUOTE}{AFTER}"
    assert _best(text, context=QuoteContext(BEFORE, AFTER)) == QUOTE


def test_neighbours_tell_where_a_quote_begins_and_ends_that_was_reworded_there():
    said = "heron 2 solved 12 of the 40 long tasks with no help at all"
    text = f"{BEFORE}{said}{AFTER}"
    assert _best(text, context=QuoteContext(BEFORE, AFTER)) == said


def test_only_the_nearest_of_a_long_neighbour_counts():
    said = "heron 2 solved 12 of the 40 long tasks with no help at all"
    context = QuoteContext(f"of old words {BEFORE[-23:]}", f"{AFTER[:33]} and new")
    assert _best(f"{BEFORE}{said}{AFTER}", context=context) == said


def test_of_neighbours_that_are_said_twice_the_nearest_is_the_one():
    text = f"{BEFORE}so it is. so it is. {QUOTE} all in all. all in all. {AFTER}"
    context = QuoteContext("so it is. ", " all in all.")
    assert _best(text, context=context) == QUOTE


@pytest.mark.parametrize(
    ("prefix", "suffix"),
    [("long tasks", "12 of the"), ("12 of the 40 l", "ong tasks")],
    ids=["the wrong way round", "one right after the other"],
)
def test_neighbours_between_which_nothing_stands_say_nothing(prefix, suffix):
    quote, context = "12 of the 40 long tasks", QuoteContext(prefix, suffix)
    assert _best(f"{BEFORE}{QUOTE}{AFTER}", quote, context) == quote


def test_neighbours_that_were_slightly_edited_are_found_again():
    said = "heron 2 solved 12 of the 40 long tasks with no help at all"
    text = f"{BEFORE.replace('went', 'go')}{said}{AFTER.replace('had', 'have')}"
    assert _best(text, context=QuoteContext(BEFORE, AFTER)) == said


# Scores


def test_a_stretch_that_says_the_same_between_the_same_words_fits_wholly():
    text = f"{BEFORE}{QUOTE}{AFTER}"
    start, end = len(BEFORE), len(BEFORE) + len(QUOTE)
    context = QuoteContext(BEFORE, AFTER, start / len(text))
    assert score(text, QUOTE, context, start, end) == pytest.approx(1)
    assert context_fit(text, context, start, end) == 1


@pytest.mark.parametrize(
    "context",
    [
        QuoteContext("other words", ""),
        QuoteContext("", "other words"),
        QuoteContext(position=1.0),
    ],
)
def test_a_stretch_fits_less_well_where_less_is_as_it_was(context):
    text = f"{BEFORE}{QUOTE}{AFTER}"
    start, end = len(BEFORE), len(BEFORE) + len(QUOTE)
    known = score(text, QUOTE, NOTHING, start, end)
    assert 0.5 < score(text, QUOTE, context, start, end) < known


def test_a_place_counts_for_its_share_alone_however_far_the_quote_has_moved():
    # The text may have become so short that the quote stood beyond its end.
    for position in (1.0, 9.0):
        context = QuoteContext(position=position)
        fit = score(QUOTE, QUOTE, context, 0, len(QUOTE))
        assert fit == pytest.approx(1 - POSITION_SHARE)


def test_what_the_quote_says_counts_for_more_than_what_stands_around_it():
    text = f"{BEFORE}something else altogether{AFTER}{QUOTE} elsewhere"
    context = QuoteContext(BEFORE, AFTER)
    start = len(BEFORE)
    around = score(
        text, QUOTE, context, start, start + len("something else altogether")
    )
    start = text.index(QUOTE)
    assert around < score(text, QUOTE, context, start, start + len(QUOTE))


def test_without_neighbours_nothing_is_said_of_how_they_fit():
    assert context_fit(QUOTE, NOTHING, 0, 3) is None
    assert context_fit(QUOTE, QuoteContext(" ", " "), 0, 3) is None


def test_space_beside_a_quote_is_no_difference_of_its_neighbours():
    text = f"one two  {QUOTE}\n three"
    start = text.index(QUOTE)
    context = QuoteContext("one two ", " three")
    assert context_fit(text, context, start, start + len(QUOTE)) == 1


# Places


@pytest.mark.parametrize(
    ("words", "text", "places"),
    [
        ("aa", "aaa baa", [0, 1, 5]),
        ("ab", "", []),
        ("", "abc", []),
        ("abc", "abc", [0]),
    ],
)
def test_each_place_that_says_the_words_is_given(words, text, places):
    assert list(places_of(words, text)) == places


def test_of_places_that_overlap_the_best_is_kept():
    best, beside, across = Aligned(5, 9, 0.9), Aligned(9, 12, 0.8), Aligned(3, 6, 0.7)
    assert apart([best, beside, across]) == [best, beside]
    assert apart([across, best, beside]) == [across, beside]
    assert apart([beside, best]) == [beside, best]
    assert apart([]) == []


WORDS = st.sampled_from(["the", "model", "solved", "12", "40", "tasks", ",", "it"])
SAID = st.lists(WORDS, max_size=30).map(" ".join)


@given(SAID, SAID, SAID, SAID, st.none() | st.floats(0, 1))
def test_places_lie_within_the_text_apart_and_best_first(
    text, quote, prefix, suffix, position
):
    found = _aligned(text, quote, QuoteContext(prefix, suffix, position))
    assert len(found) <= CANDIDATES
    assert found == sorted(found, key=lambda each: -each.score)
    for each in found:
        said = text[each.start : each.end]
        assert said == said.strip() != ""
        assert -1e-9 <= each.score <= 1 + 1e-9
    ordered = sorted(found, key=lambda each: each.start)
    assert all(a.end <= b.start for a, b in pairwise(ordered))


@given(SAID.filter(lambda said: len(said) > 12), SAID, SAID)
def test_a_quote_that_is_there_is_found_word_for_word(quote, before, after):
    text = f"{before} {quote} {after}"
    assert _best(text, quote) == quote
