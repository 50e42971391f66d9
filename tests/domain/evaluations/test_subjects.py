"""Whose each number is, is read only where the sentence names them in order."""

import pytest

from annotator.domain.evaluations.values import read_passage


def _subjects(text):
    return [value.subject for value in read_passage(text).values]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Claude Opus 4 and Claude Sonnet 4 had 2.53× and 1.70×, respectively.",
         ["Claude Opus 4", "Claude Sonnet 4"]),
        ("Scores were 12%, 19% and 25% for Opus, Sonnet 3.7 and Haiku, respectively.",
         ["Opus", "Sonnet 3.7", "Haiku"]),
        ("We saw 2.53× and 1.70× for Opus and Sonnet.", ["", ""]),
        ("Opus, Sonnet and Haiku had 2.53× and 1.70×, respectively.", ["", ""]),
        ("Opus and Sonnet beat Ada and Bob by 2.5× and 1.7×, respectively.", ["", ""]),
        ("Opus and Sonnet differ. It had 2.5× and 1.7×, respectively.", ["", ""]),
    ],
)  # fmt: skip
def test_subjects_are_named_in_order_or_not_at_all(text, named):
    assert _subjects(text) == named
