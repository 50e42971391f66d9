"""Words of a report as running text, each with its place, so that marks find back."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.text.canonical_text import Word, pieces
from annotator.domain.text.spans import Span


@dataclass(frozen=True, slots=True)
class RunningText:
    """Words as one reads them; ``places`` says where each begins: here, and there.

    "There" is the canonical text; both are code points.
    """

    text: str
    places: tuple[tuple[int, int], ...]

    def place(self, offset: int) -> int:
        """Return where the character at ``offset`` stands in the canonical text."""
        at = max(0, bisect_right(self.places, (offset, 1 << 62)) - 1)
        here, there = self.places[at]
        return there + offset - here

    def span(self, start: int, end: int) -> Span:
        """Return where ``start`` to ``end`` stands in the canonical text."""
        return Span(self.place(start), self.place(end - 1) + 1)


def running_text(words: Sequence[Word]) -> RunningText:
    """Return ``words`` as ``canonical_text.join_words`` does, with their places."""
    parts = list(pieces(words))
    places = []
    length = 0
    for word, piece in zip(words, parts, strict=True):
        places.append((length, word.start))
        length += len(piece)
    return RunningText("".join(parts), tuple(places))
