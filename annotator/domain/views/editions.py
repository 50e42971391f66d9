"""Editions of a page as readers see them listed, and what one says of itself."""

from dataclasses import dataclass
from datetime import datetime

from annotator.domain.vocabulary import EditionKind


@dataclass(frozen=True, slots=True)
class EditionLine:
    """One edition in a list: when it was published, by whom, and what sort of change it is."""

    number: int
    at: datetime
    by: str
    change: EditionKind | None  # None for the first, and where nobody said
    note: str  # of the editor; plain text


@dataclass(frozen=True, slots=True)
class EditionPlace:
    """Where an edition stands among those of its page."""

    kind: str  # "claim", "scorecard" or "report"
    slug: str
    this: EditionLine
    before: EditionLine | None
    after: EditionLine | None  # what superseded it
    newest: EditionLine


@dataclass(frozen=True, slots=True)
class EditionList:
    """A page of the list of all editions, newest first."""

    kind: str
    slug: str
    title: str
    lines: tuple[EditionLine, ...]
    number: int  # of this page of the list, from 1
    has_more: bool
