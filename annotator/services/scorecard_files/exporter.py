"""Export a scorecard, with everything that it shows, as a scorecard file."""

from collections.abc import Sequence
from dataclasses import asdict

from annotator.domain.claims import plain_facts
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import State
from annotator.services.context import Context
from annotator.services.scorecard_files.absence_parts import absence_parts
from annotator.services.scorecard_files.passage_parts import PassageParts
from annotator.services.scorecard_files.schema import (
    AbsencePart,
    CardPart,
    CategoryPart,
    ClaimPart,
    CritiquePart,
    EvaluationPart,
    EvidencePart,
    GivenReasonPart,
    GroupPart,
    InvitationPart,
    LabPart,
    ModelPart,
    QuotePart,
    ReasonPart,
    RegionPart,
    RelationPart,
    ReportPart,
    ResultPart,
    ResultTarget,
    ScorecardFile,
    ScorecardPart,
    SidePart,
    SourceTarget,
    TensionPart,
    ThresholdPart,
    VerdictPart,
)
from annotator.services.scorecard_files.yaml_file import dump
from annotator.storage.claims import (
    categories,
    claims,
    critiques,
    evaluations,
    evidence,
    invitations,
    reasons,
    relations,
    scorecards,
    tensions,
    verdicts,
)
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.evaluations import Evaluation, Result, Threshold
from annotator.storage.claims.evidence import Evidence
from annotator.storage.claims.scorecards import Card, Scorecard
from annotator.storage.claims.tensions import Tension
from annotator.storage.claims.verdicts import Verdict
from annotator.storage.library import reports, revisions
from annotator.storage.library.labs import Model
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision
from annotator.storage.passages import tags


def export_scorecard(context: Context, slug: str) -> str:
    """Return the scorecard called ``slug`` as YAML; see docs/scorecard-files.md."""
    context.require(Action.READ_DRAFTS)
    scorecard = scorecards.by_slug(context.session, slug)
    return dump(_Export(context, scorecard).file())


class _Export:
    """One export: the rows it writes."""

    def __init__(self, context: Context, scorecard: Scorecard) -> None:
        session = context.session
        self.context = context
        self.scorecard = scorecard
        found = claims.about(session, scorecard.models)
        self.claims = [claim for claim in found if claim.state is not State.WITHDRAWN]
        ids = [claim.id for claim in self.claims]
        self.links = evidence.of_claims(session, ids)
        self.links_of: dict[int, list[Evidence]] = {}
        for link in self.links:
            self.links_of.setdefault(link.claim_id, []).append(link)
        self.tensions = tensions.of_claims(session, ids)
        self.invitations = invitations.of_claims(
            session, [claim.slug for claim in self.claims]
        )
        self.critiques = critiques.latest(session, ids)
        self.verdicts = verdicts.latest(session, ids)
        self.tests = [*evaluations.about(session, scorecard.models)]
        self.tests += self._cited_besides()
        self.relations = relations.of_evaluations(
            session, {test.id for test in self.tests}
        )
        self.tags = tags.of_passages(session, self._passage_ids())
        self.passages = PassageParts(context, self._passage_ids())
        self.absences = absence_parts(context, self.links)

    def file(self) -> ScorecardFile:
        lab = self.scorecard.lab
        models = self._models()
        return ScorecardFile(
            annotator=1,
            lab=LabPart(
                slug=lab.slug,
                name=lab.name,
                url=lab.url,
                invented=lab.invented or None,
            ),
            models=tuple(self._model(model) for model in models),
            reports=tuple(self._reports()),
            groups=tuple(
                GroupPart(
                    slug=group.slug,
                    name=group.name,
                    introduction=group.introduction or None,
                )
                for group in categories.groups(self.context.session)
            ),
            categories=tuple(
                CategoryPart(
                    slug=category.slug,
                    name=category.name,
                    group=category.group.slug,
                    introduction=category.introduction or None,
                    experimental=category.experimental or None,
                    invitation=category.invitation or None,
                )
                for category in categories.every(self.context.session)
            ),
            reasons=tuple(
                ReasonPart(
                    slug=reason.slug, name=reason.name, explanation=reason.explanation
                )
                for reason in reasons.every(self.context.session)
            ),
            scorecard=self._scorecard(),
            evaluations=tuple(self._evaluation(test) for test in self.tests),
            claims=tuple(self._claim(claim) for claim in self.claims),
        )

    def _cited_besides(self) -> list[Evaluation]:
        """Return the evaluations that claims cite and that are not on its models."""
        known = {test.slug for test in self.tests}
        cited = {link.result.evaluation.slug for link in self.links if link.result}
        cited |= {row.result.evaluation.slug for row in self.tensions if row.result}
        found = (
            evaluations.find_by_slug(self.context.session, slug)
            for slug in sorted(cited - known)
        )
        return [test for test in found if test is not None]

    def _passage_ids(self) -> set[int]:
        found = {claim.assertion_id for claim in self.claims}
        found |= {link.passage_id for link in self.links}
        found |= {passage for row in self.tensions for passage in row.passage_ids}
        found |= {passage for test in self.tests for passage in test.passage_ids}
        return {passage for passage in found if passage is not None}

    def _models(self) -> list[Model]:
        """Return the scorecard's models, then the others that the file names."""
        named = {model.id: model for model in self.scorecard.models}
        for claim in self.claims:
            named |= {model.id: model for model in claim.models}
        for test in self.tests:
            named |= {result.model.id: result.model for result in test.results}
        return self._with_relatives(list(named.values()))

    def _with_relatives(self, named: list[Model]) -> list[Model]:
        """Return models, with those that they name as predecessor or released with."""
        found: dict[int, Model] = {}
        waiting = named[::-1]
        while waiting:
            model = waiting.pop()
            if model.id not in found:
                found[model.id] = model
                waiting[:0] = self._relatives(model)
        return list(found.values())

    def _model(self, model: Model) -> ModelPart:
        is_ours = model.lab_id == self.scorecard.lab_id
        earlier = model.predecessor if is_ours else None
        together = model.released_with if is_ours else ()
        return ModelPart(
            slug=model.slug,
            name=model.name,
            most_powerful=model.most_powerful,
            released=model.released,
            training_dates=model.training_dates,
            deployment_dates=model.deployment_dates,
            predecessor=earlier.slug if earlier else None,
            released_together=tuple(other.slug for other in together) or None,
        )

    def _relatives(self, model: Model) -> list[Model]:
        if (
            model.lab_id != self.scorecard.lab_id
        ):  # a claim cites a result of another lab
            return []
        earlier = [model.predecessor] if model.predecessor else []
        return [*earlier, *model.released_with]

    def _reports(self) -> list[ReportPart]:
        covering = reports.covering(self.context.session, self.scorecard.models)
        slugs = self.passages.report_slugs | {report.slug for report in covering}
        slugs |= {absence.report for absence in self.absences.values()}
        found = reports.by_slugs(self.context.session, slugs)
        newest = revisions.newest_of(
            self.context.session, {report.id for report in found.values()}
        )
        return [
            self._report(found[slug], newest[found[slug].id]) for slug in sorted(slugs)
        ]

    def _report(self, report: Report, newest: Revision) -> ReportPart:
        return ReportPart(
            slug=report.slug,
            title=report.title,
            kind=report.kind,
            published=report.published,
            source_url=report.source_url,
            models=tuple(model.slug for model in report.models),
            sha256=newest.sha256,
        )

    def _scorecard(self) -> ScorecardPart:
        cards = sorted(self.scorecard.cards, key=lambda card: card.category.place)
        return ScorecardPart(
            slug=self.scorecard.slug,
            title=self.scorecard.title,
            models=tuple(model.slug for model in self.scorecard.models),
            summary=self.scorecard.summary,
            overall=self.scorecard.overall,
            cards={
                card.category.slug: part
                for card in cards
                for part in [_card(card)]
                if part != CardPart()
            },
        )

    def _evaluation(self, test: Evaluation) -> EvaluationPart:
        return EvaluationPart(
            slug=test.slug,
            name=test.name,
            category=test.category.slug,
            kind=test.kind,
            developer=test.developer,
            metric=test.metric,
            direction=test.direction,
            thresholds=tuple(
                self._threshold(threshold) for threshold in test.thresholds
            ),
            results=tuple(
                self._result(result, test.thresholds) for result in test.results
            ),
            relations=tuple(
                RelationPart(
                    kind=row.kind,
                    report=row.report.slug if row.report else None,
                    other=row.other.slug if row.other else None,
                    sentence=row.sentence,
                )
                for row in self.relations
                if row.evaluation_id == test.id
            ),
        )

    def _threshold(self, threshold: Threshold) -> ThresholdPart:
        return ThresholdPart(
            kind=threshold.kind,
            statement=threshold.statement,
            **asdict(threshold.typed),
            source=self._quote(threshold.passage_id),
        )

    def _result(self, result: Result, lines: Sequence[Threshold]) -> ResultPart:
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
            **asdict(result.typed),
            invoked=lines.index(result.invoked) + 1 if result.invoked else None,
            discount=result.discount,
            discount_source=self._quote(result.discount_id),
            source=self._quote(result.passage_id),
            no_source=result.no_source,
        )

    def _claim(self, claim: Claim) -> ClaimPart:
        critique = self.critiques.get(claim.id)
        verdict = self.verdicts.get(claim.id)
        return ClaimPart(
            slug=claim.slug,
            category=claim.category.slug,
            models=tuple(model.slug for model in claim.models),
            part_of=claim.parent.slug if claim.parent else None,
            assertion=self._quote(claim.assertion_id),
            verdict=self._verdict(verdict) if verdict else None,
            critique=CritiquePart.of(critique.text) if critique else None,
            evidence=tuple(self._evidence_of(claim)),
            tensions=tuple(
                self._tension(row) for row in self.tensions if row.claim_id == claim.id
            ),
            invitations=tuple(
                InvitationPart.of(row.facts)
                for row in reversed(self.invitations)
                if row.claim_id == claim.id
            ),
            **plain_facts(claim),
        )

    def _verdict(self, verdict: Verdict) -> VerdictPart:
        links = [link.id for link in self.links_of.get(verdict.claim_id, ())]
        tense = [r.id for r in self.tensions if r.claim_id == verdict.claim_id]
        return VerdictPart(
            shown=verdict.shown,
            credence=verdict.credence,
            rationale=verdict.rationale,
            reasons=tuple(
                GivenReasonPart(
                    reason=given.reason,
                    sentence=given.sentence,
                    evidence=links.index(given.evidence) + 1
                    if given.evidence
                    else None,
                    tension=tense.index(given.tension) + 1 if given.tension else None,
                )
                for given in verdict.given
            )
            or None,
        )

    def _evidence_of(self, claim: Claim) -> Sequence[EvidencePart]:
        return [self._link(link) for link in self.links_of.get(claim.id, ())]

    def _link(self, link: Evidence) -> EvidencePart:
        quote = self._quote(link.passage_id)
        return EvidencePart(
            stance=link.stance,
            **(dict(quote) if quote else {}),
            region=self._region(link.passage_id),
            result=self._result_target(link.result) if link.result else None,
            absence=self._absence(link.absence_id),
            source=SourceTarget(url=link.source_url, title=link.source_title)
            if link.source_url
            else None,
            aims_at=link.aims_at,
            load_bearing=link.load_bearing,
            strength=link.strength,
            reasons=tuple(link.reasons),
            note=link.note,
            tags=self.tags.get(link.passage_id or 0, ()),
        )

    def _tension(self, row: Tension) -> TensionPart:
        return TensionPart(
            sentence=row.sentence,
            a=self._side(row.passage_id),
            b=SidePart(result=self._result_target(row.result))
            if row.result
            else self._side(row.other_id),
        )

    def _side(self, passage_id: int | None) -> SidePart:
        quote = self._quote(passage_id)
        region = self._region(passage_id)
        return SidePart(**(dict(quote) if quote else {}), region=region)

    def _result_target(self, result: Result) -> ResultTarget:
        test = next(x for x in self.tests if x.id == result.evaluation_id)
        plain = ResultTarget(evaluation=test.slug, model=result.model.slug)
        if sum(other.model is result.model for other in test.results) == 1:
            return plain
        told_apart = {
            "metric": result.metric,
            "snapshot": result.snapshot,
            "split": result.split,
        }
        return plain.model_copy(update=told_apart)

    def _quote(self, passage_id: int | None) -> QuotePart | None:
        return self.passages.quote(passage_id)

    def _absence(self, absence_id: int | None) -> AbsencePart | None:
        return None if absence_id is None else self.absences[absence_id]

    def _region(self, passage_id: int | None) -> RegionPart | None:
        return self.passages.region(passage_id)


def _card(card: Card) -> CardPart:
    return CardPart(
        lab_says=card.lab_says,
        we_say=card.we_say,
        in_short=card.in_short,
        shown=card.shown,
        credence=card.credence,
        analysis=card.analysis,
    )
