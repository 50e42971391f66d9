"""What a search answers with: a type for each kind of thing that can be found."""

from dataclasses import dataclass
from typing import ClassVar

from annotator.domain.places import Place
from annotator.domain.text.snippets import Snippet
from annotator.domain.views.reports import ReportFactsView
from annotator.domain.vocabulary import HitKind


@dataclass(frozen=True)
class _InReport:
    report: ReportFactsView
    snippet: Snippet

    @property
    def title(self) -> str:
        """The report's title."""
        return self.report.title

    @property
    def lab(self) -> str:
        """The name of the report's lab."""
        return self.report.lab.name


@dataclass(frozen=True)
class SentenceHit(_InReport):
    """A sentence of a report."""

    place: Place  # of the first mark
    kind: ClassVar = HitKind.SENTENCE


@dataclass(frozen=True)
class PassageHit(_InReport):
    """A passage that was marked."""

    passage: int  # its number
    revision: str  # SHA-256 of the file that it was looked for in
    place: Place | None  # in that file; None if the passage is gone from it
    kind: ClassVar = HitKind.PASSAGE


@dataclass(frozen=True)
class ReportHit(_InReport):
    """A report, found by its title."""

    revision: str  # SHA-256 of the newest file that this person may see; "" of none
    kind: ClassVar = HitKind.REPORT


@dataclass(frozen=True)
class ClaimHit:
    """A claim, found by its statement or by its critique."""

    is_critique: bool
    claim: str  # slug
    title: str  # the claim's statement
    lab: str  # name
    snippet: Snippet

    @property
    def kind(self) -> HitKind:
        """Which of the two was found."""
        return HitKind.CRITIQUE if self.is_critique else HitKind.CLAIM


SearchResult = SentenceHit | PassageHit | ReportHit | ClaimHit


def place_of(found: SearchResult) -> Place | None:
    """Return where in a report something was found, if it is in one."""
    return None if isinstance(found, ClaimHit | ReportHit) else found.place


@dataclass(frozen=True)
class FacetValue:
    """One value that what was found can be narrowed to, and how much it leaves."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One way to narrow what was found; ``name`` is the argument of ``search``."""

    name: str  # what, lab, model, report, kind or category
    title: str
    choices: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Results:
    """One page of what was found."""

    total: int
    found: tuple[SearchResult, ...]
    facets: tuple[Facet, ...] = ()
    did_you_mean: str = ""  # another query, whose words are in the index
    also: tuple[str, ...] = ()  # synonyms that were looked for as well
    nearly: bool = False  # too few had all of the words, so those with most follow
