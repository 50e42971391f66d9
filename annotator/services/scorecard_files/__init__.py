"""Scorecards as files: one YAML that holds a scorecard and all that it rests on."""

from annotator.services.scorecard_files.exporting import export_scorecard
from annotator.services.scorecard_files.importing import import_scorecard
from annotator.services.scorecard_files.reading import read_scorecard

__all__ = ["export_scorecard", "import_scorecard", "read_scorecard"]
