"""Write a scorecard, with everything that it shows, as a file that can be imported."""

from collections.abc import Sequence

from annotator.domain.permissions import Action
from annotator.domain.vocabulary import PassageKind, State
from annotator.services import library
from annotator.services.context import Context
from annotator.services.scorecard_files.reading import dump
from annotator.services.scorecard_files.schema import (
    CardPart,
    CategoryPart,
    ClaimPart,
    CritiquePart,
    EvaluationPart,
    EvidencePart,
    LabPart,
    ModelPart,
    QuotePart,
    RegionPart,
    ReportPart,
    ResultPart,
    ResultTarget,
    ScorecardFile,
    ScorecardPart,
    SourceTarget,
    ThresholdPart,
    VerdictPart,
)
from annotator.storage import (
    claims,
    critiques,
    evaluations,
    evidence,
    passages,
    reports,
    scorecards,
    verdicts,
)
from annotator.storage.claims import Claim
from annotator.storage.evaluations import Evaluation, Result, Threshold
from annotator.storage.evidence import Evidence
from annotator.storage.labs import Model
from annotator.storage.passages import Placement
from annotator.storage.scorecards import Scorecard


def export_scorecard(context: Context, slug: str) -> str:
    """Return the scorecard called ``slug`` as YAML; see docs/scorecard-files.md."""
    context.require(Action.READ_DRAFTS)
    scorecard = scorecards.by_slug(context.session, slug)
    return dump(_Export(context, scorecard).file())


class _Export:
    """One export under way: the rows that it writes down."""

    def __init__(self, context: Context, scorecard: Scorecard) -> None:
        session = context.session
        self.context = context
        self.scorecard = scorecard
        found = claims.about(session, scorecard.models)
        self.claims = [claim for claim in found if claim.state is not State.WITHDRAWN]
        ids = [claim.id for claim in self.claims]
        self.links = evidence.of_claims(session, ids)
        self.critiques = critiques.latest(session, ids)
        self.verdicts = verdicts.latest(session, ids)
        self.tests = evaluations.about(session, scorecard.models)
        self.placements = passages.current(session, sorted(self._passage_ids()))

    def file(self) -> ScorecardFile:
        lab = self.scorecard.lab
        models = self._models()
        return ScorecardFile(
            annotator=1,
            lab=LabPart(slug=lab.slug, name=lab.name, url=lab.url),
            models=tuple(_model(model) for model in models),
            reports=tuple(self._reports()),
            categories=tuple(
                CategoryPart(slug=each.slug, name=each.name, group=each.group)
                for each in claims.categories(self.context.session)
            ),
            scorecard=self._scorecard(),
            evaluations=tuple(self._evaluation(test) for test in self.tests),
            claims=tuple(self._claim(claim) for claim in self.claims),
        )

    def _passage_ids(self) -> set[int]:
        found = {claim.assertion_id for claim in self.claims}
        found |= {link.passage_id for link in self.links}
        found |= {passage for test in self.tests for passage in test.passage_ids}
        return {passage for passage in found if passage is not None}

    def _models(self) -> list[Model]:
        """Return the scorecard's models, then the others that its parts name."""
        named = {model.id: model for model in self.scorecard.models}
        for claim in self.claims:
            named |= {model.id: model for model in claim.models}
        for test in self.tests:
            named |= {result.model.id: result.model for result in test.results}
        return list(named.values())

    def _reports(self) -> list[ReportPart]:
        placed = self.placements.values()
        quoted = {placement.passage.report.slug for placement in placed}
        covering = reports.covering(self.context.session, self.scorecard.models)
        slugs = quoted | {report.slug for report in covering}
        parts = []
        for slug in sorted(slugs):
            report = reports.by_slug(self.context.session, slug)
            parts.append(
                ReportPart(
                    slug=report.slug,
                    title=report.title,
                    kind=report.kind,
                    published=report.published,
                    source_url=report.source_url,
                    models=tuple(model.slug for model in report.models),
                    sha256=library.get_revision(self.context, report).sha256,
                )
            )
        return parts

    def _scorecard(self) -> ScorecardPart:
        cards = sorted(self.scorecard.cards, key=lambda card: card.category.position)
        return ScorecardPart(
            slug=self.scorecard.slug,
            title=self.scorecard.title,
            models=tuple(model.slug for model in self.scorecard.models),
            overall=self.scorecard.overall,
            cards={
                card.category.slug: CardPart(
                    lab_says=card.lab_says, we_say=card.we_say, analysis=card.analysis
                )
                for card in cards
                if card.lab_says or card.we_say or card.analysis
            },
        )

    def _evaluation(self, test: Evaluation) -> EvaluationPart:
        return EvaluationPart(
            slug=test.slug,
            name=test.name,
            category=test.category.slug,
            kind=test.kind,
            developer=test.developer,
            thresholds=tuple(self._threshold(each) for each in test.thresholds),
            results=tuple(self._result(each) for each in test.results),
        )

    def _threshold(self, threshold: Threshold) -> ThresholdPart:
        return ThresholdPart(
            kind=threshold.kind,
            statement=threshold.statement,
            source=self._quote(threshold.passage_id),
        )

    def _result(self, result: Result) -> ResultPart:
        return ResultPart(
            model=result.model.slug,
            state=result.state,
            value=result.value,
            metric=result.metric,
            n=result.n,
            interval=result.interval,
            snapshot=result.snapshot,
            split=result.split,
            note=result.note,
            source=self._quote(result.passage_id),
        )

    def _claim(self, claim: Claim) -> ClaimPart:
        critique = self.critiques.get(claim.id)
        verdict = self.verdicts.get(claim.id)
        return ClaimPart(
            slug=claim.slug,
            category=claim.category.slug,
            text=claim.text,
            models=tuple(model.slug for model in claim.models),
            asserted_by=claim.asserted_by,
            part_of=claim.parent.slug if claim.parent else None,
            assertion=self._quote(claim.assertion_id),
            verdict=VerdictPart(
                shown=verdict.shown,
                credence=verdict.credence,
                rationale=verdict.rationale,
            )
            if verdict
            else None,
            critique=CritiquePart(
                text=critique.body,
                change_our_mind=critique.change_our_mind,
                ask_the_lab=critique.ask_the_lab,
            )
            if critique
            else None,
            evidence=tuple(self._evidence_of(claim)),
        )

    def _evidence_of(self, claim: Claim) -> Sequence[EvidencePart]:
        return [self._link(link) for link in self.links if link.claim_id == claim.id]

    def _link(self, link: Evidence) -> EvidencePart:
        quote = self._quote(link.passage_id)
        return EvidencePart(
            stance=link.stance,
            quote=quote.quote if quote else "",
            report=quote.report if quote else None,
            page=quote.page if quote else None,
            region=self._region(link.passage_id),
            result=ResultTarget(
                evaluation=link.result.evaluation.slug, model=link.result.model.slug
            )
            if link.result
            else None,
            source=SourceTarget(url=link.source_url, title=link.source_title)
            if link.source_url
            else None,
            aims_at=link.aims_at,
            load_bearing=link.load_bearing,
            strength=link.strength,
            reasons=tuple(link.reasons),
            note=link.note,
        )

    def _quote(self, passage_id: int | None) -> QuotePart | None:
        placement = self._placement(passage_id, PassageKind.QUOTE)
        if placement is None:
            return None
        return QuotePart(
            quote=placement.exact or placement.passage.exact,
            report=placement.passage.report.slug,
            page=placement.page_from,
        )

    def _region(self, passage_id: int | None) -> RegionPart | None:
        placement = self._placement(passage_id, PassageKind.REGION)
        if placement is None:
            return None
        page, x0, y0, x1, y1 = placement.passage.boxes[0]
        return RegionPart(
            report=placement.passage.report.slug,
            page=page,
            box=(x0, y0, x1, y1),
            description=placement.passage.description,
        )

    def _placement(self, passage_id: int | None, kind: PassageKind) -> Placement | None:
        placement = None if passage_id is None else self.placements.get(passage_id)
        return placement if placement and placement.passage.kind is kind else None


def _model(model: Model) -> ModelPart:
    return ModelPart(
        slug=model.slug,
        name=model.name,
        most_powerful=model.most_powerful,
        released=model.released,
        training_dates=model.training_dates,
        deployment_dates=model.deployment_dates,
    )
