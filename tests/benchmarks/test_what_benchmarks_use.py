"""Benchmarks are run by hand: what they take from the program must still be there."""

import ast
import importlib
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"


@pytest.mark.parametrize(
    "path", sorted(BENCHMARKS.rglob("*.py")), ids=lambda path: path.name
)
def test_what_a_benchmark_takes_from_the_program_is_there(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    taken = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "annotator"
        ):
            for alias in node.names:
                taken[alias.asname or alias.name] = _found(node.module, alias.name)
    also_local = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    missing = [
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if isinstance(taken.get(node.value.id), ModuleType)
        if node.value.id not in also_local
        if not hasattr(taken[node.value.id], node.attr)
    ]
    assert missing == []


def _found(module: str, name: str) -> object:
    """Return what an import gives; raise ImportError or AttributeError if nothing."""
    whole = importlib.import_module(module)
    if not hasattr(whole, name):
        return importlib.import_module(f"{module}.{name}")
    return getattr(whole, name)
