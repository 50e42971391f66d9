"""Scorecards as files: one YAML that holds a scorecard and all that it rests on."""

from annotator.services.scorecard_files.ahead import Ahead, look_ahead
from annotator.services.scorecard_files.exporting import export_scorecard
from annotator.services.scorecard_files.importing import import_scorecard
from annotator.services.scorecard_files.reading import read_scorecard

__all__ = [
    "Ahead",
    "export_scorecard",
    "import_scorecard",
    "look_ahead",
    "read_scorecard",
]
