"""Editors answer letters, publish and take down what they choose, and erase."""

import pytest
import wren_public

from annotator.domain.edits import StaleError
from annotator.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
)
from annotator.domain.letters import About, LetterText
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import LetterAbout, LetterState
from annotator.services.edits import form_fields
from annotator.services.published.site_state import site_state
from annotator.services.publishing import letter_desk, letters
from annotator.services.publishing.letter_desk import LetterFilters
from annotator.storage.events import Event

CANARY = "canarywords"


@pytest.fixture(scope="session")
def beginning(put_out):
    return put_out


@pytest.fixture
def site(desk):
    """A published claim, and a letter about it."""
    desk.claim = wren_public.CLAIM
    with desk.sit_down(Role.READER) as context:
        written = LetterText(CANARY, "Canary Name", "canary@mail.example")
        about = About(LetterAbout.CLAIM, desk.claim)
        subject = letters.subject_of(context, about)
        letters.send_letter(context, subject, written, sender="a")
    return desk


def _shown(desk):
    with desk.look(Role.READER) as context:
        return letters.answered(context, LetterAbout.CLAIM, desk.claim)


def _state(desk):
    with desk.look(Role.READER) as context:
        return site_state(context)


def _answer(desk, answer="Right.", state="accepted", **more):
    with desk.sit_down() as context:
        letter_desk.answer_letter(context, 1, state=state, answer=answer, **more)


def test_analysts_read_letters_and_not_from_whom_they_are(site):
    with site.look(Role.ANALYST) as context:
        opened = letter_desk.open_letter(context, 1)
        assert opened.letter.letter_text == CANARY
        assert (opened.name, opened.email) == ("", "")
    with site.look() as context:
        opened = letter_desk.open_letter(context, 1)
        assert (opened.name, opened.email) == ("Canary Name", "canary@mail.example")
        with pytest.raises(NotFoundError):
            letter_desk.open_letter(context, 2)


@pytest.mark.parametrize(
    "act",
    [
        lambda c: letter_desk.answer_letter(c, 1, state="accepted", answer="Yes."),
        lambda c: letter_desk.take_down(c, 1),
        lambda c: letter_desk.forget_sender(c, 1),
        lambda c: letter_desk.erase_letter(c, 1),
    ],
)
def test_only_editors_answer_publish_and_erase(site, act):
    with site.sit_down(Role.ANALYST) as context, pytest.raises(ForbiddenError):
        act(context)


def test_the_list_is_narrowed_by_decision_and_by_what_it_is_about(site):
    with site.sit_down() as context:
        for state, about, count in (
            (None, None, 1),
            (LetterState.OPEN, LetterAbout.CLAIM, 1),
            (LetterState.OPEN, LetterAbout.SCORECARD, 0),
            (LetterState.DECLINED, None, 0),
        ):
            found = letter_desk.list_letters(context, LetterFilters(state, about))
            assert len(found.rows) == found.total == count
        assert found.counts == {LetterState.OPEN: 1}
        assert letter_desk.count_open(context) == 1


def test_a_decision_needs_an_answer_and_publishing_a_decision(site):
    for state, answer, publish, field in (
        ("declined", " ", False, "answer"),
        ("perhaps", "Yes.", False, "state"),
        ("open", "Yes.", True, "state"),
        ("accepted", "x" * 4_001, False, "answer"),
    ):
        with pytest.raises(InvalidError) as refused:
            _answer(site, answer, state, publish=publish)
        assert refused.value.field == field


def test_receiving_and_answering_change_nothing_that_readers_see(site):
    before = _state(site)
    with site.sit_down(Role.READER) as context:
        about = About(LetterAbout.SCORECARD, wren_public.SCORECARD)
        letters.send_letter(
            context, letters.subject_of(context, about), LetterText("No."), sender="b"
        )
    _answer(site)
    assert _shown(site) == ()
    assert _state(site) == before


def test_readers_see_the_answer_that_was_published_until_another_one_is(site):
    before = _state(site)
    _answer(site, publish=True)
    published = _state(site)
    assert published != before
    _answer(site, "Not quite right.", "declined")
    [shown] = _shown(site)
    assert (shown.answer, shown.state) == ("Right.", "accepted")
    assert _state(site) == published
    with site.look() as context:
        assert letter_desk.open_letter(context, 1).is_shown_otherwise
    _answer(site, "Not quite right.", "declined", publish=True)
    [shown] = _shown(site)
    assert (shown.answer, shown.state) == ("Not quite right.", "declined")
    assert _state(site) != published


def test_what_is_taken_down_is_gone_for_readers_and_stays_on_the_desk(site):
    _answer(site, publish=True)
    published = _state(site)
    with site.sit_down() as context:
        letter_desk.take_down(context, 1)
    assert _shown(site) == ()
    assert _state(site) != published
    with site.sit_down() as context:
        assert letter_desk.open_letter(context, 1).letter.answer == "Right."
        with pytest.raises(ConflictError):
            letter_desk.take_down(context, 1)


def test_what_two_editors_write_at_once_is_not_lost(site):
    with site.look() as context:
        row = letter_desk.open_letter(context, 1).letter
        seen = form_fields.seen("letter", row)
    _answer(site, "Mine.")
    with pytest.raises(StaleError):
        _answer(site, "Yours.", "declined", made_from=seen)


def test_a_sender_is_erased_and_the_letter_stays(site):
    with site.sit_down() as context:
        letter_desk.forget_sender(context, 1)
        opened = letter_desk.open_letter(context, 1)
        assert (opened.name, opened.email) == ("", "")
        assert opened.letter.letter_text == CANARY


def test_an_erased_letter_leaves_no_word_even_in_the_history(site):
    _answer(site, publish=True)
    published = _state(site)
    with site.sit_down() as context:
        letter_desk.erase_letter(context, 1)
    assert _shown(site) == ()
    assert _state(site) != published
    with site.look() as context:
        found = letter_desk.list_letters(context, LetterFilters())
        assert found.total == 0
        told = [f"{row.before}{row.after}" for row in context.session.query(Event)]
    assert len(told) > 3
    assert not any("anary" in row for row in told)
