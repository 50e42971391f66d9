"""The reports and notes that are kept beside the project."""

from pathlib import Path

import pytest
from shared_folder import shared_folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared folder; tests that need it are left out where it is not there."""
    return shared_folder()
