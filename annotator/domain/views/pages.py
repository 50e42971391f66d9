"""The pages that readers see: what was frozen, and its current status."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from annotator.domain.views.changes import DayOfChanges
from annotator.domain.views.contents import (
    CardView,
    CategoryView,
    ClaimView,
    EvaluationView,
    GivenReasonView,
    GroupView,
    LabView,
    QuoteView,
    ReasonView,
    RelationView,
    ScorecardView,
    TensionView,
)
from annotator.domain.views.editions import EditionLine
from annotator.domain.views.reasons import ReasonCount
from annotator.domain.views.status import CurrentStatus
from annotator.domain.vocabulary import Shown, Stance


@dataclass(frozen=True, slots=True)
class Edition:
    """Which publication of a page this is; the preview of a draft has none."""

    number: int
    at: datetime
    by: str
    sha256: str  # of the frozen contents
    kind: str  # "claim", "scorecard" or "report"
    slug: str
    lines: tuple[EditionLine, ...]  # the newest editions of the page
    has_more: bool  # it has other editions too
    # Whether readers may have the very contents; see ``services.published.contents``.
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A claim's page: the claim, its parent, its sub-claims and its scorecards."""

    claim: ClaimView
    edition: Edition | None
    parent: ClaimView | None
    subclaims: tuple[ClaimView, ...]
    scorecards: tuple[tuple[str, str], ...]  # (slug, title) of those that show it
    status: CurrentStatus


@dataclass(frozen=True, slots=True)
class PassageUse:
    """What a claim makes of a passage."""

    claim: str  # slug
    text: str
    stance: Stance | None  # None: the lab makes the claim in these words
    note: str = ""
    evidence: int = 0  # number of the piece of evidence
    bears_load: bool = False


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A passage, and the claims that rest on it."""

    quote: QuoteView
    uses: tuple[PassageUse, ...]


@dataclass(frozen=True, slots=True)
class CardPage:
    """A category of a scorecard, or as much of it as a page shows."""

    card: CardView
    claims: tuple[ClaimView, ...]  # the weightiest first; parts follow their wholes
    passages: tuple[CitedPassage, ...] = ()  # that these rest on, in reading order
    evaluations: tuple[EvaluationView, ...] = ()
    # Of the whole category:
    verdicts: tuple[Shown, ...] = ()  # on the claims that are part of no other
    claim_count: int = 0
    evidence_count: int = 0
    tension_count: int = 0
    is_whole: bool = True  # whether nothing is left out here

    @property
    def opens(self) -> bool:
        """Whether there is more to it than what is said in short."""
        return bool(self.card.analysis_md or self.card.evaluations or self.claim_count)

    @property
    def by_report(self) -> list[tuple[str, list[list[CitedPassage]]]]:
        """The passages of each file, page by page, under the title of its report."""
        found = []
        for _, its in groupby(self.passages, key=lambda one: one.quote.revision):
            of_file = list(its)
            on_pages = groupby(of_file, key=lambda one: one.quote.page)
            pages = [list(on_page) for _, on_page in on_pages]
            found.append((of_file[0].quote.report_title, pages))
        return found

    @property
    def tensions(self) -> list[tuple[ClaimView, TensionView]]:
        """The tensions of the claims that are shown."""
        return [(claim, one) for claim in self.claims for one in claim.tensions]


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group of a scorecard's categories."""

    group: GroupView
    cards: tuple[CardPage, ...]


@dataclass(frozen=True, slots=True)
class ScorecardPage:
    """The whole page of a scorecard."""

    scorecard: ScorecardView
    edition: Edition | None
    groups: tuple[GroupPage, ...]
    status: CurrentStatus

    @property
    def cards(self) -> list[CardPage]:
        """The cards of all groups."""
        return [card for group in self.groups for card in group.cards]


@dataclass(frozen=True, slots=True)
class ScorecardGraphPage:
    """The claims of a scorecard and the passages that several of them rest on."""

    scorecard: ScorecardView
    edition: Edition | None
    cards: tuple[CardPage, ...]  # those that have claims
    shared: tuple[CitedPassage, ...]
    status: CurrentStatus


@dataclass(frozen=True, slots=True)
class CategoryPage:
    """A category of a scorecard on a page of its own, so many claims at a time."""

    scorecard: ScorecardView
    edition: Edition | None
    shown: CardPage
    status: CurrentStatus
    number: int  # of this page, from 1
    first: int  # the place of its first claim among all, from 1
    has_more: bool


@dataclass(frozen=True, slots=True)
class OtherEvaluation:
    """Another public evaluation that is said to be the same test, or to take its place."""

    relation: RelationView
    lab: LabView
    test: EvaluationView  # on its newest lines


@dataclass(frozen=True, slots=True)
class EvaluationPage:
    """An evaluation as the public scorecards show it."""

    name: str
    category: CategoryView
    labs: tuple[LabView, ...]
    tests: tuple[EvaluationView, ...]  # one for each state of its lines, newest first
    scorecards: tuple[tuple[str, str], ...]  # (slug, title) of those that show it
    claims: tuple[ClaimView, ...]  # that one of its results bears on
    status: CurrentStatus
    predecessors: tuple[str, ...] = ()  # names of models that others came after
    followed: tuple[RelationView, ...] = ()  # what public reports did with it
    others: tuple[OtherEvaluation, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedReason:
    """A published claim, and the reason that its verdict names."""

    claim: ClaimView
    given: GivenReasonView


@dataclass(frozen=True, slots=True)
class LabClaims:
    """The claims of a lab that name a reason."""

    lab: LabView
    claims: tuple[NamedReason, ...]


@dataclass(frozen=True, slots=True)
class ReasonPage:
    """A reason, and a page of the published claims that name it."""

    reason: ReasonView
    labs: tuple[LabClaims, ...]
    claims: int  # on all pages
    lab_count: int  # likewise
    status: CurrentStatus
    number: int  # of this page, from 1
    has_more: bool


@dataclass(frozen=True, slots=True)
class MatrixChoice:
    """Which part of the matrix is asked for, and which way round."""

    lab: str = ""  # slug, or empty for all
    category: str = ""  # likewise
    by: str = ""  # "category": a row for each category instead of each scorecard

    @property
    def is_narrowed(self) -> bool:
        """Whether it is not the whole front page that is asked for."""
        return self != MatrixChoice()


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One scorecard in one category: what is said, and the editor's verdict on it."""

    card: CardView
    claims: tuple[Shown, ...]  # how its claims were judged


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One scorecard in the matrix of labs and categories."""

    lab: LabView
    scorecard: str  # slug
    title: str
    summary: str
    released: str  # when the first of its models was, as a date fact
    cells: tuple[MatrixCell | None, ...]  # one for each category, in order


@dataclass(frozen=True, slots=True)
class EarlierRows:
    """How many earlier scorecards of a lab the matrix leaves out."""

    lab: LabView
    count: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page: labs × categories, reasons, and the newest changes."""

    asked: MatrixChoice
    labs: tuple[LabView, ...]  # all that can be asked for
    every_category: tuple[CategoryView, ...]  # likewise
    categories: tuple[CategoryView, ...]
    rows: tuple[MatrixRow, ...]  # by lab, and by the order of release
    earlier: tuple[EarlierRows, ...]
    changes: tuple[DayOfChanges, ...]
    reasons: tuple[ReasonCount, ...] = ()  # why claims are not shown

    @property
    def is_by_category(self) -> bool:
        """Whether each row is a category instead of a scorecard."""
        return self.asked.by == "category"
