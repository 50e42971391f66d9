"""Whether a report really does not say something, judged by what a search found in it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from annotator.domain.text.folding import fold
from annotator.domain.vocabulary import AbsenceState

MOST_HITS = 200  # listed (chosen, not measured); a search that finds more is too broad


@dataclass(frozen=True, slots=True)
class AbsenceHit:
    """A sentence that a query finds, and where it stands."""

    page: int  # from 1, in the file
    page_label: str
    start: int  # in the canonical text, in code points
    end: int
    words: str  # the sentence as it is quoted: single spaces, words joined
    queries: tuple[str, ...]  # those that find it


@dataclass(frozen=True, slots=True)
class AbsenceSearch:
    """What the queries find in one text, in reading order."""

    hits: tuple[AbsenceHit, ...]  # at most MOST_HITS
    total: int  # of sentences found
    unread: tuple[int, ...]  # pages (from 1) without text, which cannot be searched


@lru_cache(maxsize=4096)  # every page of the desk counts the absences to judge
def sentence_key(sentence: str) -> str:
    """Return the folded text of a sentence: sentences with equal keys say the same."""
    return fold(sentence).text


def state_of(
    sentences: Collection[str], total: int, judged: Mapping[str, bool]
) -> AbsenceState:
    """Return whether an absence holds, given the sentences found and how they were judged.

    ``sentences`` are those listed; ``total`` counts all that were found. ``judged`` maps
    a sentence's key to whether the sentence says what the absence denies; a sentence
    without an entry has not been judged.
    """
    answers = [judged.get(sentence_key(sentence)) for sentence in sentences]
    if any(answers):
        return AbsenceState.BROKEN
    if None in answers or total > len(sentences):
        return AbsenceState.NEEDS_A_LOOK
    return AbsenceState.HOLDS
