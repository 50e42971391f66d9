"""Claims are stated, found again and put before an editor; none is stored by half."""

from dataclasses import replace

import pytest

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import (
    ConflictError,
    InvalidError,
    SignInNeededError,
)
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import State
from annotator.services.claims import claims
from annotator.services.context import READER, Actor
from annotator.services.library import labs

FACTS = ClaimFacts("Wren 1 is safe.", "cyber", "wren-labs", ("wren-1",))
ANALYST = Actor("An analyst", Role.ANALYST)


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """Two labs with a model each."""
    with desk_in(tmp_path_factory.mktemp("claims")) as desk:
        with desk.sit_down() as context:
            for name, model in (("Wren Labs", "Wren 1"), ("Gull Labs", "Gull 1")):
                lab = labs.find_or_add_lab(context, name)
                labs.find_or_add_model(context, lab, model)
        yield desk


def _state(context, text, **facts):
    return claims.add_claim(context, replace(FACTS, text=text, **facts))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " \n"}, "text"),
        ({"text": "x" * 1_001}, "text"),
        ({"asserted_by": "nobody"}, "asserted_by"),
        ({"models": ("gull-1",)}, "models"),
    ],
)
def test_a_claim_that_is_refused_names_the_field_and_leaves_nothing_half_made(
    context, wrong, field
):
    with pytest.raises(InvalidError) as refused:
        claims.add_claim(context, replace(FACTS, **wrong))
    context.session.flush()
    assert refused.value.field == field
    assert claims.list_claims(context) == []


def test_claims_in_the_same_words_have_addresses_of_their_own(context):
    made = [_state(context, "Wren 1  is\nsafe.") for _ in range(2)]
    assert [claim.slug for claim in made] == ["wren-1-is-safe", "wren-1-is-safe-2"]
    assert {claim.text for claim in made} == {"Wren 1 is safe."}


def test_a_claim_is_not_part_of_one_that_is_part_of_it(context):
    whole = _state(context, "It is safe.").slug
    part = _state(context, "It is safe at home.", parent=whole).slug
    least = _state(context, "It is safe in bed.", parent=part).slug
    with pytest.raises(InvalidError, match="cannot be part of itself") as refused:
        claims.edit_claim(context, whole, replace(FACTS, parent=least))
    assert refused.value.field == "parent"
    assert claims.get_claim(context, whole).parent is None


def test_claims_are_found_by_all_of_the_words_typed_the_newest_first(context):
    for text in ("Wren 1 is safe.", "Wren 1 is 100 % safe.", "Wren 1 was safe."):
        _state(context, text)
    _state(context, "It is safe.").state = State.WITHDRAWN
    found = claims.find_claims(context, "SAF  is")
    assert [claim.text for claim in found] == ["Wren 1 is 100 % safe.", FACTS.text]
    assert [claim.text for claim in claims.find_claims(context, "%")] == [found[0].text]
    assert len(claims.find_claims(context, "", limit=2)) == 2


def test_a_claim_is_submitted_as_a_draft_or_after_it_was_withdrawn(context):
    claim = _state(context, "It is safe.")
    assert claims.submit_claim(context, claim.slug).state is State.IN_REVIEW
    with pytest.raises(ConflictError, match="is in review"):
        claims.submit_claim(context, claim.slug)
    claim.state = State.WITHDRAWN
    assert claims.submit_claim(context, claim.slug).state is State.IN_REVIEW


def test_an_analyst_states_a_claim_as_a_draft_and_a_reader_states_none(context):
    claim = _state(replace(context, actor=ANALYST), "It is safe.")
    assert claim.state is State.DRAFT
    with pytest.raises(SignInNeededError):
        _state(replace(context, actor=READER), "It is safe.")
