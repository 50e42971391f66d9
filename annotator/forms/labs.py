"""Forms about labs and their models."""

from annotator.forms.fields import DateFact, Flag
from annotator.forms.reading import Form
from annotator.services.library.labs import ModelFacts


class LabForm(Form):
    """The name and the web address of a lab, and whether it is invented."""

    name: str
    url: str
    invented: Flag = False


class NewLabForm(LabForm):
    """A new lab."""

    slug: str


class ModelForm(Form):
    """The facts of a model."""

    name: str
    most_powerful: Flag
    released: DateFact
    training_dates: DateFact
    deployment_dates: DateFact
    predecessor: str
    released_together: tuple[str, ...] = ()

    def facts(self) -> ModelFacts:
        """Return the facts that were typed."""
        return ModelFacts(**dict(self))
