"""Which direction is more dangerous is taken from words, not guessed."""

import pytest

from annotator.domain.evaluations.directions import direction
from annotator.domain.vocabulary import Direction


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("higher is more dangerous", Direction.HIGHER),
        ("Lower scores are safer", Direction.HIGHER),
        ("lower values are worse", Direction.LOWER),
        ("Harmless responses; higher is better", Direction.LOWER),
        ("attack success rate (lower is better)", Direction.HIGHER),
        ("accuracy (higher is better)", None),  # more able, or safer?
        ("higher is safer, and elsewhere lower is safer", None),
        ("63%", None),
    ],
)
def test_the_direction_that_a_text_says(text, said):
    assert direction(text) is said
