"""Tests stand where the code stands: each module has its test at its own path."""

import ast
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
    assert _is_tested(module) or module in EXPLAINED


@pytest.mark.parametrize("module", sorted(EXPLAINED))
def test_only_modules_that_are_there_and_have_no_test_are_excepted(module):
    assert module in _modules()
    assert not _is_tested(module)


def test_a_variable_says_what_it_holds():
    """``each`` says nothing of the thing that it is."""
    named = [
        f"{file.relative_to(paths.ROOT)}:{node.lineno}"
        for file in paths.PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Name) and node.id == "each")
        or (isinstance(node, ast.arg) and node.arg == "each")
    ]
    assert named == []
