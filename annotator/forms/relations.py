"""Forms that follow an evaluation across reports, compare it or merge it."""

from typing import Annotated

from annotator.domain.evaluations.facts import RelationFacts
from annotator.domain.vocabulary import RelationKind
from annotator.forms.fields import Stripped, one_of
from annotator.forms.reading import Form


class RelationForm(Form):
    """What a report did with an evaluation, or how another one compares with it."""

    kind: Annotated[RelationKind, one_of(RelationKind)]
    report: str = ""
    other: str = ""
    sentence: str = ""

    def facts(self) -> RelationFacts:
        """Return what was chosen and typed."""
        return RelationFacts(self.kind, self.report, self.other, self.sentence)


class MergeForm(Form):
    """The evaluation that takes the lines and results of this one."""

    into: Stripped
