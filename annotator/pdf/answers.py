"""Check what a worker answered, and turn it into values.

A malicious PDF may have taken control of the worker that reads it. An answer that does not
have exactly the shape, size and characters that an honest worker sends raises
UnreadablePdfError with the problem ``NONSENSE``.
"""

import json
import struct
import zlib
from typing import NoReturn

from annotator.domain.errors import PdfProblem, UnreadablePdfError
from annotator.domain.input.characters import is_clean
from annotator.domain.text.pages import (
    ASLANT,
    Box,
    Character,
    Link,
    OutlineEntry,
    PdfFacts,
    RawLine,
    RawPage,
    RawWord,
)
from annotator.pdf import limits, messages
from annotator.pdf.confinement import LAYERS

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_PARTS = frozenset({b"IHDR", b"pHYs", b"iCCP", b"sRGB", b"IDAT", b"IEND"})

_FARTHEST = int(
    10 * limits.FAR_POINTS
)  # from a letter to the next, in tenths of a point


def _nonsense() -> NoReturn:
    raise UnreadablePdfError(PdfProblem.NONSENSE)


def _load(untrusted: bytes) -> object:
    try:
        value: object = json.loads(untrusted)
    except (ValueError, RecursionError):
        _nonsense()
    return value


# Whole answers


def to_problem(untrusted: bytes) -> PdfProblem:
    """Return the problem that a worker reported, or NONSENSE if it may not report it."""
    name = untrusted.decode("ascii", "replace")
    return PdfProblem[name] if name in messages.PROBLEMS else PdfProblem.NONSENSE


def to_layers(untrusted: bytes) -> tuple[str, ...]:
    """Return which of ``LAYERS`` a worker reports as active, before it sees a PDF."""
    untrusted_names = _list(_load(untrusted), len(LAYERS))
    return tuple(layer for layer in LAYERS if layer in untrusted_names)


def to_page_count(untrusted: bytes) -> int:
    """Return the number of pages, from 1 to ``limits.PAGES``."""
    match _load(untrusted):
        case {"page_count": untrusted_count}:
            return _whole(untrusted_count, 1, limits.PAGES)
    _nonsense()


def to_facts(untrusted: bytes, page_count: int) -> PdfFacts:
    """Return what the PDF says about itself as a whole."""
    match _load(untrusted):
        case {
            "page_count": untrusted_count,
            "title": untrusted_title,
            "author": untrusted_author,
            "created": untrusted_created,
            "outline": untrusted_outline,
            "active": untrusted_active,
        } if untrusted_count == page_count:
            entries = _list(untrusted_outline, limits.OUTLINE_ENTRIES)
            return PdfFacts(
                page_count=page_count,
                title=_text(untrusted_title, limits.TITLE_CODE_POINTS),
                author=_text(untrusted_author, limits.TITLE_CODE_POINTS),
                created=_text(untrusted_created, limits.TITLE_CODE_POINTS),
                outline=tuple(_entry(entry, page_count) for entry in entries),
                active=_active(untrusted_active),
            )
    _nonsense()


def to_page(untrusted: bytes, number: int) -> RawPage:
    """Return the page with this number, from 1."""
    match _load(untrusted):
        case {
            "number": untrusted_number,
            "label": untrusted_label,
            "width": untrusted_width,
            "height": untrusted_height,
            "rotation": 0 | 90 | 180 | 270 as rotation,
            "lines": untrusted_lines,
            "links": untrusted_links,
            "notes": untrusted_notes,
            "has_picture": bool(has_picture),
        } if untrusted_number == number:
            lines = _list(untrusted_lines, limits.PAGE_LINES)
            links = _list(untrusted_links, limits.PAGE_LINKS)
            return RawPage(
                number=number,
                label=_text(untrusted_label, limits.LABEL_CODE_POINTS),
                width=_number(
                    untrusted_width, limits.PAGE_SIDE_LEAST, limits.PAGE_SIDE_POINTS
                ),
                height=_number(
                    untrusted_height, limits.PAGE_SIDE_LEAST, limits.PAGE_SIDE_POINTS
                ),
                rotation=int(rotation),
                lines=_lines(lines),
                links=tuple(_link(link) for link in links),
                notes=_whole(untrusted_notes, 0, limits.PAGE_NOTES),
                has_picture=has_picture,
            )
    _nonsense()


def to_characters(untrusted: bytes, number: int) -> tuple[Character, ...]:
    """Return the characters of the page with this number, from 1."""
    match _load(untrusted):
        case {
            "number": untrusted_number,
            "text": untrusted_text,
            "boxes": untrusted_boxes,
        } if untrusted_number == number:
            text = _text(untrusted_text, limits.PAGE_CODE_POINTS)
            boxes = _list(untrusted_boxes, len(text))
            if len(boxes) < len(text):
                _nonsense()
            pairs = zip(text, boxes, strict=True)
            return tuple(Character(pair, _box(box)) for pair, box in pairs)
    _nonsense()


def to_pdf(untrusted: bytes) -> bytes:
    """Return a PDF, if it begins as one; it is as hostile as the file it was made of."""
    if b"%PDF-" not in untrusted[: limits.HEADER_BYTES]:
        _nonsense()
    return untrusted


def to_thumbnail(untrusted: bytes) -> bytes:
    """Return the grey values of a thumbnail, one byte per pixel, if the number is right."""
    if len(untrusted) != limits.THUMBNAIL_SIDE**2:
        _nonsense()
    return untrusted


def to_png(untrusted: bytes) -> bytes:
    """Return the image, if it is a PNG of known chunks with no more pixels than allowed.

    The chunks and their checksums are checked, but not that the pixels can be decoded.
    """
    width, height = _png_size(untrusted)
    if not 0 < width * height <= limits.IMAGE_PIXELS:
        _nonsense()
    at, part = len(_PNG_SIGNATURE), b""
    while part != b"IEND":
        part, at = _png_part(untrusted, at)
    if at != len(untrusted):  # there is something after the end
        _nonsense()
    return untrusted


def _png_size(untrusted: bytes) -> tuple[int, int]:
    if untrusted[:8] != _PNG_SIGNATURE or untrusted[12:16] != b"IHDR":
        _nonsense()
    width, height = struct.unpack(">II", untrusted[16:24].ljust(8, b"\0"))
    return width, height


def _png_part(untrusted: bytes, at: int) -> tuple[bytes, int]:
    """Return the name of the chunk at ``at``, and where the next one begins."""
    header = untrusted[at : at + 8]
    if len(header) < 8 or header[4:] not in _PNG_PARTS:
        _nonsense()
    following = at + 12 + int.from_bytes(header[:4], "big")
    content = memoryview(untrusted)[at + 4 : following - 4]
    checksum = untrusted[following - 4 : following]
    if zlib.crc32(content) != int.from_bytes(checksum, "big"):
        _nonsense()
    return header[4:], following


# Parts of answers


def _entry(untrusted: object, page_count: int) -> OutlineEntry:
    match untrusted:
        case [untrusted_level, untrusted_title, untrusted_page]:
            return OutlineEntry(
                level=_whole(untrusted_level, 1, limits.OUTLINE_LEVELS),
                title=_text(untrusted_title, limits.TITLE_CODE_POINTS),
                page=_whole(untrusted_page, 1, page_count),
            )
    _nonsense()


def _active(untrusted: object) -> tuple[str, ...]:
    untrusted_names = _list(untrusted, len(messages.ACTIVE_KINDS))
    return tuple(
        sorted(kind for kind in messages.ACTIVE_KINDS if kind in untrusted_names)
    )


def _lines(untrusted_lines: list[object]) -> tuple[RawLine, ...]:
    lines = tuple(_line(line) for line in untrusted_lines)
    length = sum(len(word.text) for line in lines for word in line.words)
    if length > limits.PAGE_CODE_POINTS:
        _nonsense()
    return lines


def _line(untrusted: object) -> RawLine:
    match untrusted:
        case [untrusted_block, untrusted_turn, [_, *_] as untrusted_words]:
            return RawLine(
                words=tuple(_word(word) for word in untrusted_words),
                block=_whole(untrusted_block, 0, limits.PAGE_CODE_POINTS),
                turn=_whole(untrusted_turn, 0, ASLANT),
            )
    _nonsense()


def _word(untrusted: object) -> RawWord:
    match untrusted:
        case [
            str(untrusted_text),
            *untrusted_box,
            untrusted_size,
            untrusted_shift,
            bool(hidden),
            [*untrusted_steps],
        ]:
            text = _text(untrusted_text, limits.PAGE_CODE_POINTS)
            if not text or any(c.isspace() for c in text):
                _nonsense()
            size = _number(untrusted_size, 0, limits.FAR_POINTS)
            shift = _whole(untrusted_shift, -1, 1)
            steps = tuple(_whole(step, 0, _FARTHEST) for step in untrusted_steps)
            if steps and len(steps) != len(text) - 1:
                _nonsense()
            return RawWord(text, _box(untrusted_box), size, shift, steps, hidden)
    _nonsense()


def _link(untrusted: object) -> Link:
    match untrusted:
        case [*untrusted_box, str(untrusted_address)]:
            address = _text(untrusted_address, limits.ADDRESS_CODE_POINTS)
            if not address.lower().startswith(("http://", "https://", "mailto:")):
                _nonsense()
            return Link(_box(untrusted_box), address)
    _nonsense()


def _box(untrusted: object) -> Box:
    match untrusted:
        case [untrusted_x0, untrusted_y0, untrusted_x1, untrusted_y1]:
            x0, y0 = (
                _number(untrusted_x0, -limits.FAR_POINTS, limits.FAR_POINTS),
                _number(untrusted_y0, -limits.FAR_POINTS, limits.FAR_POINTS),
            )
            x1, y1 = (
                _number(untrusted_x1, x0, limits.FAR_POINTS),
                _number(untrusted_y1, y0, limits.FAR_POINTS),
            )
            return x0, y0, x1, y1
    _nonsense()


def _list(untrusted: object, most: int) -> list[object]:
    if not isinstance(untrusted, list) or len(untrusted) > most:
        _nonsense()
    return untrusted


def _text(untrusted: object, most: int) -> str:
    if not isinstance(untrusted, str) or len(untrusted) > most:
        _nonsense()
    if not is_clean(untrusted):
        _nonsense()
    return untrusted


def _whole(untrusted: object, least: int, most: int) -> int:
    if not isinstance(untrusted, int) or isinstance(untrusted, bool):
        _nonsense()
    if not least <= untrusted <= most:
        _nonsense()
    return untrusted


def _number(untrusted: object, least: float, most: float) -> float:
    if not isinstance(untrusted, int | float) or isinstance(untrusted, bool):
        _nonsense()
    if not least <= untrusted <= most:  # also False for NaN
        _nonsense()
    return float(untrusted)
