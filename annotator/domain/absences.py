"""Whether it holds that a report does not say something, by what was found in it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from annotator.domain.text.folding import fold
from annotator.domain.vocabulary import AbsenceState

MOST_HITS = 200  # that are listed; who finds more has asked for too little


@dataclass(frozen=True, slots=True)
class AbsenceHit:
    """A sentence that a query finds, and where it stands."""

    page: int  # from 1, in the file
    page_label: str
    start: int  # in the canonical text, in code points
    end: int
    words: str  # the sentence, as one would quote it
    queries: tuple[str, ...]  # that find it


@dataclass(frozen=True, slots=True)
class AbsenceSearch:
    """What the queries find in one text, in reading order."""

    hits: tuple[AbsenceHit, ...]  # at most MOST_HITS
    total: int  # of sentences found
    unread: tuple[int, ...]  # pages (from 1) without text: nobody can say what they say


@lru_cache(maxsize=4096)  # each page of the desk counts the absences that wait
def sentence_key(sentence: str) -> str:
    """Return what is the same of two sentences that say the same: their folded text."""
    return fold(sentence).text


def state_of(
    sentences: Collection[str], total: int, judged: Mapping[str, bool]
) -> AbsenceState:
    """Return whether an absence holds, by the sentences listed of a total that was found.

    ``judged`` says of sentence keys whether they say it.
    """
    said = [judged.get(sentence_key(sentence)) for sentence in sentences]
    if any(said):
        return AbsenceState.BROKEN
    if None in said or total > len(sentences):
        return AbsenceState.NEEDS_A_LOOK
    return AbsenceState.HOLDS
