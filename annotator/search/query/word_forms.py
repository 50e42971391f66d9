"""In which forms a word stands in an index: inflected, begun so, misspelled."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

MOST_ALIKE = 40  # spellings that a fuzzy word is taken for
Stemmer = Callable[[str], str]

SHORT = 5  # letters; a longer word may have two mistakes

# Words that say nothing alone. "No" and "not" are none of them.
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
    """Return the words of ``lexicon``, which is in order, that have the same stem."""
    root = stem(word)
    if not word.isalpha():
        return [word]
    begun = root[:-1] if len(root) > 3 else root  # happy, happi·ness
    return [other for other in beginning(lexicon, begun) if stem(other) == root]


def beginning(lexicon: Sequence[str], letters: str) -> Sequence[str]:
    """Return the words of ``lexicon``, which is in order, that begin so."""
    first = bisect_left(lexicon, letters)
    last = bisect_left(lexicon, letters + "\U0010ffff")
    return lexicon[first:last]


def misspelled(lexicon: Sequence[str], word: str) -> list[str]:
    """Return the words of ``lexicon`` that may be meant, the likeliest first.

    A letter may be wrong, missing, too many or changed with its neighbour, in a word of
    more than five letters two; a number is never another.
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
    """The stem of a word, remembered: to find it takes long."""

    def __init__(self, stemmer: Stemmer) -> None:
        self._stem = lru_cache(maxsize=200_000)(stemmer)

    def __call__(self, word: str) -> str:
        """Return the stem of a folded word; what is not English keeps its form."""
        return self._stem(word) if word.isalpha() and word.isascii() else word
