"""A mark that goes out says what it is, and is known when it comes back."""

import pytest

from annotator.domain import marked_copy
from annotator.domain.marked_copy import CopiedLink
from annotator.domain.vocabulary import Stance

ADDRESS = "https://desk.example/desk/reports/card#passage-7"
LINKS = [
    CopiedLink(Stance.UNDERCUTS, "Wren 1 is safe.", "It solved half."),
    CopiedLink(Stance.SUPPORTS, "Wren 1 was tested.", ""),
]


def test_a_mark_says_claims_stances_and_notes_and_where_it_is():
    assert marked_copy.text_of(LINKS, address=ADDRESS) == (
        "Undercuts: Wren 1 is safe.\nIt solved half.\n\n"
        f"Supports: Wren 1 was tested.\n\n{ADDRESS}"
    )


def test_a_mark_without_a_claim_says_so():
    said = marked_copy.text_of([], address=ADDRESS, needs_review=True)
    assert "Not linked" in said
    assert "Needs review" in said


def test_a_long_text_is_cut_and_keeps_the_address():
    links = [CopiedLink(Stance.SUPPORTS, "x" * 3_000, "y" * 3_000)]
    said = marked_copy.text_of(links, address=ADDRESS)
    assert len(said) <= marked_copy.LONGEST_TEXT
    assert said.endswith(f"…\n\n{ADDRESS}")


def test_each_stance_has_a_colour_of_its_own_and_the_first_one_counts():
    alone = {marked_copy.colour_of([CopiedLink(s, "", "")]) for s in Stance}
    assert len(alone | {marked_copy.colour_of([])}) == len(Stance) + 1
    supporting = CopiedLink(Stance.SUPPORTS, "", "")
    assert marked_copy.colour_of(LINKS) == marked_copy.colour_of([supporting])


def test_a_name_is_known_as_that_of_the_passage_with_these_words_alone():
    name = marked_copy.name_of(7, "Wren 1 solved half.", 12)
    assert marked_copy.passage_named(name) == 7
    assert marked_copy.is_name_of(name, 7, "Wren 1 solved half.")
    assert not marked_copy.is_name_of(name, 7, "Something else.")
    assert not marked_copy.is_name_of(name, 8, "Wren 1 solved half.")
    assert name != marked_copy.name_of(7, "Wren 1 solved half.", 13)


@pytest.mark.parametrize(
    "name", ["", "fitz-A0", "annotator-", "annotator-x-0-p1", "annotator-" + "9" * 40]
)
def test_a_name_that_others_gave_is_of_no_passage(name):
    assert marked_copy.passage_named(name) is None
    assert not marked_copy.is_name_of(name, 7, "x")
