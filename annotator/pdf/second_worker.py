"""The process that reads one stranger's PDF a second time, by another library.

Started as ``python -I -m annotator.pdf.second_worker``. It loads PDFium, gives up its
rights, reads one PDF from standard input, and answers ``["characters", number]`` until
its input ends. It shares no library with the first worker, so that where both read the
same words, the words are in the file. See ``annotator.pdf.worker_loop``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref
from typing import Any, NamedTuple

from pypdfium2 import raw as pdfium  # type: ignore[import-untyped]

from annotator.domain.characters import clean
from annotator.pdf import limits, worker_loop
from annotator.pdf.word_lines import Turn, bounded
from annotator.pdf.worker_loop import Refusal

_LINE_END_HYPHENS = (0x02, 0xAD, 0xFFFE)  # how PDFium has written them so far
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
    """An open PDF; PDFium goes on reading from ``content``."""

    content: bytes
    handle: Any


# Opening


def open_pdf(content: bytes) -> Pdf:
    """Return the PDF, opened without a password, or refuse it."""
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
    """Return how many pages the PDF says it has."""
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
    """Return the text of a page, and for each code point its box as it is shown."""
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


def _code_points(text: Any, count: int) -> Iterator[tuple[str, int]]:
    """Yield each character, and which of PDFium's it is; those come as UTF-16."""
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
    """Return a code point as it is let through: white space as a space, or nothing."""
    if code > 0x10_FFFF:
        return ""
    return " " if chr(code).isspace() else clean(chr(code))


def _boxes(text: Any, indexes: list[int], turn: Turn) -> list[list[float]]:
    """Return the boxes of some characters, as wide as their advance and a line high.

    The boxes of the ink would not do: that of a space has none.
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
    """Return the way from the PDF's coordinates to the page as it is shown.

    The PDF's origin may be anywhere; up is up, and rotation has not happened yet.
    """
    shown = pdfium.FS_RECTF()  # the part of the page that is not cut off
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
    """Read a PDF of our own, so that whatever is loaded at first use is loaded now."""
    characters(open_pdf(_OWN), 1)


def main() -> None:
    """Serve one PDF, then end."""
    _rehearse()
    worker_loop.run(LIBRARY)


if __name__ == "__main__":
    main()
