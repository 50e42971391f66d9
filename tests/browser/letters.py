"""The letters of a report: where each stands on its page, and in the canonical text.

Places are taken from the PDF itself (PyMuPDF), and not from what the program keeps of it,
so that a test of both notices where they differ.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import pymupdf

from annotator.domain.text.canonical_text import PageText, Word
from annotator.domain.text.layout.lines import Flow
from annotator.domain.text.pages import Box

Glyph = tuple[str, Box]  # what it reads, and where it stands

LEAST_WIDTH = 1.0  # points; a full stop of 8 points is 2 wide
_LIGATURES = {c: unicodedata.normalize("NFKC", c) for c in "ﬀﬁﬂﬃﬄﬅﬆ"}


@dataclass(frozen=True)
class Letter:
    """A letter: its page, the line there, where it stands in the text, and its box."""

    page: int
    line: int
    offset: int  # in code points
    stream: Flow  # in which a drag that begins here stays
    box: Box  # in points


@dataclass(frozen=True)
class Line:
    """The words of a line, each a sequence of letters."""

    page: int
    stream: Flow
    words: tuple[tuple[Letter, ...], ...]

    @property
    def letters(self) -> list[Letter]:
        """All of its letters."""
        return [letter for word in self.words for letter in word]

    @property
    def box(self) -> Box:
        """The box around its letters."""
        boxes = [letter.box for letter in self.letters]
        left, top, right, bottom = zip(*boxes, strict=True)
        return min(left), min(top), max(right), max(bottom)

    def is_left_of(self, other: "Line") -> bool:
        """Whether another line stands farther right on this page, as in a next column."""
        return self.page == other.page and self.box[2] < other.box[0]

    def is_level_with(self, other: "Line") -> bool:
        """Whether both stand at one height."""
        return self.box[1] < other.box[3] and other.box[1] < self.box[3]


def lines_of(pdf: bytes, pages: Sequence[PageText]) -> list[Line]:
    """Return the lines of a report in reading order, of words that the PDF has alike.

    What is hidden or runs otherwise than to the right is left out, and so are ligatures,
    within which nobody could point at a letter.
    """
    with pymupdf.open("pdf", pdf) as opened:
        return [
            line
            for page in pages
            for line in _of_page(page, _glyphs(opened[page.number - 1]))
        ]


def _glyphs(page: pymupdf.Page) -> list[Glyph]:
    return [
        (_LIGATURES.get(char["c"], char["c"]), char["bbox"])
        for block in page.get_text("rawdict")["blocks"]
        for line in block.get("lines", ())
        if line["dir"] == (1.0, 0.0)
        for span in line["spans"]
        for char in span["chars"]
        if not char["c"].isspace()
    ]


def _of_page(page: PageText, glyphs: Sequence[Glyph]) -> Iterator[Line]:
    rows: dict[int, list[tuple[Letter, ...]]] = defaultdict(list)
    for word in page.words:
        if word.turn == 0 and word.flow is not Flow.HIDDEN:
            rows[word.line] += filter(None, [_letters(page.number, word, glyphs)])
    for words in rows.values():
        if words:
            yield Line(page.number, words[0][0].stream, tuple(words))


def _letters(page: int, word: Word, glyphs: Sequence[Glyph]) -> tuple[Letter, ...]:
    """Return the letters of a word; none if the glyphs in its box are not its letters."""
    within = [(c, box) for c, box in glyphs if _is_within(word.box, box)]
    if "".join(c for c, _ in within) != word.text or _overlap(within):
        return ()
    stream = Flow.BODY if word.flow is Flow.MARK else word.flow
    ends = accumulate(len(c) for c, _ in within)
    after = [*within[1:], within[-1]]
    return tuple(
        Letter(page, word.line, word.start + end - 1, stream, glyph[1])
        for end, glyph, following in zip(ends, within, after, strict=True)
        if _is_letter(glyph) and _is_letter(following)
    )


def _is_letter(glyph: Glyph) -> bool:
    """Whether it is one letter with a width: no ligature, nor the rest of one."""
    letters, (left, _, right, _) = glyph
    return len(letters) == 1 and right - left >= LEAST_WIDTH


def _is_within(area: Box, box: Box) -> bool:
    """Whether the centre of ``box`` lies in ``area``."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


def _overlap(glyphs: Sequence[Glyph]) -> bool:
    """Whether a glyph begins before the last one: nobody could tell them apart."""
    return any(box[0] > after[0] for (_, box), (_, after) in pairwise(glyphs))
