"""Where the reports and notes are that are kept beside the project, not in it."""

from pathlib import Path

import pytest

from annotator import paths


def shared_folder() -> Path:
    """Return the shared folder; a test that needs it is left out where it is not there."""
    folder = paths.ROOT.parent / "shared"
    if not (folder / "reports").is_dir():
        pytest.skip(f"the shared reports are not beside this checkout, in {folder}")
    return folder
