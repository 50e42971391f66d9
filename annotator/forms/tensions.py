"""Forms that note which passages, or a passage and a result, do not go together."""

from collections.abc import Iterator
from typing import Annotated

from annotator.domain.claims import TensionFacts
from annotator.domain.errors import InvalidError
from annotator.forms.fields import number, optional
from annotator.forms.passages import Listed
from annotator.forms.reading import Form
from annotator.services.claims.capture import Words

NO_PASSAGE = "choose a passage."

Number = Annotated[int | None, optional(number())]
Place = Annotated[Words | None, optional(Listed)]


class TensionForm(Form):
    """A tension: a sentence, a passage, and another or a result."""

    sentence: str
    passage: Number
    other: Number
    result: Number

    def mistakes(self) -> Iterator[InvalidError]:
        """Require a passage."""
        if self.passage is None:
            yield InvalidError("passage", NO_PASSAGE)

    def facts(self) -> TensionFacts:
        """Return the tension that was written."""
        return TensionFacts(self.sentence, self.passage or 0, self.other, self.result)


class NewTensionForm(TensionForm):
    """A new tension; a side may also be words of a report, found by typing them."""

    words: str
    place: Place
    other_words: str
    other_place: Place

    @property
    def places(self) -> tuple[Words, ...]:
        """The places that are to be marked as its sides."""
        return tuple(place for place in (self.place, self.other_place) if place)

    def mistakes(self) -> Iterator[InvalidError]:
        """Require a passage, or a place for one."""
        if self.passage is None and self.place is None:
            yield InvalidError("passage", NO_PASSAGE)
