"""Forms about a scorecard, its cards and its models."""

from annotator.forms.fields import DateFact, Flag
from annotator.forms.reading import Form


class NewScorecardForm(Form):
    """A new scorecard."""

    lab: str
    models: tuple[str, ...] = ()
    title: str


class ScorecardForm(Form):
    """The title, the models and the overall assessment."""

    title: str
    models: tuple[str, ...] = ()
    overall: str


class CardForm(Form):
    """The card of one category."""

    lab_says: str
    we_say: str
    analysis: str


class ModelForm(Form):
    """The facts of a model."""

    name: str
    most_powerful: Flag
    released: DateFact
    training_dates: DateFact
    deployment_dates: DateFact
