"""How much two texts have in common, by their runs of words (shingles; Broder 1997)."""

from annotator.domain.text.folding import fold

# Chosen, not measured.
WORDS = 5  # in a run
LEAST = 20  # runs; shorter texts are not compared


def shingles(text: str) -> frozenset[int]:
    """Return a hash of each run of ``WORDS`` folded words in ``text``."""
    words = fold(text).text.split()
    runs = range(len(words) - WORDS + 1)
    return frozenset(hash(tuple(words[at : at + WORDS])) for at in runs)


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of the shorter text's runs that the other has too, from 0 to 1.

    0 if the shorter text has fewer than ``LEAST`` runs.
    """
    least = min(len(one), len(other))
    return len(one & other) / least if least >= LEAST else 0.0
