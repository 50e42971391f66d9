"""Forms that name a place in a report, by a selection or by typed words."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, ValidationInfo

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import InvalidError
from annotator.domain.input.numbers import whole
from annotator.domain.text.pages import Box
from annotator.domain.vocabulary import AssertedBy, LoadBearing, Stance
from annotator.forms.claims import WeightForm
from annotator.forms.fields import number, one_of, optional, points
from annotator.forms.reading import Form, Repeated
from annotator.services.claims.capture import Region, Selection, Words
from annotator.services.claims.evidence import Weight

NEW = "new"  # in place of a claim's slug
MOST_CLAIMS = 8  # that a passage is linked to in one go; static/viewer/linkrows.js too
FURTHEST = 14_400.0  # points: the largest side of a page that PDF allows

NOWHERE = "is missing; select the passage again."
NO_STANCE = "choose a stance."
_SIDES = "needs four numbers, in points."

Position = Annotated[int | None, optional(number(NOWHERE, least=0))]
Side = Annotated[float | None, optional(points(_SIDES, furthest=FURTHEST))]


class PlaceForm(Form):
    """A place in a report: words, a rectangle, or an existing mark."""

    revision: str
    passage: Position
    start: Position
    end: Position
    page: Position
    x0: Side
    y0: Side
    x1: Side
    y1: Side
    description: str

    shown_at: ClassVar = {
        **dict.fromkeys(("end", "page"), "start"),
        **dict.fromkeys(("box", "y0", "x1", "y1"), "x0"),
    }

    def place(self) -> Selection:
        """The place; raises InvalidError if a part of it is missing."""
        if self.passage is not None:
            return self.passage
        if self.page is not None:
            return Region(self.revision, self.page, self._box(), self.description)
        if self.start is None or self.end is None:
            raise InvalidError("start", NOWHERE, label="selection")
        return Words(self.revision, self.start, self.end)

    def _box(self) -> Box:
        match self.x0, self.y0, self.x1, self.y1:
            case float(x0), float(y0), float(x1), float(y1):
                return x0, y0, x1, y1
            case _:
                raise InvalidError("box", _SIDES, label="rectangle")

    def mistakes(self) -> Iterator[InvalidError]:
        """Require a place."""
        try:
            self.place()
        except InvalidError as error:
            yield error


class CaptionForm(Form):
    """What a figure shows, and what it was said to show before."""

    description: str
    was: str


class LinkFields(Form):
    """What a passage does to a claim, which exists or is stated with it."""

    stance: Annotated[Stance | None, optional(one_of(Stance))]
    claim: str
    claim_text: str
    category: str
    models: tuple[str, ...] = ()
    asserted_by: Annotated[AssertedBy, one_of(AssertedBy)] = AssertedBy.LAB
    load_bearing: Annotated[LoadBearing, one_of(LoadBearing)] = LoadBearing.UNKNOWN
    note: str

    shown_at: ClassVar = {"text": "claim_text"}

    def _claim(self, lab: str) -> str | ClaimFacts:
        if self.claim != NEW:
            return self.claim
        return ClaimFacts(
            text=self.claim_text,
            category=self.category,
            lab=lab,
            models=self.models,
            asserted_by=self.asserted_by,
        )

    def _weight(self, stance: Stance) -> Weight:
        return Weight(stance=stance, load_bearing=self.load_bearing, note=self.note)

    def _missing(self) -> Iterator[InvalidError]:
        if not self.claim:
            reason = "choose one from the list, or add a new one."
            yield InvalidError("claim", reason)
        if self.claim == NEW and not self.category:
            yield InvalidError("category", "choose a category for the new claim.")
        if self.stance is None:
            yield InvalidError("stance", NO_STANCE)


class FurtherLink(LinkFields):
    """Another claim that the same passage is linked to, with its number in the form."""

    number: Annotated[int, number(least=2)]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen or typed."""
        return not (self.stance or self.claim or self.claim_text or self.note)

    def mistakes(self) -> Iterator[InvalidError]:
        """Require a claim and a stance, unless it is empty."""
        if not self.is_empty:
            yield from (self.named(error) for error in self._missing())

    def chosen_claim(self, *, lab: str) -> str | ClaimFacts:
        """Return the claim that was chosen, or the facts of a new one on ``lab``."""
        return self._claim(lab)

    def weight(self) -> Weight:
        """Return the stance and the note; raise InvalidError without a stance."""
        if self.stance is None:
            raise self.named(InvalidError("stance", NO_STANCE))
        return self._weight(self.stance)

    def named(self, error: InvalidError) -> InvalidError:
        """Return an error with the name that its field has in the whole form."""
        field = self.shown_at.get(error.field, error.field)
        return InvalidError(f"{field}-{self.number}", error.reason)


class CaptureForm(PlaceForm, LinkFields):
    """The form beside a selection: claims, and how the passage bears on each."""

    more: Annotated[
        tuple[FurtherLink, ...], Repeated(FurtherLink, by="claim", most=MOST_CLAIMS)
    ] = ()
    do: str

    shown_at: ClassVar = {**PlaceForm.shown_at, **LinkFields.shown_at}

    def mistakes(self) -> Iterator[InvalidError]:
        """Require a place and, unless it is only marked, claims and stances."""
        yield from super().mistakes()
        if self.do == "mark":
            return
        yield from self._missing()
        stated = {self._words(self)} - {""}
        for link in self.further:
            yield from link.mistakes()
            if self._words(link) in stated:
                reason = "is already listed above."
                yield link.named(InvalidError("claim_text", reason))
            stated |= {self._words(link)} - {""}

    @staticmethod
    def _words(link: LinkFields) -> str:
        """Return what identifies a claim that is stated here, or ""."""
        said = " ".join(link.claim_text.split()).casefold()
        return said if link.claim == NEW else ""

    @property
    def further(self) -> list[FurtherLink]:
        """The further claims that were filled in."""
        return [] if self.do == "mark" else [m for m in self.more if not m.is_empty]

    def chosen_claim(self, *, lab: str) -> str | ClaimFacts | None:
        """Return the claim that was chosen, or the facts of a new one on ``lab``."""
        return None if self.do == "mark" else self._claim(lab)

    def weight(self) -> Weight | None:
        """Return the stance and the note, unless it is only marked."""
        if self.do == "mark" or self.stance is None:
            return None
        return self._weight(self.stance)


class LinkForm(WeightForm):
    """How a marked passage bears on a claim, and on which."""

    claim: str
    claim_text: str

    def mistakes(self) -> Iterator[InvalidError]:
        """Require a claim that exists."""
        if not self.claim or self.claim == NEW:
            yield InvalidError("claim", "choose one from the list.")


class NotesAct(StrEnum):
    """What is done with notes that came with a PDF."""

    USE = "use"
    USE_LISTED = "use listed"
    DISMISS = "dismiss"
    OFFER = "offer"


class NotesForm(Form):
    """Notes of a PDF, by their keys, and what is done with those that were chosen."""

    do: Annotated[NotesAct, one_of(NotesAct)]
    sha: str
    note: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    shown_at: ClassVar = {"notes": "note"}

    @property
    def keys(self) -> tuple[str, ...]:
        """The notes that the act is about."""
        return self.listed if self.do is NotesAct.USE_LISTED else self.note


class ReattachForm(PlaceForm):
    """Where a passage stands now, and whether the viewer or the queue sent the form."""

    asked_from: Annotated[str, Field(alias="from")]


def _words(given: str, _info: ValidationInfo) -> Words:
    """Parse the value of a button of the list: "SHA-256:start:end"."""
    try:
        sha256, start, end = given.split(":")
        return Words(sha256, whole(start), whole(end))
    except ValueError as error:
        raise ValueError("is missing; choose one from the list.") from error


Listed = BeforeValidator(_words)


class CandidateForm(Form):
    """Words of a report that are linked to a claim, chosen from a list."""

    place: Annotated[Words, Listed]
    stance: Annotated[Stance, one_of(Stance)]
    typed: str
    chosen: Annotated[str, Field(alias="in")]

    shown_at: ClassVar = {"start": "place"}
