"""Align a quote with the stretch of a text that is most like it.

Candidate places come from the runs of letters that the quote and the text share
(``matching.grams``). At each of them, the stretch that needs the fewest edits (insertions
and deletions of letters) is sought. Where the words that stood around the quote are found
again, they set its beginning and end. All texts are folded, and offsets count their code
points.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from annotator.domain.matching.grams import Grams

# Chosen, not measured; ``benchmarks.anchoring`` compares the outcome with other tools'.
CANDIDATES = 6  # places that are looked at more closely
EDGE = 32  # code points of the prefix and suffix that are looked for
LEAST_EDGE = 6  # code points; a shorter prefix or suffix is not looked for
EDGE_SCORE = 75.0  # of 100; the least likeness to the prefix or suffix
QUOTE_SHARE = 0.7  # of a score is the quote's, the rest its prefix's and suffix's
POSITION_SHARE = 0.04  # of a score is for standing as far into the text as before
HEAD = 96  # code points at each end of a long quote by which it is aligned
ANCHOR = 10  # edits that are forgiven if the first, or last, word is the same
DULLEST = 0.4  # from 0 to 1; a stretch less like the quote is not a candidate

_EDGE = re.compile(r"\b|(?<=\s)(?=\S)|(?<=\S)(?=\s)")


@dataclass(frozen=True, slots=True)
class QuoteContext:
    """What is known of where a quote stood: the text around it, and how far into the text."""

    prefix: str = ""
    suffix: str = ""
    position: float | None = None  # from 0 to 1


@dataclass(frozen=True, slots=True)
class Aligned:
    """A stretch of the text (code points), and how like the quote it is, from 0 to 1."""

    start: int
    end: int
    score: float


def align(text: str, grams: Grams, quote: str, context: QuoteContext) -> list[Aligned]:
    """Return separate stretches of ``text`` that are like ``quote``, best first."""
    found: list[Aligned] = []
    for around in grams.candidates(quote, CANDIDATES):
        span = _stretch(text, quote, around)
        if span is None:
            continue
        start, end = _between_neighbours(text, quote, context, *span)
        found.append(Aligned(start, end, score(text, quote, context, start, end)))
    return apart(sorted(found, key=lambda aligned: -aligned.score))


def score(text: str, quote: str, context: QuoteContext, start: int, end: int) -> float:
    """Return how well the stretch from ``start`` to ``end`` fits, from 0 to 1.

    The score is the Levenshtein similarity of the quote, averaged with that of its
    prefix and suffix and with how near the stretch is to the expected position.
    """
    fit = Levenshtein.normalized_similarity(quote, text[start:end])
    sides = _sides(text, context, start, end)
    if sides:
        fit = QUOTE_SHARE * fit + (1 - QUOTE_SHARE) * sum(sides) / len(sides)
    if context.position is None:
        return fit
    near = 1 - min(1.0, abs(start / max(1, len(text)) - context.position))
    return (1 - POSITION_SHARE) * fit + POSITION_SHARE * near


def context_fit(text: str, context: QuoteContext, start: int, end: int) -> float | None:
    """Return how like ``context`` the text around a stretch is, from 0 to 1.

    None if ``context`` has neither prefix nor suffix.
    """
    sides = _sides(text, context, start, end)
    return sum(sides) / len(sides) if sides else None


def _sides(text: str, context: QuoteContext, start: int, end: int) -> list[float]:
    sides = []
    if prefix := context.prefix.strip():
        before = text[max(0, start - len(prefix) - 2) : start].strip()
        sides.append(Levenshtein.normalized_similarity(prefix, before[-len(prefix) :]))
    if suffix := context.suffix.strip():
        after = text[end : end + len(suffix) + 2].strip()
        sides.append(Levenshtein.normalized_similarity(suffix, after[: len(suffix)]))
    return sides


def _stretch(text: str, quote: str, around: int) -> tuple[int, int] | None:
    """Return the stretch near ``around`` that is most like ``quote``, or None.

    A long quote is aligned by its first and last ``HEAD`` code points alone.
    """
    if len(quote) <= 2 * HEAD:
        return _short_stretch(text, quote, around, 24 + len(quote) // 4)
    drift = 24 + len(quote) // 4
    head = _short_stretch(text, quote[:HEAD], around, drift)
    tail = _short_stretch(text, quote[-HEAD:], around + len(quote) - HEAD, drift)
    start = head[0] if head else around
    end = tail[1] if tail else min(len(text), around + len(quote))
    return _trimmed(text, start, end)


def _short_stretch(
    text: str, quote: str, around: int, slack: int
) -> tuple[int, int] | None:
    first = max(0, around - slack)
    window = text[first : around + len(quote) + slack]
    rough = fuzz.partial_ratio_alignment(quote, window, score_cutoff=100 * DULLEST)
    if rough is None or not window:
        return None
    start, end = rough.dest_start, rough.dest_end
    if len(window) < len(quote):  # then rapidfuzz slid the window along the quote
        start, end = 0, len(window)
    edges = _Edges(quote, window)
    start = edges.best_start(start, end)
    settled = edges.best_end(start, end)
    if settled != end:  # the best start depends on the end
        end, start = settled, edges.best_start(start, settled)
    return _trimmed(text, first + start, first + end)


class _Edges:
    """The places in a window where a quote may begin or end: edges of words and signs."""

    def __init__(self, quote: str, window: str) -> None:
        self._quote, self._window = quote, window
        self._places = _edges(window)
        self._reach = 12 + len(quote) // 5
        self._opening = quote.partition(" ")[0]
        self._closing = quote.rpartition(" ")[2]

    def best_start(self, near: int, end: int) -> int:
        """Return the start near ``near`` that needs the fewest edits."""
        costs = [
            (_cost(self._quote, self._window[at:end], is_anchored=anchored), at)
            for at in self._near(near)
            if at < end
            for anchored in [self._window.startswith(self._opening, at)]
        ]
        return min(costs, default=(0, near))[1]

    def best_end(self, start: int, near: int) -> int:
        """Return the end near ``near`` that needs the fewest edits, the last among equals."""
        costs = [
            (_cost(self._quote, self._window[start:at], is_anchored=anchored), -at)
            for at in self._near(near)
            if at > start
            for anchored in [self._window.endswith(self._closing, 0, at)]
        ]
        return -min(costs, default=(0, -near))[1]

    def _near(self, place: int) -> list[int]:
        low = bisect_left(self._places, place - self._reach)
        return self._places[low : bisect_right(self._places, place + self._reach)]


def _cost(quote: str, stretch: str, *, is_anchored: bool) -> int:
    """Return the number of edits between two texts, less ``ANCHOR`` if anchored.

    A stretch is anchored if its outermost word is the quote's: words inserted next to
    the first or last word of a quote belong to the passage.
    """
    return Indel.distance(quote, stretch) - (ANCHOR if is_anchored else 0)


def _edges(text: str) -> list[int]:
    """Return where words and signs begin or end, with the start and end of the text."""
    return [0, *(match.start() for match in _EDGE.finditer(text)), len(text)]


def _between_neighbours(
    text: str, quote: str, context: QuoteContext, start: int, end: int
) -> tuple[int, int]:
    """Return the stretch between the prefix and the suffix of a quote, if they are found.

    Words inserted between them and the quote become part of it, if they are few.
    """
    inner, outer = 24 + len(quote) // 5, 12 + min(28, len(quote) // 10)
    prefix, suffix = context.prefix[-EDGE:].strip(), context.suffix[:EDGE].strip()
    first = max(0, start - outer - len(prefix))
    places = _find_again(text[first : min(end, start + inner)], prefix)
    begins = [first + stop for _, stop in places]
    first = max(start, end - inner)
    places = _find_again(text[first : end + outer + len(suffix)], suffix)
    ends = [first + begin for begin, _ in places]
    return _trimmed(text, _nearest(begins, start), _nearest(ends, end)) or (start, end)


def _nearest(places: Sequence[int], to: int) -> int:
    return min(places, key=lambda at: abs(at - to), default=to)


def _find_again(region: str, words: str) -> list[tuple[int, int]]:
    """Return where ``words`` stand in ``region``, or else the place most like them."""
    if len(words) < LEAST_EDGE:
        return []
    if exact := [(at, at + len(words)) for at in places_of(words, region)]:
        return exact
    if len(region) < len(words):
        return []
    like = fuzz.partial_ratio_alignment(words, region, score_cutoff=EDGE_SCORE)
    if like is None:
        return []
    edges = _edges(region)
    return [(_nearest(edges, like.dest_start), _nearest(edges, like.dest_end))]


def places_of(words: str, text: str) -> Iterator[int]:
    """Yield the offset of each occurrence of ``words`` in ``text``; none if it is empty."""
    at = text.find(words) if words else -1
    while at != -1:
        yield at
        at = text.find(words, at + 1)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a stretch without white space at its ends, or None if nothing is left."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return (start, end) if start < end else None


def apart(found: Sequence[Aligned]) -> list[Aligned]:
    """Return ``found``, which is best first, without stretches that overlap a better one."""
    kept: list[Aligned] = []
    for aligned in found:
        if all(
            aligned.end <= other.start or other.end <= aligned.start for other in kept
        ):
            kept.append(aligned)
    return kept
