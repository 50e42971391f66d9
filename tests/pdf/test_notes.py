"""What somebody put on a page is read, whatever program wrote it and however badly."""

import noted_pdfs
import pdfs
import pymupdf
import pytest

from annotator.domain.text.pages import NoteKind
from annotator.pdf import limits, note_answers, worker
from annotator.pdf.sandbox import PdfReader


def notes_of(pdf: bytes, number: int = 1):
    """The notes of a page as the parent would get them."""
    answer = worker.answer(worker.open_pdf(pdf), ["notes", number])[1]
    return note_answers.to_notes(answer, number)


def test_a_highlight_is_read_with_its_note_author_colour_date_and_reply():
    first = notes_of(noted_pdfs.every_kind()).notes[0]
    assert first.kind is NoteKind.HIGHLIGHT
    assert (first.text, first.author) == ("Of which tasks?", "Ann Reader")
    assert (first.colour, first.at) == ("#ff0000", "D:20300102101500Z")
    [reply] = first.replies
    assert (reply.author, reply.text) == ("Bob", "The hard ones.")


def test_notes_of_every_kind_are_told_apart():
    found = notes_of(noted_pdfs.every_kind())
    assert [note.kind for note in found.notes] == [
        NoteKind.HIGHLIGHT,
        NoteKind.UNDERLINE,
        NoteKind.STRIKE_OUT,
        NoteKind.WAVY,
        NoteKind.STICKY,
        NoteKind.TEXT,
        NoteKind.FRAME,
        NoteKind.DRAWING,
    ]
    assert found.notes[5].text == "In the margin"
    assert found.left_out == 0


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_highlight_lies_on_its_words_on_a_turned_page_that_is_cropped(degrees):
    content = noted_pdfs.turned(degrees)
    [note] = notes_of(content).notes
    page = worker.page(worker.open_pdf(content), 1)
    words = {word[0]: word[1:5] for line in page["lines"] for word in line[2]}
    [box] = note.boxes
    for word in ("0.5", "%"):
        x0, y0, x1, y1 = words[word]
        across, down = (x0 + x1) / 2, (y0 + y1) / 2
        assert box[0] < across < box[2]
        assert box[1] < down < box[3]


def test_a_highlight_over_two_lines_has_a_box_on_each():
    with pymupdf.open("pdf", pdfs.text_pdf(noted_pdfs.LINES)) as pdf:
        quads = [pdf[0].search_for(w, quads=True)[0] for w in ("knows why.", "It was")]
        pdf[0].add_highlight_annot(quads)
        [note] = notes_of(pdfs.save(pdf)).notes
    assert len(note.boxes) == 2
    assert note.boxes[0][3] <= note.boxes[1][3]


def test_broken_notes_are_read_as_far_as_they_go_and_nothing_else_suffers():
    found = notes_of(noted_pdfs.by_hand(*noted_pdfs.HOSTILE))
    assert found.left_out + len(found.notes) > 5
    assert any(note.text == "A,\nB" or note.text == "A\nB" for note in found.notes)
    for note in found.notes:
        assert all(box[0] <= box[2] and box[1] <= box[3] for box in note.boxes)


def test_replies_that_lead_in_a_circle_are_nobodys():
    one = noted_pdfs.a_note("Text", Rect="[1 1 9 9]", Contents="(a)", IRT="7 0 R")
    two = noted_pdfs.a_note("Text", Rect="[1 1 9 9]", Contents="(b)", IRT="6 0 R")
    assert notes_of(noted_pdfs.by_hand(one, two)).notes == ()


def test_a_page_with_ten_thousand_notes_is_read_in_part_and_says_so():
    found = notes_of(noted_pdfs.crowded(limits.PAGE_NOTES))
    assert len(found.notes) == limits.NOTES_READ
    assert found.left_out == limits.PAGE_NOTES - limits.NOTES_READ


def test_what_notes_say_is_cut_to_what_an_answer_may_hold():
    long = "x" * (3 * limits.NOTE_CODE_POINTS)
    words = ["solved", "tested", "report", "people", "tasks"] * 5
    found = notes_of(noted_pdfs.highlighted(*words, content=long))
    assert {len(note.text) for note in found.notes[:20]} == {limits.NOTE_CODE_POINTS}
    assert sum(len(note.text) for note in found.notes) == limits.NOTES_CODE_POINTS


@pytest.mark.sandbox
def test_the_confined_reader_gives_notes_also_of_a_page_that_it_has_drawn():
    """Drawing takes the notes off its own copy of the file."""
    content = noted_pdfs.highlighted("0.5 % of the tasks", content="Why?")
    with PdfReader(content) as reader:
        plain = reader.sheet(1, width=640)
        assert reader.notes(1).notes[0].text == "Why?"
        assert reader.sheet(1, width=640) == plain
    with PdfReader(pdfs.text_pdf(noted_pdfs.LINES)) as reader:
        assert reader.sheet(1, width=640) == plain, "a note is drawn on the picture"
