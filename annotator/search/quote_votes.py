"""Where a quote may stand, by votes: each run that it shares with a text says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from annotator.search.quote_runs import Places

MOST_CANDIDATES = 400  # stretches that are compared with a quote letter by letter
FEWER = 4  # a stretch with so many times fewer votes than the best is none of them
_SHIFT = 21  # bits: quotes, and votes, are fewer than two million


@dataclass(frozen=True, slots=True)
class Votes:
    """Where a quote would begin, in order, and which of its runs says so."""

    begins: Places
    offsets: Places  # of the runs in the quote

    @classmethod
    def sorted(cls, begins: Places, offsets: Places) -> Self:
        """Put votes in order; one number for both is sorted many times faster."""
        both = (begins << _SHIFT) | offsets
        both.sort()
        return cls(both >> _SHIFT, both & ((1 << _SHIFT) - 1))

    def of(self, kept: npt.NDArray[np.bool_]) -> Self:
        """Return some of the votes."""
        return type(self)(self.begins[kept], self.offsets[kept])

    def stretches(self, size: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield how many votes agree, and where by these the quote begins and ends.

        It is of ``size`` symbols. Where its first run stands it begins, and where its last
        one does it ends; the second number is that of the first vote.
        """
        if not len(self.begins):
            return
        reach = max(4, size // 6)
        after = np.searchsorted(self.begins, self.begins + reach, "right")
        places = np.arange(len(self.begins))
        bins = np.flatnonzero(np.diff(self.begins // reach, prepend=-size))
        # Of each bin the place with most votes after it, the first among equals.
        best = np.maximum.reduceat(((after - places) << _SHIFT) - places, bins)
        votes = (best + len(places)) >> _SHIFT
        ranked = np.argsort(-votes, kind="stable")[:MOST_CANDIDATES]
        for rank in ranked[votes[ranked] * FEWER > votes.max()].tolist():
            first = int((votes[rank] << _SHIFT) - best[rank])
            last = int(after[first])
            offsets = self.offsets[first:last]
            start = int(self.begins[first + offsets.argmin()])
            end = int(self.begins[first + offsets.argmax()]) + size
            yield int(votes[rank]), first, start, end
