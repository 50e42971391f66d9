"""A page as text, with the marks in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from annotator.domain.text.blocks import BlockKind, page_blocks
from annotator.domain.text.canonical_text import PageText, Word, pieces
from annotator.domain.vocabulary import Stance
from annotator.services.claims.highlights import DeskMark


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a page that are in the same marks.

    Each word is given with its start and end in the canonical text, and as it reads, with
    the space after it.
    """

    words: tuple[tuple[int, int, str], ...]
    marks: tuple[DeskMark, ...]

    @property
    def begun(self) -> list[Stance]:
        """The stances of the marks that begin here, without repetition."""
        here = self.words[0][0]
        begun = [mark for mark in self.marks if (mark.start or 0) >= here]
        return list(dict.fromkeys(s for mark in begun for s in mark.stances))

    @property
    def stances(self) -> list[Stance]:
        """The stances of all its marks, without repetition."""
        return list(dict.fromkeys(s for mark in self.marks for s in mark.stances))


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a page, or all of a list or table: ``items`` are its items or rows.

    An item is a list of cells, and a cell a list of runs.
    """

    kind: BlockKind
    level: int
    items: tuple[tuple[tuple[Run, ...], ...], ...]


def page_parts(
    page: PageText, outline: Sequence[tuple[int, str, int]], marks: Sequence[DeskMark]
) -> list[Part]:
    """Return a page as parts to be read one after the other; page furniture is left out."""
    quotes = [mark for mark in marks if mark.start is not None]
    parts: list[Part] = []
    for block in page_blocks(page, outline):
        if block.kind is BlockKind.FURNITURE:
            continue
        item = tuple(tuple(_runs(cell, quotes)) for cell in block.cells)
        before = parts[-1] if parts else None
        if before and before.kind is block.kind and block.kind in _TOGETHER:
            parts[-1] = Part(block.kind, 0, (*before.items, item))
        else:
            parts.append(Part(block.kind, block.level, (item,)))
    return parts


_TOGETHER = (BlockKind.ITEM, BlockKind.ROW, BlockKind.NOTE)


def _runs(words: Sequence[Word], marks: Sequence[DeskMark]) -> Iterator[Run]:
    read = [
        ((word.start, word.end, piece), _marks_of(word, marks))
        for word, piece in zip(words, pieces(words), strict=True)
    ]
    for found, run in groupby(read, key=lambda entry: entry[1]):
        yield Run(tuple(piece for piece, _ in run), found)


def _marks_of(word: Word, marks: Sequence[DeskMark]) -> tuple[DeskMark, ...]:
    return tuple(
        mark
        for mark in marks
        if mark.start is not None
        and mark.end is not None
        and mark.start < word.end
        and word.start < mark.end
    )
