"""What the parts of a scorecard file say of one another, each with its place."""

from collections.abc import Iterator
from itertools import chain

from annotator.services.scorecard_files.reading import Path
from annotator.services.scorecard_files.schema import (
    ClaimPart,
    EvaluationPart,
    QuotePart,
    ScorecardFile,
)

Reference = tuple[Path, str, str]  # its place, the kind of part it names, and the slug


def quotes(file: ScorecardFile) -> Iterator[tuple[Path, QuotePart]]:
    """Yield every quote of the file."""
    for position, claim in enumerate(file.claims):
        yield from _quotes_of_claim(claim, ("claims", position))
    for position, test in enumerate(file.evaluations):
        yield from _quotes_of_test(test, ("evaluations", position))


def dangling(file: ScorecardFile) -> Iterator[Reference]:
    """Yield every reference to a part that is not in the file."""
    known = {
        "models": {model.slug for model in file.models},
        "reports": {report.slug for report in file.reports},
        "claims": {claim.slug for claim in file.claims},
        "evaluations": {test.slug for test in file.evaluations},
    }
    for path, kind, slug in _references(file):
        if slug not in known[kind]:
            yield path, kind, slug


def repeated(file: ScorecardFile) -> Iterator[tuple[str, str]]:
    """Yield the kind and slug of each part that the file holds more than once."""
    slugs = [("claims", claim.slug) for claim in file.claims]
    slugs += [("evaluations", test.slug) for test in file.evaluations]
    yield from sorted({slug for slug in slugs if slugs.count(slug) > 1})


def categories(file: ScorecardFile) -> Iterator[tuple[Path, str]]:
    """Yield every category that the file names."""
    for position, claim in enumerate(file.claims):
        yield ("claims", position, "category"), claim.category
    for position, test in enumerate(file.evaluations):
        yield ("evaluations", position, "category"), test.category
    for slug in file.scorecard.cards:
        yield ("scorecard", "cards", slug), slug


def _quotes_of_claim(claim: ClaimPart, path: Path) -> Iterator[tuple[Path, QuotePart]]:
    if claim.assertion:
        yield (*path, "assertion"), claim.assertion
    for position, link in enumerate(claim.evidence):
        if link.quote and link.report:
            quote = QuotePart(quote=link.quote, report=link.report, page=link.page)
            yield (*path, "evidence", position), quote


def _quotes_of_test(
    test: EvaluationPart, path: Path
) -> Iterator[tuple[Path, QuotePart]]:
    sources = chain(
        (("thresholds", i, part.source) for i, part in enumerate(test.thresholds)),
        (("results", i, part.source) for i, part in enumerate(test.results)),
    )
    for kind, position, source in sources:
        if source:
            yield (*path, kind, position, "source"), source


def _references(file: ScorecardFile) -> Iterator[Reference]:
    for path, quote in quotes(file):
        yield (*path, "report"), "reports", quote.report
    for slug in file.scorecard.models:
        yield ("scorecard", "models"), "models", slug
    for i, test in enumerate(file.evaluations):
        for j, result in enumerate(test.results):
            yield ("evaluations", i, "results", j, "model"), "models", result.model
    for i, claim in enumerate(file.claims):
        yield from _references_of_claim(claim, ("claims", i))


def _references_of_claim(claim: ClaimPart, path: Path) -> Iterator[Reference]:
    for slug in claim.models:
        yield (*path, "models"), "models", slug
    if claim.part_of:
        yield (*path, "part_of"), "claims", claim.part_of
    for position, link in enumerate(claim.evidence):
        place = (*path, "evidence", position)
        if link.region:
            yield (*place, "region", "report"), "reports", link.region.report
        if link.result:
            test = link.result.evaluation
            yield (*place, "result", "evaluation"), "evaluations", test
