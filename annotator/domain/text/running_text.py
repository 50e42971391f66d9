"""Words as running text, with a way back from each offset to the canonical text."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from annotator.domain.text.canonical_text import Word, pieces
from annotator.domain.text.spans import Span


@dataclass(frozen=True, slots=True)
class RunningText:
    """Words as running text, and where each begins, in code points.

    ``places`` are pairs: the word's offset in ``text`` and in the canonical text.
    """

    text: str
    places: tuple[tuple[int, int], ...]

    def place(self, offset: int) -> int:
        """Return the offset in the canonical text of the code point at ``offset``."""
        at = max(0, bisect_right(self.places, offset, key=itemgetter(0)) - 1)
        here, canonical = self.places[at]
        return canonical + offset - here

    def span(self, start: int, end: int) -> Span:
        """Return the span in the canonical text of ``start`` to ``end``."""
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
