"""The form of the list of passages: which are chosen, and what is done to them."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator

from annotator.domain.errors import InvalidError
from annotator.domain.input.numbers import whole
from annotator.domain.vocabulary import Stance
from annotator.forms.fields import Flag, number, one_of, optional
from annotator.forms.reading import Form


class ManyAct(StrEnum):
    """What is done to the chosen passages."""

    LINK = "link"
    TAG = "tag"
    UNTAG = "untag"
    WITHDRAW = "withdraw"
    RESTORE = "restore"


def _ids(given: Iterable[str]) -> tuple[int, ...]:
    try:
        return tuple(dict.fromkeys(whole(one) for one in given))
    except ValueError as error:
        raise ValueError("choose passages from the list.") from error


class ManyForm(Form):
    """Passages that are chosen, or all that were found, and what is done to them."""

    do: Annotated[ManyAct, one_of(ManyAct, "Choose an action.")]
    passages: Annotated[tuple[int, ...], BeforeValidator(_ids)] = ()
    everything: Flag = False
    found: Annotated[int | None, optional(number(least=0))] = None
    newest: Annotated[int | None, optional(number(least=0))] = None
    claim: str = ""
    stance: Annotated[Stance | None, optional(one_of(Stance))] = None
    tag: str = ""

    def mistakes(self) -> Iterator[InvalidError]:
        """Require passages, and what the act needs."""
        if not self.passages and not self.everything:
            yield InvalidError("passages", "select some passages first.")
        if self.do is ManyAct.LINK:
            if not self.claim:
                yield InvalidError("claim", "choose a claim.")
            if self.stance is None:
                yield InvalidError("stance", "choose a stance.")


class ManyUndoForm(Form):
    """The act on many passages that is undone, or done again."""

    act: str
