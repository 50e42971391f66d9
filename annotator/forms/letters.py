"""Forms about corrections: the one that readers send, and the editor's answer."""

from collections.abc import Iterator
from typing import Annotated

from annotator.domain.errors import InvalidError
from annotator.domain.letters import LetterText
from annotator.domain.vocabulary import LetterState
from annotator.forms.fields import Flag, one_of
from annotator.forms.reading import Form


class LetterForm(Form):
    """What a reader says is wrong, and who they are, if they say so."""

    text: str
    name: str
    email: str
    website: str  # a trap: people do not see the field

    def mistakes(self) -> Iterator[InvalidError]:
        """Yield a mistake if something filled in what people do not see."""
        if self.website:
            yield InvalidError("website", "must stay empty; clear it, and send again.")

    def written(self) -> LetterText:
        """Return what was typed."""
        return LetterText(self.text, self.name, self.email)


class AnswerForm(Form):
    """The decision on a letter and the answer, and whether readers are shown both."""

    state: Annotated[LetterState, one_of(LetterState)]
    answer: str
    publish: Flag = False
