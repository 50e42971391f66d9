"""The results of a search: a type for each kind of unit that can be found."""

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
    """A passage."""

    passage: int  # its id
    revision: str  # SHA-256 of the file in which it is shown
    place: Place | None  # in that file; None if the file does not have it
    kind: ClassVar = HitKind.PASSAGE


@dataclass(frozen=True)
class ReportHit(_InReport):
    """A report, found by its title."""

    revision: str  # SHA-256 of the newest file that this person may see, or ""
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
    """Return the place of a result in a report, or None."""
    return None if isinstance(found, ClaimHit | ReportHit) else found.place


@dataclass(frozen=True)
class FacetValue:
    """A value by which results can be filtered, and the number of hits with it."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A facet with its values; ``name`` is the argument of ``search``."""

    name: str  # what, lab, model, report, kind or category
    title: str
    choices: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Results:
    """One page of results."""

    total: int
    found: tuple[SearchResult, ...]
    facets: tuple[Facet, ...] = ()
    did_you_mean: str = ""  # a similar query whose words are in the index
    also: tuple[str, ...] = ()  # synonyms that were searched for as well
    nearly: bool = False  # few units have all words, so those with most words follow
