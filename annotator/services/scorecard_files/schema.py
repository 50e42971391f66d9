"""The form of a scorecard file, checked by pydantic; docs/scorecard-files.md explains it.

Slugs are the short names of addresses; pages count from 1 in the file; texts called
overall, analysis, critique and rationale are Markdown.
"""

from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    model_validator,
)

from annotator.domain.dates import NOT_REPORTED, date_fact
from annotator.domain.errors import InvalidError
from annotator.domain.vocabulary import (
    AimsAt,
    AssertedBy,
    CategoryGroup,
    Credence,
    LoadBearing,
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


Slug = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100_000)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)
]
DateFact = Annotated[str, AfterValidator(_date_fact)]
Page = Annotated[int, Field(ge=1, le=5_000)]
Number = Annotated[float, Field(ge=0, le=14_400)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LabPart(_Part):
    """The lab that asserts the claims."""

    slug: Slug
    name: Line
    url: Text = ""


class ModelPart(_Part):
    """A model of the lab, with its facts."""

    slug: Slug
    name: Line
    most_powerful: bool = False
    released: DateFact = NOT_REPORTED
    training_dates: DateFact = NOT_REPORTED
    deployment_dates: DateFact = NOT_REPORTED


class ReportPart(_Part):
    """A report that is stored already, and the very file that the quotes are from."""

    slug: Slug
    title: Line
    kind: ReportKind
    published: DateFact = NOT_REPORTED
    source_url: Text = ""
    models: tuple[Slug, ...] = ()
    sha256: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""


class CategoryPart(_Part):
    """A row of the scorecard, if it is not one of those there are."""

    slug: Slug
    name: Line
    group: CategoryGroup


class QuotePart(_Part):
    """The exact words of a report, and the page they begin on."""

    quote: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    report: Slug
    page: Page | None = None


class RegionPart(_Part):
    """A rectangle of a page: a figure or a table. The box is in points."""

    report: Slug
    page: Page
    box: tuple[Number, Number, Number, Number]
    description: Text = ""


class ResultTarget(_Part):
    """One model's result on one evaluation of this file."""

    evaluation: Slug
    model: Slug


class SourceTarget(_Part):
    """A source outside the reports."""

    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
    title: Text = ""


class EvidencePart(_Part):
    """One link of a claim: to a quote, a region, a result or a source."""

    stance: Stance
    quote: Text = ""
    report: Slug | None = None
    page: Page | None = None
    region: RegionPart | None = None
    result: ResultTarget | None = None
    source: SourceTarget | None = None
    aims_at: AimsAt = AimsAt.CLAIM
    load_bearing: LoadBearing = LoadBearing.UNKNOWN
    strength: Strength = Strength.NOT_RATED
    reasons: tuple[Line, ...] = ()
    note: Text = ""

    @model_validator(mode="after")
    def _has_one_target(self) -> Self:
        given = [self.quote, self.region, self.result, self.source]
        if sum(bool(target) for target in given) != 1:
            raise ValueError("give one of quote, region, result or source")
        if self.quote and self.report is None:
            raise ValueError("a quote needs the report it is from")
        return self


class CritiquePart(_Part):
    """The argument on a claim."""

    text: Text
    change_our_mind: Text = ""
    ask_the_lab: Text = ""


class VerdictPart(_Part):
    """Both axes, and why."""

    shown: Shown
    credence: Credence
    rationale: Line


class ClaimPart(_Part):
    """A claim with all that hangs on it."""

    slug: Slug
    category: Slug
    text: Line
    models: tuple[Slug, ...]
    asserted_by: AssertedBy = AssertedBy.LAB
    part_of: Slug | None = None
    assertion: QuotePart | None = None
    verdict: VerdictPart | None = None
    critique: CritiquePart | None = None
    evidence: tuple[EvidencePart, ...] = ()


class ThresholdPart(_Part):
    """A line that the lab drew."""

    kind: ThresholdKind
    statement: Text = ""
    source: QuotePart | None = None


class ResultPart(_Part):
    """What one model did."""

    model: Slug
    state: ResultState
    value: Text = ""
    metric: Text = ""
    n: Text = ""
    interval: Text = ""
    snapshot: Text = ""
    split: Text = ""
    note: Text = ""
    source: QuotePart | None = None


class EvaluationPart(_Part):
    """A named test."""

    slug: Slug
    name: Line
    category: Slug
    kind: Text = ""
    developer: Text = ""
    thresholds: tuple[ThresholdPart, ...] = ()
    results: tuple[ResultPart, ...] = ()


class CardPart(_Part):
    """One category of the scorecard."""

    lab_says: Text = ""
    we_say: Text = ""
    analysis: Text = ""


class ScorecardPart(_Part):
    """The page itself."""

    slug: Slug
    title: Line
    models: Annotated[tuple[Slug, ...], Field(min_length=1)]
    overall: Text = ""
    cards: dict[Slug, CardPart] = {}


class ScorecardFile(_Part):
    """One scorecard with everything that it shows."""

    annotator: Literal[1]
    lab: LabPart
    models: Annotated[tuple[ModelPart, ...], Field(min_length=1)]
    reports: tuple[ReportPart, ...] = ()
    categories: tuple[CategoryPart, ...] = ()
    scorecard: ScorecardPart
    evaluations: tuple[EvaluationPart, ...] = ()
    claims: tuple[ClaimPart, ...] = ()
