"""Letters of readers as pages show them: about what, and what was answered in public."""

from dataclasses import dataclass
from datetime import datetime

from annotator.domain.letters import About
from annotator.domain.vocabulary import LetterState


@dataclass(frozen=True, slots=True)
class Subject:
    """What a letter can be about: a page that readers see, in words."""

    about: About
    title: str
    quote: str = ""  # of the passage, if it is about one


@dataclass(frozen=True, slots=True)
class AnsweredLetter:
    """A correction that a reader suggested, with the answer, as an editor published it."""

    id: int
    sent_at: datetime
    text: str  # plain, a stranger's
    state: LetterState
    answer: str  # plain
    answered_at: datetime
    passage: int  # 0 if it is about none
