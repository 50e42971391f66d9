"""What the parts of a claim point to: figures and results of a scorecard file."""

from collections.abc import Sequence

from annotator.services.passages import regions
from annotator.services.scorecard_files import references
from annotator.services.scorecard_files.import_run import ImportRun
from annotator.services.scorecard_files.schema import RegionPart, ResultTarget
from annotator.services.scorecard_files.yaml_tree import Path


def region_of(work: ImportRun, part: RegionPart, path: Path) -> int | None:
    """Return the passage of a figure, which is found or marked; None was a mistake."""
    revision = work.revision(path, part)
    if revision is None:
        return None
    return regions.find_or_mark_region(
        work.context,
        sha256=revision.sha256,
        page=part.page,
        box=part.box,
        description=part.description,
        picture=work.ahead.pictures.get((revision.sha256, part.page, part.box)),
    ).id


def result_of(work: ImportRun, target: ResultTarget) -> int:
    """Return the id of a result of the file, which was imported before."""
    tests: Sequence[str] = [test.slug for test in work.file.evaluations]
    position = tests.index(target.evaluation)
    results = work.file.evaluations[position].results
    [meant] = references.matching_results(target, results)
    return work.results["evaluations", position, "results", results.index(meant)]
