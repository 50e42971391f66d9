"""The sample: reports of a fictional lab, and a scorecard on them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from annotator import paths
from annotator.domain.errors import NotFoundError
from annotator.services.claims import scorecards
from annotator.services.context import Context, Stores
from annotator.services.intake import intake
from annotator.services.intake.intake import ReportFacts
from annotator.services.publishing import publication
from annotator.services.publishing.findings import Over
from annotator.services.scorecard_files import (
    import_scorecard,
    look_ahead,
    read_scorecard,
)
from annotator.services.scorecard_files.schema import ReportPart, ScorecardFile

FILE = paths.SAMPLE / "scorecard.yaml"
BECAUSE = (
    "The lab is invented, and its reports are as thin as this on purpose: the verdicts and "
    "the critiques of the sample say so."
)

Begin = Callable[[], AbstractContextManager[Context]]  # opens a new context
Say = Callable[
    [str, int, int], None
]  # what is done now, which step that is, of how many


def is_loaded(context: Context) -> bool:
    """Whether this installation has the sample, in any state."""
    try:
        scorecards.get_scorecard(context, _sample().scorecard.slug)
    except NotFoundError:
        return False
    return True


def load(
    stores: Stores,
    *,
    reading: Begin,
    writing: Begin,
    say: Say = lambda _step, _number, _count: None,
) -> None:
    """Add the sample's reports, import its scorecard and publish it.

    Slow work is done between write transactions, or in contexts that only read.
    """
    file, text = _sample(), FILE.read_text(encoding="utf-8")
    count = len(file.reports) + 3
    for number, report in enumerate(file.reports, 1):
        say(f"Reading “{report.title}”", number, count)
        _take_in(stores, file.lab.name, report, writing)
    say("Finding the quotes of the scorecard", count - 2, count)
    with reading() as context:
        ahead = look_ahead(context, name=FILE.name, text=text)
    with writing() as context:
        import_scorecard(context, name=FILE.name, text=text, ahead=ahead)
    say("Checking each quote against its file", count - 1, count)
    with reading() as context:
        found = publication.find_on_scorecard(context, file.scorecard.slug)
        over = Over(frozenset(found.keys), BECAUSE)
        checks = publication.check_scorecard(context, file.scorecard.slug, over)
    say("Publishing", count, count)
    with writing() as context:
        publication.publish_scorecard(context, file.scorecard.slug, checks, over)


def _sample() -> ScorecardFile:
    return read_scorecard(name=FILE.name, text=FILE.read_text(encoding="utf-8"))


def _take_in(stores: Stores, lab: str, report: ReportPart, writing: Begin) -> None:
    path = paths.SAMPLE / f"{report.slug}.pdf"
    sha256 = stores.staging.put(path.read_bytes())
    read = intake.read_and_keep(stores, sha256, _say_nothing)
    facts = ReportFacts(
        lab=lab,
        report=report.slug,
        title=report.title,
        kind=report.kind,
        published=report.published,
        source_url=report.source_url,
        file_name=path.name,
    )
    with writing() as context:
        intake.add_revision(context, read, facts)


def _say_nothing(_done: int, _total: int) -> None:
    pass
