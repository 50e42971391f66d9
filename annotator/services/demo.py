"""The sample: a fictional lab's reports and a scorecard on them."""

from annotator import paths
from annotator.domain.errors import NotFoundError
from annotator.services import intake, publication, scorecards
from annotator.services.context import Context
from annotator.services.intake import ReportFacts
from annotator.services.scorecard_files import import_scorecard, read_scorecard
from annotator.services.scorecard_files.schema import ReportPart, ScorecardFile

FILE = paths.SAMPLE / "scorecard.yaml"


def is_loaded(context: Context) -> bool:
    """Whether the sample is in this installation, in whatever state."""
    try:
        scorecards.get_scorecard(context, _sample().scorecard.slug)
    except NotFoundError:
        return False
    return True


def load(context: Context) -> None:
    """Take the sample's reports in, import its scorecard and publish it."""
    file = _sample()
    for report in file.reports:
        _take_in(context, file.lab.name, report)
    import_scorecard(context, name=FILE.name, text=FILE.read_text(encoding="utf-8"))
    publication.publish_scorecard(context, file.scorecard.slug)


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
