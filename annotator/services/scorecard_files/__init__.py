"""Scorecard files: a YAML file holds a scorecard and everything it rests on."""

from annotator.services.scorecard_files.exporter import export_scorecard
from annotator.services.scorecard_files.importer import import_scorecard
from annotator.services.scorecard_files.preparation import Preparation, look_ahead
from annotator.services.scorecard_files.remarks import remarks_on
from annotator.services.scorecard_files.yaml_file import read_scorecard

__all__ = [
    "Preparation",
    "export_scorecard",
    "import_scorecard",
    "look_ahead",
    "read_scorecard",
    "remarks_on",
]
