"""Choices of the fixed words of the field, read from what somebody typed or sent."""

from enum import StrEnum
from typing import TypeVar

from annotator.domain.errors import InvalidError

Word = TypeVar("Word", bound=StrEnum)


def choice(field: str, words: type[Word], given: str, *, label: str = "") -> Word:
    """Return the one of ``words`` that was given, or raise InvalidError naming ``field``."""
    if given not in set(words):
        reason = f"must be one of: {', '.join(words)}."
        raise InvalidError(field, reason, label=label)
    return words(given)
