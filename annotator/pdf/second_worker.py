"""The process that reads one untrusted PDF a second time, with another library.

It is started as ``python -I -m annotator.pdf.second_worker``. It loads PDFium, gives up its
rights, reads one PDF from standard input, and answers ``["characters", number]`` until its
input ends. It shares no library with the first worker, so that words that both read are in
the file. See ``annotator.pdf.worker_loop``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref
from typing import Any, NamedTuple

from pypdfium2 import raw as pdfium  # type: ignore[import-untyped]

from annotator.domain.input.characters import printed
from annotator.pdf import limits, worker_loop
from annotator.pdf.boxes import Box, Turn, bounded
from annotator.pdf.worker_loop import Refusal

_FAILED = 0  # FLATTEN_FAIL
_LINE_END_HYPHENS = (0x02, 0xAD, 0xFFFE)  # in PDFium, so far
_OWN = b"""%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R
/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>
>> endobj
4 0 obj << /Length 31 >> stream
BT /F 9 Tf 20 20 Td (a b) Tj ET
endstream endobj
trailer << /Root 1 0 R >>
%%EOF
"""


class Pdf(NamedTuple):
    """An open PDF; ``content`` must be kept, as PDFium reads from it later."""

    content: bytes
    handle: Any


# Opening


def open_pdf(content: bytes) -> Pdf:
    """Return the PDF, opened without a password; raise Refusal if that fails."""
    worker_loop.check_header(content)
    handle = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not handle:
        locked = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        known = pdfium.FPDF_GetLastError() in locked
        raise Refusal("ENCRYPTED" if known else "DAMAGED")
    pdf = Pdf(content, handle)
    worker_loop.check_page_count(page_count(pdf))
    return pdf


def page_count(pdf: Pdf) -> int:
    """Return the number of pages that the PDF claims to have."""
    return int(pdfium.FPDF_GetPageCount(pdf.handle))


@contextmanager
def _loaded(pdf: Pdf, number: int) -> Iterator[Any]:
    page = pdfium.FPDF_LoadPage(pdf.handle, number - 1)
    if not page:
        raise Refusal("DAMAGED")
    try:
        width, height = (
            pdfium.FPDF_GetPageWidthF(page),
            pdfium.FPDF_GetPageHeightF(page),
        )
        worker_loop.check_page_size(width, height)
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


@contextmanager
def _text_of(page: Any) -> Iterator[Any]:
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        raise Refusal("DAMAGED")
    try:
        yield text
    finally:
        pdfium.FPDFText_ClosePage(text)


# Characters


def characters(pdf: Pdf, number: int) -> dict[str, Any]:
    """Return the text of a page, and the box of each code point, as the page is shown.

    What was put on the page later, such as notes, is no part of it; form fields are.
    """
    with _loaded(pdf, number) as page:
        _make_fields_text(page)
    with _loaded(pdf, number) as page, _text_of(page) as text:
        count = pdfium.FPDFText_CountChars(text)
        if count > limits.PAGE_CODE_POINTS:
            raise Refusal("TOO_MUCH_TEXT")
        found = list(_code_points(text, count))
        boxes = _boxes(text, [index for _, index in found], _turn(page))
    return {
        "number": number,
        "text": "".join(character for character, _ in found),
        "boxes": boxes,
    }


def _make_fields_text(page: Any) -> None:
    """Take annotations off a page that has any, and make its form fields text of it."""
    kept = 0
    while kept < pdfium.FPDFPage_GetAnnotCount(page):
        note = pdfium.FPDFPage_GetAnnot(page, kept)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        pdfium.FPDFPage_CloseAnnot(note)
        if kind == pdfium.FPDF_ANNOT_WIDGET or not pdfium.FPDFPage_RemoveAnnot(
            page, kept
        ):
            kept += 1
    if kept and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == _FAILED:
        raise Refusal("DAMAGED")


def _code_points(text: Any, count: int) -> Iterator[tuple[str, int]]:
    """Yield each character and its index in PDFium, which counts UTF-16 units."""
    high = 0
    for index in range(count):
        unit = pdfium.FPDFText_GetUnicode(text, index)
        if high and 0xDC00 <= unit < 0xE000:
            unit += 0x1_0000 + ((high - 0xD800) << 10) - 0xDC00
        high = unit if 0xD800 <= unit < 0xDC00 else 0
        if unit in _LINE_END_HYPHENS and pdfium.FPDFText_IsHyphen(text, index) == 1:
            unit = ord("-")
        if character := _character(unit):
            yield character, index


def _character(code: int) -> str:
    """Return a character: a space for white space, "" for what is not accepted."""
    if code > 0x10_FFFF:
        return ""
    return " " if chr(code).isspace() else printed(chr(code))


def _boxes(text: Any, indexes: list[int], turn: Turn) -> list[Box]:
    """Return the boxes of some characters, as wide as their advance and a line high.

    Boxes of the ink would not do, as a space has none.
    """
    box, found = pdfium.FS_RECTF(), []
    place = byref(box)
    for index in indexes:
        if not pdfium.FPDFText_GetLooseCharBox(text, index, place):
            raise Refusal("DAMAGED")
        corners = (*turn(box.left, box.top), *turn(box.right, box.bottom))
        found.append(bounded(corners))
    return found


def _turn(page: Any) -> Turn:
    """Return the function from the PDF's coordinates to the page as it is shown.

    The PDF's origin may be anywhere, its y axis points up, and it is not rotated.
    """
    shown = pdfium.FS_RECTF()  # the crop box: the visible part of the page
    if not pdfium.FPDF_GetPageBoundingBox(page, byref(shown)):
        raise Refusal("DAMAGED")
    left, bottom, right, top = shown.left, shown.bottom, shown.right, shown.top
    turns: tuple[Turn, ...] = (  # by quarters, clockwise
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )
    quarters: int = pdfium.FPDFPage_GetRotation(page)
    return turns[quarters % 4]


# Requests


def answer(pdf: Pdf, request: list[Any]) -> worker_loop.Answer:
    """Return the answer to ``request``, which is ``[verb, argument …]``."""
    match request:
        case ["characters", int(number)]:
            return worker_loop.as_json(characters(pdf, number))
        case _:
            raise Refusal("NONSENSE")


LIBRARY = worker_loop.Library(open=open_pdf, page_count=page_count, answer=answer)


def _rehearse() -> None:
    """Read a PDF of our own, so that the library loads everything it needs now."""
    characters(open_pdf(_OWN), 1)


def main() -> None:
    """Serve one PDF, then end."""
    _rehearse()
    worker_loop.run(LIBRARY)


if __name__ == "__main__":
    main()
