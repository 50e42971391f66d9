"""The form that publishes a claim or a scorecard."""

from typing import Annotated

from annotator.forms.fields import Separated
from annotator.forms.reading import Form
from annotator.services.publishing.findings import Over


class PublishForm(Form):
    """Which findings the page showed, and why it is published over them."""

    findings: Annotated[tuple[str, ...], Separated(" ")]  # keys
    because: str

    def over(self) -> Over:
        """Return what was seen, and the reason that was typed."""
        return Over(frozenset(self.findings), self.because)
