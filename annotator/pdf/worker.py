"""The process that opens one untrusted PDF and can do nothing else.

It is started as ``python -I -m annotator.pdf.worker`` by ``annotator.pdf.child``. It loads
PyMuPDF, gives up its rights, reads one PDF from standard input, and answers requests
until its input ends: ``["facts"]``, ``["page", number]``, ``["thumbnail", number, box]``,
``["image", number, scale, box or null, [marked box …]]``, ``["sheet", number, width]``,
``["card", words, [page, box, [marked box …]] or null]``, ``["grey", number, scale, box]``, ``["clean"]``, ``["notes", number]``,
``["mark", [mark …]]``, ``["marked"]``. See ``annotator.pdf.worker_loop``.
"""

import time
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pymupdf

from annotator.domain.input.characters import clean
from annotator.pdf import limits, messages, share_card, worker_loop
from annotator.pdf.boxes import Turn, bounded
from annotator.pdf.form_fields import fields_of, in_place
from annotator.pdf.highlights import Raster, mark
from annotator.pdf.marked_copy import FIGURE, WORDS, add_marks, written
from annotator.pdf.notes import read_notes
from annotator.pdf.sight import Sight
from annotator.pdf.word_lines import box_of, read_lines
from annotator.pdf.worker_loop import Refusal

_TEXT_FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_CLIP
)
_ACTIVE = {f"/{kind}": kind for kind in messages.ACTIVE_KINDS} | {
    "/JS": "JavaScript",
    "/EF": "EmbeddedFile",
    "/EmbeddedFiles": "EmbeddedFile",
}
_ENDS_NAME = frozenset(" \t\r\n/<>[]()")
_FINER = 16  # pixels drawn per thumbnail pixel, in each direction


# Opening


def open_pdf(content: bytes) -> pymupdf.Document:
    """Return the PDF, opened without a password; raise Refusal if that fails."""
    worker_loop.check_header(content)
    pdf = pymupdf.open(stream=content, filetype="pdf")
    if not pdf.is_pdf:  # PyMuPDF also opens HTML, images and archives
        raise Refusal("NOT_A_PDF")
    if pdf.needs_pass and not pdf.authenticate(""):
        raise Refusal("ENCRYPTED")
    if pdf.is_repaired and b"%%EOF" not in content[-limits.TRAILER_BYTES :]:
        raise Refusal("CUT_OFF")  # its pages may be there, and their text not
    worker_loop.check_page_count(pdf.page_count)
    return pdf


# Answers


def facts(pdf: pymupdf.Document) -> dict[str, Any]:
    """Return what the PDF says about itself as a whole."""
    metadata = pdf.metadata or {}
    return {
        "page_count": pdf.page_count,
        "title": _short(metadata.get("title")),
        "author": _short(metadata.get("author")),
        "created": _short(metadata.get("creationDate")),
        "outline": outline(pdf),
        "active": sorted(_active(pdf)),
    }


def _short(text: str | None, length: int = limits.TITLE_CODE_POINTS) -> str:
    # Line breaks may be controls, or zero-width spaces (Google Docs).
    spaced = (" " if c.isspace() or c == "\u200b" else c for c in text or "")
    return " ".join(clean("".join(spaced)).split())[:length].rstrip()


def outline(pdf: pymupdf.Document) -> list[tuple[int, str, int]]:
    """Return the level, title and page (from 1) of each outline entry that has a page."""
    found: list[tuple[int, str, int]] = []
    following = [(1, pdf.outline)]  # a stack, as recursion could overflow
    while following and len(found) < limits.OUTLINE_ENTRIES:
        level, item = following.pop()
        if not item or not item.this.m_internal:
            continue
        following.append((level, item.next))
        if level < limits.OUTLINE_LEVELS:
            following.append((level + 1, item.down))
        page = _target(pdf, item)
        if 1 <= page <= pdf.page_count and _short(item.title):
            found.append((level, _short(item.title), page))
    return found


def _target(pdf: pymupdf.Document, item: pymupdf.Outline) -> int:
    """Return the page (from 1) that an outline entry leads to, or 0."""
    if item.is_external or not item.uri:
        return 0
    if item.page >= 0:
        return int(item.page) + 1
    return int(pdf.resolve_link(item.uri)[0]) + 1


def _active(pdf: pymupdf.Document) -> set[str]:
    """Return the kinds of active content that the PDF's objects mention."""
    found = set()
    until = time.process_time() + limits.SCAN_SECONDS
    for number in range(1, min(pdf.xref_length(), limits.SCANNED_OBJECTS)):
        if time.process_time() > until:
            break
        try:
            written = pdf.xref_object(number, compressed=True)
        except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):  # a broken object
            continue
        found |= {name for key, name in _ACTIVE.items() if _names(written, key)}
    return found


def _names(written: str, key: str) -> bool:
    """Whether ``key`` occurs in an object as a whole name, not as the start of one."""
    start = written.find(key)
    while start >= 0:
        if written[start + len(key) : start + len(key) + 1] in _ENDS_NAME:
            return True
        start = written.find(key, start + 1)
    return False


def page(pdf: pymupdf.Document, number: int) -> dict[str, Any]:
    """Return the size, lines and links of a page, in points as it is shown."""
    loaded = pdf.load_page(number - 1)
    notes = _take_notes_off(loaded)
    loaded = _load(pdf, number)
    turn, sight = _turn(loaded), Sight(loaded)
    blocks = loaded.get_text("rawdict", flags=_TEXT_FLAGS)["blocks"]
    lines = in_place(read_lines(blocks, turn, sight), fields_of(loaded))
    length = sum(len(word[0]) for _, _, words in lines for word in words)
    if length > limits.PAGE_CODE_POINTS or len(lines) > limits.PAGE_LINES:
        raise Refusal("TOO_MUCH_TEXT")
    return {
        "number": number,
        "label": _label(loaded) or str(number),
        "width": round(loaded.rect.width, 2),
        "height": round(loaded.rect.height, 2),
        "rotation": loaded.rotation,
        "lines": lines,
        "links": list(_links(loaded)),
        "notes": notes,
        "has_picture": sight.has_picture,
        "leaves_out": sight.shows_less_than_is_drawn(map(box_of, lines)),
    }


def _label(loaded: pymupdf.Page) -> str:
    # PyMuPDF 2.0 takes "/Type /PageLabel" for a prefix "ageLabel".
    return _short(loaded.get_label().removeprefix("ageLabel"), limits.LABEL_CODE_POINTS)


def _load(pdf: pymupdf.Document, number: int) -> pymupdf.Page:
    """Return a page without what somebody put on it later."""
    loaded: pymupdf.Page = pdf.load_page(number - 1)
    if _take_notes_off(loaded):
        del loaded  # it would be blended as if there were still a highlight on it
        loaded = pdf.load_page(number - 1)
    worker_loop.check_page_size(loaded.rect.width, loaded.rect.height)
    return loaded


def _take_notes_off(loaded: pymupdf.Page) -> int:
    """Remove notes, stamps and marks from a page; return how many there were.

    Form fields are left, as what is filled in there is the lab's, and links.
    """
    count, note = 0, loaded.first_annot  # fields and links are none
    while note:
        if count == limits.PAGE_NOTES:
            raise Refusal("DAMAGED")
        note = loaded.delete_annot(note)
        count += 1
    return count


def without_notes(pdf: pymupdf.Document) -> bytes:
    """Return the PDF, written anew without notes, stamps and marks."""
    for number in range(pdf.page_count):
        _take_notes_off(pdf.load_page(number))
    return bytes(pdf.tobytes(garbage=3))


def notes(pdf: pymupdf.Document, number: int) -> dict[str, Any]:
    """Return the notes that are taken off a page before it is read or drawn."""
    loaded = _as_it_came(pdf).load_page(number - 1)
    return read_notes(loaded, _turn(loaded))


@lru_cache(maxsize=1)
def _as_it_came(pdf: pymupdf.Document) -> pymupdf.Document:
    """Return the PDF opened once more, with the notes that ``_load`` takes off."""
    return open_pdf(pdf.stream)


def marked(pdf: pymupdf.Document) -> bytes:
    """Return the PDF with the marks that were put on it: see ``messages.MARKED``."""
    follows, content = written(pdf)
    return (messages.FOLLOWS if follows else messages.WHOLE) + content


def _turn(loaded: pymupdf.Page) -> Turn:
    """Return the function from PyMuPDF's unrotated coordinates to ours."""
    m = loaded.rotation_matrix
    a, b, c, d, e, f = m.a, m.b, m.c, m.d, m.e, m.f
    return lambda x, y: (a * x + c * y + e, b * x + d * y + f)


def _links(loaded: pymupdf.Page) -> Iterator[list[Any]]:
    link, kept = loaded.first_link, 0
    while link and kept < limits.PAGE_LINKS:
        address = clean(link.uri or "")
        if _leads_to_the_web(address):
            box = link.rect  # already rotated, unlike text
            yield [*bounded((box.x0, box.y0, box.x1, box.y1)), address]
            kept += 1
        link = link.next


def jumps(pdf: pymupdf.Document, number: int) -> list[list[Any]]:
    """Return the links of a page to places in the same file: [box …, page, top]."""
    found: list[list[Any]] = []
    loaded = _load(pdf, number)  # held as long as its links are
    link = loaded.first_link
    while link and len(found) < limits.PAGE_LINKS:
        page, _, top = (
            pdf.resolve_link(link.uri)
            if link.uri and not link.is_external
            else (-1, 0.0, 0.0)
        )
        if isinstance(page, int) and 0 <= page < pdf.page_count:
            box = link.rect  # already rotated, unlike text
            target = [page + 1, top if 0 <= top <= limits.FAR_POINTS else 0.0]
            found.append([*bounded((box.x0, box.y0, box.x1, box.y1)), *target])
        link = link.next
    return found


def _leads_to_the_web(address: str) -> bool:
    web = address.lower().startswith(("http://", "https://", "mailto:"))
    return web and len(address) <= limits.ADDRESS_CODE_POINTS


def image(
    pdf: pymupdf.Document,
    number: int,
    scale: float,
    clip: list[float] | None,
    marks: list[list[float]],
) -> bytes:
    """Return a PNG of a page, or of a box on it, at ``scale`` pixels per point.

    ``marks`` are boxes on the page, in points, that are highlighted.
    """
    loaded = _load(pdf, number)
    shown = loaded.rect if clip is None else _within(loaded, clip)
    scale = _allowed(scale, shown, limits.IMAGE_PIXELS)
    pixels = _marked(loaded, scale, None if clip is None else shown, marks)
    return bytes(pixels.tobytes("png"))


def _marked(
    loaded: pymupdf.Page,
    scale: float,
    clip: pymupdf.Rect | None,
    marks: list[list[float]],
) -> pymupdf.Pixmap:
    """Return the pixels of a page, or of a box on it, with ``marks`` highlighted."""
    matrix = pymupdf.Matrix(scale, scale)
    pixels = loaded.get_pixmap(matrix=matrix, clip=clip, annots=True)
    if not marks:
        return pixels
    size = pixels.width, pixels.height
    raster = Raster(pixels.samples, *size, pixels.x, pixels.y)
    return pymupdf.Pixmap(pymupdf.csRGB, *size, mark(raster, scale, marks), 0)


def card(pdf: pymupdf.Document, said: dict[str, Any], place: list[Any] | None) -> bytes:
    """Return a PNG of what is ``said``, and of the part of a page at ``place``.

    A place is the number of a page, a box on it, and boxes that are highlighted.
    """
    crop = None
    if place:
        number, clip, marks = place
        loaded = _load(pdf, number)
        scale, shown = share_card.crop_scale(_within(loaded, clip))
        crop = _marked(loaded, scale, shown, marks)
    return bytes(share_card.draw(said, crop).tobytes("png"))


def _allowed(scale: float, shown: pymupdf.Rect, pixels: int) -> float:
    """Return ``scale``, or the largest at which a box has no more than ``pixels``."""
    # Slightly below the limit, as boxes are widened to whole pixels.
    most: float = 0.99 * (pixels / (shown.width * shown.height)) ** 0.5
    return min(scale, most)


def sheet(pdf: pymupdf.Document, number: int, width: int) -> bytes:
    """Return the colours of a page, about ``width`` pixels wide, with their header."""
    loaded = _load(pdf, number)
    shown = loaded.rect
    longest = limits.SHEET_SIDE / max(shown.width, shown.height)
    scale = min(_allowed(width / shown.width, shown, limits.SHEET_PIXELS), longest)
    pixels = loaded.get_pixmap(
        matrix=pymupdf.Matrix(scale, scale), annots=True, alpha=False
    )
    size = pixels.width, pixels.height
    return messages.picture(messages.WHOLE_PAGE, *size, bytes(pixels.samples))


def grey(pdf: pymupdf.Document, number: int, scale: float, clip: list[float]) -> bytes:
    """Return the grey values of a box on a page, with their header."""
    sheet = _sheet(pdf, number)
    shown = _within(sheet, clip)
    scale = _allowed(scale, shown, limits.PICTURE_PIXELS)
    matrix = pymupdf.Matrix(scale, scale)
    pixels = sheet.get_pixmap(
        matrix=matrix, clip=shown, colorspace=pymupdf.csGRAY, alpha=0
    )
    size = pixels.width, pixels.height
    return messages.picture(messages.ONE_LINE, *size, bytes(pixels.samples))


@lru_cache(maxsize=1)  # the lines of a quote are drawn one after the other
def _sheet(pdf: pymupdf.Document, number: int) -> pymupdf.DisplayList:
    """Return what a page shows, ready to be drawn."""
    sheet: pymupdf.DisplayList = _load(pdf, number).get_displaylist(annots=1)
    return sheet


def _within(
    loaded: pymupdf.Page | pymupdf.DisplayList, clip: list[float]
) -> pymupdf.Rect:
    """Return the part of a box that lies on the page; raise Refusal if there is none."""
    shown: pymupdf.Rect = loaded.rect & pymupdf.Rect(clip)
    if shown.is_empty:
        raise Refusal("NONSENSE")
    return shown


def thumbnail(pdf: pymupdf.Document, number: int, clip: list[float]) -> bytes:
    """Return the grey values of a box, stretched to a small square.

    Annotations on the page are left out. The box is drawn much larger and then reduced,
    starting at its own corner, so that the same figure gives the same values wherever it
    stands.
    """
    loaded = _load(pdf, number)
    shown, side = _within(loaded, clip), limits.THUMBNAIL_SIDE
    across, down = side * _FINER / shown.width, side * _FINER / shown.height
    matrix = pymupdf.Matrix(across, 0, 0, down, -shown.x0 * across, -shown.y0 * down)
    fine = loaded.get_pixmap(
        matrix=matrix, clip=shown, colorspace=pymupdf.csGRAY, annots=False
    )
    return bytes(pymupdf.Pixmap(fine, side, side).samples)


# Requests


def answer(pdf: pymupdf.Document, request: list[Any]) -> worker_loop.Answer:
    """Return the answer to ``request``, which is ``[verb, argument …]``."""
    match request:
        case ["facts"]:
            return worker_loop.as_json(facts(pdf))
        case ["page", int(number)]:
            return worker_loop.as_json(page(pdf, number))
        case ["jumps", int(number)]:
            return worker_loop.as_json(jumps(pdf, number))
        case _:
            return _noted(pdf, request)


def _noted(pdf: pymupdf.Document, request: list[Any]) -> worker_loop.Answer:
    match request:
        case ["notes", int(number)]:
            return worker_loop.as_json(notes(pdf, number))
        case ["mark", [*marks]]:
            return worker_loop.as_json(add_marks(pdf, marks))
        case ["marked"]:
            return messages.MARKED, marked(pdf)
        case ["clean"]:
            return messages.CLEAN, without_notes(pdf)
        case _:
            return _picture(pdf, request)


def _picture(pdf: pymupdf.Document, request: list[Any]) -> worker_loop.Answer:
    match request:
        case ["image", int(number), float(scale), clip, [*marks]]:
            return messages.PNG, image(pdf, number, scale, clip, marks)
        case ["card", dict(said), place]:
            return messages.PNG, card(pdf, said, place)
        case ["sheet", int(number), int(width)]:
            return messages.COLOURS, sheet(pdf, number, width)
        case ["grey", int(number), float(scale), [*clip]]:
            return messages.PIXELS, grey(pdf, number, scale, clip)
        case ["thumbnail", int(number), [*clip]]:
            return messages.GREY, thumbnail(pdf, number, clip)
        case _:
            raise Refusal("NONSENSE")


LIBRARY = worker_loop.Library(
    open=open_pdf,
    page_count=lambda pdf: pdf.page_count,
    answer=answer,
    problems={pymupdf.mupdf.FzErrorLimit: "TOO_BIG_A_PAGE"},
    tidy=pymupdf.TOOLS.reset_mupdf_warnings,
)


def _rehearse() -> None:
    """Read a PDF of our own, so that the library loads everything it needs now.

    Later, no file can be opened, not even a Python module.
    """
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "x")
        own = open_pdf(pdf.tobytes())
    facts(own)
    page(own, 1)
    image(own, 1, 1.0, None, [[1, 1, 2, 2]])
    sheet(own, 1, 99)
    said = {"kicker": "x", "headline": "x", "lines": "x", "foot": "x"}
    card(own, {**said, "verdicts": ["●x"]}, [1, [1, 1, 9, 9], [[1, 1, 2, 2]]])
    grey(own, 1, 1.0, [1, 1, 2, 2])
    thumbnail(own, 1, [1, 1, 2, 2])
    box, told = [1, 1, 9, 9], ["x", "x", "x", "D:20300101"]
    add_marks(own, [[1, kind, [box], [1, 0, 0], *told] for kind in (WORDS, FIGURE)])
    marked(own)
    notes(own, 1)


def main() -> None:
    """Serve one PDF, then end."""
    pymupdf.TOOLS.mupdf_display_errors(on=False)
    pymupdf.TOOLS.mupdf_display_warnings(on=False)
    _rehearse()
    worker_loop.run(LIBRARY)


if __name__ == "__main__":
    main()
