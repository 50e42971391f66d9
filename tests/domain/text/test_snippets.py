"""The sentence that is shown of a page that was found."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.text.snippets import LONGEST, Snippet, opening, snippet
from annotator.domain.text.tokens import words

PAGE = (
    "Claude Sonnet 4 was tested before its release. Uplift was 1.70× at most, below\n"
    "the threshold. The harness gave 170× more time, e.g. Sonnet 4 had a day. As Fig. 3 "
    "shows (see Smith et al. 2025), the U.S. government agrees. Nothing rules out risk."
)


def asked(text: str, *terms: str, phrase: str = "", **options: int) -> Snippet:
    found = snippet(text, terms, [words(phrase)] if phrase else [], **options)
    assert found is not None
    return found


def marked(found: Snippet) -> list[str]:
    return [found.text[start:end] for start, end in found.marks]


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        ("tested", "Claude Sonnet 4 was tested before its release."),
        ("uplift", "Uplift was 1.70× at most, below the threshold."),
        ("day", "The harness gave 170× more time, e.g. Sonnet 4 had a day."),
        (
            "smith",
            "As Fig. 3 shows (see Smith et al. 2025), the U.S. government agrees.",
        ),
        ("risk", "Nothing rules out risk."),
    ],
)
def test_the_whole_sentence_is_shown_and_abbreviations_do_not_end_it(term, sentence):
    assert asked(PAGE, term).text == sentence


def test_every_hit_in_the_sentence_is_marked_where_it_stands():
    found = asked(PAGE, "threshold", "at", "below", "1.70")
    assert marked(found) == ["1.70", "at", "below", "threshold"]
    assert PAGE[found.start :].startswith("Uplift was 1.70×")


def test_a_phrase_is_marked_whole_over_a_line_break():
    assert marked(asked(PAGE, phrase="below the threshold")) == ["below the threshold"]


def test_a_phrase_over_two_sentences_shows_both():
    found = asked(PAGE, phrase="the threshold the harness")
    assert found.text.startswith("Uplift was 1.70×")
    assert found.text.endswith("had a day.")
    assert marked(found) == ["the threshold. The harness"]


def test_a_phrase_that_goes_on_after_the_text_is_marked_to_its_end():
    text = "It rains in May. In May it does."
    assert marked(asked(text, phrase="May it does not stop")) == ["May it does"]
    assert snippet(text, [], [words("it rains. Now")]) is None
    assert marked(asked(text, "rains", phrase="does not")) == ["rains"]


def test_punctuation_in_a_phrase_does_not_matter_but_digits_do():
    assert marked(asked(PAGE, phrase="al 2025 the")) == ["al. 2025), the"]
    assert snippet(PAGE, [], [words("170× at most")]) is None
    assert snippet(PAGE, [], [words("17 0×")]) is None


def test_the_sentence_that_says_most_of_what_was_asked_is_shown():
    assert asked(PAGE, "sonnet", "harness").text.startswith("The harness")
    assert asked(PAGE, "sonnet", "4").text.startswith("Claude")  # the first of equals


def test_a_whole_phrase_is_worth_more_than_scattered_words():
    text = "One two three apart from four. Then nothing but four five here."
    found = asked(text, "one", "two", "three", phrase="four five")
    assert found.text == "Then nothing but four five here."


def test_a_page_without_a_hit_has_no_snippet():
    assert snippet(PAGE, ["missing"], []) is None
    assert snippet("", ["missing"], [("a", "b")]) is None
    assert snippet(PAGE, [], []) is None
    assert snippet(PAGE, [], [()]) is None


def test_hits_that_overlap_are_marked_as_one():
    found = asked(PAGE, "the", phrase="below the threshold")
    assert marked(found) == ["below the threshold"]
    two = snippet("a b c d", [], [("a", "b", "c"), ("b", "c", "d")])
    assert two == Snippet("a b c d", ((0, 7),))


def test_hits_that_only_touch_are_marked_each():
    assert marked(asked("模型安全", "模", "型")) == ["模", "型"]


def test_a_long_sentence_is_cut_between_words_around_the_hit():
    text = f"It {'goes on and ' * 40}finds the needle {'and goes on ' * 40}to its end."
    found = asked(text, phrase="the needle", longest=80)
    assert found.text.startswith("… ")
    assert found.text.endswith(" …")
    assert len(found.text) <= 80
    assert marked(found) == ["the needle"]
    shown = found.text[2:-2]
    assert text[found.start :].startswith(shown)
    assert set(shown.split()) <= set(text.split())


def test_a_long_sentence_is_cut_on_one_side_when_the_hit_is_at_its_other_end():
    tail = "and so on " * 60
    first = asked(f"Needle {tail}", "needle", longest=60)
    assert first.text.startswith("Needle and")
    assert first.text.endswith(" …")
    last = asked(f"{tail}needle.", "needle", longest=60)
    assert last.text.startswith("… ")
    assert last.text.endswith("needle.")
    assert 45 < len(last.text) <= 60


NUMBERED = " ".join(map(str, range(110, 180)))  # each three letters


@pytest.mark.parametrize(
    ("term", "longest", "first", "last"),
    [
        ("140", 44, "… 136", "144 …"),
        ("140", 40, "… 136", "144 …"),
        ("140", 39, "… 136", "144 …"),
        ("140", 38, "… 137", "144 …"),
        ("140", 35, "… 137", "143 …"),
        ("110", 44, "110", "119 …"),
        ("111", 44, "110", "119 …"),
        ("179", 44, "… 170", "179"),
        ("178", 44, "… 170", "179"),
    ],
)
def test_as_many_whole_words_are_shown_on_both_sides_as_there_is_room(
    term, longest, first, last
):
    shown = asked(NUMBERED, term, longest=longest).text
    assert shown.startswith(first)
    assert shown.endswith(last)


def test_hits_too_far_apart_for_one_snippet_are_not_shown_together():
    shown = asked(NUMBERED, "120", "130", longest=44)
    assert len(shown.text) <= 44
    assert marked(shown) == ["120"]
    assert marked(asked(NUMBERED, "120", "129", longest=44)) == ["120", "129"]


def test_a_sentence_that_just_fits_is_shown_whole():
    sentence = "It just fits, and says needle at its end."
    text = f"It stands far into the text. {sentence} Then more."
    assert asked(text, "needle", longest=len(sentence)).text == sentence


def test_a_long_sentence_after_another_is_cut_as_if_it_stood_alone():
    alone = asked(f"Needle {NUMBERED}.", "needle", longest=60)
    after = asked(f"A short one. Needle {NUMBERED}.", "needle", longest=60)
    assert after.text == alone.text
    assert after.text.endswith("121 …")


@pytest.mark.parametrize(
    ("longest", "text"),
    [
        (9, "one two …"),
        (10, "one two …"),
        (14, "one two …"),
        (15, "one two three …"),
        (17, "one two three …"),
        (18, "one two three four"),
        (LONGEST, "one two three four"),
    ],
)
def test_the_opening_of_a_text_ends_after_a_whole_word(longest, text):
    assert opening(" one two three\nfour\n", longest) == Snippet(text, ())


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("a bcdefghijklmnop", "a …"),
        ("abcdefghijklmnop", "abcdefgh …"),
        ("one two  threefour", "one two …"),
        ("one\ntwo threefour", "one two …"),
        ("", ""),
    ],
)
def test_an_opening_is_plain_and_cut_within_a_word_only_if_there_is_but_one(
    text, opened
):
    assert opening(text, 10).text == opened


def test_a_phrase_longer_than_a_snippet_is_still_shown_whole():
    text = f"So {'many words ' * 50}in it."
    found = asked(text, phrase="many words " * 50, longest=100)
    assert len(found.marks) == 1
    assert words(marked(found)[0]) == words("many words " * 50)


def test_text_without_spaces_is_cut_all_the_same():
    found = asked(f"{'文' * 500}模型{'字' * 500}", phrase="模型", longest=60)
    assert marked(found) == ["模型"]
    assert len(found.text) <= 60


def test_text_is_plain_and_whoever_shows_it_escapes_it():
    assert asked("Then <b>bold</b> & more.", "bold").text == "Then <b>bold</b> & more."


def test_a_page_full_of_hits_takes_no_long_time():
    text = "risk and risk again, " * 5_000
    start = perf_counter()
    assert asked(text, "risk", "again").marks
    assert perf_counter() - start < 3


@given(
    st.lists(
        st.sampled_from(["a", "b", "c", "1.70×", "ﬁ", "\n\n", ". A", "(c)", "文"])
    ),
    st.lists(st.sampled_from(["a", "b", "1.70", "fi"]), max_size=2),
    st.lists(st.sampled_from(["a", "b", "c", "×"]), min_size=2, max_size=3),
    st.integers(20, 60),
)
def test_marks_are_in_order_and_hold_what_was_asked(pieces, terms, phrase, longest):
    text = " ".join(pieces)
    found = snippet(text, terms, [phrase], longest=longest)
    said = f" {' '.join(words(text))} "
    if found is None:
        assert f" {' '.join(phrase)} " not in said
        assert words(text)[-1:] != phrase[:1]
        assert not set(terms) & set(words(text))
        return
    end = 0
    assert found.marks
    for start, stop in found.marks:
        assert end <= start < stop <= len(found.text)
        assert set(words(found.text[start:stop])) <= {*terms, *phrase}
        end = stop
    shown = found.text.removeprefix("… ").removesuffix(" …")
    assert text[found.start :].replace("\n", " ").startswith(shown)
    assert len(found.text) <= max(longest, max(b - a for a, b in found.marks) + 4)
