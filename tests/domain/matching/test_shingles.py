"""A file is told to be a version of another by how it begins."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.matching.shingles import LEAST, WORDS, overlap, shingles

TEXT = " ".join(f"word{n} stands here and {n * n} there" for n in range(12))
OTHER = " ".join(f"not{n} a line of it {n + 3} was kept" for n in range(12))


def test_a_revised_file_shares_all_runs_of_words_of_the_first():
    assert overlap(shingles(TEXT), shingles(f"Revised. {TEXT} And more.")) == 1


def test_a_file_that_is_set_anew_reads_the_same():
    anew = TEXT.upper().replace(" ", " \n ").replace("STANDS", "stan-\nds")
    assert shingles(anew) == shingles(TEXT)


def test_files_that_say_other_things_share_nothing():
    assert overlap(shingles(TEXT), shingles(OTHER)) == 0


def test_a_file_half_of_which_is_in_another_shares_about_half():
    one, other = shingles(f"{TEXT} {OTHER}"), shingles(TEXT)
    half = shingles(f"{TEXT} {OTHER.upper()[::-1]}")
    assert 0.4 < overlap(one, half) < 0.6
    assert overlap(other, one) == overlap(one, other) == 1


def test_the_same_words_in_another_order_are_not_the_same_runs():
    backwards = " ".join(reversed(TEXT.split()))
    assert overlap(shingles(TEXT), shingles(backwards)) == 0


def test_of_a_short_text_nothing_is_said():
    enough = " ".join(f"w{n}" for n in range(LEAST + WORDS - 1))
    assert overlap(shingles(enough), shingles(enough)) == 1
    less = enough.rpartition(" ")[0]
    assert overlap(shingles(less), shingles(less)) == 0
    assert shingles("four words are none") == frozenset()


@given(st.text(), st.text())
def test_what_two_texts_share_is_a_share_and_the_same_both_ways(one, other):
    shared = overlap(shingles(one), shingles(other))
    assert 0 <= shared <= 1
    assert shared == overlap(shingles(other), shingles(one))
