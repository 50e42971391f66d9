"""What readers see: the frozen contents of a published page.

Publishing writes one of these to the database as JSON; public pages, exports and the
desk's preview are made from them and from nothing else, so that a draft cannot leak.
Texts called ``…_md`` are Markdown; every other string is plain text.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from annotator.domain.claims import CritiqueText, labels
from annotator.domain.matching.differences import DiffPart
from annotator.domain.vocabulary import (
    AbsenceState,
    AimsAt,
    AssertedBy,
    CategoryGroup,
    Credence,
    LoadBearing,
    PassageKind,
    PlacementState,
    ReportKind,
    ResultState,
    SealOutcome,
    Shown,
    Stance,
    Strength,
    ThresholdKind,
)


@dataclass(frozen=True, slots=True)
class LabView:
    """A lab, as every page names it."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class ModelView:
    """A model with the facts readers ask for; dates may read "not reported"."""

    slug: str
    name: str
    most_powerful: bool
    released: str
    training_dates: str
    deployment_dates: str  # of the lab's internal deployment


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report that covers one of a scorecard's models."""

    slug: str
    title: str
    kind: ReportKind
    published: str
    source_url: str


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A row of the scorecard."""

    slug: str
    name: str
    group: CategoryGroup


@dataclass(frozen=True, slots=True)
class CropView:
    """The size of a picture of a passage, in CSS pixels, and which page it shows."""

    part: int  # from 1
    page_label: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A passage where it stands: its exact words and its place in one file."""

    passage: int  # its number; the address of its mark is #passage-<number>
    kind: PassageKind
    exact: str  # empty for a figure or a table marked as a region
    before: str  # the words that lead up to it, to the start of their sentence
    after: str  # the words that follow it, to the end of their sentence
    report: str  # slug
    report_title: str
    revision: str  # SHA-256 of the file
    page: int  # from 1, in the file
    page_label: str  # as printed
    crops: tuple[CropView, ...]  # pictures of it; more than one if it runs over pages


@dataclass(frozen=True, slots=True)
class ThresholdView:
    """A line that the lab drew."""

    kind: ThresholdKind
    statement: str
    quote: QuoteView | None = None


@dataclass(frozen=True, slots=True)
class ResultView:
    """What one model did on one evaluation."""

    evaluation: str
    model: str
    state: ResultState
    value: str  # as printed; empty unless scored or qualitative
    metric: str = ""
    n: str = ""
    interval: str = ""
    snapshot: str = ""
    split: str = ""
    note: str = ""
    quote: QuoteView | None = None


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """A named test with the lab's lines and the models' results."""

    slug: str
    name: str
    kind: str
    developer: str
    thresholds: tuple[ThresholdView, ...]
    results: tuple[ResultView, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source outside the reports."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class AbsenceHitView:
    """A sentence that a search found, and why it does not say what was searched for."""

    page: int  # from 1, in the file
    page_label: str
    start: int  # in the file's canonical text, in code points
    end: int
    words: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """That a report does not say something: what was searched for, where, by whom."""

    absence: int  # its number
    statement: str
    report: str  # slug
    report_title: str
    revision: str  # SHA-256 of the file that was searched
    fetched_at: datetime  # when that came in
    queries: tuple[str, ...]
    found: int  # sentences
    hits: tuple[AbsenceHitView, ...]  # judged not to say it: all, once it is published
    unread: tuple[int, ...]  # pages (from 1) without text, which nobody can search
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One link from a claim to a passage, a result, an absence or an outside source."""

    id: int
    stance: Stance
    aims_at: AimsAt
    load_bearing: LoadBearing
    strength: Strength
    reasons: tuple[str, ...]
    note: str
    quote: QuoteView | None = None
    result: ResultView | None = None
    source: SourceView | None = None
    absence: AbsenceView | None = None


@dataclass(frozen=True, slots=True)
class CritiqueView:
    """The analyst's argument on a claim."""

    body_md: str
    change_our_mind_md: str
    ask_the_lab_md: str
    by: str
    at: datetime

    @classmethod
    def of(cls, text: CritiqueText, *, by: str, at: datetime) -> Self:
        """Return what somebody wrote, as it is frozen."""
        said: dict[str, Any] = {f"{name}_md": part for name, part in vars(text).items()}
        return cls(**said, by=by, at=at)

    @property
    def text(self) -> CritiqueText:
        """What it says."""
        return CritiqueText(
            **{name: getattr(self, f"{name}_md") for name in labels(CritiqueText)}
        )


@dataclass(frozen=True, slots=True)
class VerdictView:
    """The two axes, never merged, and why."""

    shown: Shown
    credence: Credence
    rationale_md: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with all that hangs on it, but for its sub-claims."""

    slug: str
    text: str
    category: CategoryView
    lab: LabView
    models: tuple[str, ...]  # names
    asserted_by: AssertedBy
    assertion: QuoteView | None
    verdict: VerdictView | None
    critique: CritiqueView | None
    evidence: tuple[EvidenceView, ...]
    parent: str | None  # slug of the claim this one is part of
    # Not in what earlier versions froze, and no difference to what readers see:
    model_slugs: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class CardView:
    """One category of a scorecard."""

    category: CategoryView
    lab_says: str
    we_say: str
    analysis_md: str
    evaluations: tuple[EvaluationView, ...]


@dataclass(frozen=True, slots=True)
class ScorecardView:
    """A lab's model page, but for its claims, which are published on their own."""

    slug: str
    title: str
    lab: LabView
    models: tuple[ModelView, ...]
    reports: tuple[ReportView, ...]
    overall_md: str
    cards: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class SealView:
    """When a quote was last read again in its file, by which readers, and the outcome."""

    outcome: SealOutcome
    reason: str  # what differs, or why it was not checked
    revision: str  # SHA-256 of the file
    page: int
    readers: str
    checked_at: datetime

    @property
    def is_broken(self) -> bool:
        """Whether the file says something else than the quote."""
        return self.outcome is SealOutcome.DIFFERS


@dataclass(frozen=True, slots=True)
class FateView:
    """What became of a published quote in a newer file of its report."""

    state: PlacementState
    is_settled: bool  # or nobody has decided on it yet
    decided_at: datetime | None  # when a person did, if one had to
    quoted_at: datetime  # when the file that is quoted came in
    revision: str  # SHA-256 of the newer file
    fetched_at: datetime  # when that came in
    page: int | None  # where it stands there, if it does
    page_label: str
    exact: str  # its words there; empty if it is gone, ambiguous or a figure
    segments: tuple[DiffPart, ...]  # both wordings as one
    changed: tuple[str, ...]  # what decides the meaning and is not as it was

    @property
    def differs(self) -> bool:
        """Whether readers ought to be told: it does not say the same there."""
        return self.state not in {PlacementState.EXACT, PlacementState.MOVED}


@dataclass(frozen=True, slots=True)
class AbsenceFateView:
    """How a published absence stands since: searched for again in the newest file."""

    state: AbsenceState
    revision: str  # SHA-256 of the file that was searched last
    fetched_at: datetime  # when that came in
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class TwinView:
    """A place in another public report that says the same as a published quote."""

    report: str  # slug
    report_title: str
    revision: str  # SHA-256 of the file
    page: int  # from 1, in the file
    page_label: str
    start: int  # in the file's canonical text, in code points
    end: int


WITHHELD = "[withheld]"  # in the place of words that the file does not say
WITHDRAWN_REPORT = "a withdrawn file"  # in the place of the title of its report

QuoteKey = tuple[int, str]  # a passage in a file: its number, and the file's SHA-256


@dataclass(frozen=True, slots=True)
class CurrentStatus:
    """How the quotes and absences of a page stand today; never part of what is frozen."""

    seals: dict[QuoteKey, SealView]
    fates: dict[QuoteKey, FateView]  # but for those that are in the newest file
    twins: dict[QuoteKey, tuple[TwinView, ...]] = field(default_factory=dict)
    absences: dict[int, AbsenceFateView] = field(default_factory=dict)  # by number
    hidden: frozenset[str] = frozenset()  # hashes of files that were withdrawn since

    def seal(self, quote: QuoteView) -> SealView | None:
        """Return the seal of a quote, None if it was never checked, or is hidden."""
        if self.is_hidden(quote):
            return None
        return self.seals.get((quote.passage, quote.revision))

    def is_hidden(self, shown: QuoteView | AbsenceView) -> bool:
        """Whether an editor has withdrawn the file that something is from."""
        return shown.revision in self.hidden

    def is_withheld(self, quote: QuoteView) -> bool:
        """Whether a quote may not be shown: its seal is broken, or its file withdrawn."""
        seal = self.seal(quote)
        return self.is_hidden(quote) or bool(seal and seal.is_broken)

    def shown(self, quote: QuoteView) -> QuoteView:
        """Return a quote as it may be shown: without its words if it is withheld."""
        if not self.is_withheld(quote):
            return quote
        title = WITHDRAWN_REPORT if self.is_hidden(quote) else quote.report_title
        return replace(
            quote, exact=WITHHELD, before="", after="", crops=(), report_title=title
        )

    def of_claim(self, claim: ClaimView) -> ClaimView:
        """Return a claim with its quotes as they may be shown."""
        return replace(
            claim,
            assertion=self.shown(claim.assertion) if claim.assertion else None,
            evidence=tuple(self._of_evidence(link) for link in claim.evidence),
        )

    def _of_evidence(self, link: EvidenceView) -> EvidenceView:
        if link.absence and self.is_hidden(link.absence):
            absence = replace(link.absence, hits=(), report_title=WITHDRAWN_REPORT)
            return replace(link, absence=absence)
        if link.quote:
            return replace(link, quote=self.shown(link.quote))
        if link.result and link.result.quote:
            quote = self.shown(link.result.quote)
            return replace(link, result=replace(link.result, quote=quote))
        return link

    def fate(self, quote: QuoteView) -> FateView | None:
        """Return what became of a quote in a newer file, None if there is none.

        It has the words of the quote, so that it is withheld with them.
        """
        if self.is_withheld(quote):
            return None
        return self.fates.get((quote.passage, quote.revision))

    def twins_of(self, quote: QuoteView) -> tuple[TwinView, ...]:
        """Return where other public reports say the same as a quote that is shown."""
        if self.is_withheld(quote):
            return ()
        return self.twins.get((quote.passage, quote.revision), ())

    @property
    def failing(self) -> list[AbsenceFateView]:
        """The absences that do not hold any more, or that nobody has looked at yet."""
        fates = self.absences.values()
        return [fate for fate in fates if fate.state is not AbsenceState.HOLDS]

    @property
    def broken(self) -> list[SealView]:
        """The seals that are broken."""
        return [seal for seal in self.seals.values() if seal.is_broken]

    @property
    def undecided(self) -> list[FateView]:
        """What became of quotes on which nobody has decided yet."""
        return [fate for fate in self.fates.values() if not fate.is_settled]


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
