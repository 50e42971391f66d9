"""The shape of what goes through the pipe to the worker and back.

A frame is one byte that says its kind, four bytes of length (big-endian), and the
content. The parent sends one PDF, then requests. The worker sends ``HELLO``, then one
answer to the PDF and to each request: ``JSON``, ``PNG``, ``GREY``, or a ``PROBLEM`` by
its name.
"""

import struct

from annotator.pdf import limits

HEADER = struct.Struct("!cI")

HELLO = b"H"  # JSON: the layers of confinement that are on
JSON = b"J"
PNG = b"I"
GREY = b"G"  # one byte for each pixel of a thumbnail, row by row
PROBLEM = b"E"  # the name of a PdfProblem

LARGEST = {  # content, in bytes, that the parent accepts
    HELLO: 1024,
    JSON: limits.ANSWER_BYTES,
    PNG: limits.IMAGE_BYTES,
    GREY: limits.THUMBNAIL_SIDE**2,
    PROBLEM: 32,
}

# What a worker may call a PDF, by the name of a PdfProblem; the rest is for the parent.
PROBLEMS = frozenset(
    {
        "NOT_A_PDF",
        "ENCRYPTED",
        "DAMAGED",
        "NO_PAGES",
        "TOO_MANY_PAGES",
        "TOO_MUCH_TEXT",
        "TOO_MUCH_MEMORY",
        "TOO_BIG_A_PAGE",
    }
)
# Kinds of active content, by the names that the PDF standard gives them.
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
REQUEST = b"R"  # JSON: [verb, argument …]


def frame(kind: bytes, content: bytes) -> bytes:
    """Return ``content`` with its header."""
    return HEADER.pack(kind, len(content)) + content
