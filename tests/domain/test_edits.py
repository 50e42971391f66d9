"""What a form was made from, and two people's changes put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.edits import compared, digest, merge, read_seen, seen
from annotator.domain.matching.differences import DiffKind

WORDS = st.sampled_from(["", "safe", "not safe", "safe\r\nenough", "safe\nenough"])
FIELDS = st.fixed_dictionaries({"text": WORDS, "note": WORDS})


@given(base=FIELDS, mine=FIELDS, theirs=FIELDS)
def test_each_field_is_as_the_one_left_it_who_changed_it_or_it_clashes(
    base, mine, theirs
):
    made_from = read_seen(str(seen(3, base)))
    merged = merge(mine, theirs, made_from)
    for name, typed in mine.items():
        same = [digest(each[name]) for each in (base, mine, theirs)]
        before, here, there = same
        clashes = here not in (before, there) and there != before
        assert (name in merged.clashes) == clashes
        wanted = theirs[name] if here in (before, there) else typed
        assert merged.values[name] == wanted


def test_what_a_form_was_made_from_survives_its_way_through_the_form():
    made_from = seen(7, {"text": "a", "models": ("x", "y"), "old": True})
    assert read_seen(str(made_from)) == made_from


@pytest.mark.parametrize("nonsense", ["", "x", "-1", "9" * 40, "1 text:zz", "\x00"])
def test_nonsense_is_a_form_made_from_nothing_that_is_known(nonsense):
    merged = merge({"text": "mine"}, {"text": "theirs"}, read_seen(nonsense))
    assert merged.clashes == ("text",)


def test_the_line_ends_of_a_browser_are_no_change():
    assert digest("one\r\ntwo") == digest("one\ntwo")
    assert digest("one\rtwo") != digest("one two")


def test_of_a_long_text_only_what_stands_around_the_change_is_shown():
    long = "The lab tests the model once. " * 2_000
    segments = compared(f"{long}It is safe.", f"{long}It is not safe.")
    shown = "".join(segment.text for segment in segments)
    assert len(shown) < 600
    assert (
        "".join(s.text for s in segments if s.kind is DiffKind.ADDED).strip() == "not"
    )


SENTENCE = st.lists(st.sampled_from(["it", "is", "not", "safe", "3", "%"])).map(
    " ".join
)


@given(old=SENTENCE, new=SENTENCE)
def test_both_wordings_can_be_read_off_what_is_compared(old, new):
    segments = compared(old, new)
    said = {
        # Runs of spaces are one space on a page.
        kind: " ".join("".join(s.text for s in segments if s.kind is not kind).split())
        for kind in DiffKind
    }
    assert (said[DiffKind.ADDED], said[DiffKind.REMOVED]) == (old, new)
