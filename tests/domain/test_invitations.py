"""When a lab was invited, by when, and what came of it."""

from datetime import date

import pytest

from annotator.domain import invitations
from annotator.domain.errors import InvalidError
from annotator.domain.invitations import InvitationFacts
from annotator.domain.vocabulary import InvitationState

GOOD = {
    "invited_on": "2030-01-02",
    "due_on": "2030-02-01",
    "response_on": "2030-01-20",
    "response_text": "We do not agree.",
    "response_url": "https://wren.example/response",
}


def test_facts_lose_the_white_space_around_them():
    facts = InvitationFacts(**{name: f"  {value}\n" for name, value in GOOD.items()})
    assert invitations.checked(facts) == InvitationFacts(**GOOD)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"invited_on": ""}, "invited_on"),
        ({"invited_on": "2 January 2030"}, "invited_on"),
        ({"invited_on": "20300102"}, "invited_on"),
        ({"invited_on": "0203-01-02"}, "invited_on"),
        ({"due_on": ""}, "due_on"),
        ({"due_on": "2030-02-30"}, "due_on"),
        ({"due_on": "2029-12-31"}, "due_on"),
        ({"response_on": "2029-12-31"}, "response_on"),
        ({"response_on": ""}, "response_on"),
        ({"response_on": "", "response_text": ""}, "response_on"),
        ({"response_text": ""}, "response_text"),
        ({"response_text": "x" * 10_001}, "response_text"),
        ({"response_url": "javascript:alert(1)"}, "response_url"),
        ({"response_url": "https://a b.example"}, "response_url"),
        ({"response_url": f"https://{'a' * 2_000}"}, "response_url"),
        ({"contact_note": "x" * 1_001}, "contact_note"),
    ],
)
def test_what_is_wrong_is_told_by_its_field(changed, field):
    with pytest.raises(InvalidError) as refused:
        invitations.checked(InvitationFacts(**{**GOOD, **changed}))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("response_on", "today", "state"),
    [
        ("", date(2030, 2, 1), InvitationState.INVITED),
        ("", date(2030, 2, 2), InvitationState.SILENT),
        ("2030-03-01", date(2030, 4, 1), InvitationState.RECEIVED),
    ],
)
def test_a_lab_is_silent_from_the_day_after_the_one_due(response_on, today, state):
    found = invitations.state_of(
        response_on=response_on, due_on="2030-02-01", today=today
    )
    assert found is state
