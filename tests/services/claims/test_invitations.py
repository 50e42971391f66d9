"""Editors record that a lab was invited to respond, and what it answered."""

from dataclasses import replace

import pytest
import wren_public

from annotator.domain.claims import ClaimFacts
from annotator.domain.edits import StaleError
from annotator.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)
from annotator.domain.invitations import InvitationFacts
from annotator.domain.permissions import Role
from annotator.services.claims import claims, invitations, scorecards
from annotator.services.edits import form_fields
from annotator.services.library import labs
from annotator.services.library.labs import ModelFacts
from annotator.storage.events import Event

FACTS = InvitationFacts("2030-01-02", "2030-02-01", "canarycontact: by mail to Ann")
ANSWER = replace(FACTS, response_on="2030-01-20", response_text="We do not agree.")


@pytest.fixture(scope="session")
def beginning(put_out):
    return put_out


@pytest.fixture
def site(desk):
    desk.claim = wren_public.CLAIM
    return desk


def test_an_invitation_is_recorded_once_and_answered(site):
    with site.sit_down() as context:
        row = invitations.invite(context, site.claim, FACTS)
        assert invitations.invite(context, site.claim, FACTS).id == row.id
        invitations.edit_invitation(context, site.claim, row.id, ANSWER)
    with site.look() as context:
        [kept] = invitations.list_invitations(context, site.claim)
        assert kept.facts == ANSWER


def test_all_published_claims_of_a_scorecard_are_invited_at_once(site):
    with site.sit_down() as context:
        draft = ClaimFacts("Wren 1 is quick.", "cyber", "wren-labs", ("wren-1",))
        slug = claims.add_claim(context, draft).slug
        assert invitations.invite_to_all(context, "wren-1", FACTS) == 1
        assert invitations.invite_to_all(context, "wren-1", FACTS) == 0
        later = replace(FACTS, due_on="2030-03-01")
        assert invitations.invite_to_all(context, "wren-1", later) == 1
        assert invitations.list_invitations(context, slug) == []
        assert len(invitations.list_invitations(context, site.claim)) == 2


def test_a_scorecard_without_a_published_claim_invites_nobody(site):
    with site.sit_down() as context:
        labs.add_model(context, "wren-labs", ModelFacts("Wren 2"))
        scorecards.add_scorecard(
            context, lab="wren-labs", models=["wren-2"], title="Wren 2"
        )
        with pytest.raises(ConflictError, match="No claim"):
            invitations.invite_to_all(context, "wren-2", FACTS)


@pytest.mark.parametrize(
    "act",
    [
        lambda c, claim: invitations.invite(c, claim, FACTS),
        lambda c, _: invitations.invite_to_all(c, "wren-1", FACTS),
        lambda c, claim: invitations.edit_invitation(c, claim, 1, ANSWER),
        lambda c, claim: invitations.withdraw_invitation(c, claim, 1),
        lambda c, claim: invitations.restore_invitation(c, claim, 1),
    ],
)
def test_only_editors_record_what_readers_see(site, act):
    with site.sit_down() as context:
        invitations.invite(context, site.claim, FACTS)
    with site.sit_down(Role.ANALYST) as context, pytest.raises(ForbiddenError):
        act(context, site.claim)


def test_an_invitation_is_taken_back_and_put_back(site):
    with site.sit_down() as context:
        number = invitations.invite(context, site.claim, ANSWER).id
        invitations.withdraw_invitation(context, site.claim, number)
        assert invitations.list_invitations(context, site.claim) == []
        with pytest.raises(ConflictError):
            invitations.edit_invitation(context, site.claim, number, FACTS)
        invitations.restore_invitation(context, site.claim, number)
        assert len(invitations.list_invitations(context, site.claim)) == 1
        with pytest.raises(NotFoundError):
            invitations.edit_invitation(context, site.claim, 99, FACTS)


def test_what_two_editors_record_at_once_is_put_together(site):
    with site.sit_down() as context:
        row = invitations.invite(context, site.claim, FACTS)
        seen = form_fields.seen("invitation", row)
        number = row.id
        invitations.edit_invitation(context, site.claim, number, ANSWER)
    mine = replace(FACTS, due_on="2030-03-01")
    with site.sit_down() as context:
        row = invitations.edit_invitation(
            context, site.claim, number, mine, made_from=seen
        )
        assert (row.due_on, row.response_text) == ("2030-03-01", "We do not agree.")
        other = replace(ANSWER, response_text="We agree.")
        with pytest.raises(StaleError):
            invitations.edit_invitation(
                context, site.claim, number, other, made_from=seen
            )


def test_bad_days_are_refused_and_nothing_is_kept(site):
    with site.sit_down() as context:
        wrong = replace(FACTS, due_on="2029-01-01")
        with pytest.raises(InvalidError):
            invitations.invite(context, site.claim, wrong)
        with pytest.raises(InvalidError):
            invitations.invite_to_all(context, "wren-1", wrong)
        assert invitations.list_invitations(context, site.claim) == []


def test_whom_one_wrote_to_is_not_in_the_history(site):
    with site.sit_down() as context:
        row = invitations.invite(context, site.claim, FACTS)
        changed = replace(FACTS, contact_note="canarycontact 2")
        invitations.edit_invitation(context, site.claim, row.id, changed)
        told = [
            f"{event.before}{event.after}" for event in context.session.query(Event)
        ]
    assert not any("canarycontact" in row for row in told)
