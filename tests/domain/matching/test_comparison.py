"""Two files of a report are compared as an attentive reader would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages_of_text import DOCUMENTS, a_document, a_line

from annotator.domain.matching import comparison
from annotator.domain.matching.comparison import LONGEST, compare
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


def test_a_change_says_where_it_stands_in_both_files():
    edited = SECOND.replace("three", "2")
    old = compose(a_document([FIRST], [SECOND], [THIRD]))
    new = compose(a_document([FOURTH], [FIRST], [edited]))
    found = compare(old, new).changes
    assert [(c.kind, c.page_before, c.page_after) for c in found] == [
        (ChangeKind.ADDED, None, 1),
        (ChangeKind.EDITED, 2, 3),
        (ChangeKind.REMOVED, 3, None),
    ]
    for change in found:
        for pages, span, said in (
            (old, change.before, change.old),
            (new, change.after, change.new),
        ):
            text = "".join(page.text for page in pages)
            assert (text[span.start : span.end] if span else "") == said


def test_neighbours_that_were_edited_are_changes_of_their_own():
    old, new = [[FIRST, SECOND]], [[f"Then {FIRST}", SECOND.replace("three", "2")]]
    kinds = [kind for kind, _, _ in _changes(old, new)]
    assert kinds == [ChangeKind.EDITED, ChangeKind.EDITED]


def test_what_was_removed_or_added_before_an_edit_is_no_part_of_it():
    edited = SECOND.replace("three", "2")
    assert _changes([[FIRST, SECOND]], [[FOURTH, edited]]) == [
        (ChangeKind.REMOVED, FIRST, ""),
        (ChangeKind.ADDED, "", FOURTH),
        (ChangeKind.EDITED, SECOND, edited),
    ]


def test_a_few_words_that_went_over_to_the_next_sentence_do_not_join_the_two():
    first = "The red team wrote to us."
    second = f"Before the end, e{SECOND[1:]}"
    assert _changes([[FIRST, SECOND]], [[first, second]]) == [
        (ChangeKind.EDITED, FIRST, first),
        (ChangeKind.EDITED, SECOND, second),
    ]


@pytest.mark.parametrize("is_cut", [True, False], ids=["cut", "joined"])
def test_a_sentence_that_was_cut_in_three_or_joined_is_one_edit_and_the_next_another(
    is_cut,
):
    three = f"{FIRST} {SECOND} {THIRD}"
    one = f"{FIRST[:-1]}, and e{SECOND[1:-1]}, and w{THIRD[1:]}"
    old, new = (one, three) if is_cut else (three, one)
    edited = f"As we said, n{FOURTH[1:]}"
    assert _changes([[old, FOURTH]], [[new, edited]]) == [
        (ChangeKind.EDITED, old, new),
        (ChangeKind.EDITED, FOURTH, edited),
    ]


@pytest.mark.parametrize("is_cut", [True, False], ids=["cut", "joined"])
def test_a_sentence_that_was_cut_in_two_or_joined_to_the_next_is_one_edit(is_cut):
    one = f"{FIRST[:-1]}, and then e{SECOND[1:]}"
    two = f"{FIRST} {SECOND}"
    old, new = (one, two) if is_cut else (two, one)
    found = _changes([[THIRD, old, FOURTH]], [[THIRD, new, FOURTH]])
    assert found == [(ChangeKind.EDITED, old, new)]


def test_sentences_that_share_but_a_few_words_are_not_versions_of_each_other():
    short = "It was run three times."
    long = (
        "It is known that what was seen by others who have run such a thing in three "
        "earlier years is of no use to anybody at all."
    )
    assert _changes([[FIRST, short]], [[FIRST, long]]) == [
        (ChangeKind.REMOVED, short, ""),
        (ChangeKind.ADDED, "", long),
    ]


def test_a_sentence_to_which_much_was_added_is_still_that_sentence():
    short = "It was run three times."
    long = f"In spring, as others had asked us to do months before, i{short[1:]}"
    for old, new in ((short, long), (long, short)):
        found = _changes([[FIRST, old]], [[FIRST, new]])
        assert found == [(ChangeKind.EDITED, old, new)]


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


def test_what_was_moved_and_edited_a_little_is_moved():
    edited = FIRST.replace("wrote", "spoke")
    old, new = [[FIRST, SECOND, THIRD]], [[SECOND, THIRD, edited]]
    assert _changes(old, new) == [(ChangeKind.MOVED, FIRST, edited)]


def test_neighbours_that_were_moved_together_are_one_change():
    old = [[FIRST, SECOND, THIRD, FOURTH, "It ends here, as we said."]]
    new = [[THIRD, FOURTH, "It ends here, as we said.", FIRST, SECOND]]
    both = f"{FIRST} {SECOND}"
    assert _changes(old, new) == [(ChangeKind.MOVED, both, both)]


def test_a_short_sentence_that_recurs_is_not_said_to_have_moved():
    old, new = [["It was so.", FIRST, SECOND]], [[FIRST, SECOND, "It was so."]]
    kinds = [kind for kind, _, _ in _changes(old, new)]
    assert kinds == [ChangeKind.REMOVED, ChangeKind.ADDED]
    longer = "It was so in May."
    old, new = [[longer, FIRST, SECOND]], [[FIRST, SECOND, longer]]
    assert _changes(old, new) == [(ChangeKind.MOVED, longer, longer)]


def test_a_sentence_that_stood_twice_moves_only_once():
    old = [[FIRST, SECOND, FIRST, THIRD, FOURTH]]
    new = [[SECOND, THIRD, FOURTH, FIRST]]
    kinds = [kind for kind, _, _ in _changes(old, new)]
    assert sorted(kinds) == [ChangeKind.MOVED, ChangeKind.REMOVED]


def test_a_sentence_that_was_edited_where_it_stood_has_not_moved():
    edited = f"In May, as we said before, t{FIRST[1:]}"
    one, other = [[edited, THIRD, FOURTH]], [[FIRST, THIRD, FOURTH, edited]]
    assert _changes(other, one) == [
        (ChangeKind.EDITED, FIRST, edited),
        (ChangeKind.REMOVED, edited, ""),
    ]
    assert _changes(one, other) == [
        (ChangeKind.EDITED, edited, FIRST),
        (ChangeKind.ADDED, "", edited),
    ]


def test_neighbours_that_were_removed_are_one_change():
    found = _changes([[FIRST, SECOND, THIRD, FOURTH]], [[FIRST, FOURTH]])
    assert found == [(ChangeKind.REMOVED, f"{SECOND} {THIRD}", "")]


def test_sentences_between_which_another_one_stayed_are_changes_of_their_own():
    old, new = [[FIRST, SECOND, THIRD, FOURTH]], [[SECOND, FOURTH]]
    assert _changes(old, new) == [
        (ChangeKind.REMOVED, FIRST, ""),
        (ChangeKind.REMOVED, THIRD, ""),
    ]


def test_a_long_stretch_that_was_added_is_shown_in_parts():
    lines = [f"Trial {number} was run as the one before it." for number in range(90)]
    found = _changes([[FIRST]], [[FIRST, *lines]])
    assert len(found) == 2  # the fewest that are no longer than LONGEST
    assert {kind for kind, _, _ in found} == {ChangeKind.ADDED}
    assert all(len(new.replace(" ", "")) <= LONGEST for _, _, new in found)
    assert " ".join(new for _, _, new in found) == " ".join(lines)


@pytest.mark.parametrize(
    ("limit", "kind"),
    [("LARGEST_GAP", ChangeKind.EDITED), ("MOST_MOVES", ChangeKind.MOVED)],
)
def test_what_would_take_too_long_to_pair_is_removed_and_added(
    limit, kind, monkeypatch
):
    moved = "Two of the teams went home in May.", "Another team came in June instead."
    edited = f"Then {FIRST[:-1]} in a year."
    old = [[moved[0], SECOND, moved[1], THIRD, FOURTH, FIRST]]
    new = [[SECOND, THIRD, FOURTH, edited, *moved]]
    assert kind in [found for found, _, _ in _changes(old, new)]
    monkeypatch.setattr(comparison, limit, 1)
    assert kind not in [found for found, _, _ in _changes(old, new)]


def test_changes_follow_the_reading_order_of_the_new_file():
    old, new = [[FIRST, SECOND, THIRD]], [[FOURTH, FIRST, SECOND + " It helped."]]
    kinds = [kind for kind, _, _ in _changes(old, new)]
    assert kinds == [ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.ADDED]


def test_the_summary_counts_pages_and_words():
    found = _compared([[FIRST], [SECOND]], [[FIRST]])
    assert (found.old_pages, found.new_pages) == (2, 1)
    assert found.old_words - found.new_words == len(SECOND.split())
    assert found.new_words == len(FIRST.split())
    assert found.count(ChangeKind.REMOVED) == 1
    assert found.count(ChangeKind.ADDED) == 0


def test_footnotes_are_compared_and_counted_with_the_running_text():
    def page(note):
        lines = [f"{FIRST[:-1]}^1 so far.", SECOND, THIRD, FOURTH]
        return [*lines, a_line(f"^1 {note}", y=700, size=7)]

    old, new = "Two of them in a week.", "Three of them in a week."
    found = _compared([page(old)], [page(new)])
    [change] = found.changes
    assert change.kind is ChangeKind.EDITED
    assert (change.old, change.new) == (f"1 {old}", f"1 {new}")
    running = " ".join([FIRST, "so far.", SECOND, THIRD, FOURTH]).split()
    assert found.old_words == found.new_words == len(running) + 1 + len(old.split())


def test_a_footnote_comes_before_what_changed_on_the_next_page():
    def pages(note, said):
        lines = [f"{FIRST[:-1]}^1 so far.", SECOND, THIRD, FOURTH]
        return [[*lines, a_line(f"^1 {note}", y=700, size=7)], [said]]

    said = "Trial 7 was run as the one before it."
    old = pages("Two of them in a week.", said)
    new = pages("Three of them in a week.", said.replace("7", "8"))
    assert [change.page_after for change in _compared(old, new).changes] == [1, 2]


def test_a_change_keeps_its_key_whatever_else_has_changed():
    old = [[FIRST, SECOND, THIRD]]
    [alone] = _compared(old, [[FIRST, THIRD]]).changes
    added, among = _compared(old, [[FOURTH, FIRST, THIRD]]).changes
    assert among.key == alone.key != added.key


def test_of_changes_that_say_the_same_each_has_its_own_key():
    found = _compared([[FIRST, SECOND, FIRST, THIRD]], [[SECOND, THIRD]]).changes
    assert [change.old for change in found] == [FIRST, FIRST]
    assert len({change.key for change in found}) == 2


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
