"""Choices from a fixed vocabulary, read from what somebody typed or sent."""

from enum import StrEnum
from typing import TypeVar

from annotator.domain.errors import InvalidError

Word = TypeVar("Word", bound=StrEnum)


def choice(field: str, words: type[Word], given: str, *, label: str = "") -> Word:
    """Return the member of ``words`` whose value is ``given``.

    Raise InvalidError, naming ``field``, if there is none.
    """
    if given not in set(words):
        reason = f"must be one of: {', '.join(words)}."
        raise InvalidError(field, reason, label=label)
    return words(given)
