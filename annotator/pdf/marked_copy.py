"""Put marks on a PDF as annotations, and write it; this runs in the worker.

What is written is appended to the file as it came (an incremental update), so that no byte
of the lab's is changed, unless the file was too damaged to be appended to.
"""

from typing import Any

import pymupdf

from annotator.pdf.boxes import Box
from annotator.pdf.notes import BROKEN, each_note

WORDS, FIGURE = "words", "figure"  # kinds of marks
_OPACITY = {WORDS: 0.5, FIGURE: 1.0}


def add_marks(pdf: pymupdf.Document, marks: list[list[Any]]) -> int:
    """Put marks on pages and return their number.

    Each is ``[page, kind, [box …], [red, green, blue], author, text, name, at]``: boxes
    in points on the page as it is shown, colours from 0 to 1, ``at`` as PDF writes a
    date. A mark whose name is in the file already is written over, so that a copy that
    comes back and goes out again has each once.
    """
    for number in sorted({mark[0] for mark in marks}):
        page = pdf.load_page(number - 1)
        known = {note.info["id"]: note for note in _readable(page)}
        for mark in marks:
            if mark[0] == number:
                _put(page, mark, known.get(mark[6]))
    return len(marks)


def _readable(page: pymupdf.Page) -> list[pymupdf.Annot]:
    found = []
    for note in each_note(page):
        try:
            _ = note.info["id"]
        except BROKEN:  # somebody's broken note is none of ours
            continue
        found.append(note)
    return found


def _put(page: pymupdf.Page, mark: list[Any], known: pymupdf.Annot | None) -> None:
    _, kind, boxes, colour, author, text, name, at = mark
    note = known
    if note is None and kind == WORDS:
        note = page.add_highlight_annot([_quad(page, box) for box in boxes])
    elif note is None:
        note = page.add_rect_annot(_rect(page, boxes[0]))
    note.set_info(title=author, content=text, creationDate=at, modDate=at)
    note.set_colors(stroke=colour)
    page.parent.xref_set_key(note.xref, "NM", f"({name})")
    note.update(opacity=_OPACITY[kind])


def _quad(page: pymupdf.Page, box: Box) -> pymupdf.Quad:
    """Return a box of the page as shown where it is before the page is turned."""
    quad: pymupdf.Quad = pymupdf.Rect(box).quad * page.derotation_matrix
    return quad


def _rect(page: pymupdf.Page, box: Box) -> pymupdf.Rect:
    rect: pymupdf.Rect = (pymupdf.Rect(box) * page.derotation_matrix).normalize()
    return rect


def written(pdf: pymupdf.Document) -> tuple[bool, bytes]:
    """Return the file with its marks: only what follows the file as it came, if it can.

    The first value says whether it is that.
    """
    if not pdf.can_save_incrementally():
        return False, bytes(pdf.tobytes())
    mupdf = pymupdf.mupdf
    options = mupdf.PdfWriteOptions()
    options.do_incremental = 1
    options.do_encrypt = 0  # which means: as it is
    buffer = mupdf.fz_new_buffer(len(pdf.stream) + 1024)
    output = mupdf.FzOutput(buffer)
    mupdf.pdf_write_document(mupdf.pdf_document_from_fz_document(pdf), output, options)
    output.fz_close_output()
    whole = memoryview(mupdf.fz_buffer_extract(buffer))
    if whole[: len(pdf.stream)] != pdf.stream:
        return False, bytes(whole)
    return True, bytes(whole[len(pdf.stream) :])
