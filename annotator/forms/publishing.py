"""The forms that publish: a claim, a scorecard, the facts of a report."""

from typing import Annotated

from annotator.domain.vocabulary import EditionKind
from annotator.forms.fields import Separated, one_of, optional
from annotator.forms.reading import Form
from annotator.services.published.editions import Told
from annotator.services.publishing.findings import Over


class ToldForm(Form):
    """What readers are told of a new edition; a first one is only published."""

    kind: Annotated[EditionKind | None, optional(one_of(EditionKind))]
    note: str

    def told(self) -> Told:
        """Return what was chosen and typed; unless told, it is an update."""
        return Told(self.kind or EditionKind.UPDATE, self.note)


class PublishForm(ToldForm):
    """Which findings the page showed, and why it is published over them."""

    findings: Annotated[tuple[str, ...], Separated(" ")]  # keys
    because: str

    def over(self) -> Over:
        """Return what was seen, and the reason that was typed."""
        return Over(frozenset(self.findings), self.because)
