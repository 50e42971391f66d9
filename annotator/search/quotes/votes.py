"""Where a quote may stand: each run that it shares with a text votes for a place."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from annotator.search.quotes.runs import Places

# Chosen, not measured.
MOST_CANDIDATES = 300  # stretches that are compared with a quote letter by letter
FEWER = 4  # stretches with this many times fewer votes than the best are dropped
_SHIFT = 21  # bits; quotes have fewer than two million symbols, and votes are fewer
_APART = 40  # bits; more than the length of any segment needs


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes for where a quote begins, in order, and the run that each comes from."""

    begins: Places  # in the segment, in symbols
    offsets: Places  # of the runs in the quote

    @classmethod
    def sorted(cls, begins: Places, offsets: Places) -> Self:
        """Return votes in order; both numbers are packed into one, which sorts faster."""
        both = (begins << _SHIFT) | offsets
        both.sort()
        return cls(both >> _SHIFT, both & ((1 << _SHIFT) - 1))

    def of(self, kept: npt.NDArray[np.bool_]) -> Self:
        """Return some of the votes."""
        return type(self)(self.begins[kept], self.offsets[kept])

    def stretches(self, size: int) -> tuple[Places, Places, Places, Places]:
        """Return the stretches with most votes, for a quote of ``size`` symbols.

        Four arrays: the number of votes that agree on a stretch, the index of the first
        of them, and the stretch's start and end. Its first run sets the start, its last
        run the end.
        """
        if not len(self.begins):
            return self.begins, self.begins, self.begins, self.begins
        reach = max(4, size // 6)
        after = np.searchsorted(self.begins, self.begins + reach, "right")
        places = np.arange(len(self.begins))
        bins = np.flatnonzero(np.diff(self.begins // reach, prepend=-size))
        # For each bin, the place with most votes within reach, the first among equals.
        best = np.maximum.reduceat(((after - places) << _SHIFT) - places, bins)
        votes = (best + len(places)) >> _SHIFT
        ranked = np.argsort(-votes, kind="stable")[:MOST_CANDIDATES]
        ranked = ranked[votes[ranked] * FEWER > votes.max()]
        first = (votes[ranked] << _SHIFT) - best[ranked]
        start, end = self._outermost(first, after[first])
        return votes[ranked], first, start, end + size

    def _outermost(self, first: Places, last: Places) -> tuple[Places, Places]:
        """Return the starts that the first and last runs of each stretch vote for.

        A stretch is the votes from ``first`` to ``last``. All stretches are handled at
        once, with run and place packed into one number.
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
