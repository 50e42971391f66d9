"""Where in a long text something like a given quote may stand.

Every run of five code points (a 5-gram) is hashed. Each hash that the quote shares with
the text votes for the place at which the quote would begin; rare hashes count for more. A
wrong letter spoils only five votes of several hundred, so that places are found in spite
of many errors.
"""

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

# With a fifth of all letters wrong, a third of the runs stay whole (0.8 ** 5).
SIZE = 5  # code points in a run
# Chosen, not measured.
COMMON = 256  # places; a run that stands in more has no vote, unless all runs do
LEAST_VOTES = 0.2  # of the best place's votes; with fewer, a place is not considered

_FACTOR = np.uint64(0x9E3779B97F4A7C15)

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
Votes = npt.NDArray[Any]


class Grams:
    """The runs of one text; they are hashed at the first use."""

    def __init__(self, text: str) -> None:
        self._text = text

    def candidates(self, quote: str, limit: int) -> list[int]:
        """Return at most ``limit`` places where ``quote`` may begin, the likeliest first.

        They are offsets in code points, and approximate.
        """
        starts, weights = self._votes(_hashes(quote))
        if not len(starts):
            return []
        step = max(16, len(quote) // 8)
        bins = (starts + len(quote)) // step
        votes = np.bincount(bins, weights=weights)
        # Edits shift places, so a bin counts together with the next one.
        votes = votes[:-1] + votes[1:] if len(votes) > 1 else votes
        places = _peaks(votes, limit)
        return [max(0, int(place) * step - len(quote) + step // 2) for place in places]

    @cached_property
    def _index(self) -> tuple[Hashes, Places]:
        hashes = _hashes(self._text)
        order = np.argsort(hashes)
        return hashes[order], order

    def _votes(self, wanted: Hashes) -> tuple[Places, Votes]:
        """Return each place that a run of the quote votes for, and the weight of the vote."""
        hashes, order = self._index
        first = np.searchsorted(hashes, wanted, "left")
        count = np.searchsorted(hashes, wanted, "right") - first
        allowed = COMMON if (count[count > 0] <= COMMON).any() else count.max(initial=0)
        kept = (count > 0) & (count <= allowed)
        first, count, offset = first[kept], count[kept], np.flatnonzero(kept)
        total = np.cumsum(count) - count
        within = np.arange(count.sum()) - np.repeat(total, count)
        places = order[np.repeat(first, count) + within] - np.repeat(offset, count)
        return places, np.repeat(1.0 / (1.0 + np.log2(np.maximum(count, 1))), count)


def _hashes(text: str) -> Hashes:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    length = len(codes) - SIZE + 1
    if length <= 0:
        return np.zeros(0, np.uint64)
    hashes = np.zeros(length, np.uint64)
    for i in range(SIZE):
        hashes = hashes * _FACTOR + codes[i : i + length]
    return hashes ^ (hashes >> np.uint64(29))


def _peaks(votes: Votes, limit: int) -> list[int]:
    """Return the bins with most votes; the neighbours of a chosen bin are skipped."""
    taken: list[int] = []
    least = LEAST_VOTES * votes.max()
    ranked = np.flatnonzero(votes >= least)
    ranked = ranked[np.argsort(votes[ranked])[::-1]]
    for place in ranked:
        if len(taken) == limit:
            break
        if all(abs(place - other) > 1 for other in taken):
            taken.append(int(place))
    return taken
