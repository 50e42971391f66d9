"""The form of a verdict: both axes, why, and a row for each reason of the list."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator

from annotator.domain.claims import LONGEST_SENTENCE, GivenReason
from annotator.domain.errors import InvalidError
from annotator.domain.input.numbers import whole
from annotator.domain.vocabulary import Credence, Shown
from annotator.forms.fields import Flag, one_of
from annotator.forms.reading import Form, Repeated
from annotator.services.claims.reasons import Reason

MOST_NUMBER = (
    999_999_999  # of a row; it is the id of its reason and 1, as no number is 1
)
_GROUND = re.compile(r"(evidence|tension)-(\d{1,18})")


def _ground(given: str) -> str:
    if given and not _GROUND.fullmatch(given):
        raise ValueError("is not a part of this claim; choose one from the list.")
    return given


class ReasonFields(Form):
    """A row: whether the reason is given, in which sentence, and what it rests on."""

    number: Annotated[int, BeforeValidator(whole)]
    reason: str  # slug
    given: Flag
    sentence: str
    rests_on: Annotated[str, BeforeValidator(_ground)]  # such as "evidence-12"

    def mistakes(self) -> Iterator[InvalidError]:
        """Require a sentence of a reason that is given."""
        if not self.given:
            return
        if not self.sentence.strip():
            yield self._mistake("is required: explain the verdict in one sentence.")
        if len(self.sentence) > LONGEST_SENTENCE:
            yield self._mistake(f"is longer than {LONGEST_SENTENCE} characters.")

    def _mistake(self, reason: str) -> InvalidError:
        return InvalidError(f"sentence-{self.number}", reason)

    def read(self) -> GivenReason:
        """Return the reason that was given."""
        kind, _, number = self.rests_on.partition("-")
        ground = {kind: int(number)} if number else {}
        return GivenReason(self.reason, self.sentence, **ground)


class VerdictForm(Form):
    """A verdict on both axes, and why."""

    shown: Annotated[Shown, one_of(Shown)]
    credence: Annotated[Credence, one_of(Credence)]
    rationale: str
    reasons: Annotated[
        tuple[ReasonFields, ...],
        Repeated(ReasonFields, by="reason", most=MOST_NUMBER),
    ] = ()

    def mistakes(self) -> Iterator[InvalidError]:
        """Yield what is wrong with the rows that are ticked."""
        for row in self.reasons:
            yield from row.mistakes()

    def verdict(self) -> dict[str, Any]:
        """Return the verdict that was typed, by the names of its parts."""
        given = tuple(row.read() for row in self.reasons if row.given)
        return {**dict(self), "reasons": given}


@dataclass(frozen=True)
class ReasonRow:
    """A row of the form as it is shown."""

    number: int
    reason: Reason
    given: bool = False
    sentence: str = ""
    rests_on: str = ""
    error: str = ""


def rows(
    listed: Iterable[Reason],
    shown: Sequence[Any],
    errors: Mapping[str, str],
) -> list[ReasonRow]:
    """Return a row for each reason of the list.

    ``shown`` are rows as they were typed, or the reasons of a verdict.
    """
    known = dict(map(_fields, shown))
    return [
        ReasonRow(number, reason, **known.get(reason.slug, {}), error=error)
        for reason in listed
        for number in [reason.id + 1]
        for error in [
            errors.get(f"sentence-{number}", errors.get(f"rests_on-{number}", ""))
        ]
    ]


def _fields(shown: Mapping[str, Any] | Sequence[Any]) -> tuple[str, dict[str, Any]]:
    """Return the slug of a row's reason, and its fields."""
    if isinstance(shown, Mapping):
        texts = {name: shown.get(name, "") for name in ("sentence", "rests_on")}
        return shown["reason"], {**texts, "given": shown.get("given") == "yes"}
    reason, sentence, evidence, tension = shown
    ground = f"evidence-{evidence}" if evidence else ""
    ground = f"tension-{tension}" if tension else ground
    return reason, {"given": True, "sentence": sentence, "rests_on": ground}
