"""Make the views that pages would show if the drafts were published now."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from annotator.domain.claims import plain_facts
from annotator.domain.evaluations.typed import TypedLine, TypedResult
from annotator.domain.scope import scope_of
from annotator.domain.views.contents import (
    AbsenceView,
    CardView,
    CategoryView,
    ClaimView,
    CritiqueView,
    EvaluationView,
    EvidenceView,
    GivenReasonView,
    GroupView,
    LabView,
    ModelView,
    QuoteView,
    ReasonView,
    RelationView,
    ReportView,
    ResultView,
    ScopeView,
    ScorecardView,
    SourceView,
    TensionView,
    ThresholdView,
    VerdictView,
)
from annotator.services.claims.absence_status import absence_views
from annotator.services.context import Context
from annotator.services.passages.quote_views import quote_views
from annotator.services.published.gate import facts_of, gate_of
from annotator.services.publishing.relation_views import relation_views
from annotator.storage.accounts import User
from annotator.storage.claims import (
    categories,
    critiques,
    evaluations,
    evidence,
    tensions,
    verdicts,
)
from annotator.storage.claims.categories import Category
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.critiques import Critique
from annotator.storage.claims.evaluations import Evaluation, Result
from annotator.storage.claims.evidence import Evidence
from annotator.storage.claims.scorecards import Card, Scorecard
from annotator.storage.claims.tensions import Tension
from annotator.storage.claims.verdicts import Verdict
from annotator.storage.library import reports
from annotator.storage.library.labs import Lab, Model

Quotes = dict[int, QuoteView]  # by passage id
Absences = dict[int, AbsenceView]  # by absence id
Part = TypeVar("Part", Evidence, Tension)


@dataclass(frozen=True)
class _Material:
    """What the views of some claims need, fetched for all of them at once."""

    evidence: dict[int, list[Evidence]]  # by claim id
    tensions: dict[int, list[Tension]]  # likewise
    tests: dict[int, Evaluation]  # that evidence points to, by id
    critiques: dict[int, Critique]
    verdicts: dict[int, Verdict]
    quotes: Quotes
    absences: Absences


def claim_views(context: Context, claims: Sequence[Claim]) -> list[ClaimView]:
    """Return the view that each claim's page would show now."""
    ids = [claim.id for claim in claims]
    links = evidence.of_claims(context.session, ids)
    tense = tensions.of_claims(context.session, ids)
    tests = evaluations.by_ids(
        context.session,
        {link.result.evaluation_id for link in links if link.result},
    )
    cited = _passages_of(claims, links, tense) | _holes(tests.values())
    material = _Material(
        evidence=_by_claim(links),
        tensions=_by_claim(tense),
        tests=tests,
        critiques=critiques.latest(context.session, ids),
        verdicts=verdicts.latest(context.session, ids),
        quotes=quote_views(context, sorted(cited)),
        absences=absence_views(context, _absences_of(links)),
    )
    return [_claim_view(claim, material) for claim in claims]


def _by_claim(parts: Iterable[Part]) -> dict[int, list[Part]]:
    """Return evidence or tensions in their order, by the id of their claim."""
    found: dict[int, list[Part]] = {}
    for part in parts:
        found.setdefault(part.claim_id, []).append(part)
    return found


def scorecard_view(
    context: Context, scorecard: Scorecard, cited: Collection[str] = ()
) -> ScorecardView:
    """Return the view that a scorecard's page would show now, without its claims.

    It lists the public reports on its models, and the ``cited`` reports (slugs), which
    become public with it.
    """
    tests = evaluations.about(context.session, scorecard.models)
    quotes = quote_views(
        context, sorted({cited for test in tests for cited in test.passage_ids})
    )
    related = relation_views(context, tests)
    written = {card.category_id: card for card in scorecard.cards}
    earlier = [model.predecessor for model in scorecard.models if model.predecessor]
    models = {model.slug for model in (*scorecard.models, *earlier)}
    cards = (
        _card_view(category, written.get(category.id), tests, models, quotes, related)
        for category in categories.every(context.session)
    )
    return ScorecardView(
        slug=scorecard.slug,
        title=scorecard.title,
        lab=_lab(scorecard.lab),
        models=tuple(_model(model) for model in scorecard.models),
        reports=tuple(_reports(context, scorecard, cited)),
        overall_md=scorecard.overall,
        summary=scorecard.summary,
        cards=tuple(cards),
    )


def _model(model: Model) -> ModelView:
    earlier = model.predecessor
    return ModelView(
        slug=model.slug,
        name=model.name,
        most_powerful=model.most_powerful,
        released=model.released,
        training_dates=model.training_dates,
        deployment_dates=model.deployment_dates,
        predecessor=earlier.slug if earlier else "",
        predecessor_name=earlier.name if earlier else "",
        released_with=tuple(other.name for other in model.released_with),
    )


def _reports(
    context: Context, scorecard: Scorecard, cited: Collection[str]
) -> Iterator[ReportView]:
    shown = gate_of(context).reports
    for report in reports.covering(context.session, scorecard.models):
        if report.slug in shown or report.slug in cited:
            public = shown.get(report.slug)
            facts = public.facts if public else facts_of(report)
            yield ReportView(
                facts.slug, facts.title, facts.kind, facts.published, facts.source_url
            )


def _claim_view(claim: Claim, material: _Material) -> ClaimView:
    critique = material.critiques.get(claim.id)
    verdict = material.verdicts.get(claim.id)
    return ClaimView(
        slug=claim.slug,
        category=_category(claim.category),
        lab=_lab(claim.lab),
        models=tuple(model.name for model in claim.models),
        assertion=_find(material.quotes, claim.assertion_id),
        verdict=_verdict(verdict) if verdict else None,
        critique=CritiqueView.of(
            critique.text, by=_name(critique.author), at=critique.at
        )
        if critique
        else None,
        evidence=tuple(
            _evidence(link, material) for link in material.evidence.get(claim.id, ())
        ),
        tensions=tuple(_tensions(material.tensions.get(claim.id, ()), material.quotes)),
        parent=claim.parent.slug if claim.parent else None,
        scope=_scope(claim, material),
        model_slugs=tuple(model.slug for model in claim.models),
        **plain_facts(claim),
    )


def _scope(claim: Claim, material: _Material) -> tuple[ScopeView, ...]:
    results = [link.result for link in material.evidence.get(claim.id, ())]
    linked = [
        (material.tests[result.evaluation_id], result.model.name)
        for result in results
        if result
    ]
    views = [
        evaluation_view(test, {r.model.slug for r in test.results}, material.quotes)
        for test in dict.fromkeys(test for test, _ in linked)
    ]
    models = [model.name for model in claim.models]
    return scope_of(models, views, [(test.slug, model) for test, model in linked])


def _verdict(verdict: Verdict) -> VerdictView:
    return VerdictView(
        shown=verdict.shown,
        credence=verdict.credence,
        rationale_md=verdict.rationale,
        by=_name(verdict.author),
        at=verdict.at,
        reasons=tuple(_reasons(verdict)),
    )


def _reasons(verdict: Verdict) -> Iterator[GivenReasonView]:
    for row, given in zip(verdict.reasons, verdict.given, strict=True):
        listed = row.reason
        yield GivenReasonView(
            ReasonView(listed.slug, listed.name, listed.explanation),
            given.sentence,
            given.evidence,
            given.tension,
        )


def _name(user: User | None) -> str:
    return user.display_name if user else ""


def _evidence(link: Evidence, material: _Material) -> EvidenceView:
    return EvidenceView(
        id=link.id,
        stance=link.stance,
        aims_at=link.aims_at,
        load_bearing=link.load_bearing,
        strength=link.strength,
        reasons=tuple(link.reasons),
        note=link.note,
        quote=_find(material.quotes, link.passage_id),
        result=result_view(link.result, link.result.evaluation.name, material.quotes)
        if link.result
        else None,
        source=SourceView(link.source_title, link.source_url)
        if link.source_url
        else None,
        absence=None if link.absence_id is None else material.absences[link.absence_id],
    )


def _tensions(rows: Iterable[Tension], quotes: Quotes) -> Iterator[TensionView]:
    for row in rows:
        quote, other = quotes.get(row.passage_id), _find(quotes, row.other_id)
        if quote and (other or row.result):  # a passage has a place in some file
            yield TensionView(
                id=row.id,
                sentence=row.sentence,
                quote=quote,
                other=other,
                result=result_view(row.result, row.result.evaluation.name, quotes)
                if row.result
                else None,
            )


def _card_view(
    category: Category,
    card: Card | None,  # None if nothing was written for it yet
    tests: Sequence[Evaluation],
    models: set[str],
    quotes: Quotes,
    related: Mapping[int, tuple[RelationView, ...]],
) -> CardView:
    return CardView(
        category=_category(category),
        lab_says=card.lab_says if card else "",
        we_say=card.we_say if card else "",
        analysis_md=card.analysis if card else "",
        evaluations=tuple(
            replace(
                evaluation_view(test, models, quotes),
                relations=related.get(test.id, ()),
            )
            for test in tests
            if test.category_id == category.id
        ),
        in_short=card.in_short if card else "",
        shown=card.shown if card else None,
        credence=card.credence if card else None,
    )


def evaluation_view(
    test: Evaluation, models: set[str], quotes: Quotes
) -> EvaluationView:
    """Return an evaluation with its results of these models (slugs)."""
    return EvaluationView(
        slug=test.slug,
        name=test.name,
        kind=test.kind,
        developer=test.developer,
        thresholds=tuple(
            ThresholdView(
                threshold.kind,
                threshold.statement,
                _find(quotes, threshold.passage_id),
                _unless_empty(threshold.typed),
            )
            for threshold in test.thresholds
        ),
        results=tuple(
            result_view(result, test.name, quotes)
            for result in test.results
            if result.model.slug in models
        ),
        metric=test.metric,
        direction=test.direction,
    )


def result_view(result: Result, evaluation: str, quotes: Quotes) -> ResultView:
    """Return a result on an evaluation (its name)."""
    return ResultView(
        evaluation=evaluation,
        model=result.model.name,
        state=result.state,
        value=result.value,
        metric=result.metric,
        n=result.n,
        interval=result.interval,
        snapshot=result.snapshot,
        split=result.split,
        note=result.note,
        quote=_find(quotes, result.passage_id),
        typed=_unless_empty(result.typed),
        invoked=_position(result),
        discount=result.discount,
        discount_quote=_find(quotes, result.discount_id),
        no_source=result.no_source,
    )


Typed = TypeVar("Typed", TypedLine, TypedResult)


def _unless_empty(typed: Typed) -> Typed | None:
    """Return None for typed fields that nobody filled in, as earlier versions froze them."""
    return None if typed == type(typed)() else typed


def _position(result: Result) -> int | None:
    """Return which threshold the lab held a result against, from 0."""
    if result.invoked is None:
        return None
    return result.evaluation.thresholds.index(result.invoked)


def _find(quotes: Quotes, passage_id: int | None) -> QuoteView | None:
    return None if passage_id is None else quotes.get(passage_id)


def _category(category: Category) -> CategoryView:
    group = category.group
    return CategoryView(
        category.slug,
        category.name,
        GroupView(group.slug, group.name, group.introduction),
        category.introduction,
        category.experimental,
        category.invitation if category.experimental else "",
    )


def _lab(lab: Lab) -> LabView:
    return LabView(lab.slug, lab.name, lab.invented)


def _absences_of(links: Iterable[Evidence]) -> set[int]:
    return {link.absence_id for link in links if link.absence_id is not None}


def _holes(tests: Iterable[Evaluation]) -> set[int]:
    """Return the passages that say that there is no result."""
    results = [result for test in tests for result in test.results]
    cited = {result.passage_id for result in results if not result.state.tells}
    return {passage_id for passage_id in cited if passage_id is not None}


def _passages_of(
    claims: Iterable[Claim], links: Iterable[Evidence], tense: Sequence[Tension]
) -> set[int]:
    found = {claim.assertion_id for claim in claims}
    parts: list[Evidence | Tension] = [*links, *tense]
    for part in parts:
        found.add(part.passage_id)
        if part.result:
            found |= {part.result.passage_id, part.result.discount_id}
    found |= {tension.other_id for tension in tense}
    return {passage_id for passage_id in found if passage_id is not None}
