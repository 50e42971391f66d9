"""The format of messages between the parent process and a worker.

A worker that recognises text gets pictures instead: ``PICTURE`` with its kind, its size
and its grey values, row by row. A frame is one byte for its kind, four bytes for its length (big-endian), and the content.
The parent sends one PDF, then requests. The worker sends ``HELLO``, then one answer to the
PDF and to each request: ``JSON``, ``PNG``, ``GREY``, ``PIXELS``, ``COLOURS``, ``CLEAN``,
``MARKED``, or ``PROBLEM`` with the name of a PdfProblem.
"""

import struct

from annotator.pdf import limits

HEADER = struct.Struct("!cI")

HELLO = b"H"  # JSON: the active layers of confinement
JSON = b"J"
PNG = b"I"
GREY = b"G"  # one byte for each pixel of a thumbnail, row by row
PIXELS = b"X"  # a picture: its header, and one byte of grey for each pixel, row by row
COLOURS = b"K"  # likewise, with three bytes of red, green and blue for each pixel
CLEAN = b"C"  # the PDF without annotations
MARKED = b"M"  # FOLLOWS and what follows the PDF as it came, or WHOLE and a whole PDF
PROBLEM = b"E"  # the name of a PdfProblem

LARGEST = {  # the most bytes of content that the parent accepts
    HELLO: 1024,
    JSON: limits.ANSWER_BYTES,
    PNG: limits.IMAGE_BYTES,
    GREY: limits.THUMBNAIL_SIDE**2,
    PIXELS: limits.PICTURE_BYTES,
    COLOURS: limits.SHEET_BYTES,
    CLEAN: limits.PDF_BYTES,
    MARKED: limits.PDF_BYTES,
    PROBLEM: 32,
}

# The problems that a worker may report; only the parent raises the others.
PROBLEMS = frozenset(
    {
        "NOT_A_PDF",
        "ENCRYPTED",
        "DAMAGED",
        "CUT_OFF",
        "NO_PAGES",
        "TOO_MANY_PAGES",
        "TOO_MUCH_TEXT",
        "TOO_MUCH_MEMORY",
        "TOO_BIG_A_PAGE",
    }
)
# Kinds of active content, by their names in the PDF standard.
ACTIVE_KINDS = frozenset(
    {
        "JavaScript",
        "Launch",
        "SubmitForm",
        "ImportData",
        "GoToR",
        "GoToE",
        "EmbeddedFile",
        "XFA",
        "RichMedia",
        "Movie",
        "Sound",
        "Rendition",
        "3D",
    }
)

PDF = b"P"
PICTURE_HEADER = struct.Struct("!cII")  # ONE_LINE or WHOLE_PAGE; columns and rows
ONE_LINE = b"1"
WHOLE_PAGE = b"A"
FOLLOWS, WHOLE = b"+", b"="
REQUEST = b"R"  # JSON: [verb, argument …]


def picture(kind: bytes, width: int, height: int, samples: bytes) -> bytes:
    """Return the content of a frame that holds a picture of ``width`` × ``height``."""
    return PICTURE_HEADER.pack(kind, width, height) + samples


def frame(kind: bytes, content: bytes) -> bytes:
    """Return ``content`` with its header before it."""
    return HEADER.pack(kind, len(content)) + content
