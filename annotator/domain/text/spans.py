"""Where words stand in a canonical text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Code points ``start`` to ``end`` of a canonical text, end excluded."""

    start: int
    end: int
