"""How much two texts have in common, by their runs of words (Broder 1997)."""

from annotator.domain.text.folding import fold

WORDS = 5  # in a run
LEAST = 20  # runs: of a shorter text nothing can be said


def shingles(text: str) -> frozenset[int]:
    """Return a number for each run of words that ``text`` has, folded."""
    words = fold(text).text.split()
    runs = range(len(words) - WORDS + 1)
    return frozenset(hash(tuple(words[at : at + WORDS])) for at in runs)


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """Return which share of the shorter text's runs the other has too, from 0 to 1."""
    least = min(len(one), len(other))
    return len(one & other) / least if least >= LEAST else 0.0
