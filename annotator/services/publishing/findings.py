"""What an editor should look at before publishing, and what was published all the same.

The findings are about what publishing would change for readers: claims that are new or
changed, and evaluations that a scorecard would show differently. They take as many
queries however many claims there are, and read no file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.checks.claims import claim_findings, evaluation_findings
from annotator.domain.checks.findings import (
    Finding,
    Findings,
    UnseenFindingsError,
    without_repetition,
)
from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Action
from annotator.domain.views.contents import ScorecardView
from annotator.services.context import Context
from annotator.services.publishing.grounds import changed_tests, material_of
from annotator.storage.published import overrides
from annotator.storage.published.overrides import Override
from annotator.storage.published.publications import PageKind, Publication

LONGEST = 1_000  # code points of a reason to publish all the same
KEPT = 50  # sentences that are kept with a publication
NEWEST = 5  # overrides of a page that the desk shows


@dataclass(frozen=True)
class Over:
    """What an editor has seen of the findings, and why they publish all the same."""

    seen: frozenset[str] = frozenset()  # keys of findings
    because: str = ""

    def require(self, found: Findings) -> None:
        """Raise UnseenFindingsError or InvalidError if this may not be published over."""
        because = self.because.strip()
        if len(because) > LONGEST:
            raise InvalidError("because", f"is longer than {LONGEST:,} characters.")
        unseen = [one for one in found.found if one.key not in self.seen]
        if unseen:
            raise UnseenFindingsError(unseen)
        if found.found and not because:
            reason = "is required: say why it is published anyway."
            raise InvalidError("because", reason)


NOTHING_SEEN = Over()


def of_claims(context: Context, slugs: Sequence[str]) -> Findings:
    """Return what is doubtful about claims, and about the evaluations under each."""
    context.require(Action.READ_DRAFTS)
    material = material_of(context, slugs)
    found = [finding for ground in material.grounds for finding in material.of(ground)]
    return Findings(without_repetition(found), material.names)


def of_scorecard(
    context: Context, view: ScorecardView, slugs: Sequence[str]
) -> Findings:
    """Return what is doubtful about a scorecard, given its present view, and some claims.

    What is doubtful about an evaluation is told once, however many claims rest on it.
    """
    context.require(Action.READ_DRAFTS)
    changed = changed_tests(context, view)
    models = [model.slug for model in view.models]
    material = material_of(context, slugs, changed, models)
    found = [
        finding
        for slug, test in material.tests.items()
        for finding in evaluation_findings(test, material.results_of(slug, changed))
        if slug in changed or slug in material.carrying
    ]
    for ground in material.grounds:
        found += claim_findings(ground, material.tests)
    return Findings(without_repetition(found), material.names)


# What was published all the same


def keep(
    context: Context,
    publication: Publication,
    over: Over,
    found: Sequence[Finding],
    names: Mapping[str, str] | None = None,
) -> None:
    """Keep with a publication what was found before it, and why it was published.

    ``names`` has the texts of claims by slug, where sentences have to name them.
    """
    context.require(Action.PUBLISH)
    if not found:
        return
    said = [_sentence(finding, names or {}) for finding in found[:KEPT]]
    kept = Override(
        publication_id=publication.id,
        findings=said,
        count=len(found),
        because=over.because.strip(),
        by_id=context.actor.id,
        by=context.actor.name,
        at=context.now,
    )
    context.session.add(kept)
    context.session.flush()


def published_over(context: Context, kind: str, slug: str) -> Sequence[Override]:
    """Return what a "claim" or a "scorecard" was published over, newest first."""
    context.require(Action.READ_DRAFTS)
    return overrides.of_page(context.session, PageKind(kind), slug, NEWEST)


def _sentence(finding: Finding, names: Mapping[str, str]) -> str:
    name = names.get(finding.claim)
    return f"“{name}”: {finding.sentence}" if name else finding.sentence
