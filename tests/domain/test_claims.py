"""What people write about a claim travels whole, each part with what people call it."""

from dataclasses import fields

import pytest

from annotator.domain.claims import (
    PLAIN_FACTS,
    ClaimFacts,
    CritiqueText,
    TensionFacts,
    labels,
    plain_facts,
)
from annotator.domain.vocabulary import AssertedBy
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.critiques import Critique

FACTS = ClaimFacts("It is safe.", "cyber", "wren-labs", ("wren-1",))


@pytest.mark.parametrize("value", [ClaimFacts, CritiqueText, TensionFacts])
def test_each_part_is_called_something_of_its_own(value):
    called = labels(value)
    assert list(called) == [each.name for each in fields(value)]
    assert len(set(called.values())) == len(called)
    assert all(label[0].isupper() and "_" not in label for label in called.values())


def test_a_claim_is_the_labs_unless_somebody_says_otherwise():
    assert FACTS.asserted_by is AssertedBy.LAB
    assert (FACTS.parent, FACTS.assertion) == ("", None)


def test_what_points_to_nothing_else_is_taken_as_it_is():
    assert plain_facts(FACTS) == {"text": "It is safe.", "asserted_by": AssertedBy.LAB}
    assert plain_facts(Claim(**plain_facts(FACTS))) == plain_facts(FACTS)


def test_every_part_has_a_column_of_the_same_name():
    assert set(PLAIN_FACTS) <= set(Claim.__table__.columns.keys())
    assert labels(CritiqueText).keys() <= set(Critique.__table__.columns.keys())
