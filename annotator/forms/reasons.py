"""Forms about the reasons that verdicts may name."""

from annotator.forms.reading import Form
from annotator.services.claims.reasons import ReasonFacts


class ReasonForm(Form):
    """A reason, which may be a new one."""

    name: str
    explanation: str

    def facts(self) -> ReasonFacts:
        """Return the facts that were typed."""
        return ReasonFacts(**dict(self))
