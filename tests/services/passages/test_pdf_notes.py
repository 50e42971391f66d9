"""Notes that came with a PDF are offered with the words that they are on."""

import noted_pdfs
import pytest

from annotator.domain.permissions import Role
from annotator.domain.text.pages import NoteKind
from annotator.services.library import reports
from annotator.services.passages import pdf_notes


@pytest.fixture(scope="module")
def listed(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("offered")) as desk:
        desk.take_in(noted_pdfs.every_kind(), report="card")
        with desk.look(Role.ANALYST) as context:
            revision = reports.get_revision(
                context, reports.get_report(context, "card")
            )
            yield pdf_notes.list_notes(context, revision)


def _of(listed, kind):
    [note] = [note for note in listed.offered if note.note.kind is kind]
    return note


def test_marks_on_words_are_offered_with_them(listed):
    assert _of(listed, NoteKind.HIGHLIGHT).words == "0.5 % of the tasks"
    assert _of(listed, NoteKind.UNDERLINE).words == "four people"
    assert _of(listed, NoteKind.STRIKE_OUT).words == "No other report"
    assert _of(listed, NoteKind.WAVY).words == "how many"
    assert _of(listed, NoteKind.HIGHLIGHT).text == "Of which tasks?"


def test_marks_on_no_words_are_offered_as_areas(listed):
    frame = _of(listed, NoteKind.FRAME)
    assert (frame.words, frame.span) == ("", None)
    assert frame.area == pytest.approx(noted_pdfs.FIGURE, abs=2)
    assert _of(listed, NoteKind.STICKY).span is None


def test_nothing_is_used_or_hidden_before_somebody_decides(listed):
    assert listed.open == list(listed.offered)
    assert (listed.used, listed.dismissed, listed.own) == ([], [], ())


def test_a_note_that_only_repeats_its_words_says_nothing(desk):
    content = noted_pdfs.highlighted("four people", content="four\npeople")
    desk.take_in(content, report="card")
    with desk.look(Role.ANALYST) as context:
        revision = reports.get_revision(context, reports.get_report(context, "card"))
        [note] = pdf_notes.list_notes(context, revision).offered
    assert note.text == ""
