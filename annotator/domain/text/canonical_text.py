"""The canonical text of a revision, and where each word of it stands.

Words follow one another in reading order. They are separated by a space within a line, a
line feed at the end of a line, two line feeds at the end of a paragraph or table cell, and
a form feed at the end of a page. Offsets count code points from the start of the text.
Running heads, page numbers, footnotes and their marks are part of the text but labelled
(``Word.flow``), and so are hyphens at the end of a line (``Word.hyphen``).
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import accumulate, groupby, pairwise, zip_longest
from operator import attrgetter
from typing import TypeVar

from annotator.domain.text.layout.lines import (
    HYPHENS,
    PRECEDENCE,
    SAID,
    TOUCHING,
    Flow,
    Line,
    box_around,
)
from annotator.domain.text.layout.notes import marks, reference_numbers
from annotator.domain.text.layout.reading_order import read_pages
from annotator.domain.text.pages import Box, RawPage, RawWord
from annotator.domain.text.scripts import joined

Item = TypeVar("Item")

# Raise it whenever this module or reading_order makes another text.
EXTRACTOR_VERSION = "4"

_START, _END = attrgetter("start"), attrgetter("end")

DASHES = HYPHENS + "\u2012\u2013\u2014\u2212"


class Hyphen(IntEnum):
    """Whether a word is broken at the end of a line, and what becomes of its hyphen."""

    NONE = 0
    SOFT = 1  # the typesetter's: dropped when the word is joined
    HARD = 2  # the author's: kept, with no space after it
    GLUED = 3  # no hyphen, but no space either: only a mark stands before the next word


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without white space, and where they stand in the text and on the page."""

    text: str
    box: Box  # in points
    start: int  # in the canonical text of the revision, in code points
    line: int  # on its page, from 0
    flow: Flow = Flow.BODY
    hyphen: Hyphen = Hyphen.NONE
    after: str = " "  # what separates it from the next word in the canonical text
    turn: int = 0  # see RawLine
    steps: tuple[int, ...] = ()  # tenths of a point from each letter to the next

    @property
    def end(self) -> int:
        """Where the word ends in the canonical text (code points, excluded)."""
        return self.start + len(self.text)

    def moved_to(self, start: int) -> "Word":
        """Return the word with another start; four times faster than ``replace``."""
        return Word(
            self.text,
            self.box,
            start,
            self.line,
            self.flow,
            self.hyphen,
            self.after,
            self.turn,
            self.steps,
        )


@dataclass(frozen=True, slots=True)
class PageText:
    """One page of the canonical text; ``text`` is the slice that begins at ``start``.

    ``width`` and ``height`` are in points.
    """

    number: int
    label: str
    width: float
    height: float
    start: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The page's part of the canonical text, including its last separator."""
        return "".join(word.text + word.after for word in self.words)


def compose(
    raw_pages: Sequence[RawPage], lines: Sequence[Sequence[Line]] | None = None
) -> list[PageText]:
    """Return the canonical text of a whole document, page by page.

    ``lines`` are those of each page in reading order, if they are known already.
    """
    read = read_pages(raw_pages) if lines is None else lines
    references = reference_numbers([line for page in read for line in page])
    flat = [
        (raw.number, word)
        for raw, page in zip(raw_pages, read, strict=True)
        for word in _words_of_page(page, references)
    ]
    words = _glue_around_marks(_resolve_hyphens([word for _, word in flat]))
    by_page: dict[int, list[Word]] = {raw.number: [] for raw in raw_pages}
    starts: dict[int, int] = {}
    offset = 0
    for (number, _), word in zip(flat, words, strict=True):
        starts.setdefault(number, offset)
        by_page[number].append(word.moved_to(offset))
        offset += len(word.text) + len(word.after)
    return _pages(raw_pages, by_page, starts)


def _pages(
    raw_pages: Sequence[RawPage], words: dict[int, list[Word]], starts: dict[int, int]
) -> list[PageText]:
    pages = []
    start = 0
    for raw in raw_pages:
        start = starts.get(raw.number, start)  # a page without words has length 0
        pages.append(
            PageText(
                raw.number,
                raw.label,
                raw.width,
                raw.height,
                start,
                tuple(words[raw.number]),
            )
        )
        start += len(pages[-1].text)
    return pages


def _words_of_page(lines: Sequence[Line], references: frozenset[str]) -> Iterator[Word]:
    referring: dict[int, set[int]] = defaultdict(set)
    for at, word_at in marks(lines, references):
        referring[at].add(word_at)
    breaks = _breaks_after(lines)
    for number, line in enumerate(lines):
        apart = referring[number]
        marking = {id(line.raw.words[at]) for at in apart}
        if _begins_with_label(line.raw.words):
            apart.add(0)
        words = list(joined(line.raw.words, apart))
        label = words[0] if 0 in apart else None
        for word, following in with_next(words):
            is_mark = id(word) in marking and line.flow in {Flow.BODY, Flow.FLOAT}
            yield Word(
                text=word.text,
                box=word.box,
                start=0,
                line=number,
                flow=Flow.MARK if is_mark else line.flow,
                turn=line.raw.turn,
                steps=word.steps,
                after=_after(word, following, breaks[number], label),
            )


def _after(
    word: RawWord, following: RawWord | None, line_break: str, label: RawWord | None
) -> str:
    """Return what separates a word from the next on its line, or ends the line."""
    if following is None:
        return line_break
    return " " if word is label else _gap(word, following)


def _begins_with_label(words: Sequence[RawWord]) -> bool:
    """Whether a line begins with the label of a note, which is a word of its own."""
    return words[0].raised and len(words) > 1 and words[1].shift == 0


def _breaks_after(lines: Sequence[Line]) -> list[str]:
    """Return what separates each line from the next one of its flow on the page."""
    following: dict[Flow, Line] = {}
    breaks: list[str] = []
    for line in reversed(lines):
        after = following.get(line.flow)
        if not breaks:
            breaks.append("\f")
        else:
            breaks.append("\n\n" if after is None or after.starts_block else "\n")
        following[line.flow] = line
    return breaks[::-1]


def _gap(word: RawWord, following: RawWord) -> str:
    """Return "" if a superscript touches the word beside it, else a space."""
    glued = word.raised != following.raised
    near = following.box[0] - word.box[2] < TOUCHING * word.size
    return "" if glued and near else " "


# Hyphens at a line's end


def _resolve_hyphens(words: list[Word]) -> list[Word]:
    """Decide for each hyphen at a line's end whether it belongs to the word."""
    vocabulary = {word.text.casefold().strip(".,;:()“”\"'") for word in words}
    broken = {
        id(word): _judge(word, following, vocabulary)
        for word, following in _line_ends(words)
    }
    known = [hyphen for hyphen in broken.values() if hyphen is not None]
    # Without automatic hyphenation, lines break only at the authors' own hyphens.
    soft = sum(hyphen is Hyphen.SOFT for hyphen in known)
    usual = Hyphen.SOFT if 2 * soft >= len(known) else Hyphen.HARD
    return [
        replace(word, hyphen=broken[id(word)] or usual) if id(word) in broken else word
        for word in words
    ]


def _glue_around_marks(words: list[Word]) -> list[Word]:
    """Return the words; those that touch the next but for a mark know it ("tasks¹, and")."""
    glued = list(words)
    for at, word in enumerate(words):
        if word.after or word.flow is Flow.MARK:
            continue
        after = at + 1
        while after < len(words) and words[after].flow is Flow.MARK:
            if words[after].after:
                break
            after += 1
        else:
            if after > at + 1 and after < len(words):
                glued[at] = replace(word, hyphen=Hyphen.GLUED)
    return glued


def _line_ends(words: list[Word]) -> Iterator[tuple[Word, Word]]:
    """Yield each word that goes on in the next line, and the word that continues it."""
    for flow in SAID:
        stream = [word for word in words if word.flow is flow]
        for word, following in pairwise(stream):
            if word.after != " " and _goes_on(word.text):
                yield word, following


def _goes_on(text: str) -> bool:
    """Whether a word at the end of a line goes on: it ends in a dash, or is half a URL."""
    return len(text) > 1 and (
        text[-1] in DASHES or ("://" in text and text[-1] in "/.?=&_")
    )


def _judge(word: Word, following: Word, vocabulary: set[str]) -> Hyphen | None:
    head = re.split(r"[^\w’'-]", word.text[:-1])[-1].casefold()
    tail = re.split(r"[^\w’'-]", following.text)[0].casefold()
    if word.text[-1] == "\u00ad":
        return Hyphen.SOFT
    if word.text[-1] not in HYPHENS or not (head[-1:].isalpha() and tail[:1].islower()):
        return Hyphen.HARD
    if head + tail in vocabulary:
        return Hyphen.SOFT
    if f"{head}-{tail}" in vocabulary:
        return Hyphen.HARD
    return None


# Reading a span


def reading_text(
    pages: Sequence[PageText],
    start: int,
    end: int,
    flow: Flow | None = None,
) -> str:
    """Return the words from ``start`` to ``end`` (code points) as a quote.

    Words are separated by single spaces, and broken words are joined. Only words of
    ``flow`` are returned; by default, of the first flow in the span, in the order of
    ``PRECEDENCE``, so that page furniture and footnotes within a sentence are left out.
    """
    return join_words(words_between(pages, start, end, flow))


def words_between(
    pages: Sequence[PageText], start: int, end: int, flow: Flow | None = None
) -> list[Word]:
    """Return the words of one flow from ``start`` to ``end``, cut at the ends."""
    return [_cut(word, start, end) for word in whole_words(pages, start, end, flow)]


def whole_words(
    pages: Sequence[PageText], start: int, end: int, flow: Flow | None = None
) -> list[Word]:
    """Return the whole words of one flow that overlap the span."""
    touched = [
        word
        for page in pages_between(pages, start, end)
        for word in _words_between(page, start, end)
    ]
    flows = {word.flow for word in touched}
    first = next((flow for flow in PRECEDENCE if flow in flows), Flow.BODY)
    wanted = first if flow is None else flow
    return [word for word in touched if word.flow is wanted]


def pages_between(
    pages: Sequence[PageText], start: int, end: int
) -> Sequence[PageText]:
    """Return the pages that overlap the span."""
    first = max(0, bisect_right(pages, start, key=_START) - 1)
    return pages[first : bisect_right(pages, end, key=_START)]


def _words_between(page: PageText, start: int, end: int) -> Sequence[Word]:
    first = bisect_right(page.words, start, key=_END)
    return page.words[first : bisect_left(page.words, end, key=_START)]


def _cut(word: Word, start: int, end: int) -> Word:
    """Return the part of ``word`` that lies within the span, with the box of its letters."""
    first, last = max(0, start - word.start), min(len(word.text), end - word.start)
    if first == 0 and last == len(word.text):
        return word
    return replace(
        word,
        text=word.text[first:last],
        start=word.start + first,
        box=_part(word, first, last),
        hyphen=word.hyphen if last == len(word.text) else Hyphen.NONE,
        steps=word.steps[first : last - 1],
    )


def _part(word: Word, first: int, last: int) -> Box:
    """Return the box of the letters from index ``first`` to before ``last``."""
    x0, y0, x1, y1 = word.box
    length = y1 - y0 if word.turn in {1, 3} else x1 - x0
    if word.steps:
        begins = [
            *(tenths / 10 for tenths in accumulate(word.steps, initial=0)),
            length,
        ]
    else:
        begins = [length * at / len(word.text) for at in range(len(word.text) + 1)]
    a, b = (min(length, begins[at]) for at in (first, last))
    match word.turn:
        case 1:
            return x0, y0 + a, x1, y0 + b
        case 2:
            return x1 - b, y0, x1 - a, y1
        case 3:
            return x0, y1 - b, x1, y1 - a
        case _:
            return x0 + a, y0, x0 + b, y1


def join_words(words: Sequence[Word]) -> str:
    """Return ``words`` as running text: single spaces, broken words joined."""
    return "".join(pieces(words))


def pieces(words: Sequence[Word]) -> Iterator[str]:
    """Yield each word as it reads in running text, with the space after it, if any."""
    for word, following in with_next(words):
        if following is None:
            piece = word.text
        elif word.hyphen is Hyphen.SOFT:
            piece = word.text[:-1]
        elif word.hyphen or following.start == word.end:
            piece = word.text
        else:
            piece = f"{word.text} "
        yield piece.replace("\u00ad", "")


def line_boxes(
    pages: Sequence[PageText], start: int, end: int
) -> list[tuple[int, Box]]:
    """Return the page number and box, in points, of each line of a span."""
    wanted = {(word.start, word.flow) for word in words_between(pages, start, end)}
    boxes = []
    for page in pages_between(pages, start, end):
        cut = [_cut(word, start, end) for word in _words_between(page, start, end)]
        kept = [word for word in cut if (word.start, word.flow) in wanted]
        for _, line in groupby(kept, key=lambda word: word.line):
            boxes.append((page.number, box_around(word.box for word in line)))
    return boxes


def words_in(page: PageText, box: Box) -> list[Word]:
    """Return the words of a page whose centre lies in ``box`` (points)."""
    left, top, right, bottom = box
    return [
        word
        for word in page.words
        if left <= (word.box[0] + word.box[2]) / 2 <= right
        and top <= (word.box[1] + word.box[3]) / 2 <= bottom
    ]


def page_at(pages: Sequence[PageText], offset: int) -> PageText:
    """Return the page on which the code point at ``offset`` stands."""
    return pages_between(pages, offset, offset)[-1]


def gap(pages: Sequence[PageText], offset: int) -> str:
    """Return what separates the characters on both sides of ``offset``: " " or ""."""
    for word in page_at(pages, max(0, offset - 1)).words:
        if word.start < offset <= word.end:
            return "" if offset < word.end or not word.after else " "
    return " "


def with_next(items: Sequence[Item]) -> Iterator[tuple[Item, Item | None]]:
    """Yield each item with the one after it, the last one with None."""
    return zip_longest(items, items[1:])


def streams(pages: Iterable[PageText]) -> Iterator[list[Word]]:
    """Yield the words of each flow over all pages, in the order of ``PRECEDENCE``."""
    words = [word for page in pages for word in page.words]
    for flow in PRECEDENCE:
        yield [word for word in words if word.flow is flow]
