"""What moved in a report: its facts, and which of its files readers may see."""

from dataclasses import replace
from datetime import UTC, datetime

from annotator.domain.moves.parts import FieldMove
from annotator.domain.moves.reports import report_moves
from annotator.domain.views.contents import LabView
from annotator.domain.views.reports import (
    FileView,
    ModelName,
    PublicReportView,
    ReportFactsView,
)
from annotator.domain.vocabulary import ReportKind

NOW = datetime(2030, 1, 1, tzinfo=UTC)
FILE = FileView("a" * 64, 1000, 12, "2030", NOW)
FACTS = ReportFactsView(
    "card",
    "Heron Card",
    ReportKind.SYSTEM_CARD,
    "2030",
    "",
    LabView("northfield", "Northfield"),
    (ModelName("heron-2", "Heron 2"),),
)
REPORT = PublicReportView(FACTS, (FILE,))


def test_facts_are_told_by_name():
    facts = replace(FACTS, title="Heron card", models=())
    moves = report_moves(REPORT, replace(REPORT, facts=facts, announced=NOW))
    assert moves.fields == (
        FieldMove("Title", "Heron Card", "Heron card"),
        FieldMove("Models", "Heron 2", ""),
        FieldMove("Notice of a newer file", "", "2030-01-01"),
    )


def test_files_come_and_go_without_their_hashes():
    newer = replace(FILE, sha256="b" * 64, page_count=14)
    moves = report_moves(REPORT, replace(REPORT, files=(newer,)))
    assert [(part.noun, part.how, part.title) for part in moves.parts] == [
        ("file", "added", "added 2030-01-01, 14 pages"),
        ("file", "removed", "added 2030-01-01, 12 pages"),
    ]
