"""Tests stand where the code stands: each module has its test at its own path."""

import re
from pathlib import Path

import pytest

from annotator import paths

TESTS = paths.ROOT / "tests"
ROOMS = ["domain", "services"]
EXPLAINED = dict(
    re.findall(
        r"^\| `annotator/(\S+)\.py` \| (.+) \|$",
        (TESTS / "README.md").read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
)
# Modules whose tests are still to come. Take out what has one; put nothing in.
TO_COME = frozenset(
    [
        "domain/matching/surroundings",
        "domain/text/running_words",
        "domain/text/sentence_units",
        "domain/text/sentences",
        "services/accounts/accounts",
        "services/accounts/authentication",
        "services/accounts/passwords",
        "services/claims/absence_searches",
        "services/claims/absence_status",
        "services/claims/absences",
        "services/claims/capture",
        "services/claims/claims",
        "services/claims/critiques",
        "services/claims/evidence",
        "services/claims/highlights",
        "services/claims/scorecards",
        "services/claims/verdicts",
        "services/context",
        "services/edits/form_fields",
        "services/edits/submissions",
        "services/edits/versions",
        "services/history",
        "services/job_leases",
        "services/jobs",
        "services/library/citations",
        "services/library/labs",
        "services/library/reports",
        "services/library/texts",
        "services/passages/file_changes",
        "services/passages/marking",
        "services/passages/pictures",
        "services/passages/placing",
        "services/passages/placing_regions",
        "services/passages/quote_views",
        "services/passages/review_queue",
        "services/passages/twins",
        "services/published/editions",
        "services/published/gate",
        "services/published/snapshots",
        "services/stores",
    ]
)


def _modules() -> list[str]:
    files = [file for room in ROOMS for file in (paths.PACKAGE / room).rglob("*.py")]
    return sorted(
        file.relative_to(paths.PACKAGE).with_suffix("").as_posix()
        for file in files
        if file.stem != "__init__"
    )


def _is_tested(module: str) -> bool:
    name = Path(module)
    test = TESTS / name.with_name(f"test_{name.name}.py")
    return test.is_file() and "\ndef test_" in test.read_text(encoding="utf-8")


@pytest.mark.parametrize("module", _modules())
def test_each_module_has_a_test_at_its_own_path_or_a_reason(module):
    assert _is_tested(module) or module in EXPLAINED or module in TO_COME


@pytest.mark.parametrize("module", sorted({*EXPLAINED, *TO_COME}))
def test_only_modules_that_are_there_and_have_no_test_are_excepted(module):
    assert module in _modules()
    assert not _is_tested(module)


def test_a_module_is_excepted_once():
    assert not TO_COME & set(EXPLAINED)
