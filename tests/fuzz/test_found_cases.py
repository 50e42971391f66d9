"""What fuzzing has found, and where it began, is tried again."""

from pathlib import Path

import pytest
from fuzz.targets import TARGETS

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("name", TARGETS)
def test_a_case_that_was_found_raises_nothing(name):
    cases = [path for path in sorted((CASES / name).iterdir()) if path.is_file()]
    assert cases
    for path in cases:
        TARGETS[name](path.read_bytes().decode(errors="replace"))
