"""A figure is told from another by a thumbnail, and a file by how it begins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.matching.anchoring import TextQuote
from annotator.domain.matching.picture_hash import SIDE, fingerprint, likeness
from annotator.domain.matching.selectors import selectors
from annotator.domain.matching.shingles import overlap, shingles
from annotator.domain.text.spans import Span


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


def test_files_that_begin_alike_share_most_of_their_runs_of_words():
    text = " ".join(f"word{n} stands here and {n * n} there" for n in range(12))
    other = " ".join(f"not{n} a line of it {n + 3} was kept" for n in range(12))
    assert overlap(shingles(text), shingles(f"Revised. {text} And more.")) == 1
    assert overlap(shingles(text), shingles(other)) == 0


def test_of_a_short_text_nothing_is_said():
    assert overlap(shingles("a few words only, not more"), shingles("a few words")) == 0


def test_a_passage_is_selected_in_the_terms_of_the_w3c():
    quote = TextQuote("safe", "Wren is ", ".")
    boxes = [(3, (10.0, 20.0, 60.0, 30.0)), (3, (10.0, 32.0, 80.0, 42.0))]
    assert selectors(quote, Span(8, 12), boxes) == [
        {
            "type": "TextQuoteSelector",
            "exact": "safe",
            "prefix": "Wren is ",
            "suffix": ".",
        },
        {"type": "TextPositionSelector", "start": 8, "end": 12},
        {
            "type": "FragmentSelector",
            "conformsTo": "http://tools.ietf.org/rfc/rfc8118",
            "value": "page=3&viewrect=10.00,20.00,70.00,22.00",
        },
    ]
