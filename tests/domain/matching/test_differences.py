"""Two wordings as one, and what among their differences decides the meaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.matching.differences import (
    FAR,
    DiffKind,
    WordChange,
    beside,
    cases,
    deciding_changes,
    ends_what_came_before,
    is_another_row,
    signs_beside,
    word_diff,
)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("solved 12 of 40 tasks", "solved 21 of 40 tasks", ["12 → 21"]),
        ("we can rule it out", "we can not rule it out", ["“not” added"]),
        ("in all cases unless asked", "in all cases asked", ["“unless” removed"]),
        ("the rate was 5 %", "the rate was 5", ["“%” removed"]),
        ("a change of -5 points", "a change of 5 points", ["-5 → 5"]),
        ("it took 3 hours", "it took 3 minutes", ["hours → minutes"]),
        ("it doesn't help", "it does help", ["doesn't → does"]),
    ],
)
def test_what_decides_the_meaning_is_named(old, new, said):
    assert [str(change) for change in deciding_changes(old, new)] == said


def test_a_synonym_is_a_difference_that_decides_nothing():
    assert deciding_changes("a large model", "a big model") == ()


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("a large model", "a big model", "a [-large ][+big ]model"),
        ("it is safe", "it is not safe", "it is [+not ]safe"),
        ("below the line", "below the", "below the[- line]"),
        ("the line", "line", "[-the ]line"),
        ("", "one two", "[+one two]"),
        ("one two", "", "[-one two]"),
        ("  so it is.", "  so it was.", "  so it [-is][+was]."),
        ("one  two", "one\ntwo", "one\ntwo"),
        ("Wren is safe", "wren is safe", "wren is safe"),
    ],
)
def test_both_wordings_are_shown_as_one_text(old, new, shown):
    marks = {DiffKind.SAME: "{}", DiffKind.REMOVED: "[-{}]", DiffKind.ADDED: "[+{}]"}
    parts = word_diff(old, new)
    assert "".join(marks[part.kind].format(part.text) for part in parts) == shown


def test_what_decides_the_meaning_is_marked_in_both_wordings():
    parts = word_diff("a large model solved 12", "a big model solved 21")
    assert [part.text.strip() for part in parts if part.decides] == ["12", "21"]
    assert [p.kind for p in parts if p.decides] == [DiffKind.REMOVED, DiffKind.ADDED]


def test_one_word_that_changed_in_a_long_passage_is_one_change():
    old = "the model solved the task " * 60 + "and the model did the rest " * 30
    parts = word_diff(old, old.replace("and the", "then the", 1))
    texts = [part.text for part in parts if part.kind is not DiffKind.SAME]
    assert texts == ["and ", "then "]


@given(st.text(), st.text())
def test_both_wordings_are_in_their_difference_word_for_word(old, new):
    parts = word_diff(old, new)
    kept = "".join(part.text for part in parts if part.kind is not DiffKind.REMOVED)
    assert kept == new or not new.strip()
    dropped = [part.text for part in parts if part.kind is DiffKind.REMOVED]
    assert all("".join(text.split()) in "".join(old.split()) for text in dropped)


@given(st.text())
def test_a_wording_does_not_differ_from_itself(text):
    assert deciding_changes(text, text) == ()
    assert all(part.kind is DiffKind.SAME for part in word_diff(text, text))


# What stands right beside a quote


@pytest.mark.parametrize(
    ("before", "quote", "after", "signs"),
    [
        ("<", "5 %", "", ("<", "")),
        ("of -", "5 points", "", ("-", "")),
        ("of ≥-", "5 points", "", ("-", "")),
        ("$", ".5 million", "", ("$", "")),
        ("at", "5", "%", ("", "%")),
        ("at", "some 5", "%", ("", "%")),
        ("±", "of 12", "× as much", ("", "×")),
        ("±", "12", "°", ("±", "°")),
        ("< ", "5", " %", ("", "")),
        ("ASL-", "3", "", ("", "")),
        ("(a)-", "3", "", ("", "")),
        ("<", "b", "%", ("", "")),
        ("", "5", "", ("", "")),
    ],
)
def test_a_sign_that_touches_a_number_of_a_quote_belongs_to_it(
    before, quote, after, signs
):
    assert signs_beside(before, quote, after) == signs


@pytest.mark.parametrize(
    ("before", "quote", "after", "said"),
    [
        ("that it is not ", "safe", "", ("not ", "")),
        ("that it is ", "safe", "", ("", "")),
        ("not that it is ", "safe", "", ("", "")),
        ("", "we can", " not rule it out", ("", " not")),
        ("", "we can", " and not", ("", "")),
        ("", "we can", " nothing", ("", " nothing")),
        ("", "we can", " notably", ("", "")),
        ("", "We can.", " Not so here.".lower(), ("", "")),
        ("was not ", "5", "% of", ("not ", "%")),
        ("was <", "5", "% of", ("<", "%")),
        ("<", "5", "", ("<", "")),
        (f"not{' ' * FAR}", "safe", "", ("", "")),
    ],
)
def test_a_sign_or_a_negation_right_beside_a_quote_belongs_to_its_sense(
    before, quote, after, said
):
    assert beside(before, quote, after) == said


@pytest.mark.parametrize(
    ("before", "prefix", "is_so"),
    [
        ("we went about it. not ", "we went about it. ", False),
        ("nobody told us about it. not ", "as we went about it. ", False),
        ("we went about it rarely ", "we went about it. ", True),
        ("we went about it rarely ", "we went about it, ", False),
        ("we went about it. not ", "", False),
    ],
)
def test_a_negation_that_took_the_place_of_the_sentence_before_is_of_that_sentence(
    before, prefix, is_so
):
    assert ends_what_came_before(before, prefix) == is_so


def test_another_row_of_a_table_differs_in_several_numbers_that_are_on_both_sides():
    other, more = WordChange("12", "21"), WordChange("", "21")
    word, gone = WordChange("all", "some"), WordChange("12", "")
    assert is_another_row([other, word, other, other])
    assert not is_another_row([other, word, other])
    assert not is_another_row([more, more, more, gone, gone, gone])


def test_only_letters_have_a_case_and_those_of_a_ligature_each():
    assert cases("Wren 1: oﬃ文") == [True, *[False] * 7]
    assert cases("1.70 %") == []
