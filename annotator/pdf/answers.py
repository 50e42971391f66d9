"""Check what a worker answered, and turn it into values.

A malicious PDF may have taken control of the worker that reads it. An answer that does not
have exactly the shape, size and characters that an honest worker sends raises
UnreadablePdfError with the problem ``NONSENSE``.
"""

import struct
import zlib

from annotator.domain.errors import PdfProblem
from annotator.domain.recognition.pictures import Picture, Recognised, RecognisedWord
from annotator.domain.text.pages import (
    ASLANT,
    Character,
    Jump,
    Link,
    OutlineEntry,
    PdfFacts,
    RawLine,
    RawPage,
    RawWord,
)
from annotator.pdf import limits, messages
from annotator.pdf.confinement import LAYERS
from annotator.pdf.untrusted import (
    NonsenseError,
    as_box,
    as_list,
    as_number,
    as_text,
    as_whole,
    parsed,
)
from annotator.pdf.webp import LONGEST_SIDE, ColourPicture

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_PARTS = frozenset({b"IHDR", b"pHYs", b"iCCP", b"sRGB", b"IDAT", b"IEND"})

_FARTHEST = int(
    10 * limits.FAR_POINTS
)  # from a letter to the next, in tenths of a point


# Whole answers


def to_problem(untrusted: bytes) -> PdfProblem:
    """Return the problem that a worker reported, or NONSENSE if it may not report it."""
    name = untrusted.decode("ascii", "replace")
    return PdfProblem[name] if name in messages.PROBLEMS else PdfProblem.NONSENSE


def to_layers(untrusted: bytes) -> tuple[str, ...]:
    """Return which of ``LAYERS`` a worker reports as active, before it sees a PDF."""
    untrusted_names = as_list(parsed(untrusted), len(LAYERS))
    return tuple(layer for layer in LAYERS if layer in untrusted_names)


def to_page_count(untrusted: bytes) -> int:
    """Return the number of pages, from 1 to ``limits.PAGES``."""
    match parsed(untrusted):
        case {"page_count": untrusted_count}:
            return as_whole(untrusted_count, 1, limits.PAGES)
    raise NonsenseError


def to_facts(untrusted: bytes, page_count: int) -> PdfFacts:
    """Return what the PDF says about itself as a whole."""
    match parsed(untrusted):
        case {
            "page_count": untrusted_count,
            "title": untrusted_title,
            "author": untrusted_author,
            "created": untrusted_created,
            "outline": untrusted_outline,
            "active": untrusted_active,
        } if untrusted_count == page_count:
            entries = as_list(untrusted_outline, limits.OUTLINE_ENTRIES)
            return PdfFacts(
                page_count=page_count,
                title=as_text(untrusted_title, limits.TITLE_CODE_POINTS),
                author=as_text(untrusted_author, limits.TITLE_CODE_POINTS),
                created=as_text(untrusted_created, limits.TITLE_CODE_POINTS),
                outline=tuple(_entry(entry, page_count) for entry in entries),
                active=_active(untrusted_active),
            )
    raise NonsenseError


def to_page(untrusted: bytes, number: int) -> RawPage:
    """Return the page with this number, from 1."""
    match parsed(untrusted):
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
            "leaves_out": bool(leaves_out),
        } if untrusted_number == number:
            lines = as_list(untrusted_lines, limits.PAGE_LINES)
            links = as_list(untrusted_links, limits.PAGE_LINKS)
            return RawPage(
                number=number,
                label=as_text(untrusted_label, limits.LABEL_CODE_POINTS),
                width=as_number(
                    untrusted_width, limits.PAGE_SIDE_LEAST, limits.PAGE_SIDE_POINTS
                ),
                height=as_number(
                    untrusted_height, limits.PAGE_SIDE_LEAST, limits.PAGE_SIDE_POINTS
                ),
                rotation=int(rotation),
                lines=_lines(lines),
                links=tuple(_link(link) for link in links),
                notes=as_whole(untrusted_notes, 0, limits.PAGE_NOTES),
                has_picture=has_picture,
                leaves_out=leaves_out,
            )
    raise NonsenseError


def to_characters(untrusted: bytes, number: int) -> tuple[Character, ...]:
    """Return the characters of the page with this number, from 1."""
    match parsed(untrusted):
        case {
            "number": untrusted_number,
            "text": untrusted_text,
            "boxes": untrusted_boxes,
        } if untrusted_number == number:
            text = as_text(untrusted_text, limits.PAGE_CODE_POINTS)
            boxes = as_list(untrusted_boxes, len(text))
            if len(boxes) < len(text):
                raise NonsenseError
            pairs = zip(text, boxes, strict=True)
            return tuple(Character(pair, as_box(box)) for pair, box in pairs)
    raise NonsenseError


def to_pdf(untrusted: bytes) -> bytes:
    """Return a PDF, if it begins as one; it is as hostile as the file it was made of."""
    if b"%PDF-" not in untrusted[: limits.HEADER_BYTES]:
        raise NonsenseError
    return untrusted


def to_thumbnail(untrusted: bytes) -> bytes:
    """Return the grey values of a thumbnail, one byte per pixel, if the number is right."""
    if len(untrusted) != limits.THUMBNAIL_SIDE**2:
        raise NonsenseError
    return untrusted


def to_jumps(untrusted: bytes, page_count: int) -> list[Jump]:
    """Return the links of a page to places in the same file."""
    return [
        _jump(jump, page_count)
        for jump in as_list(parsed(untrusted), limits.PAGE_LINKS)
    ]


def _jump(untrusted: object, page_count: int) -> Jump:
    match untrusted:
        case [*untrusted_box, untrusted_page, untrusted_top]:
            return Jump(
                as_box(untrusted_box),
                as_whole(untrusted_page, 1, page_count),
                as_number(untrusted_top, 0, limits.FAR_POINTS),
            )
    raise NonsenseError


def to_picture(untrusted: bytes) -> Picture:
    """Return the grey picture in an answer."""
    header = messages.PICTURE_HEADER
    if len(untrusted) < header.size:
        raise NonsenseError
    _, width, height = header.unpack_from(untrusted)
    if not 0 < width * height == len(untrusted) - header.size:
        raise NonsenseError
    return Picture(width, height, untrusted[header.size :])


def to_colours(untrusted: bytes) -> ColourPicture:
    """Return the picture of a page in an answer."""
    header = messages.PICTURE_HEADER
    if len(untrusted) < header.size:
        raise NonsenseError
    _, width, height = header.unpack_from(untrusted)
    if not 0 < 3 * width * height == len(untrusted) - header.size:
        raise NonsenseError
    if max(width, height) > LONGEST_SIDE:
        raise NonsenseError
    return ColourPicture(width, height, untrusted[header.size :])


def to_recognised(untrusted: bytes) -> Recognised:
    """Return what was read in a picture of one line."""
    match parsed(untrusted):
        case {"text": str(untrusted_text), "scores": [*untrusted_scores]}:
            text = as_text(untrusted_text, limits.PAGE_CODE_POINTS)
            scores = tuple(as_number(score, 0, 1) for score in untrusted_scores)
            if len(text) == len(scores):
                return Recognised(text, scores)
    raise NonsenseError


def to_recognised_lines(untrusted: bytes) -> list[list[RecognisedWord]]:
    """Return the words that were read in a picture of a page, line by line."""
    return [
        [_recognised_word(word) for word in as_list(line, limits.PAGE_CODE_POINTS)]
        for line in as_list(parsed(untrusted), limits.PAGE_LINES)
    ]


def _recognised_word(untrusted: object) -> RecognisedWord:
    match untrusted:
        case [untrusted_text, untrusted_score, [*untrusted_box]]:
            text = as_text(untrusted_text, limits.PAGE_CODE_POINTS)
            score = as_number(untrusted_score, 0, 1)
            return RecognisedWord(text, score, as_box(untrusted_box))
    raise NonsenseError


def to_png(untrusted: bytes) -> bytes:
    """Return the image, if it is a PNG of known chunks with no more pixels than allowed.

    The chunks and their checksums are checked, but not that the pixels can be decoded.
    """
    width, height = _png_size(untrusted)
    if not 0 < width * height <= limits.IMAGE_PIXELS:
        raise NonsenseError
    at, part = len(_PNG_SIGNATURE), b""
    while part != b"IEND":
        part, at = _png_part(untrusted, at)
    if at != len(untrusted):  # there is something after the end
        raise NonsenseError
    return untrusted


def _png_size(untrusted: bytes) -> tuple[int, int]:
    if untrusted[:8] != _PNG_SIGNATURE or untrusted[12:16] != b"IHDR":
        raise NonsenseError
    width, height = struct.unpack(">II", untrusted[16:24].ljust(8, b"\0"))
    return width, height


def _png_part(untrusted: bytes, at: int) -> tuple[bytes, int]:
    """Return the name of the chunk at ``at``, and where the next one begins."""
    header = untrusted[at : at + 8]
    if len(header) < 8 or header[4:] not in _PNG_PARTS:
        raise NonsenseError
    following = at + 12 + int.from_bytes(header[:4], "big")
    content = memoryview(untrusted)[at + 4 : following - 4]
    checksum = untrusted[following - 4 : following]
    if zlib.crc32(content) != int.from_bytes(checksum, "big"):
        raise NonsenseError
    return header[4:], following


# Parts of answers


def _entry(untrusted: object, page_count: int) -> OutlineEntry:
    match untrusted:
        case [untrusted_level, untrusted_title, untrusted_page]:
            return OutlineEntry(
                level=as_whole(untrusted_level, 1, limits.OUTLINE_LEVELS),
                title=as_text(untrusted_title, limits.TITLE_CODE_POINTS),
                page=as_whole(untrusted_page, 1, page_count),
            )
    raise NonsenseError


def _active(untrusted: object) -> tuple[str, ...]:
    untrusted_names = as_list(untrusted, len(messages.ACTIVE_KINDS))
    return tuple(
        sorted(kind for kind in messages.ACTIVE_KINDS if kind in untrusted_names)
    )


def _lines(untrusted_lines: list[object]) -> tuple[RawLine, ...]:
    lines = tuple(_line(line) for line in untrusted_lines)
    length = sum(len(word.text) for line in lines for word in line.words)
    if length > limits.PAGE_CODE_POINTS:
        raise NonsenseError
    return lines


def _line(untrusted: object) -> RawLine:
    match untrusted:
        case [untrusted_block, untrusted_turn, [_, *_] as untrusted_words]:
            return RawLine(
                words=tuple(_word(word) for word in untrusted_words),
                block=as_whole(untrusted_block, 0, limits.PAGE_CODE_POINTS),
                turn=as_whole(untrusted_turn, 0, ASLANT),
            )
    raise NonsenseError


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
            text = as_text(untrusted_text, limits.PAGE_CODE_POINTS)
            if not text or any(c.isspace() for c in text):
                raise NonsenseError
            size = as_number(untrusted_size, 0, limits.FAR_POINTS)
            shift = as_whole(untrusted_shift, -1, 1)
            steps = tuple(as_whole(step, 0, _FARTHEST) for step in untrusted_steps)
            if steps and len(steps) != len(text) - 1:
                raise NonsenseError
            return RawWord(text, as_box(untrusted_box), size, shift, steps, hidden)
    raise NonsenseError


def _link(untrusted: object) -> Link:
    match untrusted:
        case [*untrusted_box, str(untrusted_address)]:
            address = as_text(untrusted_address, limits.ADDRESS_CODE_POINTS)
            if not address.lower().startswith(("http://", "https://", "mailto:")):
                raise NonsenseError
            return Link(as_box(untrusted_box), address)
    raise NonsenseError
