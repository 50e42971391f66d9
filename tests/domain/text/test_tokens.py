"""Words as they are searched for."""

import unicodedata
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.domain.text.tokens import tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Claude OPUS 4 and XBox", "claude opus 4 and xbox"),
        ("ASL-3, pass@5 and rule-out", "asl 3 pass 5 and rule out"),
        ("o1-preview GPT4 snake_case", "o 1 preview gpt 4 snake case"),
        ("1.70× and 170×", "1.70 × and 170 ×"),
        ("4.5, 10,000 and 1,234.5.", "4.5 10,000 and 1,234.5"),
        ("[1,2,3] in 2024,2025", "1 2 3 in 2024 2025"),
        ("§3.5.1: p < .05; 1e-5, 2E+9", "3.5.1 p < .05 1e-5 2e+9"),
        ("≥ 50 % ± 3%, ＜１０．５％", "≥ 50 % ± 3 % < 10.5 %"),
        ("-5, −5 and –5 are one", "- 5 - 5 and - 5 are one"),
        ("10–20, 10-20, (3)-4, 50%-60%", "10 20 10 20 3 4 50 % 60 %"),
        ("10² CO₂ ½ 1½", "10 ² co ₂ ½ 1 ½"),
        ("the model’s and the model's", "the model's and the model's"),
        ("‘quoted’ words'", "quoted words"),
        ("eﬃcient ﬁne-tuning", "efficient fine tuning"),
        ("so\u00adft zero\u200bwidth", "soft zerowidth"),
        ("STRASSE straße Σίσυφος ΣΊΣΥΦΟΣ", "strasse strasse σίσυφοσ σίσυφοσ"),
        ("naïve nai\u0308ve", "naïve naïve"),
        ("e.g. U.S. C++ #1", "e g u s c 1"),
        ("שלום, עולם! सुरक्षा", "שלום עולם सुरक्षा"),
        ("模型安全", "模 型 安 全"),
        ("aﱞb", "a\u064c\u0651b"),
        ("… — “” \ud800 \x00 🙂", ""),
    ],
)
def test_a_text_falls_into_folded_words(text, expected):
    assert words(text) == expected.split()


def test_each_word_knows_where_it_stood_in_the_text_as_given():
    text = "🙂 The ﬁrst so\u00adft 1.70×."
    assert [(t.text, text[t.start : t.end]) for t in tokens(text)] == [
        ("the", "The"),
        ("first", "ﬁrst"),
        ("soft", "so\u00adft"),
        ("1.70", "1.70"),
        ("×", "×"),
    ]


def _of(*categories):
    """Every character of some Unicode categories, but for the rarest planes."""
    every = map(chr, range(0x80, 0x10000))
    return [c for c in every if unicodedata.category(c) in categories]


def test_every_accent_stays_with_the_letters_on_both_sides():
    assert [c for c in _of("Mn", "Mc") if len(words(f"a{c}b")) != 1] == []


def test_every_fraction_and_raised_digit_stands_alone_and_stays_what_it_is():
    assert [c for c in _of("No") if words(f"a{c}1") != ["a", c, "1"]] == []


def test_every_letter_is_a_word_or_part_of_one():
    letters = _of("Lu", "Ll", "Lo")
    assert [c for c in letters if not words(f"a{c}")[0].startswith("a")] == []
    assert [c for c in letters if len("".join(words(c))) == 0] == []


@given(st.text())
def test_words_follow_one_another_and_are_never_empty_or_spaced(text):
    found = tokens(text)
    assert [token.text for token in found] == words(text)
    end = 0
    for token in found:
        assert end <= token.start < token.end <= len(text)
        assert token.text
        assert not any(character.isspace() for character in token.text)
        end = token.end


@example("ß'ŉ")
@example("Z\u00ad\u0301")
@given(st.text(alphabet="aZéßſﬁŉ’'-−–.,×% \n0123456789\u00ad\u0301²½שא"))
def test_folded_words_are_found_by_typing_them_as_they_are_folded(text):
    for word in words(text):
        if word[0] not in "-.":
            assert "".join(words(word)) == word


@given(st.text(alphabet="0123456789.,-− e²½"))
def test_no_digit_is_lost_or_changed(text):
    kept = "".join(words(text))
    assert [c for c in kept if c.isnumeric()] == [c for c in text if c.isnumeric()]


@pytest.mark.parametrize(
    "piece", ["a’", "1,", "1,234", "a\u0301", "\u0301", "-", "1.1e"]
)
def test_hostile_texts_take_no_longer_than_others(piece):
    text = piece * (200_000 // len(piece))
    start = perf_counter()
    words(text)
    assert perf_counter() - start < 2
