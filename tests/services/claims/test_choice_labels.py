"""What is chosen from a list is told in a line."""

from annotator.services.claims.choice_labels import LONGEST, short


def test_words_that_fit_are_told_whole_and_longer_ones_cut():
    assert short("x" * LONGEST) == "x" * LONGEST
    assert short("x" * (LONGEST + 1)) == "x" * LONGEST + "…"
