"""A report's marks as they go out with a copy of its PDF, and how they are known again."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.text.pages import Box
from annotator.domain.vocabulary import Stance

# Chosen, not measured.
LONGEST_TEXT = 4_000  # code points that a mark says
LONGEST_AUTHOR = 200
MOST_BOXES = 500  # lines of a mark on one page

_NAME = re.compile(r"annotator-(\d{1,18})-([0-9a-f]{12})-p\d{1,5}", re.ASCII)
_UNLINKED = (1.0, 0.9, 0.4)
_COLOURS = {
    Stance.SUPPORTS: (0.55, 0.85, 0.55),
    Stance.UNDERCUTS: (0.98, 0.6, 0.55),
    Stance.QUALIFIES: (1.0, 0.8, 0.4),
    Stance.CONTEXT: (0.6, 0.78, 1.0),
}


@dataclass(frozen=True)
class CopiedMark:
    """A mark on one page of a copy; ``boxes`` are in points, one per line."""

    page: int  # from 1
    boxes: tuple[Box, ...]
    colour: tuple[float, float, float]  # red, green, blue, from 0 to 1
    author: str
    text: str
    name: str  # by which it is known again
    at: str  # as PDF writes a date
    is_figure: bool = False


@dataclass(frozen=True)
class CopiedLink:
    """What a mark is linked to."""

    stance: Stance
    claim: str
    note: str


def name_of(passage: int, exact: str, page: int) -> str:
    """Return the name of the mark of a passage, by its words, on one page."""
    return f"annotator-{passage}-{_digest(exact)}-p{page}"


def passage_named(name: str) -> int | None:
    """Return the number of the passage whose mark may have this name, or None."""
    found = _NAME.fullmatch(name)
    return int(found[1]) if found else None


def is_name_of(name: str, passage: int, exact: str) -> bool:
    """Whether this is the name of the mark of a passage with these words.

    The same number may be another passage in another installation.
    """
    found = _NAME.fullmatch(name)
    return found is not None and (int(found[1]), found[2]) == (passage, _digest(exact))


def _digest(exact: str) -> str:
    return hashlib.sha256(exact.encode()).hexdigest()[:12]


def colour_of(links: Sequence[CopiedLink]) -> tuple[float, float, float]:
    """Return the colour of the first stance, in the vocabulary's order."""
    taken = {link.stance for link in links}
    first = next((stance for stance in Stance if stance in taken), None)
    return _COLOURS[first] if first else _UNLINKED


def text_of(
    links: Sequence[CopiedLink], *, address: str, needs_review: bool = False
) -> str:
    """Return what a mark says: its claims, stances and notes, and where the passage is."""
    parts = []
    if needs_review:
        parts.append("Needs review: the words may have changed in this file.")
    for link in links:
        note = f"\n{link.note}" if link.note else ""
        parts.append(f"{link.stance.value.capitalize()}: {link.claim}{note}")
    if not links:
        parts.append("Not linked to a claim yet.")
    room = LONGEST_TEXT - len(address) - 2
    said = "\n\n".join(parts)
    shown = said if len(said) <= room else f"{said[: room - 1].rstrip()}…"
    return f"{shown}\n\n{address}"
