"""A claim's feed tells answers to readers and responses of the lab, once they are public."""

import pytest
import wren_public
from atom import mistakes

from annotator.domain.invitations import InvitationFacts
from annotator.domain.letters import About, LetterText
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import LetterAbout
from annotator.services.claims import invitations
from annotator.services.published import talking_back
from annotator.services.publishing import letter_desk, letters

ANSWERED = InvitationFacts("2030-01-02", "2030-02-01", "", "2030-01-20", "We <do> not.")


@pytest.fixture(scope="session")
def beginning(put_out):
    return put_out


@pytest.fixture
def site(desk):
    desk.claim = wren_public.CLAIM
    with desk.sit_down(Role.READER) as context:
        about = About(LetterAbout.CLAIM, desk.claim)
        letters.send_letter(
            context,
            letters.subject_of(context, about),
            LetterText("canarywords"),
            sender="a",
        )
    return desk


def _entries(site):
    with site.look(Role.READER) as context:
        return talking_back.entries_on_claim(context, site.claim, "A claim")


def _talk(site):
    with site.sit_down(days=30) as context:
        letter_desk.answer_letter(
            context, 1, state="declined", answer="It is not.", publish=True
        )
        invitations.invite(context, site.claim, ANSWERED)


def test_what_is_not_published_is_in_no_feed(site):
    assert _entries(site) == []
    feed = wren_public.reader_of(site).get(f"/claims/{site.claim}/changes.atom")
    assert "canarywords" not in feed.text


def test_answers_and_responses_are_told_with_their_days(site):
    _talk(site)
    answer, response = _entries(site)
    assert answer.told == "a reader suggested a correction: declined"
    assert answer.said == ("canarywords", "It is not.")
    assert (response.told, response.at.day) == ("the lab responded", 20)
    assert len({answer.key, response.key}) == 2
    with site.sit_down() as context:
        letter_desk.take_down(context, 1)
    assert [entry.told for entry in _entries(site)] == ["the lab responded"]


def test_the_feed_with_them_is_valid_and_newest_first(site):
    _talk(site)
    feed = wren_public.reader_of(site).get(f"/claims/{site.claim}/changes.atom")
    assert mistakes(feed.data) == []
    assert ".: the lab responded" not in feed.text
    assert ": the lab responded" in feed.text
    told = [
        feed.text.index(words) for words in ("declined", "responded", "first edition")
    ]
    assert told == sorted(told)
    assert "We &amp;lt;do&amp;gt; not." in feed.text
    assert "#response" in feed.text
