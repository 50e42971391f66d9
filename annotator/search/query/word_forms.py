"""Find the forms of a word in an index: inflected, completed or misspelled."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

MOST_ALIKE = 40  # spellings that a fuzzy word may stand for (chosen, not measured)
Stemmer = Callable[[str], str]

SHORT = 5  # letters; longer words may have two mistakes (chosen, not measured)

# Stop words. "No" and "not" are not among them, as they decide the meaning.
COMMON = frozenset(
    [
        "a",
        "about",
        "all",
        "also",
        "am",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "during",
        "each",
        "for",
        "from",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "may",
        "more",
        "most",
        "much",
        "of",
        "on",
        "or",
        "our",
        "own",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)


def inflected(lexicon: Sequence[str], word: str, stem: "Stem") -> list[str]:
    """Return the words of ``lexicon``, which is sorted, that have the stem of ``word``."""
    root = stem(word)
    if not word.isalpha():
        return [word]
    begun = root[:-1] if len(root) > 3 else root  # happy, happi·ness
    return [other for other in beginning(lexicon, begun) if stem(other) == root]


def beginning(lexicon: Sequence[str], letters: str) -> Sequence[str]:
    """Return the words of ``lexicon``, which is sorted, that begin with ``letters``."""
    first = bisect_left(lexicon, letters)
    last = bisect_left(lexicon, letters + "\U0010ffff")
    return lexicon[first:last]


def misspelled(lexicon: Sequence[str], word: str) -> list[str]:
    """Return the words of ``lexicon`` that may be meant, the likeliest first.

    They are within one edit of ``word``, or two if it has more than ``SHORT`` letters
    (optimal string alignment: substitution, insertion, deletion, transposition). Numbers
    are never taken for others.
    """
    if not word.isalpha() or len(word) < 3:
        return [word]
    found = process.extract(
        word,
        lexicon,
        scorer=OSA.distance,
        score_cutoff=1 if len(word) <= SHORT else 2,
        limit=MOST_ALIKE,
    )
    return [other for other, _, _ in found if other.isalpha()]


class Stem:
    """A stemmer with a cache, as stemming is slow."""

    def __init__(self, stemmer: Stemmer) -> None:
        self._stem = lru_cache(maxsize=200_000)(stemmer)

    def __call__(self, word: str) -> str:
        """Return the stem of a folded word; words with other letters than a-z are kept."""
        return self._stem(word) if word.isalpha() and word.isascii() else word
