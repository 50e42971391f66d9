"""Forms about a scorecard and its cards."""

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
