"""What people write about a claim, as it goes from a form or a file to the database.

The values are passed through every layer as a whole. A field that is only stored and
shown is named here, in the table, the form, the scorecard file and the pages, and nowhere
else.
"""

from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from annotator.domain.vocabulary import AssertedBy


def _labelled(label: str, default: Any = MISSING) -> Any:
    """Return a dataclass field; ``label`` is what people call it."""
    return field(default=default, metadata={"label": label})


@dataclass(frozen=True)
class ClaimFacts:
    """The facts that a person enters about a claim: everything but its evidence."""

    text: str = _labelled("Wording of the claim")
    category: str = _labelled("Category")  # slug
    lab: str = _labelled("Lab")  # slug
    models: tuple[str, ...] = _labelled("Models", ())  # slugs
    asserted_by: str = _labelled("Stated by", AssertedBy.LAB)
    parent: str = _labelled("Part of", "")  # slug of the claim this one is part of
    assertion: int | None = _labelled("Where the lab states it", None)  # a passage


@dataclass(frozen=True)
class CritiqueText:
    """The analyst's argument on a claim, in Markdown."""

    body: str = _labelled("The argument")
    change_our_mind: str = _labelled("What would change our mind", "")
    ask_the_lab: str = _labelled("What we ask the lab", "")


LONGEST_SENTENCE = 500  # code points of a tension's sentence, or of a reason's


@dataclass(frozen=True)
class TensionFacts:
    """That a passage and another, or a result, do not go together."""

    sentence: str = _labelled("What is in tension, in one sentence")
    passage: int = _labelled("A passage")
    other: int | None = _labelled("Another passage", None)
    result: int | None = _labelled("Or a result", None)


@dataclass(frozen=True)
class GivenReason:
    """A reason that a verdict names, in a sentence, and a part of the claim it rests on."""

    reason: str  # slug
    sentence: str
    evidence: int | None = None
    tension: int | None = None  # at most one of the two


_POINTING = {"category", "lab", "models", "parent", "assertion"}  # refer to other rows
PLAIN_FACTS = tuple(one.name for one in fields(ClaimFacts) if one.name not in _POINTING)


def labels(
    value: type[ClaimFacts] | type[CritiqueText] | type[TensionFacts],
) -> dict[str, str]:
    """Return the label of each field of a value, by the name of the field."""
    return {one.name: one.metadata["label"] for one in fields(value)}


def plain_facts(row: object) -> dict[str, Any]:
    """Return the facts that refer to no other row, from the attributes of ``row``."""
    return {name: getattr(row, name) for name in PLAIN_FACTS}
