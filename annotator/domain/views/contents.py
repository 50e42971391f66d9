"""What readers see of claims and scorecards: the frozen contents of a published page.

Publishing writes one of these to the database as JSON; public pages, exports and the
desk's preview are made from them and from nothing else, so that a draft cannot leak.
Texts called ``…_md`` are Markdown; every other string is plain text.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from annotator.domain.claims import CritiqueText, labels
from annotator.domain.evaluations.typed import TypedLine, TypedResult
from annotator.domain.vocabulary import (
    AimsAt,
    AssertedBy,
    CategoryShown,
    Credence,
    Direction,
    LoadBearing,
    PassageKind,
    RelationKind,
    ReportKind,
    ResultState,
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
    # For practice: no such lab exists. What earlier versions froze is the same lab.
    invented: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class ModelView:
    """A model with the facts that readers look for; dates may be "not reported"."""

    slug: str
    name: str
    most_powerful: bool
    released: str
    training_dates: str
    deployment_dates: str  # of the lab's internal deployment
    predecessor: str = ""  # slug
    predecessor_name: str = ""
    released_with: tuple[str, ...] = ()  # names


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report that covers one of a scorecard's models."""

    slug: str
    title: str
    kind: ReportKind
    published: str
    source_url: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group of categories, with its heading on a scorecard."""

    slug: str
    name: str
    introduction_md: str = ""


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category: a row of every scorecard."""

    slug: str
    name: str
    group: GroupView
    introduction_md: str = ""
    experimental: bool = False
    invitation_md: str = ""  # to comment on an experimental category


@dataclass(frozen=True, slots=True)
class CropView:
    """A picture of a passage: its size in CSS pixels, and which page it shows."""

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
    read_by: str = (
        ""  # who recognised it in a picture of the page (OCR), if anybody did
    )
    confidence: float = 1.0  # of that reader, from 0 to 1


@dataclass(frozen=True, slots=True)
class ThresholdView:
    """A threshold that the lab set."""

    kind: ThresholdKind
    statement: str
    quote: QuoteView | None = None
    typed: TypedLine | None = None

    @property
    def names_its_kind(self) -> bool:
        """Whether the statement begins with the kind, as in "rule-out <0.50"."""
        said, kind = (
            " ".join(text.casefold().replace("-", " ").split())
            for text in (self.statement, self.kind)
        )
        return said.startswith(kind)


@dataclass(frozen=True, slots=True)
class ResultView:
    """The result of one model on one evaluation."""

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
    typed: TypedResult | None = None
    # Which of the thresholds, from 0, the lab held it against.
    invoked: int | None = None
    discount: str = ""  # the lab's reason to set it aside
    discount_quote: QuoteView | None = None
    no_source: str = ""  # why there is no quote

    @property
    def quotes(self) -> list[QuoteView]:
        """The quotes that it shows."""
        return [quote for quote in (self.quote, self.discount_quote) if quote]


@dataclass(frozen=True, slots=True)
class RelationView:
    """What a report did with an evaluation, or how another evaluation compares with it.

    ``is_reversed``: it was said of the other one, as in "replaced".
    """

    kind: RelationKind
    sentence: str
    report: str = ""  # slug
    report_title: str = ""
    other: str = ""  # slug
    other_name: str = ""
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """A named test with the lab's thresholds and the models' results."""

    slug: str
    name: str
    kind: str
    developer: str
    thresholds: tuple[ThresholdView, ...]
    results: tuple[ResultView, ...]
    metric: str = ""
    direction: Direction | None = None
    relations: tuple[RelationView, ...] = ()


@dataclass(frozen=True, slots=True)
class ScopeView:
    """Whether an evaluation that a claim rests on covers a model, and what if it does not."""

    evaluation: str  # its name
    slug: str  # of the evaluation
    model: str  # its name
    is_meant: bool  # whether the claim is about this model
    state: ResultState | None  # None if no result of the model is recorded
    quote: QuoteView | None = None  # where a report says that there is none

    @property
    def is_covered(self) -> bool:
        """Whether the evaluation tells something of the model."""
        return self.state is not None and self.state.tells


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source outside the reports."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class AbsenceHitView:
    """A sentence that a search found, and why it does not contradict the absence."""

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
    """An absence: what a report does not say, which queries were run, where, by whom."""

    absence: int  # its number
    statement: str
    report: str  # slug
    report_title: str
    revision: str  # SHA-256 of the file that was searched
    fetched_at: datetime  # when that came in
    queries: tuple[str, ...]
    found: int  # sentences
    hits: tuple[AbsenceHitView, ...]  # judged not to say it
    unread: tuple[int, ...]  # pages (from 1) without text, which cannot be searched
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
class TensionView:
    """That a passage does not go together with another, or with a result; never support."""

    id: int
    sentence: str
    quote: QuoteView
    other: QuoteView | None = None
    result: ResultView | None = None  # instead of another passage

    @property
    def quotes(self) -> list[QuoteView]:
        """The quotes that it shows."""
        other = [self.other] if self.other else []
        return [self.quote, *other, *(self.result.quotes if self.result else ())]


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
        """Return a critique as it is frozen, from its text, its author and its time."""
        body: dict[str, Any] = {f"{name}_md": part for name, part in vars(text).items()}
        return cls(**body, by=by, at=at)

    @property
    def text(self) -> CritiqueText:
        """The critique as it is edited."""
        return CritiqueText(
            **{name: getattr(self, f"{name}_md") for name in labels(CritiqueText)}
        )


@dataclass(frozen=True, slots=True)
class ReasonView:
    """A reason of the list, with what it means."""

    slug: str
    name: str
    explanation: str


@dataclass(frozen=True, slots=True)
class GivenReasonView:
    """A reason that a verdict names, in a sentence, and a part of the claim it rests on."""

    reason: ReasonView
    sentence: str
    evidence: int | None = None  # id of a piece of the claim's evidence
    tension: int | None = None  # or of one of its tensions


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A verdict: its two axes, which are never merged, its rationale and its reasons."""

    shown: Shown
    credence: Credence
    rationale_md: str
    by: str
    at: datetime
    reasons: tuple[GivenReasonView, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with everything that belongs to it, except its sub-claims."""

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
    tensions: tuple[TensionView, ...] = ()
    scope: tuple[ScopeView, ...] = ()  # of each evaluation that it rests on
    # Missing from what earlier versions froze; readers see no difference.
    model_slugs: tuple[str, ...] = field(default=(), compare=False)

    def ground_of(self, given: GivenReasonView) -> EvidenceView | TensionView | None:
        """Return the part of the claim that a reason rests on, if it names one."""
        parts: tuple[EvidenceView | TensionView, ...]
        parts, number = self.evidence, given.evidence
        if number is None:
            parts, number = self.tensions, given.tension
        return next((part for part in parts if part.id == number), None)


@dataclass(frozen=True, slots=True)
class CardView:
    """One category of a scorecard."""

    category: CategoryView
    lab_says: str
    we_say: str
    analysis_md: str
    evaluations: tuple[EvaluationView, ...]
    in_short: str = ""  # what we say, for the front page
    shown: CategoryShown | None = None  # the editor's verdict, never computed
    credence: Credence | None = None

    @property
    def untold(self) -> list[tuple[EvaluationView, ResultView]]:
        """The results that the reports withhold, or do not give at all."""
        return [
            (test, result)
            for test in self.evaluations
            for result in test.results
            if not result.state.tells
        ]


@dataclass(frozen=True, slots=True)
class ScorecardView:
    """A lab's page on its models, without the claims, which are published separately."""

    slug: str
    title: str
    lab: LabView
    models: tuple[ModelView, ...]
    reports: tuple[ReportView, ...]
    overall_md: str
    cards: tuple[CardView, ...]
    summary: str = ""  # in one sentence
