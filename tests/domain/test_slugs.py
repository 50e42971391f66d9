"""Short names for addresses, made of what a thing is called."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.slugs import LONGEST, is_slug, slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Heron 2 System Card", "heron-2-system-card"),
        ("Claude Haiku 4.5", "claude-haiku-4-5"),
        ("The lab's (second) report: “risks”", "the-labs-second-report-risks"),
        ("Évaluation ﬁnale", "evaluation-finale"),
        ("ASL-3 & CBRN", "asl-3-cbrn"),
        ("End. Of it.", "end-of-it"),
        ("模型安全", "unnamed"),
        ("", "unnamed"),
    ],
)
def test_a_title_becomes_lower_case_words_with_hyphens(title, slug):
    assert slugify(title) == slug


def test_a_name_that_is_taken_gets_the_next_free_number():
    assert slugify("Heron", {"heron"}) == "heron-2"
    assert slugify("Heron", {"heron", "heron-2", "heron-4"}) == "heron-3"
    assert slugify("Heron", {"heron-2"}) == "heron"


def test_a_long_title_is_cut_between_words():
    slug = slugify("the model remains below the line " * 9)
    assert (
        slug == "the-model-remains-below-the-line-the-model-remains-below-the-line-the"
    )
    assert len(slug) <= LONGEST


def test_a_word_longer_than_a_name_is_cut():
    assert slugify("a" * 200) == "a" * LONGEST


@given(st.text(), st.sets(st.sampled_from(["a", "a-2", "unnamed", "b"])))
def test_any_text_makes_a_name_that_stands_in_an_address_and_is_free(text, taken):
    slug = slugify(text, taken)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST
    assert slug not in taken


@given(st.text())
def test_a_name_is_its_own_name(text):
    assert slugify(slugify(text)) == slugify(text)


@pytest.mark.parametrize("slug", ["heron", "heron-2", "2", "a" * 80])
def test_a_slug_has_small_letters_and_digits_with_single_hyphens_between(slug):
    assert is_slug(slug)


@pytest.mark.parametrize(
    "slug", ["", "Heron", "heron 2", "-heron", "heron-", "a--b", "é", "a" * 81, "a\n"]
)
def test_anything_else_is_no_slug(slug):
    assert not is_slug(slug)
