"""Forms about a scorecard and its cards."""

from typing import Annotated

from annotator.domain.vocabulary import CategoryShown, Credence
from annotator.forms.fields import one_of, optional
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
    summary: str
    overall: str


class CardForm(Form):
    """The card of one category."""

    lab_says: str
    we_say: str
    in_short: str
    shown: Annotated[CategoryShown | None, optional(one_of(CategoryShown))] = None
    credence: Annotated[Credence | None, optional(one_of(Credence))] = None
    analysis: str
