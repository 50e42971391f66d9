"""The schema of scorecard files, for pydantic; see docs/scorecard-files.md.

Pages count from 1; the texts called overall, analysis, critique and rationale are
Markdown.
"""

import re
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    model_validator,
)

from annotator.domain.claims import LONGEST_SENTENCE, CritiqueText
from annotator.domain.errors import InvalidError
from annotator.domain.input.dates import NOT_REPORTED, date_fact
from annotator.domain.input.numbers import decimal
from annotator.domain.invitations import InvitationFacts
from annotator.domain.slugs import is_slug
from annotator.domain.vocabulary import (
    AimsAt,
    AssertedBy,
    CategoryShown,
    Credence,
    Direction,
    IntervalMeaning,
    LoadBearing,
    Outcome,
    RelationKind,
    ReportKind,
    ResultState,
    Shown,
    Stance,
    Strength,
    ThresholdKind,
)


def _date_fact(value: str, info: ValidationInfo) -> str:
    try:
        return date_fact(info.field_name or "date", value)
    except InvalidError as error:
        raise ValueError(error.reason) from error


def _slug(value: str) -> str:
    if not is_slug(value):
        raise ValueError(
            "expected lowercase letters, digits and hyphens, such as heron-2"
        )
    return value


def _address(value: str) -> str:
    if value and not re.fullmatch(r"https?://\S+", value):
        raise ValueError("expected an address that begins with https:// or http://")
    return value


def _sha256(value: str) -> str:
    if value and not re.fullmatch(r"[0-9a-f]{64}", value):
        raise ValueError("expected a SHA-256: 64 of the digits 0–9 and a–f")
    return value


def _number(value: object) -> Decimal:
    try:
        return decimal(str(value))
    except ValueError as error:
        raise ValueError("expected a number, such as 0.50 or 1e25") from error


def _version(value: int) -> int:
    if value != 1:
        raise ValueError("expected 1, the only version of this form so far")
    return value


Version = Annotated[int, AfterValidator(_version)]
Slug = Annotated[str, AfterValidator(_slug)]
# Files have called one group “safety case” since before groups had slugs.
GroupSlug = Annotated[Slug, BeforeValidator(lambda given: "-".join(str(given).split()))]
Sha256 = Annotated[str, AfterValidator(_sha256)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100_000)]
Filled = Annotated[Text, StringConstraints(min_length=1)]
Quoted = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]
Address = Annotated[Text, AfterValidator(_address)]
DateFact = Annotated[str, AfterValidator(_date_fact)]
Page = Annotated[int, Field(ge=1, le=5_000)]
Number = Annotated[Decimal, BeforeValidator(_number)]
Unit = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
Comparison = Literal["", "<", "≤", ">", "≥", "≈"]
Trials = Annotated[int, Field(ge=1, le=1_000_000)]
Points = Annotated[float, Field(ge=0, le=14_400, allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LabPart(_Part):
    """The lab that asserts the claims."""

    slug: Slug
    name: Filled
    url: Address = ""
    invented: bool | None = None  # as it is, unless the file says so


class ModelPart(_Part):
    """A model of the lab, with its facts."""

    slug: Slug
    name: Filled
    most_powerful: bool = False
    released: DateFact = NOT_REPORTED
    training_dates: DateFact = NOT_REPORTED
    deployment_dates: DateFact = NOT_REPORTED
    # None leaves these as they are stored.
    predecessor: Slug | Literal[""] | None = None
    released_together: tuple[Slug, ...] | None = None


class ReportPart(_Part):
    """A stored report, and the file of it that the quotes are from."""

    slug: Slug
    title: Filled
    kind: ReportKind
    published: DateFact = NOT_REPORTED
    source_url: Address = ""
    models: tuple[Slug, ...] = ()
    sha256: Sha256 = ""


class GroupPart(_Part):
    """A group of categories; added if it is new."""

    slug: Slug
    name: Filled
    introduction: Text | None = None  # None leaves it as it is stored


class CategoryPart(_Part):
    """A category, which is a row of the scorecard; added if it is new."""

    slug: Slug
    name: Filled
    group: GroupSlug
    # None leaves these as they are stored.
    introduction: Text | None = None
    experimental: bool | None = None
    invitation: Text | None = None


class ReasonPart(_Part):
    """A reason that verdicts may name; added if it is new."""

    slug: Slug
    name: Filled
    explanation: Text | None = None  # None leaves it as it is stored


class QuotePart(_Part):
    """The exact words of a report, and the page on which they begin.

    The words around them are needed only if the page has the same words twice, the file
    only if it is not the one that the report part names.
    """

    quote: Annotated[Quoted, StringConstraints(min_length=1)]
    report: Slug
    page: Page | None = None
    prefix: Text = ""
    suffix: Text = ""
    sha256: Sha256 = ""


class RegionPart(_Part):
    """A rectangle of a page, in points: a figure or a table."""

    report: Slug
    page: Page
    box: tuple[Points, Points, Points, Points]
    description: Text = ""
    sha256: Sha256 = ""


class ResultTarget(_Part):
    """One model's result on one evaluation of this file.

    Metric, snapshot and split are needed only to distinguish several results.
    """

    evaluation: Slug
    model: Slug
    metric: Text = ""
    snapshot: Text = ""
    split: Text = ""


class SourceTarget(_Part):
    """A source outside the reports."""

    url: Annotated[Address, StringConstraints(min_length=1)]
    title: Text = ""


class JudgedPart(_Part):
    """The judgement of a sentence that a search found."""

    sentence: Annotated[Quoted, StringConstraints(min_length=1)]
    says_it: bool
    reason: Filled


class AbsencePart(_Part):
    """An absence: its statement, its queries, and the judgements."""

    report: Slug
    statement: Filled
    queries: Annotated[tuple[Filled, ...], Field(min_length=1)]
    judged: tuple[JudgedPart, ...] = ()


class EvidencePart(_Part):
    """A link from a claim to a quote, a region, a result, an absence or a source."""

    stance: Stance
    quote: Quoted = ""
    report: Slug | None = None
    page: Page | None = None
    prefix: Text = ""
    suffix: Text = ""
    sha256: Sha256 = ""
    region: RegionPart | None = None
    result: ResultTarget | None = None
    absence: AbsencePart | None = None
    source: SourceTarget | None = None
    aims_at: AimsAt = AimsAt.CLAIM
    load_bearing: LoadBearing = LoadBearing.UNKNOWN
    strength: Strength = Strength.NOT_RATED
    reasons: tuple[Filled, ...] = ()
    note: Text = ""
    tags: tuple[Filled, ...] = ()  # of the passage

    @model_validator(mode="after")
    def _has_one_target(self) -> Self:
        given = [self.quote, self.region, self.result, self.absence, self.source]
        if sum(bool(target) for target in given) != 1:
            raise ValueError(
                "expected one of quote, region, result, absence and source"
            )
        if self.quote and self.report is None:
            raise ValueError("a quote needs the report that it is from")
        where = [self.report, self.page, self.prefix, self.suffix, self.sha256]
        if not self.quote and any(where):
            raise ValueError("report, page, prefix, suffix, sha256 belong to a quote")
        if self.tags and not (self.quote or self.region):
            raise ValueError("tags belong to a quote or a region")
        return self

    @property
    def quoted(self) -> QuotePart | None:
        """The quote, if the target is one."""
        return _quoted(self)


class SidePart(_Part):
    """One side of a tension: a quote, a region or a result."""

    quote: Quoted = ""
    report: Slug | None = None
    page: Page | None = None
    prefix: Text = ""
    suffix: Text = ""
    sha256: Sha256 = ""
    region: RegionPart | None = None
    result: ResultTarget | None = None

    @model_validator(mode="after")
    def _has_one_target(self) -> Self:
        given = [self.quote, self.region, self.result]
        if sum(bool(target) for target in given) != 1:
            raise ValueError("expected one of quote, region and result")
        if self.quote and self.report is None:
            raise ValueError("a quote needs the report that it is from")
        where = [self.report, self.page, self.prefix, self.suffix, self.sha256]
        if not self.quote and any(where):
            raise ValueError("report, page, prefix, suffix, sha256 belong to a quote")
        return self

    @property
    def quoted(self) -> QuotePart | None:
        """The quote, if the side is one."""
        return _quoted(self)


def _quoted(part: EvidencePart | SidePart) -> QuotePart | None:
    if not part.quote or part.report is None:
        return None
    return QuotePart(
        quote=part.quote,
        report=part.report,
        page=part.page,
        prefix=part.prefix,
        suffix=part.suffix,
        sha256=part.sha256,
    )


class TensionPart(_Part):
    """That two passages, or a passage and a result, do not go together."""

    sentence: Annotated[Filled, StringConstraints(max_length=LONGEST_SENTENCE)]
    a: SidePart
    b: SidePart

    @model_validator(mode="after")
    def _begins_with_a_passage(self) -> Self:
        if self.a.result:
            raise ValueError("a is a quote or a region; a result belongs to b")
        return self

    @property
    def sides(self) -> tuple[tuple[str, SidePart], ...]:
        """Both sides with their names."""
        return ("a", self.a), ("b", self.b)


class CritiquePart(_Part):
    """The critique of a claim."""

    text: Text
    change_our_mind: Text = ""
    ask_the_lab: Text = ""

    @classmethod
    def of(cls, critique: CritiqueText) -> Self:
        """Return the part that describes a critique."""
        fields = dict(vars(critique))
        return cls(text=fields.pop("body"), **fields)

    def critique(self) -> CritiqueText:
        """Return the critique that the part describes."""
        fields = self.model_dump()
        return CritiqueText(body=fields.pop("text"), **fields)


class GivenReasonPart(_Part):
    """A reason that a verdict names, and a part of its claim that it rests on."""

    reason: Slug
    sentence: Annotated[Filled, StringConstraints(max_length=LONGEST_SENTENCE)]
    # Which of the claim's evidence, or of its tensions, from 1.
    evidence: Annotated[int, Field(ge=1)] | None = None
    tension: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _rests_on_one_part(self) -> Self:
        if self.evidence is not None and self.tension is not None:
            raise ValueError("expected one of evidence and tension, or none")
        return self


class VerdictPart(_Part):
    """A verdict on both axes, its rationale and the reasons that it names."""

    shown: Shown
    credence: Credence
    rationale: Filled
    # None leaves those of the stored verdict, if nothing else differs.
    reasons: tuple[GivenReasonPart, ...] | None = None


class InvitationPart(_Part):
    """That the lab was invited to respond to a claim, and its response."""

    invited: Filled
    due: Filled
    received: Text = ""
    response: Text = ""
    url: Address = ""

    @classmethod
    def of(cls, facts: InvitationFacts) -> Self:
        """Return the part that describes an invitation, without the desk's note."""
        return cls(
            invited=facts.invited_on,
            due=facts.due_on,
            received=facts.response_on,
            response=facts.response_text,
            url=facts.response_url,
        )

    def facts(self) -> InvitationFacts:
        """Return the invitation that the part describes."""
        return InvitationFacts(
            invited_on=self.invited,
            due_on=self.due,
            response_on=self.received,
            response_text=self.response,
            response_url=self.url,
        )


class ClaimPart(_Part):
    """A claim with its evidence, tensions, critique, verdict and invitations."""

    slug: Slug
    category: Slug
    text: Filled
    models: Annotated[tuple[Slug, ...], Field(min_length=1)]
    asserted_by: AssertedBy = AssertedBy.LAB
    part_of: Slug | None = None
    assertion: QuotePart | None = None
    verdict: VerdictPart | None = None
    critique: CritiquePart | None = None
    evidence: tuple[EvidencePart, ...] = ()
    tensions: tuple[TensionPart, ...] = ()
    invitations: tuple[InvitationPart, ...] = ()


class ThresholdPart(_Part):
    """A threshold that the lab set, as it is printed and in typed fields."""

    kind: ThresholdKind
    statement: Text = ""
    comparison: Comparison = ""
    low: Number | None = None
    high: Number | None = None
    of: Number | None = None
    unit: Unit = ""
    source: QuotePart | None = None


class ResultPart(_Part):
    """The result of one model."""

    model: Slug
    state: ResultState
    value: Text = ""
    metric: Text = ""
    n: Text = ""
    interval: Text = ""
    snapshot: Text = ""
    split: Text = ""
    note: Text = ""
    number: Number | None = None
    to: Number | None = None
    of: Number | None = None
    unit: Unit = ""
    comparison: Comparison = ""
    low: Number | None = None
    high: Number | None = None
    interval_meaning: IntervalMeaning | None = None
    level: Number | None = None
    trials: Trials | None = None
    elicitation: Text = ""
    outcome: Outcome | None = None
    invoked: Annotated[int, Field(ge=1)] | None = None
    discount: Text = ""
    discount_source: QuotePart | None = None
    source: QuotePart | None = None
    no_source: Text = ""


class RelationPart(_Part):
    """What a report did with an evaluation, or how another evaluation compares with it."""

    kind: RelationKind
    report: Slug | None = None
    other: Slug | None = None
    sentence: Text = ""

    @model_validator(mode="after")
    def _names_what_its_kind_needs(self) -> Self:
        if self.kind.names_report != (self.report is not None):
            needs = "a report" if self.kind.names_report else "no report"
            raise ValueError(f"“{self.kind}” names {needs}")
        if self.kind.names_other != (self.other is not None):
            needs = "another evaluation" if self.kind.names_other else "no other one"
            raise ValueError(f"“{self.kind}” names {needs}")
        return self


class EvaluationPart(_Part):
    """An evaluation with its thresholds, results and relations."""

    slug: Slug
    name: Filled
    category: Slug
    kind: Text = ""
    developer: Text = ""
    metric: Text = ""
    direction: Direction | None = None
    thresholds: tuple[ThresholdPart, ...] = ()
    results: Annotated[tuple[ResultPart, ...], Field(min_length=1)]
    relations: tuple[RelationPart, ...] = ()


class CardPart(_Part):
    """The card of one category."""

    lab_says: Text = ""
    we_say: Text = ""
    in_short: Text = ""
    shown: CategoryShown | None = None
    credence: Credence | None = None
    analysis: Text = ""


class ScorecardPart(_Part):
    """The scorecard itself."""

    slug: Slug
    title: Filled
    models: Annotated[tuple[Slug, ...], Field(min_length=1)]
    summary: Text = ""
    overall: Text = ""
    cards: dict[Slug, CardPart] = {}


class ScorecardFile(_Part):
    """A scorecard with everything that it shows."""

    annotator: Version
    lab: LabPart
    models: Annotated[tuple[ModelPart, ...], Field(min_length=1)]
    reports: tuple[ReportPart, ...] = ()
    groups: tuple[GroupPart, ...] = ()
    categories: tuple[CategoryPart, ...] = ()
    reasons: tuple[ReasonPart, ...] = ()
    scorecard: ScorecardPart
    evaluations: tuple[EvaluationPart, ...] = ()
    claims: tuple[ClaimPart, ...] = ()
