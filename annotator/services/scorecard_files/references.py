"""References between the parts of a scorecard file, each with its path.

A mistake is a path and a message.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotator.services.scorecard_files.schema import (
    ClaimPart,
    EvaluationPart,
    EvidencePart,
    GivenReasonPart,
    QuotePart,
    ResultPart,
    ResultTarget,
    ScorecardFile,
    SidePart,
)
from annotator.services.scorecard_files.yaml_tree import Path

Mistake = tuple[Path, str]
Reference = tuple[Path, str, str]  # path, kind of the part it names, slug of that part


def quotes(file: ScorecardFile) -> Iterator[tuple[Path, QuotePart]]:
    """Yield every quote of the file with its path."""
    for position, claim in enumerate(file.claims):
        yield from _quotes_of_claim(claim, ("claims", position))
    for position, test in enumerate(file.evaluations):
        yield from _quotes_of_test(test, ("evaluations", position))


def mistakes(file: ScorecardFile) -> Iterator[Mistake]:
    """Yield dangling references, repeated parts, unclear results and cycles."""
    yield from _dangling(file)
    yield from _repeated(file)
    yield from _unclear_results(file)
    yield from _lines_not_drawn(file)
    yield from _grounds_not_there(file)
    yield from _circles(file)
    yield from _apart(file)


def _lines_not_drawn(file: ScorecardFile) -> Iterator[Mistake]:
    for i, test in enumerate(file.evaluations):
        for j, result in enumerate(test.results):
            if result.invoked and result.invoked > len(test.thresholds):
                drawn = len(test.thresholds)
                path = ("evaluations", i, "results", j, "invoked")
                yield path, f"the evaluation has {drawn} thresholds; count from 1"


def _grounds_not_there(file: ScorecardFile) -> Iterator[Mistake]:
    """Yield reasons that rest on a part which their claim does not have."""
    for i, claim in enumerate(file.claims):
        for j, given in enumerate(reasons_of(claim)):
            path = ("claims", i, "verdict", "reasons", j)
            for name, place, parts in (
                ("evidence", given.evidence, claim.evidence),
                ("tension", given.tension, claim.tensions),
            ):
                if place and place > len(parts):
                    said = f"the claim has {len(parts)} of them; count from 1"
                    yield (*path, name), said


def reasons_of(claim: ClaimPart) -> Sequence[GivenReasonPart]:
    """Return the reasons that a claim's verdict names."""
    return (claim.verdict.reasons or ()) if claim.verdict else ()


def reasons(file: ScorecardFile) -> Iterator[tuple[Path, str]]:
    """Yield every reason that the file's verdicts name, as (path, slug)."""
    for i, claim in enumerate(file.claims):
        for j, given in enumerate(reasons_of(claim)):
            yield ("claims", i, "verdict", "reasons", j, "reason"), given.reason


def parents(file: ScorecardFile) -> Iterator[tuple[Path, str]]:
    """Yield the parent claims that are not in the file, as (path, slug)."""
    here = {claim.slug for claim in file.claims}
    for position, claim in enumerate(file.claims):
        if claim.part_of and claim.part_of not in here:
            yield ("claims", position, "part_of"), claim.part_of


def categories(file: ScorecardFile) -> Iterator[tuple[Path, str]]:
    """Yield every category that the file names, as (path, slug)."""
    for position, claim in enumerate(file.claims):
        yield ("claims", position, "category"), claim.category
    for position, test in enumerate(file.evaluations):
        yield ("evaluations", position, "category"), test.category
    for slug in file.scorecard.cards:
        yield ("scorecard", "cards", slug), slug


def matching_results(
    target: ResultTarget, results: Iterable[ResultPart]
) -> list[ResultPart]:
    """Return the results of an evaluation that match ``target``."""
    of_model = [result for result in results if result.model == target.model]
    named = [target.metric, target.snapshot, target.split]
    keys = {
        id(result): [result.metric, result.snapshot, result.split]
        for result in of_model
    }
    exactly = [result for result in of_model if keys[id(result)] == named]
    return exactly or [
        result
        for result in of_model
        if all(
            required in {"", given}
            for required, given in zip(named, keys[id(result)], strict=True)
        )
    ]


def parents_first(file: ScorecardFile) -> list[tuple[int, ClaimPart]]:
    """Return the claims with their positions, each parent before its sub-claims."""
    parent = {claim.slug: claim.part_of for claim in file.claims}
    numbered = list(enumerate(file.claims))
    return sorted(numbered, key=lambda item: len(_ancestors(item[1].slug, parent)))


def _quotes_of_claim(claim: ClaimPart, path: Path) -> Iterator[tuple[Path, QuotePart]]:
    if claim.assertion:
        yield (*path, "assertion"), claim.assertion
    for place, link in _targets(claim, path):
        if link.quoted:
            yield place, link.quoted


def _quotes_of_test(
    test: EvaluationPart, path: Path
) -> Iterator[tuple[Path, QuotePart]]:
    for i, line in enumerate(test.thresholds):
        if line.source:
            yield (*path, "thresholds", i, "source"), line.source
    for i, result in enumerate(test.results):
        place = (*path, "results", i)
        if result.source:
            yield (*place, "source"), result.source
        if result.discount_source:
            yield (*place, "discount_source"), result.discount_source


# References to parts that do not exist


def _dangling(file: ScorecardFile) -> Iterator[Mistake]:
    known = {
        "models": {model.slug for model in file.models},
        "reports": {report.slug for report in file.reports},
        "evaluations": {test.slug for test in file.evaluations},
    }
    for path, kind, slug in _references(file):
        if slug not in known[kind]:
            yield path, f"“{slug}” is not among the {kind} of this file"


def _references(file: ScorecardFile) -> Iterator[Reference]:
    for path, quote in quotes(file):
        yield (*path, "report"), "reports", quote.report
    for i, slug in enumerate(file.scorecard.models):
        yield ("scorecard", "models", i), "models", slug
    yield from _references_of_models(file)
    for i, report in enumerate(file.reports):
        for j, slug in enumerate(report.models):
            yield ("reports", i, "models", j), "models", slug
    for i, test in enumerate(file.evaluations):
        for j, result in enumerate(test.results):
            yield ("evaluations", i, "results", j, "model"), "models", result.model
    for i, claim in enumerate(file.claims):
        yield from _references_of_claim(claim, ("claims", i))


def _references_of_models(file: ScorecardFile) -> Iterator[Reference]:
    for i, model in enumerate(file.models):
        if model.predecessor:
            yield ("models", i, "predecessor"), "models", model.predecessor
        for j, slug in enumerate(model.released_together or ()):
            yield ("models", i, "released_together", j), "models", slug


def _references_of_claim(claim: ClaimPart, path: Path) -> Iterator[Reference]:
    for i, slug in enumerate(claim.models):
        yield (*path, "models", i), "models", slug
    for place, link in _links(claim, path):
        if link.absence:
            yield (*place, "absence", "report"), "reports", link.absence.report
    for place, target in _targets(claim, path):
        if target.region:
            yield (*place, "region", "report"), "reports", target.region.report
        if target.result:
            test = target.result.evaluation
            yield (*place, "result", "evaluation"), "evaluations", test


def _links(claim: ClaimPart, path: Path) -> Iterator[tuple[Path, EvidencePart]]:
    for position, link in enumerate(claim.evidence):
        yield (*path, "evidence", position), link


def _targets(
    claim: ClaimPart, path: Path
) -> Iterator[tuple[Path, EvidencePart | SidePart]]:
    """Yield what a claim rests on, and the sides of its tensions."""
    yield from _links(claim, path)
    for position, tension in enumerate(claim.tensions):
        for name, side in tension.sides:
            yield (*path, "tensions", position, name), side


# Parts that cannot be distinguished


def _repeated(file: ScorecardFile) -> Iterator[Mistake]:
    lists = {
        "models": [model.slug for model in file.models],
        "reports": [report.slug for report in file.reports],
        "groups": [group.slug for group in file.groups],
        "categories": [category.slug for category in file.categories],
        "reasons": [reason.slug for reason in file.reasons],
        "evaluations": [test.slug for test in file.evaluations],
        "claims": [claim.slug for claim in file.claims],
    }
    for kind, slugs in lists.items():
        for position, slug in enumerate(slugs):
            if slug in slugs[:position]:
                yield (
                    (kind, position, "slug"),
                    f"“{slug}” appears twice among the {kind}",
                )


def _unclear_results(file: ScorecardFile) -> Iterator[Mistake]:
    tests = {test.slug: test for test in file.evaluations}
    for i, test in enumerate(file.evaluations):
        seen = set()
        for j, result in enumerate(test.results):
            key = (result.model, result.metric, result.snapshot, result.split)
            if key in seen:
                path = ("evaluations", i, "results", j)
                yield (
                    path,
                    f"“{result.model}” has this metric, snapshot and split twice",
                )
            seen.add(key)
    for i, claim in enumerate(file.claims):
        for place, link in _targets(claim, ("claims", i)):
            if link.result and link.result.evaluation in tests:
                results = tests[link.result.evaluation].results
                found = len(matching_results(link.result, results))
                if found != 1:
                    yield (*place, "result"), _unclear(link.result, found)


def _unclear(target: ResultTarget, found: int) -> str:
    if not found:
        return f"“{target.evaluation}” has no such result of “{target.model}”"
    return (
        f"“{target.evaluation}” has {found} such results of “{target.model}”; say "
        "which by its metric, snapshot or split"
    )


def _circles(file: ScorecardFile) -> Iterator[Mistake]:
    parent = {claim.slug: claim.part_of for claim in file.claims}
    for i, claim in enumerate(file.claims):
        if claim.slug in _ancestors(claim.slug, parent):
            yield ("claims", i, "part_of"), f"“{claim.slug}” would be part of itself"
    earlier = {model.slug: model.predecessor for model in file.models}
    for i, model in enumerate(file.models):
        if model.slug in _ancestors(model.slug, earlier):
            path = ("models", i, "predecessor")
            yield path, f"“{model.slug}” would be its own predecessor"


def _apart(file: ScorecardFile) -> Iterator[Mistake]:
    """Yield models of which one names a release, and another of it names another."""
    releases = {
        model.slug: {model.slug, *model.released_together}
        for model in file.models
        if model.released_together is not None
    }
    for i, model in enumerate(file.models):
        for j, slug in enumerate(model.released_together or ()):
            if slug in releases and releases[slug] != releases[model.slug]:
                path = ("models", i, "released_together", j)
                yield path, f"“{slug}” is listed in more than one release"


def _ancestors(slug: str, parent: Mapping[str, str | None]) -> list[str]:
    found: list[str] = []
    above = parent.get(slug)
    while above and above not in found:
        found.append(above)
        above = parent.get(above)
    return found
