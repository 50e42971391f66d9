"""The pages that readers see: what was frozen, and how it stands today."""

from dataclasses import dataclass
from datetime import datetime

from annotator.domain.views.contents import (
    CardView,
    CategoryView,
    ClaimView,
    LabView,
    ScorecardView,
)
from annotator.domain.views.status import CurrentStatus
from annotator.domain.vocabulary import (
    Shown,
)


@dataclass(frozen=True, slots=True)
class Edition:
    """Which publication of a page this is; the preview of a draft has none."""

    number: int
    at: datetime
    by: str
    sha256: str  # of the frozen contents


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A claim's page: the claim, where it belongs and what it is made of."""

    claim: ClaimView
    edition: Edition | None
    parent: ClaimView | None
    subclaims: tuple[ClaimView, ...]
    scorecards: tuple[tuple[str, str], ...]  # (slug, title) of those that show it
    status: CurrentStatus


@dataclass(frozen=True, slots=True)
class CardPage:
    """A category of a scorecard with its claims, sub-claims after their parents."""

    card: CardView
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class ScorecardPage:
    """A scorecard's page, whole."""

    scorecard: ScorecardView
    edition: Edition | None
    evaluation_cards: tuple[CardPage, ...]
    safety_case_cards: tuple[CardPage, ...]
    status: CurrentStatus


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One lab in one category: our sentence, and how its claims were judged."""

    we_say: str
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One scorecard in the matrix of labs and categories."""

    lab: LabView
    scorecard: str  # slug
    title: str
    cells: tuple[MatrixCell | None, ...]  # one for each category, in order


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """One publication, for the list of what is new."""

    at: datetime
    what: str  # "Published", "Revised", "Withdrawn"
    kind: str  # "claim", "scorecard" or "report"
    slug: str  # this and the title are empty if it was withdrawn since
    title: str
    is_there: bool  # or it was withdrawn since


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page: labs × categories, and the newest changes."""

    categories: tuple[CategoryView, ...]
    rows: tuple[MatrixRow, ...]
    changes: tuple[ChangeEntry, ...]
