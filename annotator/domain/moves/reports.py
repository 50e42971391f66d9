"""What moved between two editions of a report: its facts, and its public files."""

from collections.abc import Iterator

from annotator.domain.moves.parts import Moves, Sort, moved, parts_moved
from annotator.domain.views.reports import FileView, PublicReportView


def report_moves(before: PublicReportView, after: PublicReportView) -> Moves:
    """Return what moved."""
    files = [{file.sha256: file for file in view.files} for view in (before, after)]
    return Moves(moved(_fields(before), _fields(after)), parts_moved(_FILE, *files))


def _fields(report: PublicReportView) -> Iterator[tuple[str, str]]:
    facts = report.facts
    yield "Title", facts.title
    yield "Kind", facts.kind
    yield "Published", facts.published
    yield "From", facts.source_url
    yield "Lab", facts.lab.name
    yield "Models", ", ".join(model.name for model in facts.models)
    announced = report.announced
    yield "Notice of a newer file", f"{announced:%Y-%m-%d}" if announced else ""


def _title(file: FileView) -> str:
    return f"added {file.fetched_at:%Y-%m-%d}, {file.page_count} pages"


_FILE = Sort(lambda _: "file", _title, lambda file: (("Published", file.published),))
