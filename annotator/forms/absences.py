"""Forms about what a report does not say."""

from typing import Annotated, ClassVar

from annotator.forms.fields import Flag, number
from annotator.forms.reading import WHOLE, Form


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

    start: Annotated[int, number("is not among the sentences found.")]
    says: Flag
    reason: str

    shown_at: ClassVar = {"start": WHOLE}
