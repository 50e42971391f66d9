"""Compare a quote with the page: its lines are drawn, and read as pictures."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from annotator.domain.recognition.pictures import Picture, Recognised
from annotator.domain.recognition.strips import Strip, around
from annotator.domain.recognition.witness import Difference, differences, is_legible
from annotator.domain.vocabulary import SealOutcome

Read = Callable[[Sequence[Picture]], Sequence[Recognised]]
Drawn = tuple[Strip, Picture]

# Raise it whenever this package would answer otherwise for the same pictures.
RULES = "1"
AGREEING = 2  # closer looks that must read the same before a word differs


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether pictures show what the text says, and if not, where."""

    outcome: SealOutcome
    reason: str = ""


def digest_of(drawn: Sequence[Drawn], reader: str) -> str:
    """Return the SHA-256 of all that a finding depends on, in hexadecimal."""
    parts = [RULES, reader]
    for strip, picture in drawn:
        parts.append(picture.digest)
        parts += [
            f"{word.text} {word.box} {at in strip.wanted}"
            for at, word in enumerate(strip.words)
        ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def compare(drawn: Sequence[Drawn], read: Read) -> Finding:
    """Return whether the pictures of a quote's lines show its words.

    ``drawn`` has each strip with its upright picture.
    """
    legible = [
        is_legible(strip, at) for strip, _ in drawn for at in sorted(strip.wanted)
    ]
    if not any(legible):
        return Finding(
            SealOutcome.CANNOT_TELL, "No word of it can be read in a picture."
        )
    doubts = list(_doubts(drawn, read))
    unsure = [why for differs, why in doubts if not differs]
    if certain := [why for differs, why in doubts if differs]:
        return Finding(SealOutcome.DIFFERS, certain[0])
    if unsure:
        return Finding(SealOutcome.CANNOT_TELL, unsure[0])
    if not all(legible):
        return Finding(
            SealOutcome.CANNOT_TELL, "Some of its words cannot be read in a picture."
        )
    return Finding(SealOutcome.AGREES)


def _doubts(drawn: Sequence[Drawn], read: Read) -> Iterator[tuple[bool, str]]:
    """Yield for each doubtful word whether it differs for certain, and how."""
    texts = read([picture for _, picture in drawn])
    for (strip, picture), seen in zip(drawn, texts, strict=True):
        for doubt in list(differences(strip, picture, seen)):
            found = _looked_closer(strip, picture, doubt, read)
            if found is not None:
                certain, shown = found
                yield certain, _reason(strip, doubt, shown)


def _looked_closer(
    strip: Strip, picture: Picture, doubt: Difference, read: Read
) -> tuple[bool, str] | None:
    """Return whether closer looks agree that a word differs, and what it reads.

    None if one of them reads the word as the text has it.
    """
    if doubt.is_certain:
        return True, doubt.seen
    closer = list(around(strip, picture, doubt.index))
    texts = read([part for _, part in closer])
    shown = []
    for (part, small), seen in zip(closer, texts, strict=True):
        found = list(differences(part, small, seen))
        if not found:
            return None
        shown.append(found[0].seen)
    [(most, times)] = Counter([*shown, doubt.seen]).most_common(1)
    return times > AGREEING, most


def _reason(strip: Strip, doubt: Difference, shown: str) -> str:
    return (
        f"Page {strip.page}: where the text says “{doubt.word}”, "
        f"the picture shows “{shown or 'nothing'}”."
    )
