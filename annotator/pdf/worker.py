"""The process that opens one stranger's PDF, and can do nothing else.

Started as ``python -I -m annotator.pdf.worker`` by ``annotator.pdf.child``. It loads
PyMuPDF, gives up its rights, reads one PDF from standard input, and answers requests
until its input ends: ``["facts"]``, ``["page", number]``,
``["image", number, scale, box or null, [marked box …]]``. What goes wrong is answered by the name of a
``PdfProblem``, never in words that the PDF might have chosen.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

import pymupdf

from annotator.pdf import confinement, frames, limits
from annotator.pdf.characters import clean
from annotator.pdf.lines import Turn, bounded, read_lines
from annotator.pdf.marks import Raster, mark

_TEXT_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
_ACTIVE = {f"/{kind}": kind for kind in frames.ACTIVE_KINDS} | {
    "/JS": "JavaScript",
    "/EF": "EmbeddedFile",
    "/EmbeddedFiles": "EmbeddedFile",
}
_ENDS_NAME = frozenset(" \t\r\n/<>[]()")


class Refusal(Exception):  # noqa: N818  -- an answer, not a fault of ours
    """The PDF, or a part of it, is not read; ``args[0]`` is the PdfProblem's name."""


# Opening


def open_pdf(content: bytes) -> pymupdf.Document:
    """Return the PDF, opened without a password, or refuse it."""
    if b"%PDF-" not in content[: limits.HEADER_BYTES]:
        raise Refusal("NOT_A_PDF")
    pdf = pymupdf.open(stream=content, filetype="pdf")
    if not pdf.is_pdf:  # PyMuPDF also opens HTML, images and archives, unasked
        raise Refusal("NOT_A_PDF")
    if pdf.needs_pass and not pdf.authenticate(""):
        raise Refusal("ENCRYPTED")
    if pdf.page_count < 1:
        raise Refusal("NO_PAGES")
    if pdf.page_count > limits.PAGES:
        raise Refusal("TOO_MANY_PAGES")
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
    # Line breaks come as controls, or as zero-width spaces from Google Docs.
    spaced = (" " if c.isspace() or c == "\u200b" else c for c in text or "")
    return " ".join(clean("".join(spaced)).split())[:length].rstrip()


def outline(pdf: pymupdf.Document) -> list[tuple[int, str, int]]:
    """Return level, title and page of each line of the outline that leads to a page."""
    found: list[tuple[int, str, int]] = []
    following = [(1, pdf.outline)]  # a stack; one nested deeply would exhaust Python's
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
    """Return the page that a line of the outline leads to, or 0."""
    if item.is_external or not item.uri:
        return 0
    if item.page >= 0:
        return int(item.page) + 1
    return int(pdf.resolve_link(item.uri)[0]) + 1


def _active(pdf: pymupdf.Document) -> set[str]:
    """Return the kinds of active content that the PDF's objects mention."""
    found = set()
    until = time.monotonic() + limits.SCAN_SECONDS
    for number in range(1, min(pdf.xref_length(), limits.SCANNED_OBJECTS)):
        if time.monotonic() > until:
            break
        try:
            written = pdf.xref_object(number, compressed=True)
        except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):  # a broken object
            continue
        found |= {name for key, name in _ACTIVE.items() if _names(written, key)}
    return found


def _names(written: str, key: str) -> bool:
    """Whether ``key`` stands in an object as a whole name, not as the start of one."""
    start = written.find(key)
    while start >= 0:
        if written[start + len(key) : start + len(key) + 1] in _ENDS_NAME:
            return True
        start = written.find(key, start + 1)
    return False


def page(pdf: pymupdf.Document, number: int) -> dict[str, Any]:
    """Return size, lines and links of a page, in points as it is shown."""
    loaded = _load(pdf, number)
    turn = _turn(loaded)
    blocks = loaded.get_text("rawdict", flags=_TEXT_FLAGS)["blocks"]
    lines = read_lines(blocks, turn)
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
    }


def _label(loaded: pymupdf.Page) -> str:
    # PyMuPDF 2.0 takes the "/PageLabel" of an entry's /Type for a prefix "ageLabel".
    return _short(loaded.get_label().removeprefix("ageLabel"), limits.LABEL_CODE_POINTS)


def _load(pdf: pymupdf.Document, number: int) -> pymupdf.Page:
    loaded: pymupdf.Page = pdf.load_page(number - 1)
    if max(loaded.rect.width, loaded.rect.height) > limits.PAGE_SIDE_POINTS:
        raise Refusal("TOO_BIG_A_PAGE")
    if min(loaded.rect.width, loaded.rect.height) < limits.PAGE_SIDE_LEAST:
        raise Refusal("DAMAGED")
    return loaded


def _turn(loaded: pymupdf.Page) -> Turn:
    """Return the way from PyMuPDF's coordinates, which ignore rotation, to ours."""
    m = loaded.rotation_matrix
    a, b, c, d, e, f = m.a, m.b, m.c, m.d, m.e, m.f
    return lambda x, y: (a * x + c * y + e, b * x + d * y + f)


def _links(loaded: pymupdf.Page) -> Iterator[list[Any]]:
    link, kept = loaded.first_link, 0
    while link and kept < limits.PAGE_LINKS:
        address = clean(link.uri or "")
        if _leads_to_the_web(address):
            box = link.rect  # turned already, unlike text
            yield [*bounded((box.x0, box.y0, box.x1, box.y1)), address]
            kept += 1
        link = link.next


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

    ``marks`` are boxes on the page, in points, to be shown as marked.
    """
    loaded = _load(pdf, number)
    shown = loaded.rect if clip is None else loaded.rect & pymupdf.Rect(clip)
    if shown.is_empty:
        raise Refusal("NONSENSE")
    # A little less than the limit, since boxes are widened to whole pixels.
    most = 0.99 * (limits.IMAGE_PIXELS / (shown.width * shown.height)) ** 0.5
    scale = min(scale, most)
    matrix = pymupdf.Matrix(scale, scale)
    pixels = loaded.get_pixmap(matrix=matrix, clip=clip and shown, annots=True)
    if marks:
        size = pixels.width, pixels.height
        raster = Raster(pixels.samples, *size, pixels.x, pixels.y)
        pixels = pymupdf.Pixmap(pymupdf.csRGB, *size, mark(raster, scale, marks), 0)
    return bytes(pixels.tobytes("png"))


# Requests


def answer(pdf: pymupdf.Document, request: bytes) -> tuple[bytes, bytes]:
    """Return the kind and content of the frame that answers ``request``."""
    match json.loads(request):
        case ["facts"]:
            return _json(facts(pdf))
        case ["page", int(number)]:
            return _json(page(pdf, number))
        case ["image", int(number), float(scale), clip, [*marks]]:
            return frames.PNG, image(pdf, number, scale, clip, marks)
        case _:
            raise Refusal("NONSENSE")


def _json(value: object) -> tuple[bytes, bytes]:
    content = json.dumps(value, separators=(",", ":")).encode()
    if len(content) > limits.ANSWER_BYTES:
        raise Refusal("TOO_MUCH_TEXT")
    return frames.JSON, content


def problem(error: BaseException) -> str:
    """Return the name of the PdfProblem that ``error`` amounts to."""
    if isinstance(error, Refusal):
        return str(error.args[0])
    if (
        isinstance(error, MemoryError)
        or "malloc" in str(error)
        or "alloc (" in str(error)
    ):
        return "TOO_MUCH_MEMORY"
    if isinstance(error, pymupdf.mupdf.FzErrorLimit):
        return "TOO_BIG_A_PAGE"
    return "DAMAGED"


def _guarded(work: Any, *arguments: Any) -> tuple[Any, tuple[bytes, bytes] | None]:
    """Return what ``work`` returns, or else the frame that says what went wrong."""
    signal.alarm(int(limits.REQUEST_SECONDS) + 5)  # if nobody is left to stop us
    try:
        return work(*arguments), None
    except BaseException as error:  # noqa: BLE001  -- no PDF may choose how we end
        return None, (frames.PROBLEM, problem(error).encode())
    finally:
        signal.alarm(0)
        pymupdf.TOOLS.reset_mupdf_warnings()


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Read a PDF and requests from one pipe; write answers to the other."""
    _send(answers, frames.HELLO, json.dumps(confinement.confine()).encode())
    pdf, failed = _guarded(open_pdf, _receive(requests, limits.FILE_BYTES))
    _send(answers, *(failed or _json({"page_count": pdf.page_count})))
    while not failed and (request := _receive(requests, limits.REQUEST_BYTES)):
        answered, wrong = _guarded(answer, pdf, request)
        _send(answers, *(wrong or answered))


def _receive(pipe: BinaryIO, most: int) -> bytes:
    """Return the content of the next frame, nothing at the end."""
    header = pipe.read(frames.HEADER.size)
    if len(header) < frames.HEADER.size:
        return b""
    _, length = frames.HEADER.unpack(header)
    return pipe.read(length) if length <= most else b""


def _send(pipe: BinaryIO, kind: bytes, content: bytes) -> None:
    pipe.write(frames.frame(kind, content))
    pipe.flush()


def _rehearse() -> None:
    """Read a PDF of our own, so that whatever is loaded at first use is loaded now.

    Later no file can be opened, not even one of Python's modules.
    """
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "x")
        own = open_pdf(pdf.tobytes())
    facts(own)
    page(own, 1)
    image(own, 1, 1.0, None, [[1, 1, 2, 2]])


def main() -> None:
    """Serve one PDF, then end."""
    pymupdf.TOOLS.mupdf_display_errors(on=False)
    pymupdf.TOOLS.mupdf_display_warnings(on=False)
    _rehearse()
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # whatever a library prints goes nowhere
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
