"""What a person did is told by day, newest first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import NotFoundError, SignInNeededError
from annotator.services.accounts import accounts
from annotator.services.claims import claims
from annotator.services.context import READER
from annotator.services.history import people
from annotator.services.library import labs


@pytest.fixture
def ann(desk):
    """Ann and Bob, and a day on which Ann did something, and the next one."""
    for name in ("ann", "bob"):
        desk.add_person(name, "editor")
    with desk.sit_down() as context:
        ann, bob = (
            accounts.as_actor(row)
            for row in accounts.list_authors(context)
            if row.name in {"ann", "bob"}
        )
        first = replace(context, actor=ann, act="first")
        labs.find_or_add_lab(first, "Wren Labs")
    with desk.sit_down() as context:
        later = replace(
            context, actor=ann, act="second", now=context.now + timedelta(days=1)
        )
        claims.add_claim(later, ClaimFacts("It is safe.", "cyber", "wren-labs"))
    with desk.sit_down() as context:
        labs.find_or_add_lab(replace(context, actor=bob, act="third"), "Heron Works")
    return desk


def _told(found):
    return {
        day.day: ["".join(part.text for part in act.parts) for act in day.acts]
        for day in found.days
    }


def test_what_somebody_did_is_told_by_day(ann):
    with ann.look() as context:
        found = people.of_person(context, "ann")
        assert _told(found) == {
            date(2030, 1, 2): ["added the claim “It is safe.”"],
            date(2030, 1, 1): ["added the lab “Wren Labs”"],
        }
        assert [*_told(found)] == [date(2030, 1, 2), date(2030, 1, 1)]
        assert {act.person for day in found.days for act in day.acts} == {"ann"}
        narrowed = people.of_person(context, "ann", thing="claims")
        assert [*_told(narrowed)] == [date(2030, 1, 2)]
        assert people.of_person(context, "ann", action="deleted").days == []
        assert people.of_person(context, "ann", page=2).days == []


def test_who_is_not_there_has_no_history(ann):
    with ann.look() as context:
        with pytest.raises(NotFoundError):
            people.of_person(context, "nobody")
        with pytest.raises(SignInNeededError):
            people.of_person(replace(context, actor=READER), "ann")
