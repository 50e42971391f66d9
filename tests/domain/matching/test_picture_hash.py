"""A figure is told from another by a thumbnail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.matching.picture_hash import SIDE, fingerprint, likeness


def _picture(*bars, dark=40):
    """White, with dark columns from ``(left, right)`` to the bottom."""
    return bytes(
        dark if any(left <= x < right for left, right in bars) else 255
        for _ in range(SIDE)
        for x in range(SIDE)
    )


def test_a_figure_drawn_in_another_grey_is_the_same_figure():
    one = fingerprint(_picture((4, 8), (16, 20)))
    assert likeness(one, fingerprint(_picture((4, 8), (16, 20), dark=60))) == 1


def test_another_figure_is_not_alike_though_both_are_mostly_white():
    one = fingerprint(_picture((4, 8)))
    assert likeness(one, fingerprint(_picture((20, 24)))) < 0.5


def test_a_picture_of_another_size_is_refused():
    with pytest.raises(ValueError, match="1024 pixels, not 3"):
        fingerprint(b"abc")


@given(st.binary(min_size=SIDE * SIDE, max_size=SIDE * SIDE))
def test_any_figure_is_like_itself_if_it_shows_anything(pixels):
    seen = fingerprint(pixels)
    assert likeness(seen, seen) == (1 if int(seen, 16) else 0)
