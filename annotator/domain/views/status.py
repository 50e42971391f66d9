"""The current status of the quotes and absences of a published page; never frozen."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from annotator.domain.matching.differences import DiffPart
from annotator.domain.views.contents import (
    AbsenceView,
    ClaimView,
    EvaluationView,
    EvidenceView,
    QuoteView,
    ResultView,
)
from annotator.domain.vocabulary import (
    AbsenceState,
    PlacementState,
    SealOutcome,
)


@dataclass(frozen=True, slots=True)
class SealView:
    """When a quote was last read again in its file, by which readers, and the outcome."""

    outcome: SealOutcome
    reason: str  # what differs, or why it was not checked
    picture: SealOutcome  # what the picture of the page shows
    picture_reason: str
    revision: str  # SHA-256 of the file
    page: int
    readers: str
    checked_at: datetime

    @property
    def reader_count(self) -> int:
        """How many readers there were: two of the file, and one that looks at the page."""
        return len(self.readers.split(", "))

    @property
    def is_broken(self) -> bool:
        """Whether the file says something other than the quote."""
        return self.outcome is SealOutcome.DIFFERS


@dataclass(frozen=True, slots=True)
class FateView:
    """What became of a published quote in a newer file of its report."""

    state: PlacementState
    is_settled: bool  # False if a person has yet to decide on it
    decided_at: datetime | None  # when a person did, if one had to
    quoted_at: datetime  # when the quoted file came in
    revision: str  # SHA-256 of the newer file
    fetched_at: datetime  # when that came in
    page: int | None  # where it stands there; None if it is not there
    page_label: str
    exact: str  # its words there; empty if it is gone, ambiguous or a figure
    segments: tuple[DiffPart, ...]  # both wordings as one text
    changed: tuple[str, ...]  # changes that decide the meaning

    @property
    def differs(self) -> bool:
        """Whether the newer file says something else, so that readers must be told."""
        return self.state not in {PlacementState.EXACT, PlacementState.MOVED}


@dataclass(frozen=True, slots=True)
class AbsenceFateView:
    """Whether a published absence still holds, by a search of the newest file."""

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


WITHHELD = "[withheld]"  # shown instead of a quote


WITHDRAWN_REPORT = "a withdrawn file"  # shown instead of the title of its report


QuoteKey = tuple[int, str]  # a passage in a file: its number, and the file's SHA-256


@dataclass(frozen=True, slots=True)
class CurrentStatus:
    """The current status of the quotes and absences of a page."""

    seals: dict[QuoteKey, SealView]
    fates: dict[QuoteKey, FateView]  # except of quotes from the newest file
    twins: dict[QuoteKey, tuple[TwinView, ...]] = field(default_factory=dict)
    absences: dict[int, AbsenceFateView] = field(default_factory=dict)  # by number
    hidden: frozenset[str] = frozenset()  # hashes of files that were withdrawn since

    def seal(self, quote: QuoteView) -> SealView | None:
        """Return the seal of a quote, or None if it was never checked or is hidden."""
        if self.is_hidden(quote):
            return None
        return self.seals.get((quote.passage, quote.revision))

    def is_hidden(self, shown: QuoteView | AbsenceView) -> bool:
        """Whether an editor has withdrawn the file of a quote or an absence."""
        return shown.revision in self.hidden

    def is_withheld(self, quote: QuoteView) -> bool:
        """Whether a quote may not be shown: its seal is broken or its file was withdrawn."""
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
            scope=tuple(
                replace(scope, quote=self.shown(scope.quote)) if scope.quote else scope
                for scope in claim.scope
            ),
        )

    def of_evaluation(self, test: EvaluationView) -> EvaluationView:
        """Return an evaluation with its quotes as they may be shown."""
        return replace(
            test,
            thresholds=tuple(
                replace(line, quote=self.shown(line.quote)) if line.quote else line
                for line in test.thresholds
            ),
            results=tuple(map(self._of_result, test.results)),
        )

    def _of_evidence(self, link: EvidenceView) -> EvidenceView:
        if link.absence and self.is_hidden(link.absence):
            absence = replace(link.absence, hits=(), report_title=WITHDRAWN_REPORT)
            return replace(link, absence=absence)
        if link.quote:
            return replace(link, quote=self.shown(link.quote))
        return (
            replace(link, result=self._of_result(link.result)) if link.result else link
        )

    def _of_result(self, result: ResultView) -> ResultView:
        quote, discount = result.quote, result.discount_quote
        return replace(
            result,
            quote=self.shown(quote) if quote else None,
            discount_quote=self.shown(discount) if discount else None,
        )

    def fate(self, quote: QuoteView) -> FateView | None:
        """Return what became of a quote in a newer file, or None if there is none.

        Since it repeats the words of the quote, it is withheld along with them.
        """
        if self.is_withheld(quote):
            return None
        return self.fates.get((quote.passage, quote.revision))

    def twins_of(self, quote: QuoteView) -> tuple[TwinView, ...]:
        """Return the twins of a quote in other public reports; none if it is withheld."""
        if self.is_withheld(quote):
            return ()
        return self.twins.get((quote.passage, quote.revision), ())

    @property
    def failing(self) -> list[AbsenceFateView]:
        """The absences that no longer hold or that a person has yet to judge."""
        fates = self.absences.values()
        return [fate for fate in fates if fate.state is not AbsenceState.HOLDS]

    @property
    def broken(self) -> list[SealView]:
        """The seals that are broken."""
        return [seal for seal in self.seals.values() if seal.is_broken]

    @property
    def undecided(self) -> list[FateView]:
        """The fates on which a person has yet to decide."""
        return [fate for fate in self.fates.values() if not fate.is_settled]
