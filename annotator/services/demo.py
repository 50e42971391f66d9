"""The sample: a fictional lab's reports and a scorecard on them."""

from collections.abc import Sequence

from annotator import paths
from annotator.domain.errors import NotFoundError
from annotator.services import intake, publication, scorecards
from annotator.services.context import Context
from annotator.services.intake import ReportFacts
from annotator.services.scorecard_files import import_scorecard, read_scorecard
from annotator.services.scorecard_files.schema import ReportPart, ScorecardFile
from annotator.services.seals import Check

FILE = paths.SAMPLE / "scorecard.yaml"


def is_loaded(context: Context) -> bool:
    """Whether the sample is in this installation, in whatever state."""
    try:
        scorecards.get_scorecard(context, _sample().scorecard.slug)
    except NotFoundError:
        return False
    return True


def load(context: Context) -> None:
    """Take the sample's reports in, and import its scorecard as a draft."""
    file = _sample()
    for report in file.reports:
        _take_in(context, file.lab.name, report)
    import_scorecard(context, name=FILE.name, text=FILE.read_text(encoding="utf-8"))


def check(context: Context) -> list[Check]:
    """Read the sample's quotes again, before it is published."""
    return publication.check_scorecard(context, _sample().scorecard.slug)


def publish(context: Context, checks: Sequence[Check]) -> None:
    """Show the sample to readers: its scorecard, its claims and its reports."""
    publication.publish_scorecard(context, _sample().scorecard.slug, checks)


def _sample() -> ScorecardFile:
    return read_scorecard(name=FILE.name, text=FILE.read_text(encoding="utf-8"))


def _take_in(context: Context, lab: str, report: ReportPart) -> None:
    path = paths.SAMPLE / f"{report.slug}.pdf"
    seen = intake.inspect_file(context, name=path.name, content=path.read_bytes())
    read = intake.read_file(context.stores.files, seen.sha256, _say_nothing)
    facts = ReportFacts(
        lab=lab,
        report=report.slug,
        title=report.title,
        kind=report.kind,
        published=report.published,
        source_url=report.source_url,
        file_name=path.name,
    )
    intake.add_revision(context, read, facts)


def _say_nothing(_done: int, _total: int) -> None:
    pass
