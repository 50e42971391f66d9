"""The page of an evaluation: what the published scorecards show of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.domain.errors import NotFoundError
from annotator.domain.permissions import Action
from annotator.domain.views.contents import (
    CardView,
    ClaimView,
    EvaluationView,
    LabView,
    RelationView,
    ResultView,
    ScorecardView,
)
from annotator.domain.views.pages import EvaluationPage, OtherEvaluation
from annotator.domain.views.status import CurrentStatus
from annotator.services.context import Context
from annotator.services.published.collection import published
from annotator.services.published.gate import gate_of
from annotator.services.published.snapshots import quotes_in
from annotator.services.publishing import pages
from annotator.services.publishing.current_status import status_of
from annotator.storage.claims import evaluations


def evaluation_page(context: Context, slug: str) -> EvaluationPage:
    """Return an evaluation with the results of every model on a public scorecard.

    Raises NotFoundError if no public scorecard shows it.
    """
    context.require(Action.READ_PUBLISHED)
    public: dict[str, list[_Shown]] = defaultdict(list)
    for scorecard in reversed(published(context).scorecards):
        for card in scorecard.cards:
            for test in card.evaluations:
                public[test.slug].append((scorecard, card, test))
    shown = public.get(slug, [])
    if not shown:
        raise NotFoundError("evaluation", slug)
    related = shown[0][2].relations
    others = {one.other: public[one.other] for one in related if one.other in public}
    scorecards = [scorecard for scorecard, _, _ in shown]
    everything = [*scorecards, *(other[0][0] for other in others.values())]
    quotes = [quote for scorecard in everything for quote in quotes_in(scorecard)]
    status = status_of(context, quotes, is_published=True)
    tests = [status.of_evaluation(test) for _, _, test in shown]
    reports = gate_of(context).reports
    claims = published(context).claims
    return EvaluationPage(
        name=tests[0].name,
        category=shown[0][1].category,
        labs=_labs(scorecards),
        tests=tuple(_with_one_row_each(_together(tests))),
        scorecards=tuple((card.slug, card.title) for card in scorecards),
        claims=tuple(_resting_on(claims, scorecards, tests)),
        status=status,
        predecessors=tuple(
            model.predecessor_name
            for scorecard in everything
            for model in scorecard.models
            if model.predecessor
        ),
        # A report or an evaluation that is not public is not named.
        followed=tuple(
            replace(one, report_title=reports[one.report].facts.title)
            for one in related
            if one.report in reports and (not one.other or one.other in others)
        ),
        others=tuple(
            _other(one, others[one.other], status)
            for one in related
            if one.other in others
        ),
    )


_Shown = tuple[ScorecardView, CardView, EvaluationView]


def _other(
    relation: RelationView, shown: Sequence[_Shown], status: CurrentStatus
) -> OtherEvaluation:
    scorecard, _, test = shown[0]
    named = replace(relation, other_name=test.name)
    return OtherEvaluation(named, scorecard.lab, status.of_evaluation(test))


def kept_name(context: Context, slug: str) -> str:
    """Return the slug of the public evaluation into which this one was merged.

    Raises NotFoundError if it was not merged, or that one is not public.
    """
    context.require(Action.READ_PUBLISHED)
    found = evaluations.find_by_slug(context.session, slug)
    into = found.merged_into_id if found else None
    kept = evaluations.slug_of(context.session, into) if into else ""
    is_public = any(
        test.slug == kept
        for scorecard in published(context).scorecards
        for card in scorecard.cards
        for test in card.evaluations
    )
    if not is_public:
        raise NotFoundError("evaluation", slug)
    return kept


def card_tests(
    context: Context, scorecard: str, category: str
) -> tuple[EvaluationView, ...]:
    """Return the evaluations on the board of a published scorecard's category (slugs).

    Raises NotFoundError, or WithdrawnError if the scorecard was public.
    """
    page = pages.scorecard_page(context, scorecard)
    for card in page.scorecard.cards:
        if card.category.slug == category and card.evaluations:
            return tuple(map(page.status.of_evaluation, card.evaluations))
    raise NotFoundError("category with evaluations", category)


def _labs(scorecards: Iterable[ScorecardView]) -> tuple[LabView, ...]:
    """Return the labs of scorecards, the newest first, by their newest names."""
    found: dict[str, LabView] = {}
    for scorecard in scorecards:
        found.setdefault(scorecard.lab.slug, scorecard.lab)
    return tuple(found.values())


def _together(tests: Iterable[EvaluationView]) -> Iterable[EvaluationView]:
    """Put the results on the same lines into one evaluation, newest scorecard first.

    Where the lines have changed between two scorecards, both states are kept apart, as
    no result may be held against a line that was not there.
    """
    found: dict[object, list[EvaluationView]] = {}
    for test in tests:
        lines = tuple(
            (line.kind, line.statement, line.typed) for line in test.thresholds
        )
        found.setdefault((lines, test.metric, test.direction), []).append(test)
    for same in found.values():
        results: list[ResultView] = []
        for test in same:
            newer = {_which(result) for result in results}
            results += [r for r in test.results if _which(r) not in newer]
        yield replace(same[0], results=tuple(results))


def _which(result: ResultView) -> tuple[str, ...]:
    """Return what a result is of: a newer scorecard may tell it anew."""
    return result.model, result.metric, result.split, result.snapshot


def _with_one_row_each(tests: Iterable[EvaluationView]) -> Iterable[EvaluationView]:
    """Give each state of the lines a slug of its own, as rows are known by it."""
    for at, test in enumerate(tests):
        yield replace(test, slug=f"{test.slug}-{at + 1}") if at else test


def _resting_on(
    claims: Iterable[ClaimView],
    scorecards: Sequence[ScorecardView],
    tests: Sequence[EvaluationView],
) -> Iterable[ClaimView]:
    """Yield the claims of these labs that a result of the evaluation bears on."""
    labs = {scorecard.lab.slug for scorecard in scorecards}
    names = {test.name for test in tests}
    for claim in claims:
        cited = {link.result.evaluation for link in claim.evidence if link.result}
        if claim.lab.slug in labs and cited & names:
            yield claim
