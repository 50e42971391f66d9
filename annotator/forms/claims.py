"""Forms about a claim: its statement, its evidence and its critique."""

from collections.abc import Iterator
from typing import Annotated

from annotator.domain.claims import ClaimFacts, CritiqueText
from annotator.domain.errors import InvalidError
from annotator.domain.vocabulary import (
    AimsAt,
    AssertedBy,
    LoadBearing,
    Stance,
    Strength,
)
from annotator.forms.fields import Separated, Stripped, number, one_of, optional
from annotator.forms.reading import Form
from annotator.services.claims.evidence import Weight


class NewClaimForm(Form):
    """The facts of a new claim."""

    text: str
    category: str
    lab: str
    models: tuple[str, ...] = ()
    asserted_by: Annotated[AssertedBy, one_of(AssertedBy)]
    parent: str

    def facts(self) -> ClaimFacts:
        """Return the facts that were typed."""
        return ClaimFacts(**dict(self))


class ClaimForm(NewClaimForm):
    """The facts of a claim, and the passage in which its lab asserts it."""

    assertion: Annotated[int | None, optional(number())]


class WeightForm(Form):
    """How a piece of evidence bears on its claim."""

    stance: Annotated[Stance, one_of(Stance)]
    aims_at: Annotated[AimsAt, one_of(AimsAt)] = AimsAt.CLAIM
    load_bearing: Annotated[LoadBearing, one_of(LoadBearing)] = LoadBearing.UNKNOWN
    strength: Annotated[Strength, one_of(Strength)] = Strength.NOT_RATED
    reasons: Annotated[tuple[str, ...], Separated(";")]
    note: str

    def weight(self) -> Weight:
        """Return the weight that was chosen."""
        return Weight(
            stance=self.stance,
            aims_at=self.aims_at,
            load_bearing=self.load_bearing,
            strength=self.strength,
            reasons=self.reasons,
            note=self.note,
        )


class EvidenceForm(WeightForm):
    """A quote that was pasted, or a source outside the reports."""

    quote: str
    report: str
    page: Annotated[int | None, optional(number())]
    source_url: Stripped
    source_title: str

    @property
    def is_quote(self) -> bool:
        """Whether the evidence is a quote rather than a source."""
        return bool(self.quote.strip())

    def mistakes(self) -> Iterator[InvalidError]:
        """Require exactly one of quote and source."""
        if not self.is_quote and not self.source_url:
            reason = "Paste a quote or give the address of a source."
            yield InvalidError("quote", reason)


class CitationForm(Form):
    """A claim that rests on an absence or a result, and how."""

    claim: str
    stance: Annotated[Stance, one_of(Stance)]
    note: str

    def weight(self) -> Weight:
        """Return the weight that was chosen."""
        return Weight(stance=self.stance, note=self.note)


class CritiqueForm(Form):
    """The argument on a claim, in Markdown."""

    body: str
    change_our_mind: str
    ask_the_lab: str

    def text(self) -> CritiqueText:
        """Return what was typed."""
        return CritiqueText(**dict(self))
