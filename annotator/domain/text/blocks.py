"""What a page consists of, for reading it aloud and as text: headings, paragraphs, items.

It is worked out from where the lines stand and from the outline, as PDFs seldom tell. A
wrong guess changes how a page sounds, never what is quoted from it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from annotator.domain.text.canonical_text import PageText, Word
from annotator.domain.text.folding import fold
from annotator.domain.text.layout.lines import Flow, box_around

RULES = 1  # raise it whenever the rule changes, as browsers keep blocks

# Chosen on pages of the reports in difficult layouts, by reading them; not measured.
SHORT = 0.9  # of the widest line around: a shorter one may end a paragraph
APART = 0.7  # line heights between two lines: more is a space between paragraphs
WIDE_GAP = 1.2  # line heights between two words: more separates cells
LEAST_ROWS = 2  # that stand together; a single line with gaps is no table
LONGEST_HEADING = 120  # code points

_BULLET = re.compile(r"[•●◦▪■‣–—*-]$|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]$")
_NUMBERED = re.compile(r"((?:\d{1,2}|[A-Z])(?:\.\d{1,2})+)\.?\s+[^\W\d_]")
_NUMBER = re.compile(r"^(?:\d{1,2}|[A-Z])(?:\.\d{1,2})*\.?\s+")
_STOPPED = re.compile(r"[.!?:;…][\"'”’)\]]*\d{0,2}$")


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list
    ROW = "row"  # of a table; those that follow one another are one table
    NOTE = "note"  # at the foot of the page
    FURNITURE = "furniture"  # running heads and feet, page numbers


@dataclass(frozen=True, slots=True)
class Block:
    """Words that belong together, in reading order; ``level`` is that of a heading, from 1."""

    kind: BlockKind
    level: int
    words: tuple[Word, ...]

    @property
    def cells(self) -> list[tuple[Word, ...]]:
        """The words of a row, cell by cell; any other block is one cell."""
        return _cells(self.words) if self.kind is BlockKind.ROW else [self.words]


def page_blocks(
    page: PageText, outline: Sequence[tuple[int, str, int]] = ()
) -> list[Block]:
    """Return the blocks of a page; each word that is shown is in one of them.

    ``outline`` is that of the report, as (level, title, page from 1).
    """
    titles = {
        _folded(title): level
        for level, title, number in outline
        if number == page.number
    }
    shown = [word for word in page.words if word.flow is not Flow.HIDDEN]
    lines = _lines(shown)
    rows = _rows(lines)
    blocks = []
    for first, end in _runs(lines, rows):
        words = tuple(word for line in lines[first:end] for word in line)
        blocks.append(Block(*_kind(words, titles, is_row=first in rows), words))
    return blocks


def _lines(words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """Return the lines as they are seen: what stands side by side is one."""
    lines: list[tuple[Word, ...]] = []
    for _, group in groupby(words, key=lambda word: word.line):
        line = tuple(group)
        if lines and _is_beside(lines[-1], line):
            lines[-1] += line
        else:
            lines.append(line)
    return lines


def _is_beside(last: Sequence[Word], line: Sequence[Word]) -> bool:
    before, here = last[-1].box, line[0].box
    height = min(before[3] - before[1], here[3] - here[1])
    overlap = min(before[3], here[3]) - max(before[1], here[1])
    return (
        not last[-1].turn
        and not line[0].turn
        and _flow(last) is _flow(line)
        and here[0] >= before[2]
        and overlap > height / 2
    )


def _runs(
    lines: Sequence[tuple[Word, ...]], rows: set[int]
) -> Iterator[tuple[int, int]]:
    """Yield the lines of each block, from the first to before the last."""
    first = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or at in rows or at - 1 in rows or _parts(lines, first, at):
            yield first, at
            first = at


def _parts(lines: Sequence[tuple[Word, ...]], first: int, at: int) -> bool:
    """Whether a new block begins with the line at index ``at``."""
    last, line = lines[at - 1], lines[at]
    if _flow(last) is not _flow(line) or last[-1].after.startswith("\n\n"):
        return True
    if last[-1].turn or line[0].turn:
        return last[-1].turn != line[0].turn
    begins_item = _is_item(line) and _ends_before(last, line)
    is_heading = _is_numbered(line) or (at - first == 1 and _is_numbered(last))
    before, here = box_around(w.box for w in last), box_around(w.box for w in line)
    is_below = here[1] - before[3] > APART * (before[3] - before[1])
    ends = bool(_STOPPED.search(last[-1].text)) and _is_short(lines, at - 1)
    return begins_item or is_heading or is_below or ends


def _is_item(words: Sequence[Word]) -> bool:
    return bool(_BULLET.match(words[0].text)) and len(words) > 1


def _ends_before(last: Sequence[Word], line: Sequence[Word]) -> bool:
    """Whether an item may begin: a dash or a letter may also go on with a sentence."""
    return bool(_STOPPED.search(last[-1].text)) or line[0].text in "•●◦▪■‣"


def _is_short(lines: Sequence[tuple[Word, ...]], at: int) -> bool:
    """Whether a line ends well before those next to it in its column."""
    box = box_around(word.box for word in lines[at])
    near = [
        other
        for line in lines[max(0, at - 3) : at + 4]
        if (other := box_around(word.box for word in line))[0] < box[2]
        and box[0] < other[2]
    ]
    left, right = min(other[0] for other in near), max(other[2] for other in near)
    return box[2] - left < SHORT * (right - left)


def _rows(lines: Sequence[tuple[Word, ...]]) -> set[int]:
    """Return the lines (indexes) that are rows of a table."""
    split = [len(_cells(line)) > 1 and _flow(line) in _READ for line in lines]
    rows: set[int] = set()
    for is_split, run in groupby(range(len(lines)), key=split.__getitem__):
        found = list(run)
        if is_split and len(found) >= LEAST_ROWS:
            rows.update(found)
    return rows


_READ = (Flow.BODY, Flow.FLOAT)


def _cells(words: Sequence[Word]) -> list[tuple[Word, ...]]:
    cells: list[list[Word]] = []
    for word in words:
        if cells and not _is_apart(cells[-1][-1], word):
            cells[-1].append(word)
        else:
            cells.append([word])
    return [tuple(cell) for cell in cells]


def _is_apart(last: Word, word: Word) -> bool:
    height = last.box[3] - last.box[1]
    gap = word.box[0] - last.box[2]
    return not word.turn and (last.line != word.line or gap > WIDE_GAP * height)


def _kind(
    words: Sequence[Word], titles: dict[str, int], *, is_row: bool
) -> tuple[BlockKind, int]:
    kind = _BY_FLOW.get(_flow(words), BlockKind.ROW if is_row else None)
    if kind:
        return kind, 0
    text = " ".join(word.text for word in words)
    if level := titles.get(_folded(text), 0) or _numbered_level(words, text):
        return BlockKind.HEADING, level
    return BlockKind.ITEM if _is_item(words) else BlockKind.PARAGRAPH, 0


_BY_FLOW = {Flow.FURNITURE: BlockKind.FURNITURE, Flow.NOTE: BlockKind.NOTE}


def _is_numbered(line: Sequence[Word]) -> bool:
    return bool(_numbered_level(line, " ".join(word.text for word in line)))


def _numbered_level(words: Sequence[Word], text: str) -> int:
    found = _NUMBERED.match(text)
    is_one_line = words[0].line == words[-1].line or len(_cells(words)) == 2
    if not found or not is_one_line or len(text) > LONGEST_HEADING:
        return 0
    return 0 if _STOPPED.search(text) else found[1].count(".") + 1


def _flow(words: Sequence[Word]) -> Flow:
    """Return the flow that words are read with: marks are read with the running text."""
    read = [word.flow for word in words if word.flow is not Flow.MARK]
    return read[0] if read else Flow.BODY


def _folded(title: str) -> str:
    """Return a title for comparison: outlines often leave out its number."""
    return " ".join(fold(_NUMBER.sub("", title)).text.split())
