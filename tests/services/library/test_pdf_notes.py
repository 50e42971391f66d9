"""The notes of a file are read once, kept, and shown to nobody without an account."""

import noted_pdfs
import pdfs
import pytest

from annotator.domain.errors import SignInNeededError
from annotator.domain.permissions import Role
from annotator.domain.text.pages import NoteKind
from annotator.services.library import pdf_notes, reports


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("notes")) as desk:
        desk.take_in(noted_pdfs.every_kind(), report="noted")
        desk.take_in(pdfs.text_pdf(noted_pdfs.LINES), report="plain")
        yield desk


def _read(desk, report="noted", role=Role.ANALYST):
    with desk.look(role) as context:
        found = reports.get_report(context, report)
        return pdf_notes.read_notes(context, reports.get_revision(context, found))


def test_the_notes_of_a_file_are_the_same_when_they_come_from_the_cache(desk):
    first = _read(desk)
    assert len(first.notes) == 8
    [kept] = desk.stores.pictures.glob("*/notes-1.json")
    assert _read(desk) == first
    kept.unlink()
    assert _read(desk) == first


def test_notes_beyond_what_is_kept_of_a_file_are_counted(desk, monkeypatch):
    _read(desk)
    [kept] = desk.stores.pictures.glob("*/notes-1.json")
    kept.unlink()
    monkeypatch.setattr(pdf_notes, "MOST", 3)
    found = _read(desk)
    assert (len(found.notes), found.left_out) == (3, 5)
    assert found.notes[0].kind is NoteKind.HIGHLIGHT
    kept.unlink()


def test_a_file_without_notes_has_none_and_is_not_opened_for_them(desk):
    assert _read(desk, "plain") == pdf_notes.FileNotes(())


def test_a_stranger_sees_no_notes(desk):
    with pytest.raises(SignInNeededError):
        _read(desk, role=Role.READER)
