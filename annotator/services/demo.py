"""The sample: a fictional lab's reports and a scorecard on them."""

from annotator import paths
from annotator.domain.errors import NotFoundError
from annotator.services import intake, publication, scorecards
from annotator.services.context import Context
from annotator.services.intake import ReportFacts
from annotator.services.scorecard_files import import_scorecard, read_scorecard_file

FILE = paths.SAMPLE / "scorecard.yaml"


def is_loaded(context: Context) -> bool:
    """Whether the sample is in this installation, in whatever state."""
    try:
        scorecards.get_scorecard(context, _parsed().scorecard.slug)
    except NotFoundError:
        return False
    return True


def load(context: Context) -> None:
    """Take the sample's reports in, import its scorecard and publish it."""
    file = read_scorecard_file(FILE.name, FILE.read_text(encoding="utf-8"))
    for report in file.reports:
        path = paths.SAMPLE / f"{report.slug}.pdf"
        content = path.read_bytes()
        facts = ReportFacts(
            lab=file.lab.name,
            report=report.slug,
            title=report.title,
            kind=report.kind,
            published=report.published,
            source_url=report.source_url,
            file_name=path.name,
        )
        seen = intake.inspect_file(context, name=path.name, content=content)
        read = intake.read_file(context.stores.files, seen.sha256, _say_nothing)
        intake.add_revision(context, read, facts)
    import_scorecard(context, name=FILE.name, text=FILE.read_text(encoding="utf-8"))
    publication.publish_scorecard(context, file.scorecard.slug)


def _say_nothing(_done: int, _total: int) -> None:
    pass
