"""What checks before publishing look at: claims, and the evaluations that they rest on.

It takes as many queries however many claims there are, and reads no file.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.domain.checks.claims import (
    CheckedTest,
    Ground,
    Link,
    claim_findings,
    evaluation_findings,
)
from annotator.domain.checks.findings import Finding
from annotator.domain.checks.lines import ReportedLine
from annotator.domain.views.contents import (
    EvaluationView,
    ResultView,
    ScorecardView,
    ThresholdView,
)
from annotator.services.context import Context
from annotator.services.passages.quote_views import quote_views
from annotator.services.published.collection import published
from annotator.services.published.snapshots import thaw_scorecard
from annotator.services.publishing.drafts_as_pages import evaluation_view, result_view
from annotator.storage import claim_changes, line_histories
from annotator.storage.claims import claims, critiques, evaluations, evidence
from annotator.storage.claims.claims import StatedRow
from annotator.storage.claims.evaluations import Evaluation
from annotator.storage.claims.evidence import Evidence
from annotator.storage.line_histories import LineState
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind


@dataclass(frozen=True)
class Material:
    """Claims and evaluations as the checks look at them."""

    grounds: tuple[Ground, ...]
    tests: Mapping[str, CheckedTest]  # by slug

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
            for finding in evaluation_findings(self.tests[slug], linked):
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


def changed_tests(context: Context, view: ScorecardView) -> dict[str, EvaluationView]:
    """Return the evaluations that a scorecard would show readers differently, by slug."""
    last = publications.find(context.session, PageKind.SCORECARD, view.slug)
    cards = thaw_scorecard(last.body).cards if last else ()
    shown = {test.slug: test for card in cards for test in card.evaluations}
    tests = [test for card in view.cards for test in card.evaluations]
    return {test.slug: test for test in tests if shown.get(test.slug) != test}


def material_of(
    context: Context,
    slugs: Sequence[str],
    tests: Collection[str] = (),
    models: Collection[str] = (),
) -> Material:
    """Return these claims, with the evaluations that they link to, and more of these.

    ``models`` are those of the scorecard on which they are published, if it is one.
    """
    session = context.session
    by_slug = claims.stated(session, slugs)
    stated = [by_slug[slug] for slug in slugs]
    links: dict[int, list[Evidence]] = {}
    for link in evidence.on_results(session, [claim.id for claim in stated]):
        links.setdefault(link.claim_id, []).append(link)
    linked = [link.result for some in links.values() for link in some if link.result]
    ids = {result.evaluation_id for result in linked}
    rows = evaluations.by_ids_or_slugs(session, ids, tests)
    about = claims.models_of(session, [*links])
    theirs = {model.slug for some in about.values() for model in some}
    made = _tests(context, rows, models or theirs)
    shown = {
        number: view
        for test in made.values()
        for number, view in zip(test.results, test.view.results, strict=True)
    }
    tested = {row.id: row for row in rows}
    their_links = {
        claim: tuple(_link(link, tested, shown) for link in some)
        for claim, some in links.items()
    }
    names = {claim: [model.name for model in some] for claim, some in about.items()}
    grounds = _grounds(context, stated, their_links, names)
    return Material(tuple(grounds), made)


def _grounds(
    context: Context,
    stated: Sequence[StatedRow],
    links: Mapping[int, tuple[Link, ...]],
    models: Mapping[int, Sequence[str]],
) -> Iterator[Ground]:
    """Yield the claims of which something can be doubtful: without results and verdict, none."""
    judged = claim_changes.judged(context.session, [claim.id for claim in stated])
    written = critiques.written_at(context.session, [*judged])
    changed = claim_changes.grounds_changed(context.session, [*judged])
    for claim in stated:
        if claim.id not in links and claim.id not in judged:
            continue
        yield Ground(
            slug=claim.slug,
            text=claim.text,
            models=tuple(models.get(claim.id, ())),
            links=links.get(claim.id, ()),
            verdict_at=judged.get(claim.id),
            critique_at=written.get(claim.id),
            evidence_at=changed.get(claim.id),
        )


def _link(
    row: Evidence, tests: Mapping[int, Evaluation], shown: Mapping[int, ResultView]
) -> Link:
    result = row.result
    if result is None:
        raise ValueError(f"link {row.id} is to no result")
    test = tests[result.evaluation_id]
    view = shown.get(result.id) or result_view(result, test.name, {})
    return Link(row.id, row.stance, row.load_bearing, test.slug, view, result.id)


def _tests(
    context: Context, rows: Sequence[Evaluation], models: Collection[str]
) -> dict[str, CheckedTest]:
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
    public = _published(context, models)
    return {
        row.slug: CheckedTest(
            evaluation_view(row, {r.model.slug for r in row.results}, quotes),
            tuple(line.id for line in row.thresholds),
            tuple(result.id for result in row.results),
            public.get(row.slug),
            tuple(map(_reported, reported.get(row.id, ()))),
        )
        for row in rows
    }


def _published(context: Context, models: Collection[str]) -> dict[str, EvaluationView]:
    """Return the evaluations as readers see them, by slug."""
    shown = published(context).scorecards

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
