"""Forms about what a report does not say."""

from typing import Annotated, ClassVar

from annotator.domain.vocabulary import Stance
from annotator.forms.fields import Flag, number, one_of
from annotator.forms.reading import WHOLE, Form
from annotator.services.claims.evidence import Weight


class AbsenceForm(Form):
    """The statement of an absence, and its queries, one per line."""

    report: str
    statement: str
    queries: str


class QueriesForm(Form):
    """The queries of the next run; None repeats those of the last one."""

    queries: str | None = None


class JudgementForm(Form):
    """Whether the sentence that begins at ``start`` says what is denied, and why."""

    start: Annotated[int, number("names no sentence that was found.")]
    says: Flag
    reason: str

    shown_at: ClassVar = {"start": WHOLE}


class CitationForm(Form):
    """A claim that rests on an absence."""

    claim: str
    stance: Annotated[Stance, one_of(Stance)]
    note: str

    def weight(self) -> Weight:
        """Return the weight that was chosen."""
        return Weight(stance=self.stance, note=self.note)
