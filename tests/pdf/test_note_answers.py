"""Notes are as hostile as the file: whatever is not exactly right is nonsense."""

import json

import pytest

from annotator.domain.errors import PdfProblem, UnreadablePdfError
from annotator.pdf import limits, note_answers

HONEST = [
    "highlight",
    [[1.0, 2.0, 3.0, 4.0]],
    "Why?\nHow?",
    "Ann",
    "#ff0000",
    "D:20300101",
    "name-1",
    [["Bob", "So.", ""]],
]


def read(*rows, left_out=0):
    answer = {"notes": rows, "left_out": left_out}
    return note_answers.to_notes(json.dumps(answer).encode(), 3)


def test_an_honest_note_is_believed():
    found = read(HONEST, left_out=2)
    [note] = found.notes
    assert (note.page, note.text, found.left_out) == (3, "Why?\nHow?", 2)
    assert note.replies[0].author == "Bob"


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (0, "tattoo"),
        (0, None),
        (1, []),
        (1, [[1, 2, 3]]),
        (1, [[3, 2, 1, 4]]),
        (1, [[1, 2, 3, float("nan")]]),
        (1, [[1, 2, 3, 10**9]]),
        (1, [[1, 2, 3, 4]] * (limits.NOTE_BOXES + 1)),
        (2, "x" * (limits.NOTE_CODE_POINTS + 1)),
        (2, "left\u202eright"),
        (2, "a\x00b"),
        (2, "a\rb"),
        (3, "\u2066Ann"),
        (3, "x" * (limits.TITLE_CODE_POINTS + 1)),
        (3, "two\nlines"),
        (4, "red"),
        (4, "#ff0000\n"),
        (5, 20300101),
        (6, "\ud800"),
        (7, [["Bob", "So."]]),
        (7, [["Bob", "a\x07", ""]]),
        (7, [["Bob", "So.", ""]] * (limits.NOTE_REPLIES + 1)),
    ],
)
def test_a_note_with_one_thing_wrong_is_nonsense(at, value):
    with pytest.raises(UnreadablePdfError, match=PdfProblem.NONSENSE):
        read([*HONEST[:at], value, *HONEST[at + 1 :]])


def test_more_notes_than_were_asked_for_are_nonsense():
    with pytest.raises(UnreadablePdfError, match=PdfProblem.NONSENSE):
        read(*[HONEST] * (limits.NOTES_READ + 1))
    long = [*HONEST[:2], "x" * limits.NOTE_CODE_POINTS, *HONEST[3:]]
    with pytest.raises(UnreadablePdfError, match=PdfProblem.NONSENSE):
        read(*[long] * 21)
    with pytest.raises(UnreadablePdfError, match=PdfProblem.NONSENSE):
        read(HONEST, left_out=-1)


@pytest.mark.parametrize("answer", [b"", b"+", b"=", b"=no PDF", b"x%PDF-1.7"])
def test_a_marked_copy_that_is_none_is_nonsense(answer):
    with pytest.raises(UnreadablePdfError, match=PdfProblem.NONSENSE):
        note_answers.to_marked(answer)
