"""Readers suggest corrections within limits, and see what an editor has published of them."""

from datetime import timedelta

import pytest
import wren_public

from annotator.domain import letters as rules
from annotator.domain.errors import (
    InvalidError,
    NotFoundError,
    TooManyError,
    WithdrawnError,
)
from annotator.domain.letters import About, LetterText, Limit
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import LetterAbout
from annotator.services.context import Context
from annotator.services.published import gate
from annotator.services.publishing import letter_desk, letters, publication
from annotator.storage.published.letters import LetterSending

WORDS = LetterText("It solved two.", "Ann Lee", "ann@lee.example")


@pytest.fixture(scope="session")
def beginning(put_out):
    return put_out


@pytest.fixture
def site(desk):
    desk.claim = wren_public.CLAIM
    return desk


def _about(site) -> About:
    return About(LetterAbout.CLAIM, site.claim)


def _later(context: Context, **time) -> Context:
    """The same transaction at a later time."""
    return Context(
        context.session, context.stores, context.actor, context.now + timedelta(**time)
    )


def _send(context, about, text="It solved two.", sender="a"):
    subject = letters.subject_of(context, about)
    return letters.send_letter(context, subject, LetterText(text), sender=sender)


def test_a_letter_keeps_what_the_reader_saw(site):
    with site.sit_down(Role.READER) as context:
        subject = letters.subject_of(context, _about(site))
        sent = letters.send_letter(context, subject, WORDS, sender="a")
    with site.look() as context:
        [row] = letter_desk.list_letters(context, letter_desk.LetterFilters()).rows
    assert (row.number, row.title) == (sent.number, "Wren 1 solved one task of two.")
    assert (row.edition, row.state, row.letter_text) == (1, "open", "It solved two.")
    assert (row.sender_name, row.sender_email) == ("Ann Lee", "ann@lee.example")


def test_a_letter_on_a_passage_keeps_its_words_and_its_file(site):
    with site.sit_down(Role.READER) as context:
        file = gate.public_report(context, wren_public.CARD).newest.sha256
        about = About(LetterAbout.PAGE, wren_public.CARD, 0, file, 1, 1)
        assert letters.subject_of(context, about).quote == wren_public.QUOTE
        _send(context, about)
        [row] = letter_desk.letters.page(
            context.session, letter_desk.LetterFilters(), limit=9, offset=0
        )[0]
        assert (row.revision, row.page, row.passage) == (file, 1, 1)
        assert row.quote == wren_public.QUOTE
        with pytest.raises(NotFoundError):
            letters.subject_of(
                context, About(LetterAbout.PAGE, wren_public.CARD, 0, file, 1, 99)
            )
        with pytest.raises(NotFoundError):
            letters.subject_of(
                context, About(LetterAbout.PAGE, wren_public.CARD, 0, file, 99)
            )


def test_nobody_writes_about_what_readers_do_not_see(site):
    with site.sit_down(Role.READER) as context:
        for about in (
            About(LetterAbout.CLAIM, "no-such-claim"),
            About(LetterAbout.SCORECARD, site.claim),
            About(LetterAbout.CLAIM, site.claim, edition=9),
            About(LetterAbout.PAGE, wren_public.CARD, 0, "0" * 64, 1),
        ):
            with pytest.raises(NotFoundError):
                _send(context, about)
    with site.sit_down() as context:
        publication.withdraw_claim(context, site.claim)
    with site.sit_down(Role.READER) as context, pytest.raises(WithdrawnError):
        _send(context, _about(site))


def test_the_same_words_from_the_same_sender_are_kept_once(site):
    with site.sit_down(Role.READER) as context:
        first = _send(context, _about(site))
        again = _send(context, _about(site), "it solved  TWO.")
        other = _send(context, _about(site), sender="b")
        assert (again.number, again.is_again) == (first.number, True)
        assert other.number != first.number
        assert letter_desk.letters.count_open(context.session) == 2


def test_one_sender_sends_five_an_hour_and_twenty_a_day(site):
    with site.sit_down(Role.READER) as context:
        for hour in range(4):
            at = _later(context, hours=hour, minutes=1)
            for number in range(5):
                _send(at, _about(site), f"Number {hour} {number}.")
            with pytest.raises(TooManyError, match="from your address") as refused:
                _send(at, _about(site), "One more.")
            assert 3600 - 60 <= refused.value.seconds <= 24 * 3600
            assert not refused.value.is_full
            _send(at, _about(site), "One more.", sender=f"b{hour}")
        with pytest.raises(TooManyError):
            _send(_later(context, hours=12), _about(site), "Still one more.")
        _send(_later(context, hours=25), _about(site), "On the next day.")


def test_all_together_send_sixty_an_hour(site, monkeypatch):
    monkeypatch.setattr(rules, "OF_ALL", Limit(3, timedelta(hours=1)))
    with site.sit_down(Role.READER) as context:
        for sender in "abc":
            _send(context, _about(site), sender=sender)
        with pytest.raises(TooManyError, match="came in just now"):
            _send(context, _about(site), sender="d")
        _send(_later(context, minutes=61), _about(site), sender="d")


def test_a_full_queue_takes_no_more_until_one_is_answered(site, monkeypatch):
    monkeypatch.setattr(rules, "MOST_OPEN", 2)
    with site.sit_down(Role.READER) as context:
        _send(context, _about(site), sender="a")
        letters.refuse_if_full(context)
        _send(context, _about(site), sender="b")
        with pytest.raises(TooManyError) as refused:
            _send(context, _about(site), sender="c")
        assert refused.value.is_full
        with pytest.raises(TooManyError):
            letters.refuse_if_full(context)
    with site.sit_down() as context:
        letter_desk.answer_letter(context, 1, state="declined", answer="It is not.")
        _send(context, _about(site), sender="c")


def test_who_sent_is_forgotten_after_a_day(site):
    with site.sit_down(Role.READER) as context:
        _send(context, _about(site))
        letters.forget_senders(_later(context, hours=23))
        assert context.session.query(LetterSending).count() == 1
        letters.forget_senders(_later(context, hours=25))
        assert context.session.query(LetterSending).count() == 0


def test_what_is_wrong_is_said_before_anything_is_counted(site):
    with site.sit_down(Role.READER) as context:
        with pytest.raises(InvalidError):
            _send(context, _about(site), "  ")
        assert context.session.query(LetterSending).count() == 0


def test_readers_see_a_letter_once_it_is_published_with_its_answer(site):
    with site.sit_down(Role.READER) as context:
        _send(context, _about(site))
        assert letters.answered(context, LetterAbout.CLAIM, site.claim) == ()
    with site.sit_down(days=1) as context:
        letter_desk.answer_letter(
            context, 1, state="accepted", answer="Right.", publish=True
        )
    with site.look(Role.READER) as context:
        [shown] = letters.answered(context, LetterAbout.CLAIM, site.claim)
        assert letters.answered(context, LetterAbout.SCORECARD, site.claim) == ()
    assert (shown.text, shown.answer, shown.state) == (
        "It solved two.",
        "Right.",
        "accepted",
    )
    assert shown.answered_at - shown.sent_at == timedelta(days=1)
