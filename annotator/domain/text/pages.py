"""What a PDF says about its pages, before any of it is interpreted.

Boxes are ``(x0, y0, x1, y1)`` in points (1/72 inch) from the top left corner of the
page as it is shown, that is, after rotation. Page numbers count from 1.
"""

from dataclasses import dataclass, field
from enum import StrEnum

Box = tuple[float, float, float, float]

ASLANT = 4


@dataclass(frozen=True, slots=True)
class RawWord:
    """Characters of one style on one line, without white space between them."""

    text: str
    box: Box
    size: float  # of the type, in points
    shift: int = 0  # 1 if it is raised as an exponent is, -1 if it is lowered
    steps: tuple[int, ...] = ()  # tenths of a point from each letter to the next
    hidden: bool = False  # the page shows nothing where it stands

    @property
    def raised(self) -> bool:
        """Whether it is a superscript."""
        return self.shift > 0


@dataclass(frozen=True, slots=True)
class RawLine:
    """Words on one baseline, in the PDF's own order.

    ``turn`` is its direction in quarter turns clockwise: 0 runs to the right, 1 down, 2
    to the left, 3 up; ASLANT is any other.
    """

    words: tuple[RawWord, ...]
    block: int  # number; PyMuPDF groups lines into blocks
    turn: int = 0


@dataclass(frozen=True)
class Jump:
    """A link on a page that leads to a place in the same file."""

    box: Box
    page: int  # from 1
    top: float  # points from the top of that page


@dataclass(frozen=True, slots=True)
class Link:
    """A part of the page that leads to an address on the web."""

    box: Box
    address: str


class NoteKind(StrEnum):
    """What somebody put on a page of a PDF, as a reader would call it."""

    HIGHLIGHT = "highlight"
    UNDERLINE = "underline"
    WAVY = "wavy underline"
    STRIKE_OUT = "strike-out"
    INSERTION = "insertion"
    STICKY = "sticky note"
    TEXT = "text on the page"
    FRAME = "frame"
    DRAWING = "drawing"
    STAMP = "stamp"


@dataclass(frozen=True)
class NoteReply:
    """What somebody answered to a note; ``at`` is as the PDF writes it."""

    author: str
    text: str
    at: str


@dataclass(frozen=True)
class PdfNote:
    """Something that somebody put on a page: a highlight, a note, a frame.

    ``boxes`` are what it marks, one per line, or what it covers.
    """

    page: int  # from 1
    kind: NoteKind
    boxes: tuple[Box, ...]
    text: str = ""
    author: str = ""
    colour: str = ""  # "#rrggbb", or "" if it has none
    at: str = ""  # when it was made, as the PDF writes it
    name: str = ""  # that the program that made it gave it
    replies: tuple[NoteReply, ...] = ()


@dataclass(frozen=True)
class PageNotes:
    """The notes on a page, and how many are too many, or too damaged, to be read."""

    notes: tuple[PdfNote, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page: its size in points, its rotation in degrees, its label, its lines."""

    number: int
    label: str
    width: float
    height: float
    rotation: int
    lines: tuple[RawLine, ...]
    links: tuple[Link, ...] = ()
    notes: int = 0  # that somebody put on the page; they are left out of it
    has_picture: bool = False
    leaves_out: bool = False  # the file draws text that is cut off, or off the page
    is_read: bool = True  # not, if its reader could make nothing of it
    read_by: str = ""  # the recogniser, if its words were read in a picture of it
    confidence: float = 1.0  # of the recogniser in its words, from 0 to 1


@dataclass(frozen=True, slots=True)
class Character:
    """One code point as the second reader gives it; any white space is a space."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """An entry of the PDF's own table of contents."""

    level: int  # from 1
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a PDF says about itself as a whole."""

    page_count: int
    title: str = ""
    author: str = ""
    created: str = ""  # as the PDF writes it, e.g. D:20250522101500Z
    outline: tuple[OutlineEntry, ...] = field(default=())
    active: tuple[str, ...] = ()  # kinds of active content seen: "JavaScript", …
