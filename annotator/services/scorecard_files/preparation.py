"""The slow work of an import, done before its transaction."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from annotator.domain.errors import InvalidError, NotFoundError
from annotator.domain.text.pages import Box
from annotator.services.claims import absence_searches
from annotator.services.claims.absence_searches import Searches
from annotator.services.context import Context
from annotator.services.library import reports
from annotator.services.passages import regions
from annotator.services.scorecard_files.schema import (
    AbsencePart,
    RegionPart,
    ScorecardFile,
)
from annotator.services.scorecard_files.yaml_file import parse

Region = tuple[str, int, Box]  # SHA-256, page and box as in the file


@dataclass(frozen=True)
class Preparation:
    """Picture hashes of figures, and the results of searches."""

    pictures: Mapping[Region, str] = field(default_factory=dict)
    searches: Searches = field(default_factory=dict)


def look_ahead(context: Context, *, name: str, text: str) -> Preparation:
    """Draw the figures of a scorecard file, and run the searches of its absences.

    Mistakes in the file are ignored here; the import reports them with their lines.
    """
    file = parse(name, text).file
    pictures: dict[Region, str] = {}
    searches: Searches = {}
    for region in _regions(file):
        with suppress(InvalidError, NotFoundError):
            pictures |= _picture(context, file, region)
    for absence in _absences(file):
        with suppress(InvalidError, NotFoundError):
            searches = {**searches, **_searches(context, absence)}
    return Preparation(pictures, searches)


def _regions(file: ScorecardFile) -> Iterator[RegionPart]:
    for claim in file.claims:
        found = [part.region for part in claim.evidence]
        for tension in claim.tensions:
            found += [side.region for _, side in tension.sides]
        yield from (region for region in found if region)


def _absences(file: ScorecardFile) -> Iterator[AbsencePart]:
    for claim in file.claims:
        yield from (part.absence for part in claim.evidence if part.absence)


def _searches(context: Context, part: AbsencePart) -> Searches:
    queries = "\n".join(part.queries)
    return absence_searches.search_new(context, report=part.report, queries=queries)


def _picture(
    context: Context, file: ScorecardFile, part: RegionPart
) -> dict[Region, str]:
    of_report = {report.slug: report.sha256 for report in file.reports}
    report = reports.get_report(context, part.report)
    sha256 = part.sha256 or of_report.get(part.report, "")
    revision = reports.get_revision(context, report, sha256)
    picture = regions.region_picture(
        context, sha256=revision.sha256, page=part.page, box=part.box
    )
    return {(revision.sha256, part.page, part.box): picture}
