"""A note is used as a passage once, whoever asks and however often it comes back."""

import noted_pdfs
import pytest

from annotator.domain.errors import ConflictError, InvalidError, SignInNeededError
from annotator.domain.permissions import Role
from annotator.domain.text.pages import NoteKind
from annotator.domain.vocabulary import PassageKind
from annotator.services.library import reports
from annotator.services.passages import marking, note_decisions, pdf_notes

WORDS = "0.5 % of the tasks"
NOTED = {"content": "Of which tasks?"}


@pytest.fixture
def card(desk):
    desk.take_in(noted_pdfs.every_kind(), report="card")
    return desk


def _file(context, sha256=""):
    return reports.get_revision(context, reports.get_report(context, "card"), sha256)


def listed(desk, sha256=""):
    with desk.look(Role.ANALYST) as context:
        return pdf_notes.list_notes(context, _file(context, sha256))


def choose(desk, *kinds, sha256="", drawn=True):
    with desk.look(Role.ANALYST) as context:
        revision = _file(context, sha256)
        offered = pdf_notes.list_notes(context, revision).offered
        keys = [note.key for note in offered if not kinds or note.note.kind in kinds]
        return note_decisions.look_ahead(context, revision, keys, drawn=drawn)


def use(desk, chosen):
    with desk.sit_down(Role.ANALYST) as context:
        return [passage.id for passage in note_decisions.use_notes(context, chosen)]


def marks(desk):
    with desk.look(Role.ANALYST) as context:
        return marking.placed_on(context, _file(context))


def test_notes_become_passages_and_figures_with_what_they_say(card):
    made = use(card, choose(card))
    assert len(made) == len({*made}) == 8
    with card.look(Role.ANALYST) as context:
        passages = [marking.get_passage(context, number) for number in made]
        notes = pdf_notes.notes_of(context, made)
    quotes = [p.exact for p in passages if p.kind is PassageKind.QUOTE]
    assert quotes[:2] == ["0.5 % of the tasks", "four people"]
    assert {p.description for p in passages} == {""}, (
        "a stranger's words are no caption"
    )
    [first] = notes[made[0]]
    assert (first.text, first.author) == ("Of which tasks?", "Ann Reader")
    assert first.replies == [["Bob", "The hard ones.", "2030-01-02"]]
    assert listed(card).open == []


def test_a_note_that_is_used_again_makes_nothing_more(card):
    chosen = choose(card)
    first = use(card, chosen)
    assert use(card, chosen) == []
    assert use(card, choose(card)) == []
    assert len(marks(card)) == len(first)


def test_two_people_who_choose_the_same_note_make_one_passage(card):
    one, other = choose(card, NoteKind.FRAME), choose(card, NoteKind.FRAME)
    assert len(use(card, one)) == 1
    assert use(card, other) == []
    assert len(marks(card)) == 1


def test_the_same_notes_in_a_newer_file_are_used_already(desk):
    desk.take_in(noted_pdfs.highlighted(WORDS, **NOTED), report="card")
    [made] = use(desk, choose(desk))
    desk.take_in(noted_pdfs.highlighted(WORDS, before=2, **NOTED), report="card")
    [again] = listed(desk).offered
    assert (again.note.page, again.passage) == (3, made)
    assert use(desk, choose(desk)) == []
    assert len(marks(desk)) == 1


def test_a_figure_in_a_newer_file_that_is_marked_there_already_is_not_marked_twice(
    desk,
):
    desk.take_in(noted_pdfs.framed("Which axis?"), report="card")
    [made] = use(desk, choose(desk))
    desk.take_in(noted_pdfs.framed("Which axis is this?"), report="card")
    assert use(desk, choose(desk)) == [made]
    assert len(marks(desk)) == 1


def test_words_that_are_marked_already_keep_their_passage(card):
    with card.sit_down(Role.ANALYST) as context:
        quote = "four people"
        known = marking.mark_found(
            context, revision=_file(context), quote=quote, page=1
        ).id
    assert use(card, choose(card, NoteKind.UNDERLINE)) == [known]


def test_a_note_whose_mark_was_withdrawn_is_offered_again(card):
    [made] = use(card, choose(card, NoteKind.UNDERLINE))
    with card.sit_down(Role.ANALYST) as context:
        marking.withdraw_passage(context, made)
    assert NoteKind.UNDERLINE in {note.note.kind for note in listed(card).open}
    assert len(use(card, choose(card, NoteKind.UNDERLINE))) == 1


def test_a_dismissed_note_is_hidden_also_in_a_newer_file_until_it_is_offered_again(
    desk,
):
    desk.take_in(noted_pdfs.highlighted(WORDS, **NOTED), report="card")
    chosen = choose(desk, drawn=False)
    with desk.sit_down(Role.ANALYST) as context:
        note_decisions.dismiss_notes(context, chosen)
    desk.take_in(noted_pdfs.highlighted(WORDS, before=1, **NOTED), report="card")
    found = listed(desk)
    assert (found.open, len(found.dismissed)) == ([], 1)
    with desk.sit_down(Role.ANALYST) as context:
        note_decisions.offer_again(context, choose(desk, drawn=False))
    assert len(listed(desk).open) == 1


def test_notes_of_an_earlier_file_are_not_used(desk):
    old = desk.take_in(noted_pdfs.highlighted(WORDS), report="card")
    chosen = choose(desk, sha256=old)
    desk.take_in(noted_pdfs.highlighted("four people"), report="card")
    with pytest.raises(ConflictError, match="newer one was added"):
        use(desk, chosen)


def test_a_choice_of_nothing_or_of_too_much_is_refused(card, monkeypatch):
    monkeypatch.setattr(note_decisions, "MOST_AT_ONCE", 3)
    with pytest.raises(InvalidError, match="at most 3"):
        choose(card)
    with card.look(Role.ANALYST) as context, pytest.raises(InvalidError):
        note_decisions.look_ahead(context, _file(context), ["no such key"])


def test_a_stranger_decides_on_nothing(card):
    chosen = choose(card)
    with card.sit_down(Role.READER) as context:
        for decide in (
            note_decisions.use_notes,
            note_decisions.dismiss_notes,
            note_decisions.offer_again,
        ):
            with pytest.raises(SignInNeededError):
                decide(context, chosen)
