"""Read what somebody put on a page: highlights, notes, frames; this runs in the worker.

A note is answered as ``[kind, [box …], text, author, colour, at, name, [reply …]]`` and a
reply as ``[author, text, at]``. Boxes are in points on the page as it is shown.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pymupdf

from annotator.domain.input.characters import printed
from annotator.domain.text.pages import NoteKind
from annotator.pdf import limits
from annotator.pdf.boxes import Box, Turn, bounded
from annotator.pdf.worker_loop import Refusal

_KINDS = {
    "Highlight": NoteKind.HIGHLIGHT,
    "Underline": NoteKind.UNDERLINE,
    "Squiggly": NoteKind.WAVY,
    "StrikeOut": NoteKind.STRIKE_OUT,
    "Caret": NoteKind.INSERTION,
    "Text": NoteKind.STICKY,
    "FreeText": NoteKind.TEXT,
    "Square": NoteKind.FRAME,
    "Circle": NoteKind.FRAME,
    "Polygon": NoteKind.FRAME,
    "PolyLine": NoteKind.DRAWING,
    "Line": NoteKind.DRAWING,
    "Ink": NoteKind.DRAWING,
    "Stamp": NoteKind.STAMP,
}
_OF_LINES = frozenset(
    {NoteKind.HIGHLIGHT, NoteKind.UNDERLINE, NoteKind.WAVY, NoteKind.STRIKE_OUT}
)
_CORNERS = 4  # points of a QuadPoints entry for one line
BROKEN = (RuntimeError, ValueError, TypeError, pymupdf.mupdf.FzErrorBase)
_DATE_CODE_POINTS = 40

Row = list[Any]


class _Budget:
    """How much more the answer on a page may hold."""

    def __init__(self) -> None:
        self.text = limits.NOTES_CODE_POINTS
        self.boxes = limits.NOTES_BOXES

    def cut(self, text: str) -> str:
        """Return as much of ``text`` as there is room for."""
        kept = text[: min(limits.NOTE_CODE_POINTS, self.text)]
        self.text -= len(kept)
        return kept


def read_notes(loaded: pymupdf.Page, turn: Turn) -> dict[str, Any]:
    """Return the notes of a page, ``left_out`` of which could not be read or are too many.

    ``turn`` is the function from PyMuPDF's unrotated coordinates to ours. The page is
    left as it is.
    """
    budget, left_out = _Budget(), 0
    rows: dict[int, Row] = {}
    replies: list[tuple[int, int, Row]] = []  # xref, that of what it answers, the reply
    for note in each_note(loaded):
        try:
            kind = _KINDS.get(note.type[1])
            answered = note.irt_xref
            if kind is None:
                continue
            if len(rows) + len(replies) >= limits.NOTES_READ:
                left_out += 1
            elif answered:
                replies.append((note.xref, answered, _reply(note, budget)))
            else:
                rows[note.xref] = _row(note, kind, turn, budget)
        except BROKEN:
            left_out += 1
    _attach(rows, replies)
    return {"notes": [row for row in rows.values() if row[1]], "left_out": left_out}


def each_note(loaded: pymupdf.Page) -> Iterator[pymupdf.Annot]:
    """Yield everything that somebody put on a page; fields and links are none."""
    note, count = loaded.first_annot, 0
    while note:
        if count == limits.PAGE_NOTES:
            raise Refusal("DAMAGED")
        yield note
        note, count = note.next, count + 1


def _row(note: pymupdf.Annot, kind: NoteKind, turn: Turn, budget: _Budget) -> Row:
    info = note.info
    boxes = _boxes(note, kind, turn)[: max(0, min(limits.NOTE_BOXES, budget.boxes))]
    budget.boxes -= len(boxes)
    return [
        kind.value,
        boxes,
        budget.cut(_lines(info.get("content"))),
        _line(info.get("title"), limits.TITLE_CODE_POINTS),
        _colour(note),
        _when(info),
        _line(info.get("id"), limits.TITLE_CODE_POINTS),
        [],
    ]


def _reply(note: pymupdf.Annot, budget: _Budget) -> Row:
    info = note.info
    author = _line(info.get("title"), limits.TITLE_CODE_POINTS)
    return [author, budget.cut(_lines(info.get("content"))), _when(info)]


def _attach(rows: dict[int, Row], replies: list[tuple[int, int, Row]]) -> None:
    """Put each reply with the note that it answers, directly or through others."""
    answers = {xref: answered for xref, answered, _ in replies}
    found: dict[int, list[Row]] = defaultdict(list)
    for xref, _, reply in replies:
        seen: set[int] = set()
        while xref in answers and xref not in seen:  # a file may lead in a circle
            seen.add(xref)
            xref = answers[xref]
        found[xref].append(reply)
    for xref, said in found.items():
        if xref in rows:
            rows[xref][-1] = [r for r in said if r[1]][: limits.NOTE_REPLIES]


def _boxes(note: pymupdf.Annot, kind: NoteKind, turn: Turn) -> list[Box]:
    """Return the lines that a note marks, or else the rectangle that it covers."""
    lines: list[Box] = []
    if kind in _OF_LINES:
        points = [p for p in note.vertices or () if len(p) == 2 and _are_finite(p)]
        ends = range(_CORNERS, len(points) + 1, _CORNERS)
        lines = [_around(points[end - _CORNERS : end], turn) for end in ends]
    found = [box for box in lines if _has_extent(box)]
    if found:
        return found
    rect = tuple(note.rect)
    if not _are_finite(rect):
        return []
    x0, y0, x1, y1 = rect
    return [_around([(x0, y0), (x1, y1)], turn)]


def _around(points: list[tuple[float, float]], turn: Turn) -> Box:
    turned = [turn(x, y) for x, y in points]
    across, down = [x for x, _ in turned], [y for _, y in turned]
    return bounded((min(across), min(down), max(across), max(down)))


def _has_extent(box: Box) -> bool:
    return box[2] > box[0] and box[3] > box[1]


def _are_finite(numbers: tuple[float, ...]) -> bool:
    return all(math.isfinite(number) for number in numbers)


def _colour(note: pymupdf.Annot) -> str:
    """Return the colour of a note as "#rrggbb", or "" if it has none."""
    parts = [min(1.0, max(0.0, float(part))) for part in note.colors["stroke"] or ()]
    match parts:
        case [grey]:
            parts = [grey, grey, grey]
        case [cyan, magenta, yellow, black]:
            parts = [(1 - ink) * (1 - black) for ink in (cyan, magenta, yellow)]
    if len(parts) != 3 or not _are_finite(tuple(parts)):
        return ""
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def _when(info: dict[str, Any]) -> str:
    return _line(info.get("creationDate") or info.get("modDate"), _DATE_CODE_POINTS)


def _line(text: str | None, most: int) -> str:
    return " ".join(_lines(text).split())[:most].rstrip()


def _lines(text: str | None) -> str:
    """Return what a note says, line by line, without characters that show nothing."""
    kept = (text or "")[: 2 * limits.NOTE_CODE_POINTS].splitlines()
    return "\n".join(printed(line.replace("\t", " ")).rstrip() for line in kept).strip()
