"""The steps of an import that add reasons to the list, and verdicts that name them."""

from collections.abc import Mapping

from annotator.domain.claims import GivenReason
from annotator.services.claims import reasons, verdicts
from annotator.services.claims.reasons import Reason, ReasonFacts
from annotator.services.scorecard_files import references
from annotator.services.scorecard_files.import_run import ImportRun
from annotator.services.scorecard_files.schema import (
    ClaimPart,
    GivenReasonPart,
    ReasonPart,
)
from annotator.services.scorecard_files.yaml_tree import Path

Rows = Mapping[
    int, int
]  # the row of each piece of a claim, by its position in the file


def take_reasons(work: ImportRun) -> None:
    """Add new reasons where the file has them; known ones keep their names and places.

    A known one is given the explanation that the file has.
    """
    known = {reason.slug: reason for reason in reasons.list_reasons(work.context)}
    last = "" if any(part.slug in known for part in work.file.reasons) else None
    for position, part in enumerate(work.file.reasons):
        with work.at("reasons", position):
            known[part.slug] = _take_reason(work, part, known.get(part.slug), last)
        last = part.slug
    listed = ", ".join(sorted(known))
    work.mistakes += [
        (path, f"there is no reason “{slug}”; known are {listed}")
        for path, slug in references.reasons(work.file)
        if slug not in known
    ]


def _take_reason(
    work: ImportRun, part: ReasonPart, known: Reason | None, last: str | None
) -> Reason:
    if known is None:
        facts = ReasonFacts(part.name, part.explanation or "")
        return reasons.add_reason(work.context, facts, slug=part.slug, after=last)
    if part.explanation in {None, known.explanation}:
        return known
    facts = ReasonFacts(known.name, part.explanation or "")
    return reasons.edit_reason(work.context, part.slug, facts)


def take_verdict(
    work: ImportRun, part: ClaimPart, path: Path, links: Rows, tense: Rows
) -> None:
    """Give a claim the verdict of the file; ``links`` and ``tense`` are what it rests on."""
    verdict = part.verdict
    if verdict is None:
        return
    given = None
    if verdict.reasons is not None:
        given = [_given(reason, links, tense) for reason in verdict.reasons]
    with work.at(*path, "verdict"):
        verdicts.give_verdict(
            work.context,
            claim=part.slug,
            shown=verdict.shown,
            credence=verdict.credence,
            rationale=verdict.rationale,
            reasons=given,
        )


def _given(part: GivenReasonPart, links: Rows, tense: Rows) -> GivenReason:
    """Return a reason; a part of the claim that was a mistake is left out."""
    return GivenReason(
        part.reason,
        part.sentence,
        links.get(part.evidence - 1) if part.evidence else None,
        tense.get(part.tension - 1) if part.tension else None,
    )
