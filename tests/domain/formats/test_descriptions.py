"""Descriptions are short, end with a word, and are made of the page's own words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from claim_views import a_claim
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.formats.descriptions import (
    LONGEST,
    of_claim,
    of_lab,
    shortened,
    verdict_in_words,
)
from annotator.domain.views.contents import VerdictView
from annotator.domain.vocabulary import Credence, Shown

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def _verdict(shown, credence=Credence.NO_VIEW):
    return VerdictView(shown, credence, "", "Ann", NOW)


def test_a_short_text_stays_as_it_is_on_one_line():
    assert shortened("Wren 1\n  is safe.") == "Wren 1 is safe."


def test_a_long_text_ends_with_a_word_and_an_ellipsis():
    assert shortened("Wren 1 is safe, as far as we know", 16) == "Wren 1 is safe…"
    assert shortened("one two three", 8) == "one two…"
    assert shortened("one two (three four)", 11) == "one two…"


def test_a_text_without_spaces_is_cut_between_letters():
    assert shortened("模型无法制造生物武器", 5) == "模型无法…"
    cut = shortened("e\u0301" * 10, 8)
    assert cut == "e\u0301" * 3 + "…"  # no accent is left behind or lost


@given(st.text(), st.integers(1, 200))
def test_nothing_is_longer_than_it_may_be(text, most):
    assert len(shortened(text, most)) <= most


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (
            _verdict(Shown.PARTLY, Credence.LIKELY),
            "Partly shown by what was published. We think it is likely.",
        ),
        (_verdict(Shown.CONTRADICTED), "Contradicted by what was published."),
        (
            _verdict(Shown.CANNOT_BE_ASSESSED, Credence.DOUBTFUL),
            "Cannot be assessed from what was published. We think it is doubtful.",
        ),
    ],
)
def test_both_axes_are_said_and_no_view_is_not(verdict, said):
    assert verdict_in_words(verdict) == said


def test_a_claim_is_described_by_its_verdict_and_its_words():
    claim = replace(a_claim(), verdict=_verdict(Shown.NOT_SHOWN))
    assert of_claim(claim) == (
        f"Not shown by what was published. {claim.lab.name}: {claim.text}"
    )
    assert of_claim(replace(claim, verdict=None)) == f"{claim.lab.name}: {claim.text}"


def test_a_long_claim_is_cut():
    claim = replace(a_claim(), text="Very long words. " * 40)
    assert len(of_claim(claim)) <= LONGEST
    assert of_claim(claim).endswith("…")


def test_a_lab_is_described_by_its_scorecards():
    assert "Heron 2; Heron 1" in of_lab("Northfield", ["Heron 2", "Heron 1"])
