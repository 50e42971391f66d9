"""Errors name a field as forms and programs do; what people call it is a label."""

import ast
from collections.abc import Iterator
from pathlib import Path

import annotator

ERRORS = {"InvalidError", "choice", "date_fact"}


def _named_fields() -> Iterator[tuple[Path, str]]:
    for path in Path(annotator.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Name(called), [ast.Constant(str(field)), *_]):
                    if called in ERRORS:
                        yield path, field


def test_a_field_is_named_by_an_identifier():
    named = list(_named_fields())
    assert len(named) > 50
    assert [each for each in named if not each[1].isidentifier()] == []
