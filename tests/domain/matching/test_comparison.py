"""Two files of a report are compared as an attentive reader would."""

from hypothesis import given
from hypothesis import strategies as st
from pages_of_text import DOCUMENTS, a_document

from annotator.domain.matching.comparison import compare
from annotator.domain.text.canonical_text import compose
from annotator.domain.vocabulary import ChangeKind

FIRST = "The red team wrote to us before the release."
SECOND = "Every task was run three times with other seeds."
THIRD = "We are grateful to all who took part in it."
FOURTH = "Nobody was told about the outcome in advance."


def _compared(old, new):
    return compare(compose(a_document(*old)), compose(a_document(*new)))


def _changes(old, new):
    found = _compared(old, new).changes
    return [(change.kind, change.old, change.new) for change in found]


def test_other_line_and_page_breaks_are_no_changes():
    words = f"{FIRST} {SECOND}".split()
    lines = [" ".join(words[at : at + 4]) for at in range(0, len(words), 4)]
    assert _changes([[FIRST, SECOND]], [lines[:2], lines[2:]]) == []


def test_an_edited_sentence_is_one_change_that_names_its_number():
    edited = SECOND.replace("three", "2")
    [change] = _compared([[FIRST, SECOND, THIRD]], [[FIRST, edited, THIRD]]).changes
    assert (change.kind, change.old, change.new) == (ChangeKind.EDITED, SECOND, edited)
    assert [str(each) for each in change.changed] == ["three → 2"]


def test_a_sentence_over_a_page_break_is_one_sentence():
    first, _, second = FIRST.partition(" before ")
    assert (
        _changes(
            [[SECOND, first], [f"before {second}", THIRD]], [[SECOND, FIRST, THIRD]]
        )
        == []
    )


def test_what_was_moved_is_neither_removed_nor_added():
    old, new = [[FIRST, SECOND, THIRD]], [[SECOND, THIRD, FIRST]]
    assert _changes(old, new) == [(ChangeKind.MOVED, FIRST, FIRST)]


def test_neighbours_that_were_removed_are_one_change():
    found = _changes([[FIRST, SECOND, THIRD, FOURTH]], [[FIRST, FOURTH]])
    assert found == [(ChangeKind.REMOVED, f"{SECOND} {THIRD}", "")]


def test_changes_follow_the_reading_order_of_the_new_file():
    old, new = [[FIRST, SECOND, THIRD]], [[FOURTH, FIRST, SECOND + " It helped."]]
    kinds = [kind for kind, _, _ in _changes(old, new)]
    assert kinds == [ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.ADDED]


def test_the_summary_counts_pages_and_words():
    found = _compared([[FIRST], [SECOND]], [[FIRST]])
    assert (found.old_pages, found.new_pages) == (2, 1)
    assert found.old_words - found.new_words == len(SECOND.split())


@given(DOCUMENTS)
def test_a_document_compared_with_itself_has_no_changes(document):
    assert _changes(document, document) == []


@given(DOCUMENTS, DOCUMENTS)
def test_comparing_never_raises_and_keys_are_unique_and_stable(old, new):
    found, again = _compared(old, new), _compared(old, new)
    keys = [change.key for change in found.changes]
    assert len(set(keys)) == len(keys)
    assert keys == [change.key for change in again.changes]


@given(st.sets(st.sampled_from([FIRST, SECOND, THIRD, FOURTH]), max_size=3))
def test_every_inserted_sentence_is_shown(kept):
    whole = [FIRST, SECOND, THIRD, FOURTH]
    old = [line for line in whole if line in kept]
    said = " ".join(new for _, _, new in _changes([old], [whole]))
    assert all(line in said for line in whole if line not in kept)
