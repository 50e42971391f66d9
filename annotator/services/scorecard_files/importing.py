"""Import a scorecard file: all of it, with every quote in its place, or nothing.

What the file names is made or brought in line with it; what it does not name is left
alone. Importing an export changes nothing.
"""

from typing import Any

from annotator.domain.errors import InvalidFileError, NotFoundError
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import PlacementState
from annotator.services import (
    claims,
    critiques,
    evidence,
    labs,
    library,
    passages,
    scorecards,
    verdicts,
)
from annotator.services.claims import ClaimFacts
from annotator.services.context import Context
from annotator.services.evidence import Target, Weight
from annotator.services.passages import QuoteNotFound
from annotator.services.scorecard_files import references
from annotator.services.scorecard_files.reading import Parsed, Path, parse
from annotator.services.scorecard_files.schema import (
    ClaimPart,
    EvaluationPart,
    EvidencePart,
    QuotePart,
    ReportPart,
)
from annotator.storage import evaluations
from annotator.storage import evidence as stored_evidence
from annotator.storage.evaluations import Evaluation, Result, Threshold
from annotator.storage.evidence import Evidence
from annotator.storage.revisions import Revision
from annotator.storage.scorecards import Scorecard


def import_scorecard(context: Context, *, name: str, text: str) -> Scorecard:
    """Import the YAML ``text`` of the file ``name``; see docs/scorecard-files.md.

    Raises InvalidFileError, which lists every mistake with its line: keys that are
    wrong, reports that are not stored, quotes that their report does not say.
    """
    context.require(Action.IMPORT_SCORECARD)
    return _Import(context, parse(name, text)).run()


class _Import:
    """One import under way: what it reads, and what it has found and made so far."""

    def __init__(self, context: Context, parsed: Parsed) -> None:
        self.context = context
        self.parsed = parsed
        self.file = parsed.file
        self.revisions: dict[str, Revision] = {}  # by the report's slug
        self.passages: dict[Path, int] = {}  # the passage of each quote in the file
        self.results: dict[tuple[str, str], int] = {}  # by evaluation and model

    def run(self) -> Scorecard:
        self._check_references()
        self._labs()
        self._categories()
        self._reports()
        self._quotes()
        for position, part in enumerate(self.file.evaluations):
            self._evaluation(part, ("evaluations", position))
        for position, claim in self._parents_first():
            self._claim(claim, ("claims", position))
        return self._scorecard()

    def _check_references(self) -> None:
        """Refuse a file whose parts do not agree, before anything is stored."""
        mistakes = [
            f"{self.parsed.at(path)}: there is no “{slug}” among this file's {kind}"
            for path, kind, slug in references.dangling(self.file)
        ]
        mistakes += [
            f"{kind}: “{slug}” stands there more than once"
            for kind, slug in references.repeated(self.file)
        ]
        self._refuse(mistakes)

    def _refuse(self, mistakes: list[str]) -> None:
        if mistakes:
            raise InvalidFileError(self.parsed.name, mistakes)

    # Labs, models, categories, reports

    def _labs(self) -> None:
        lab = labs.find_or_add_lab(self.context, self.file.lab.slug)
        lab.name, lab.url = self.file.lab.name, self.file.lab.url
        for part in self.file.models:
            model = labs.find_or_add_model(self.context, lab, part.slug)
            labs.edit_model(
                self.context,
                slug=model.slug,
                name=part.name,
                most_powerful=part.most_powerful,
                released=part.released,
                training_dates=part.training_dates,
                deployment_dates=part.deployment_dates,
            )
        self.context.session.flush()

    def _categories(self) -> None:
        known = {category.slug for category in claims.list_categories(self.context)}
        for part in self.file.categories:
            if part.slug not in known:
                claims.add_category(
                    self.context, slug=part.slug, name=part.name, group=part.group
                )
        known |= {part.slug for part in self.file.categories}
        self._refuse(
            [
                f"{self.parsed.at(path)}: there is no category “{slug}”; known are "
                f"{', '.join(sorted(known))}"
                for path, slug in references.categories(self.file)
                if slug not in known
            ]
        )

    def _reports(self) -> None:
        mistakes = []
        for position, part in enumerate(self.file.reports):
            try:
                self.revisions[part.slug] = self._report(part)
            except NotFoundError as error:
                at = self.parsed.at(("reports", position))
                mistakes.append(f"{at}: {error} Take its PDF in first.")
        self._refuse(mistakes)

    def _report(self, part: ReportPart) -> Revision:
        report = library.get_report(self.context, part.slug)
        library.edit_report(
            self.context,
            part.slug,
            title=part.title,
            kind=part.kind,
            published=part.published,
            source_url=part.source_url,
            models=part.models,
        )
        return library.get_revision(self.context, report, part.sha256)

    # Quotes

    def _quotes(self) -> None:
        mistakes = []
        for path, quote in references.quotes(self.file):
            found = passages.mark_found(
                self.context,
                revision=self.revisions[quote.report],
                quote=quote.quote,
                page=quote.page,
            )
            if isinstance(found, QuoteNotFound):
                mistakes.append(f"{self.parsed.at(path)}: {_why(quote, found)}")
            else:
                self.passages[path] = found.id
        self._refuse(mistakes)

    # Evaluations

    def _evaluation(self, part: EvaluationPart, path: Path) -> None:
        lab = labs.find_or_add_lab(self.context, self.file.lab.slug)
        category = next(
            c for c in claims.list_categories(self.context) if c.slug == part.category
        )
        stored = evaluations.find_by_slug(self.context.session, part.slug)
        if stored is None:
            stored = Evaluation(
                slug=part.slug, lab_id=lab.id, thresholds=[], results=[]
            )
            self.context.session.add(stored)
        stored.category_id = category.id
        stored.name, stored.kind, stored.developer = (
            part.name,
            part.kind,
            part.developer,
        )
        self.context.session.flush()
        self._thresholds(stored, part, path)
        self._results(stored, part, path)
        self.context.session.flush()
        for result in stored.results:
            self.results.setdefault((part.slug, result.model.slug), result.id)

    def _thresholds(self, stored: Evaluation, part: EvaluationPart, path: Path) -> None:
        known = {(each.kind, each.statement): each for each in stored.thresholds}
        for position, threshold in enumerate(part.thresholds):
            row = known.get((threshold.kind, threshold.statement))
            if row is None:
                row = Threshold(kind=threshold.kind, statement=threshold.statement)
                stored.thresholds.append(row)
            row.passage_id = self.passages.get(
                (*path, "thresholds", position, "source")
            )

    def _results(self, stored: Evaluation, part: EvaluationPart, path: Path) -> None:
        lab = labs.find_or_add_lab(self.context, self.file.lab.slug)
        models = {model.slug: model for model in lab.models}
        known = {_result_key(each.model.slug, each): each for each in stored.results}
        for position, result in enumerate(part.results):
            row = known.get(_result_key(result.model, result))
            if row is None:
                row = Result(model=models[result.model])
                stored.results.append(row)
            for name in ("state", "value", "metric", "n", "interval", "snapshot"):
                setattr(row, name, getattr(result, name))
            row.split, row.note = result.split, result.note
            row.passage_id = self.passages.get((*path, "results", position, "source"))

    # Claims

    def _parents_first(self) -> list[tuple[int, ClaimPart]]:
        waiting = list(enumerate(self.file.claims))
        ordered: list[tuple[int, ClaimPart]] = []
        while waiting:
            placed = {claim.slug for _, claim in ordered}
            ready = [
                (i, c) for i, c in waiting if c.part_of is None or c.part_of in placed
            ]
            if not ready:
                at = self.parsed.at(("claims", waiting[0][0], "part_of"))
                self._refuse([f"{at}: claims are part of one another in a circle"])
            ordered += ready
            waiting = [item for item in waiting if item not in ready]
        return ordered

    def _claim(self, part: ClaimPart, path: Path) -> None:
        facts = ClaimFacts(
            text=part.text,
            category=part.category,
            lab=self.file.lab.slug,
            models=part.models,
            asserted_by=part.asserted_by,
            parent=part.part_of or "",
            assertion=self.passages.get((*path, "assertion")),
        )
        try:
            claims.edit_claim(self.context, part.slug, facts)
        except NotFoundError:
            claims.add_claim(self.context, facts, slug=part.slug)
        for position, link in enumerate(part.evidence):
            self._evidence(part.slug, link, (*path, "evidence", position))
        self._opinions(part)

    def _opinions(self, part: ClaimPart) -> None:
        if part.critique:
            critiques.write_critique(
                self.context,
                claim=part.slug,
                body=part.critique.text,
                change_our_mind=part.critique.change_our_mind,
                ask_the_lab=part.critique.ask_the_lab,
            )
        if part.verdict:
            verdicts.give_verdict(
                self.context, claim=part.slug, **part.verdict.model_dump()
            )

    def _evidence(self, claim: str, part: EvidencePart, path: Path) -> None:
        target = self._target(part, path)
        weight = Weight(
            stance=part.stance,
            aims_at=part.aims_at,
            load_bearing=part.load_bearing,
            strength=part.strength,
            reasons=part.reasons,
            note=part.note,
        )
        known = self._known_link(claim, target, part)
        if known is None:
            evidence.link_evidence(
                self.context, claim=claim, target=target, weight=weight
            )
        else:
            evidence.weigh_evidence(self.context, known.id, weight)

    def _known_link(
        self, claim: str, target: Target, part: EvidencePart
    ) -> Evidence | None:
        stored = claims.get_claim(self.context, claim)
        links = stored_evidence.of_claims(self.context.session, [stored.id])
        same = [
            link
            for link in links
            if (link.passage_id, link.result_id, link.source_url)
            == (target.passage, target.result, target.source_url)
        ]
        exactly = [link for link in same if link.stance == part.stance]
        return next(iter(exactly), None)

    def _target(self, part: EvidencePart, path: Path) -> Target:
        if part.region:
            return Target(passage=self._region(part))
        if part.result:
            key = (part.result.evaluation, part.result.model)
            if key not in self.results:
                at = self.parsed.at((*path, "result"))
                self._refuse([f"{at}: {key[0]} has no result of {key[1]}"])
            return Target(result=self.results[key])
        if part.source:
            return Target(source_url=part.source.url, source_title=part.source.title)
        return Target(passage=self.passages[path])

    def _region(self, part: EvidencePart) -> int:
        region = part.region
        assert region is not None  # noqa: S101  -- said by the caller
        revision = self.revisions[region.report]
        return passages.find_or_mark_region(
            self.context,
            sha256=revision.sha256,
            page=region.page,
            box=region.box,
            description=region.description,
        ).id

    # The scorecard

    def _scorecard(self) -> Scorecard:
        part = self.file.scorecard
        try:
            scorecards.get_scorecard(self.context, part.slug)
        except NotFoundError:
            scorecards.add_scorecard(
                self.context,
                lab=self.file.lab.slug,
                models=part.models,
                title=part.title,
                slug=part.slug,
            )
        scorecards.edit_scorecard(
            self.context,
            part.slug,
            title=part.title,
            models=part.models,
            overall=part.overall,
        )
        for category, card in part.cards.items():
            scorecards.edit_card(
                self.context, part.slug, category=category, **card.model_dump()
            )
        self.context.session.flush()
        return scorecards.get_scorecard(self.context, part.slug)


def _result_key(model: str, result: Any) -> tuple[str, str, str, str]:
    return model, result.metric, result.snapshot, result.split


def _why(quote: QuotePart, found: QuoteNotFound) -> str:
    shown = quote.quote if len(quote.quote) <= 120 else f"{quote.quote[:119]}…"
    if found.state is PlacementState.AMBIGUOUS:
        return f"{quote.report} says “{shown}” in several places; give the page"
    if found.stands_on is not None:
        return (
            f"{quote.report} says “{shown}” on page {found.stands_on}, "
            f"not on page {quote.page}"
        )
    return f"{quote.report} does not say “{shown}”"
