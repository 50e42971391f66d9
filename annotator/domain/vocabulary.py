"""The fixed vocabulary: each value is what is stored, shown and exchanged."""

from enum import StrEnum


class ReportKind(StrEnum):
    """What kind of document a lab published."""

    SYSTEM_CARD = "system card"
    EVALUATION_REPORT = "evaluation report"
    SAFEGUARDS_REPORT = "safeguards report"
    FRAMEWORK = "framework"
    EXTERNAL_REVIEW = "external review"
    POST = "post"


class AssertedBy(StrEnum):
    """Who asserts a claim."""

    LAB = "lab"
    ANALYST = "analyst"


class Stance(StrEnum):
    """How a piece of evidence bears on its claim."""

    SUPPORTS = "supports"
    UNDERCUTS = "undercuts"
    QUALIFIES = "qualifies"
    CONTEXT = "context"


class AimsAt(StrEnum):
    """What the evidence is aimed at: the claim, the inference to it, or other evidence."""

    CLAIM = "claim"
    INFERENCE = "inference"
    EVIDENCE = "evidence"


class LoadBearing(StrEnum):
    """Whether the claim fails without this evidence, and who says so."""

    LAB_SAYS = "lab says"
    WE_INFER = "we infer"
    NO = "no"
    UNKNOWN = "unknown"


class Strength(StrEnum):
    """How far a piece of evidence can be relied on (after the levels of GRADE)."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"
    NOT_RATED = "not rated"


class Shown(StrEnum):
    """Whether what was published shows the claim."""

    SHOWN = "shown"
    MOSTLY = "mostly shown"
    PARTLY = "partly shown"
    NOT_SHOWN = "not shown"
    CONTRADICTED = "contradicted"
    CANNOT_BE_ASSESSED = "cannot be assessed"


class CategoryShown(StrEnum):
    """Whether what was published shows what the lab says in a category."""

    SHOWN = "shown"
    MOSTLY = "mostly shown"
    PARTLY = "partly shown"
    NOT_SHOWN = "not shown"
    CONTRADICTED = "contradicted"
    CANNOT_BE_ASSESSED = "cannot be assessed"
    NOTHING_PUBLISHED = "nothing published"


class Credence(StrEnum):
    """Whether we think the claim is true."""

    LIKELY = "likely"
    UNCLEAR = "unclear"
    DOUBTFUL = "doubtful"
    NO_VIEW = "no view"


class State(StrEnum):
    """How far a report, a claim or a scorecard is on its way to being public."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class EditionKind(StrEnum):
    """What a later edition of a public page does to the one before it."""

    UPDATE = "update"  # something new is told
    CLARIFICATION = "clarification"  # the same is said in other words
    CORRECTION = "correction"  # something was wrong


class PassageKind(StrEnum):
    """Whether words or a part of the page were marked."""

    QUOTE = "quote"
    REGION = "region"


class PlacementState(StrEnum):
    """How a passage stands in one revision."""

    EXACT = "exact"
    MOVED = "moved"
    EDITED = "edited"
    AMBIGUOUS = "ambiguous"
    GONE = "gone"
    UNREADABLE = "unreadable"


class ThresholdKind(StrEnum):
    """What the lab says crossing its line would mean."""

    RULE_OUT = "rule-out"
    RULE_IN = "rule-in"
    ALERT = "alert"  # look closer before it is crossed
    TARGET = "target"  # what the lab aims at
    HUMAN_BASELINE = "human baseline"
    EXPERT_BASELINE = "expert baseline"
    EARLIER_MODEL = "earlier model"
    NONE_STATED = "none stated"


class RelationKind(StrEnum):
    """What became of an evaluation in another report, or how another lab runs it."""

    UNCHANGED = "unchanged"
    MOVED = "moved"  # to another section or category
    LINE_CHANGED = "line changed"
    REPLACED = "replaced"  # by another evaluation
    DROPPED = "dropped"
    SAME = "same test"  # another evaluation, whose results can be compared
    NOT_COMPARABLE = "not comparable"  # the same test, run so that they cannot

    @property
    def names_report(self) -> bool:
        """Whether it is about what a report does with the evaluation."""
        return self not in {RelationKind.SAME, RelationKind.NOT_COMPARABLE}

    @property
    def names_other(self) -> bool:
        """Whether it joins the evaluation to another one."""
        return not self.names_report or self is RelationKind.REPLACED

    @property
    def needs_sentence(self) -> bool:
        """Whether it says little without a sentence: where to, which line, why not."""
        return self in {
            RelationKind.MOVED,
            RelationKind.LINE_CHANGED,
            RelationKind.NOT_COMPARABLE,
        }


class Direction(StrEnum):
    """Which results of an evaluation are the dangerous ones."""

    HIGHER = "higher is more dangerous"
    LOWER = "lower is more dangerous"


class IntervalMeaning(StrEnum):
    """What the report says that an interval around a result is."""

    CONFIDENCE = "confidence interval"
    STANDARD_ERROR = "standard error"
    STANDARD_DEVIATION = "standard deviation"
    UNEXPLAINED = "unexplained"


class Outcome(StrEnum):
    """On which side of the lines a result is."""

    RULED_OUT = "ruled out"
    NOT_REACHED = "line not reached"  # of a line that rules nothing out
    BETWEEN = "between the lines"
    REACHED = "line reached"  # of a line that rules nothing in
    PASSED_BASELINE = "passed baseline"
    RULED_IN = "ruled in"
    CANNOT_BE_COMPARED = "cannot be compared"


class ResultState(StrEnum):
    """Whether a model has a number on an evaluation, and if not, why."""

    SCORED = "scored"
    QUALITATIVE = "qualitative"
    WITHHELD = "withheld"
    NOT_RUN = "not run"
    NOT_REPORTED = "not reported"

    @property
    def tells(self) -> bool:
        """Whether there is a result, in a number or in words."""
        return self in {ResultState.SCORED, ResultState.QUALITATIVE}


class UploadState(StrEnum):
    """How far a file that somebody sent is on its way to becoming a report's file."""

    INSPECTING = "being looked at"
    WAITING = "waiting for its facts"
    READING = "being taken in"
    REFUSED = "refused"
    TAKEN_IN = "taken in"
    DISMISSED = "dismissed"

    @property
    def words(self) -> str:
        """What people are told; the values are those in the database."""
        return {
            UploadState.INSPECTING: "being inspected",
            UploadState.WAITING: "waiting for its facts",
            UploadState.READING: "being read",
            UploadState.REFUSED: "refused",
            UploadState.TAKEN_IN: "added",
            UploadState.DISMISSED: "dismissed",
        }[self]


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ChangeKind(StrEnum):
    """How a part of a report differs in its next file."""

    EDITED = "edited"
    REMOVED = "removed"
    ADDED = "added"
    MOVED = "moved"


class ChangeEffect(StrEnum):
    """What a change does to what the report promises or admits."""

    STRENGTHENED = "strengthened"
    WEAKENED = "weakened"
    NEUTRAL = "neutral"
    EDITORIAL = "editorial"


class Notice(StrEnum):
    """Whether the lab announced a change."""

    ANNOUNCED = "announced"
    UNANNOUNCED = "unannounced"


class HitKind(StrEnum):
    """What kind of unit a search found."""

    SENTENCE = "sentence"
    PASSAGE = "passage"
    CLAIM = "claim"
    CRITIQUE = "critique"
    REPORT = "report"


class AbsenceState(StrEnum):
    """Whether an absence holds: whether the report really does not say it."""

    HOLDS = "holds"
    NEEDS_A_LOOK = "needs a look"
    BROKEN = "does not hold"


class SealOutcome(StrEnum):
    """The outcome of reading a quote again in its stored file."""

    AGREES = "agrees"
    DIFFERS = "differs"
    CANNOT_TELL = "cannot tell"  # only of a picture: too small, another script, blurred
    NOT_CHECKED = "not checked"  # the file could not be read at that time


class LetterAbout(StrEnum):
    """What kind of page a reader's letter is about."""

    CLAIM = "claim"
    SCORECARD = "scorecard"
    PAGE = "page of a report"


class LetterState(StrEnum):
    """What an editor decided on the correction that a reader suggested."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class InvitationState(StrEnum):
    """Whether a lab that was invited to respond has done so."""

    INVITED = "invited"
    RECEIVED = "received"
    SILENT = "silent"  # nothing came by the day on which it was due
