"""Whether a text says which results of an evaluation are the dangerous ones."""

import re

from annotator.domain.vocabulary import Direction


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_MORE = r"(?:higher|larger|greater|more)"
_LESS = r"(?:lower|smaller|less|fewer)"
_WORSE = (
    r"(?:(?:more\s)?(?:dangerous|harmful|concerning|risky|capable)|worse|less\ssafe)"
)
_SAFER = r"(?:safer|more\srobust|less\s(?:dangerous|harmful|concerning|risky))"
_BE = r"(?:\s(?:scores?|values?|rates?|numbers?|results?))?\s(?:is|are|means?|being)\s"
_SAYS = [
    (Direction.HIGHER, _words(rf"{_MORE}{_BE}{_WORSE}|{_LESS}{_BE}{_SAFER}")),
    (Direction.LOWER, _words(rf"{_LESS}{_BE}{_WORSE}|{_MORE}{_BE}{_SAFER}")),
]
# "Better" is safer where a text speaks of refusing; elsewhere it may mean more able.
_BETTER = [
    (Direction.HIGHER, _words(rf"{_LESS}{_BE}better")),
    (Direction.LOWER, _words(rf"{_MORE}{_BE}better")),
]
_OF_REFUSING = re.compile(
    r"unsafe|harmless|refus|violat|jailbreak|prompt injection|attack success|disallowed",
    re.IGNORECASE,
)


def direction(text: str) -> Direction | None:
    """Return which results ``text`` says are the dangerous ones, if it says one thing."""
    patterns = _SAYS + (_BETTER if _OF_REFUSING.search(text) else [])
    said = {found for found, words in patterns if words.search(text)}
    return said.pop() if len(said) == 1 else None
