"""What an editor should look at before publishing, and what was published all the same.

The findings are about what publishing would change for readers: claims that are new or
changed, and evaluations that a scorecard would show differently. They take as many
queries however many claims there are, and read no file.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.domain.checks.claims import (
    Ground,
    Link,
    Test,
    claim_findings,
    test_findings,
)
from annotator.domain.checks.findings import (
    Finding,
    Findings,
    UnseenFindingsError,
    without_repetition,
)
from annotator.domain.checks.lines import ReportedLine
from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Action
from annotator.domain.views.contents import EvaluationView, ScorecardView, ThresholdView
from annotator.services.context import Context
from annotator.services.passages.quote_views import quote_views
from annotator.services.published.snapshots import thaw_scorecard
from annotator.services.publishing.drafts_as_pages import evaluation_view, result_view
from annotator.storage import claim_changes, line_histories
from annotator.storage.claims import claims, critiques, evaluations, evidence, verdicts
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.evaluations import Evaluation
from annotator.storage.claims.evidence import Evidence
from annotator.storage.line_histories import LineState
from annotator.storage.published import overrides, publications
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
            reason = "is required: say why it is published all the same."
            raise InvalidError("because", reason)


NOTHING_SEEN = Over()


def of_claims(context: Context, slugs: Sequence[str]) -> Findings:
    """Return what is doubtful about claims, and about the evaluations under each."""
    context.require(Action.READ_DRAFTS)
    material = _material(context, slugs)
    found = [finding for ground in material.grounds for finding in material.of(ground)]
    return Findings(without_repetition(found), material.names)


def of_scorecard(
    context: Context, view: ScorecardView, slugs: Sequence[str]
) -> Findings:
    """Return what is doubtful about a scorecard, given its present view, and some claims.

    What is doubtful about an evaluation is told once, however many claims rest on it.
    """
    context.require(Action.READ_DRAFTS)
    changed = _changed_tests(context, view)
    material = _material(context, slugs, changed)
    found = [
        finding
        for slug, test in material.tests.items()
        for finding in test_findings(test, material.results_of(slug, changed))
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


# What the checks look at


@dataclass(frozen=True)
class _Material:
    """Claims and evaluations as the checks look at them."""

    grounds: tuple[Ground, ...]
    tests: Mapping[str, Test]  # by slug

    @property
    def names(self) -> dict[str, str]:
        """The texts of the claims, by slug."""
        return {ground.slug: ground.text for ground in self.grounds}

    @property
    def carrying(self) -> set[str]:
        """The slugs of the evaluations that claims rest on."""
        links = [link for ground in self.grounds for link in ground.links]
        return {link.test for link in links if link.carries}

    def of(self, ground: Ground) -> Iterator[Finding]:
        """Yield what is found on a claim and on the evaluations that it rests on."""
        yield from claim_findings(ground, self.tests)
        for slug in dict.fromkeys(link.test for link in ground.links if link.carries):
            linked = {link.number for link in ground.links}
            for finding in test_findings(self.tests[slug], linked):
                yield replace(finding, claim=ground.slug)

    def results_of(
        self, slug: str, changed: Mapping[str, EvaluationView]
    ) -> Collection[int]:
        """Return the results of an evaluation that readers would be shown anew."""
        links = [link for ground in self.grounds for link in ground.links]
        linked = {link.number for link in links if link.test == slug}
        if slug not in changed:
            return linked
        models = {result.model for result in changed[slug].results}
        test = self.tests[slug]
        pairs = zip(test.results, test.view.results, strict=True)
        return linked | {number for number, result in pairs if result.model in models}


def _changed_tests(context: Context, view: ScorecardView) -> dict[str, EvaluationView]:
    """Return the evaluations that a scorecard would show readers differently, by slug."""
    last = publications.find(context.session, PageKind.SCORECARD, view.slug)
    cards = thaw_scorecard(last.body).cards if last else ()
    shown = {test.slug: test for card in cards for test in card.evaluations}
    tests = [test for card in view.cards for test in card.evaluations]
    return {test.slug: test for test in tests if shown.get(test.slug) != test}


def _material(
    context: Context, slugs: Sequence[str], tests: Collection[str] = ()
) -> _Material:
    """Return these claims, with the evaluations that they link to, and more of these."""
    session = context.session
    by_slug = claims.by_slugs(session, slugs)
    stated = [by_slug[slug] for slug in slugs]
    links: dict[int, list[Evidence]] = {}
    for link in evidence.on_results(session, [claim.id for claim in stated]):
        links.setdefault(link.claim_id, []).append(link)
    linked = [link.result for each in links.values() for link in each if link.result]
    ids = {result.evaluation_id for result in linked}
    rows = evaluations.by_ids_or_slugs(session, ids, tests)
    models = {model.slug for claim in stated for model in claim.models}
    made = _tests(context, rows, models)
    return _Material(tuple(_grounds(context, stated, links, rows, made)), made)


def _grounds(
    context: Context,
    stated: Sequence[Claim],
    links: Mapping[int, Sequence[Evidence]],
    rows: Sequence[Evaluation],
    tests: Mapping[str, Test],
) -> Iterator[Ground]:
    ids = [claim.id for claim in stated]
    judged = verdicts.latest(context.session, ids)
    written = critiques.written_at(context.session, [*judged])
    changed = claim_changes.grounds_changed(context.session, [*judged])
    slugs = {row.id: row.slug for row in rows}
    for claim in stated:
        verdict = judged.get(claim.id)
        yield Ground(
            slug=claim.slug,
            text=claim.text,
            models=tuple(model.name for model in claim.models),
            links=tuple(_link(row, slugs, tests) for row in links.get(claim.id, ())),
            verdict_at=verdict.at if verdict else None,
            critique_at=written.get(claim.id),
            evidence_at=changed.get(claim.id),
        )


def _link(row: Evidence, slugs: Mapping[int, str], tests: Mapping[str, Test]) -> Link:
    result = row.result
    if result is None:
        raise ValueError(f"link {row.id} is to no result")
    test = tests[slugs[result.evaluation_id]]
    shown = dict(zip(test.results, test.view.results, strict=True))
    view = shown.get(result.id) or result_view(result, test.view.name, {})
    return Link(row.id, row.stance, row.load_bearing, test.view.slug, view, result.id)


def _tests(
    context: Context, rows: Sequence[Evaluation], models: Collection[str]
) -> dict[str, Test]:
    """Return evaluations as the checks look at them, by slug.

    What readers see of one is taken from the newest scorecard on one of ``models``, or
    else from the newest that shows it.
    """
    results = [result for row in rows for result in row.results]
    asides = {
        result.discount_id
        for result in results
        if result.discount_id is not None and not result.discount
    }
    quotes = quote_views(context, sorted(asides)) if asides else {}
    reported = line_histories.line_states(context.session, [row.id for row in rows])
    published = _published(context, models)
    return {
        row.slug: Test(
            evaluation_view(row, {r.model.slug for r in row.results}, quotes),
            tuple(line.id for line in row.thresholds),
            tuple(result.id for result in row.results),
            published.get(row.slug),
            tuple(map(_reported, reported.get(row.id, ()))),
        )
        for row in rows
    }


def _published(context: Context, models: Collection[str]) -> dict[str, EvaluationView]:
    """Return the evaluations as readers see them, by slug."""
    current = publications.current(context.session, PageKind.SCORECARD)
    shown = [thaw_scorecard(found.body) for found in current]  # oldest first

    def is_on_them(scorecard: ScorecardView) -> bool:
        return not {model.slug for model in scorecard.models}.isdisjoint(models)

    return {
        test.slug: test
        for scorecard in sorted(shown, key=is_on_them)  # stable: theirs stand last
        for card in scorecard.cards
        for test in card.evaluations
    }


def _reported(state: LineState) -> ReportedLine:
    # A date that is not reported comes before all others.
    published = state.published if state.published[:1].isdigit() else ""
    return ReportedLine(
        ThresholdView(state.kind, state.statement, None, state.typed),
        state.title,
        (published, state.report),
        state.stands,
        state.line,
    )
