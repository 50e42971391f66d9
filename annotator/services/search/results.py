"""What a search answers with."""

from dataclasses import dataclass

from annotator.domain.text.snippets import Snippet
from annotator.domain.vocabulary import HitKind


@dataclass(frozen=True)
class SearchResult:
    """One thing that was found, as what it is, with the words that say so."""

    kind: HitKind
    snippet: Snippet
    title: str  # of the report, or the claim's statement for claims and critiques
    lab: str  # name
    report: str  # slug; empty for claims and critiques
    revision: str  # SHA-256 of the file; empty for claims and critiques
    page: int | None  # from 1
    page_label: str
    start: int | None  # of the first mark, in the canonical text, in code points
    end: int | None
    passage: int | None  # its number
    claim: str  # slug; empty for what is not a claim or its critique
    published: str  # the report's date, or that it is not reported


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
