"""Where a quote may stand, by votes: each run that it shares with a text says so."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from annotator.search.quotes.runs import Places

MOST_CANDIDATES = 300  # stretches that are compared with a quote letter by letter
FEWER = 4  # a stretch with so many times fewer votes than the best is none of them
_SHIFT = 21  # bits: quotes, and votes, are fewer than two million
_APART = 40  # bits: no segment is so long


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

    def stretches(self, size: int) -> tuple[Places, Places, Places, Places]:
        """Return how many votes agree, and where by these the quote begins and ends.

        It is of ``size`` symbols. Where its first run stands it begins, and where its last
        one does it ends; the second numbers are those of the first votes.
        """
        if not len(self.begins):
            return self.begins, self.begins, self.begins, self.begins
        reach = max(4, size // 6)
        after = np.searchsorted(self.begins, self.begins + reach, "right")
        places = np.arange(len(self.begins))
        bins = np.flatnonzero(np.diff(self.begins // reach, prepend=-size))
        # Of each bin the place with most votes after it, the first among equals.
        best = np.maximum.reduceat(((after - places) << _SHIFT) - places, bins)
        votes = (best + len(places)) >> _SHIFT
        ranked = np.argsort(-votes, kind="stable")[:MOST_CANDIDATES]
        ranked = ranked[votes[ranked] * FEWER > votes.max()]
        first = (votes[ranked] << _SHIFT) - best[ranked]
        start, end = self._outermost(first, after[first])
        return votes[ranked], first, start, end + size

    def _outermost(self, first: Places, last: Places) -> tuple[Places, Places]:
        """Return of votes ``first`` to ``last`` what the first and last runs say.

        All stretches are looked through at once; one number tells which run, and where.
        """
        order = np.argsort(first)
        bounds = np.stack([first[order], last[order]], axis=1).ravel()
        where = self.begins - self.begins[0]
        runs = self.offsets << _APART
        least = np.minimum.reduceat(np.append(runs + where, 0), bounds)[::2]
        most = np.maximum.reduceat(np.append(runs - where, 0), bounds)[::2]
        start, end = np.empty_like(first), np.empty_like(first)
        start[order] = self.begins[0] + (least & ((1 << _APART) - 1))
        end[order] = self.begins[0] + (-most & ((1 << _APART) - 1))
        return start, end
