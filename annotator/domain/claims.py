"""What people write about a claim, as it goes from a form or a file to the database.

The values travel whole through every layer: what is only stored and shown is named here,
by the table, by the form, by the scorecard file and by the pages, and nowhere between.
"""

from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from annotator.domain.vocabulary import AssertedBy


def _labelled(label: str, default: Any = MISSING) -> Any:
    """Return a field of a value; ``label`` is what people call it."""
    return field(default=default, metadata={"label": label})


@dataclass(frozen=True)
class ClaimFacts:
    """What a person says of a claim; everything but its evidence."""

    text: str = _labelled("What is claimed")
    category: str = _labelled("Category")  # slug
    lab: str = _labelled("Lab")  # slug
    models: tuple[str, ...] = _labelled("Models", ())  # slugs
    asserted_by: str = _labelled("Asserted by", AssertedBy.LAB)
    parent: str = _labelled("Part of", "")  # slug of the claim this one is part of
    assertion: int | None = _labelled("Where the lab asserts it", None)  # a passage


@dataclass(frozen=True)
class CritiqueText:
    """The analyst's argument on a claim, in Markdown."""

    body: str = _labelled("The argument")
    change_our_mind: str = _labelled("What would change our mind", "")
    ask_the_lab: str = _labelled("What we ask the lab", "")


_POINTING = {"category", "lab", "models", "parent", "assertion"}  # to other rows
PLAIN_FACTS = tuple(one.name for one in fields(ClaimFacts) if one.name not in _POINTING)


def labels(value: type[ClaimFacts] | type[CritiqueText]) -> dict[str, str]:
    """Return what people call each field of a value, by its name."""
    return {one.name: one.metadata["label"] for one in fields(value)}


def plain_facts(row: object) -> dict[str, Any]:
    """Return those facts of a claim that are no pointers, from what has them by name."""
    return {name: getattr(row, name) for name in PLAIN_FACTS}
