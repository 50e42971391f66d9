"""Readers see that a lab was invited, what it answered, and that it has not."""

from dataclasses import replace

import pytest
import wren_public

from annotator.domain.invitations import InvitationFacts
from annotator.domain.permissions import Role
from annotator.domain.views.invitations import InvitationCounts
from annotator.services.claims import invitations
from annotator.services.published.site_state import site_state
from annotator.services.publishing import publication, responses

FACTS = InvitationFacts("2030-01-02", "2030-02-01")  # 31 days after the tests' noon
ANSWER = replace(FACTS, response_on="2030-01-20", response_text="We do not agree.")


@pytest.fixture(scope="session")
def beginning(put_out):
    return put_out


@pytest.fixture
def site(desk):
    desk.claim = wren_public.CLAIM
    return desk


def _shown(site, *, days=0):
    with site.look(Role.READER, days=days) as context:
        return responses.on_claim(context, site.claim)


def _counts(site, *, days=0):
    with site.look(Role.READER, days=days) as context:
        return responses.on_scorecard(context, "wren-1")


def _state(site, *, days=0):
    with site.look(Role.READER, days=days) as context:
        return site_state(context)


def _invite(site, facts=FACTS):
    with site.sit_down() as context:
        return invitations.invite(context, site.claim, facts).id


def test_a_lab_becomes_silent_the_day_after_the_one_due(site):
    assert _counts(site) == InvitationCounts()
    _invite(site)
    assert [view.state for view in _shown(site, days=31)] == ["invited"]
    assert [view.state for view in _shown(site, days=32)] == ["silent"]
    assert _counts(site) == InvitationCounts(invited=1, due_on="2030-02-01")
    assert _counts(site, days=32) == InvitationCounts(silent=1)


def test_what_is_kept_of_pages_changes_on_that_day_and_on_no_other(site):
    empty = _state(site)
    assert _state(site, days=400) == empty
    _invite(site)
    before = _state(site)
    assert before != empty
    assert _state(site, days=31) == before
    assert _state(site, days=32) != before
    assert _state(site, days=33) == _state(site, days=32)


def test_a_response_is_shown_and_the_newest_invitation_counts(site):
    number = _invite(site)
    before = _state(site)
    with site.sit_down() as context:
        invitations.edit_invitation(context, site.claim, number, ANSWER)
    assert _state(site) != before
    [view] = _shown(site, days=400)
    assert (view.state, view.response_text) == ("received", "We do not agree.")
    assert _counts(site) == InvitationCounts(received=1)
    _invite(site, InvitationFacts("2030-03-01", "2030-04-01"))
    assert [view.state for view in _shown(site)] == ["invited", "received"]
    assert _counts(site) == InvitationCounts(invited=1, due_on="2030-04-01")
    assert _counts(site).total == 1


def test_what_is_taken_back_or_on_a_withdrawn_claim_is_not_shown(site):
    number = _invite(site, ANSWER)
    with site.sit_down() as context:
        invitations.withdraw_invitation(context, site.claim, number)
    assert _shown(site) == []
    with site.sit_down() as context:
        invitations.restore_invitation(context, site.claim, number)
    assert len(_shown(site)) == 1
    with site.sit_down() as context:
        publication.withdraw_claim(context, site.claim)
    assert _shown(site) == []
    assert _counts(site) == InvitationCounts()
    with site.look(Role.READER) as context:
        assert responses.on_scorecard(context, "no-such") == InvitationCounts()
