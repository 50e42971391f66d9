"""Runs of a key, and which of them an index keeps.

Of every ``WINDOW`` neighbouring runs of ``RUN`` symbols, the one with the least hash is
kept (minimizers: Roberts et al. 2004; winnowing: Schleimer, Wilkerson and Aiken 2003). Any
stretch of ``SHORTEST`` symbols that two texts share therefore has a run that is kept in
both.
"""

import numpy as np
import numpy.typing as npt

RUN = 7  # symbols, which fit into a 64-bit number
WINDOW = 4  # neighbouring runs of which one is kept
SHORTEST = RUN + WINDOW - 1  # symbols; no shared stretch of this length is missed

PAD = b"\0" * 8  # eight symbols are read at each place, even at the last
MASK = np.uint64(2 ** (8 * RUN) - 1)  # the run among these eight symbols
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / the golden ratio (Knuth, TAOCP 6.4)

Codes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]


class Runs:
    """The runs of a key, in order: as numbers, their hashes, and which are kept."""

    def __init__(self, symbols: bytes) -> None:
        self.symbols = symbols
        count = max(0, len(symbols) - RUN + 1)
        words: Codes = np.ndarray((count,), np.uint64, symbols + PAD, strides=(1,))
        self.codes = words & MASK
        self.hashes = self.codes * _FACTOR
        self.kept = _sampled(self.hashes)


def _sampled(hashes: Codes) -> Places:
    """Return which runs are kept: those with the least hash of some window."""
    windows = len(hashes) - WINDOW + 1
    if windows <= 0:
        return np.arange(len(hashes))
    shifted = [hashes[at : at + windows] for at in range(WINDOW)]
    least = np.minimum.reduce(shifted)
    kept = np.zeros(len(hashes), np.bool_)
    for at, column in enumerate(shifted):
        kept[at : at + windows] |= column == least
    return np.flatnonzero(kept)
