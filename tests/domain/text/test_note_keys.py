"""A note is known again in a newer file, and two notes are never taken for one."""

from dataclasses import replace

from annotator.domain.text.note_keys import note_keys
from annotator.domain.text.pages import NoteKind, NoteReply, PdfNote

BOX = (72.0, 90.0, 200.0, 104.0)
NOTE = PdfNote(3, NoteKind.HIGHLIGHT, (BOX,), "Why?", "Ann", name="n-1", at="D:2030")
FRAME = PdfNote(3, NoteKind.FRAME, (BOX,), "Which axis?", "Ann")


def test_the_same_note_on_another_page_of_a_file_that_was_saved_again_is_the_same():
    later = replace(
        NOTE,
        page=9,
        boxes=((1.0, 2.0, 3.0, 4.0),),
        name="other",
        at="D:2031",
        colour="#00ff00",
        replies=(NoteReply("Bob", "So.", ""),),
    )
    assert note_keys([(NOTE, "solved 0.5 %")]) == note_keys([(later, "solved 0.5\n%")])


def test_another_author_text_kind_or_wording_is_another_note():
    others = [
        (NOTE, "solved 0.7 %"),
        (replace(NOTE, author="Bob"), "solved 0.5 %"),
        (replace(NOTE, text="How?"), "solved 0.5 %"),
        (replace(NOTE, kind=NoteKind.UNDERLINE), "solved 0.5 %"),
    ]
    assert len({*note_keys([(NOTE, "solved 0.5 %"), *others])}) == 5


def test_notes_that_are_the_same_in_everything_are_numbered_in_order():
    first, second = note_keys([(NOTE, "Yes."), (NOTE, "Yes.")])
    assert first != second
    assert note_keys([(NOTE, "Yes.")]) == [first]


def test_a_frame_without_words_is_known_by_its_name_or_else_by_its_place():
    named = replace(FRAME, name="frame-1")
    moved = {"page": 8, "boxes": ((0.0, 0.0, 9.0, 9.0),)}
    assert note_keys([(named, "")]) == note_keys([(replace(named, **moved), "")])
    assert note_keys([(FRAME, "")]) != note_keys([(replace(FRAME, **moved), "")])
