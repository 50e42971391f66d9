"""Align a quote with the part of a text that is most like it.

Candidate places come from the runs of letters that quote and text share
(``domain.grams``). At each, the stretch is sought that needs the fewest edits; where the
words around the quote are found again, they say where it begins and ends.
All texts are folded, and offsets count their code points.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from annotator.domain.matching.grams import Grams

CANDIDATES = 6  # places that are looked at more closely
EDGE = 32  # code points of the surroundings that are looked for again
LEAST_EDGE = 6  # fewer say nothing
EDGE_SCORE = 75.0  # of 100: how alike they must be
QUOTE_SHARE = (
    0.7  # of a score that the quote itself makes up; its surroundings the rest
)
POSITION_SHARE = 0.04  # of a score: being where it was in the course of the text
HEAD = 96  # code points of a long quote that tell where it begins, and ends
ANCHOR = 10  # edits that the same first, or last, word is worth
DULLEST = 0.4  # a stretch less like the quote than this is no candidate

_EDGE = re.compile(r"\b|(?<=\s)(?=\S)|(?<=\S)(?=\s)")


@dataclass(frozen=True, slots=True)
class QuoteContext:
    """What is known about where a quote stood: its neighbours, and how far into the text."""

    prefix: str = ""
    suffix: str = ""
    position: float | None = None  # from 0 to 1


@dataclass(frozen=True, slots=True)
class Aligned:
    """A stretch of the text, and how much it looks like what is sought, from 0 to 1."""

    start: int
    end: int
    score: float


def align(text: str, grams: Grams, quote: str, context: QuoteContext) -> list[Aligned]:
    """Return the places of ``text`` that are like ``quote``, best first, none twice."""
    found: list[Aligned] = []
    for around in grams.candidates(quote, CANDIDATES):
        span = _stretch(text, quote, around)
        if span is None:
            continue
        start, end = _between_neighbours(text, quote, context, *span)
        found.append(Aligned(start, end, score(text, quote, context, start, end)))
    return apart(sorted(found, key=lambda aligned: -aligned.score))


def score(text: str, quote: str, context: QuoteContext, start: int, end: int) -> float:
    """Return how well the stretch from ``start`` to ``end`` fits, from 0 to 1."""
    said = Levenshtein.normalized_similarity(quote, text[start:end])
    sides = _sides(text, context, start, end)
    if sides:
        said = QUOTE_SHARE * said + (1 - QUOTE_SHARE) * sum(sides) / len(sides)
    if context.position is None:
        return said
    near = 1 - min(1.0, abs(start / max(1, len(text)) - context.position))
    return (1 - POSITION_SHARE) * said + POSITION_SHARE * near


def context_fit(text: str, context: QuoteContext, start: int, end: int) -> float | None:
    """Return how like the words around a stretch are to ``context``; None without one."""
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
    """Return the words near ``around`` that are most like ``quote``, if any are.

    Of a long quote only the beginning and the end are looked for, which is enough.
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
    if len(window) < len(quote):  # then the shorter was slid along the longer
        start, end = 0, len(window)
    edges = _Edges(quote, window)
    start = edges.best_start(start, end)
    settled = edges.best_end(start, end)
    if settled != end:  # the one edge depends on the other
        end, start = settled, edges.best_start(start, settled)
    return _trimmed(text, first + start, first + end)


class _Edges:
    """Where in a window a quote may begin and end: at the edges of words and signs."""

    def __init__(self, quote: str, window: str) -> None:
        self._quote, self._window = quote, window
        self._places = _edges(window)
        self._reach = 12 + len(quote) // 5
        self._opening = quote.partition(" ")[0]
        self._closing = quote.rpartition(" ")[2]

    def best_start(self, near: int, end: int) -> int:
        """Return the beginning near ``near`` that needs the fewest edits."""
        costs = [
            (_cost(self._quote, self._window[at:end], is_anchored=anchored), at)
            for at in self._near(near)
            if at < end
            for anchored in [self._window.startswith(self._opening, at)]
        ]
        return min(costs, default=(0, near))[1]

    def best_end(self, start: int, near: int) -> int:
        """Return the end near ``near`` that needs the fewest edits; the last of equals."""
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


def _cost(quote: str, said: str, *, is_anchored: bool) -> int:
    """Return the edits between two texts, fewer where the outermost word is the same.

    What was put beside the first or the last word of a quote is part of the passage.
    """
    return Indel.distance(quote, said) - (ANCHOR if is_anchored else 0)


def _edges(text: str) -> list[int]:
    """Return where words and signs begin or end, the ends of the text included."""
    return [0, *(match.start() for match in _EDGE.finditer(text)), len(text)]


def _between_neighbours(
    text: str, quote: str, context: QuoteContext, start: int, end: int
) -> tuple[int, int]:
    """Return the stretch between the words that stood around the quote, if found.

    What was put in between is part of the passage if it is short, else it is not.
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
    """Return where ``words`` stand in ``region``; else where something like them does."""
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
    """Yield each place of ``text`` that says ``words``; no words are said nowhere."""
    at = text.find(words) if words else -1
    while at != -1:
        yield at
        at = text.find(words, at + 1)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a stretch without the white space at its ends, None if nothing is left."""
    said = text[start:end]
    start += len(said) - len(said.lstrip())
    end -= len(said) - len(said.rstrip())
    return (start, end) if start < end else None


def apart(found: Sequence[Aligned]) -> list[Aligned]:
    """Return what was found, best first, without what overlaps something better."""
    kept: list[Aligned] = []
    for aligned in found:
        if all(
            aligned.end <= other.start or other.end <= aligned.start for other in kept
        ):
            kept.append(aligned)
    return kept
