"""Two wordings as one, and what among their differences decides the meaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.matching.differences import DiffKind, deciding_changes, word_diff


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
    assert [part.kind for part in word_diff("a large model", "a big model")] == [
        DiffKind.SAME,
        DiffKind.REMOVED,
        DiffKind.ADDED,
        DiffKind.SAME,
    ]


def test_a_word_removed_at_the_end_does_not_touch_the_one_before():
    shown = "".join(part.text for part in word_diff("below the line", "below the"))
    assert shown == "below the line"


@given(st.text(), st.text())
def test_both_wordings_are_in_their_difference_word_for_word(old, new):
    parts = word_diff(old, new)
    kept = "".join(part.text for part in parts if part.kind is not DiffKind.REMOVED)
    assert kept.split() == new.split()
    dropped = [part.text for part in parts if part.kind is DiffKind.REMOVED]
    assert all("".join(text.split()) in "".join(old.split()) for text in dropped)


@given(st.text())
def test_a_wording_does_not_differ_from_itself(text):
    assert deciding_changes(text, text) == ()
    assert all(part.kind is DiffKind.SAME for part in word_diff(text, text))
