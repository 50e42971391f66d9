"""Read and write scorecard files; every mistake is reported with its line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

import yaml
from pydantic import ValidationError

from annotator.domain.errors import InvalidFileError
from annotator.services.scorecard_files.schema import ScorecardFile
from annotator.services.scorecard_files.yaml_tree import Path, read_plain

MOST_MISTAKES = 100  # mistakes that are listed; chosen, not measured

_UNLIKE_LINE_FEEDS = frozenset(
    "\r\x85\u2028\u2029"
)  # YAML would turn them into line feeds

_EXPECTED = {  # message by pydantic error type; others keep pydantic's message
    "missing": "is required",
    "string_type": "expected text",
    "string_too_short": "is empty",
    "string_too_long": "is longer than {max_length} characters",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number, not “{input}”",
    "float_type": "expected a number",
    "float_parsing": "expected a number, not “{input}”",
    "finite_number": "expected a number, not “{input}”",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false, not “{input}”",
    "enum": "expected {expected}, not “{input}”",
    "greater_than_equal": "expected {ge} or more, not {input}",
    "less_than_equal": "expected {le} or less, not {input}",
    "too_short": "expected at least {min_length}, in a list",
    "tuple_type": "expected a list, each item after “- ”",
    "value_error": "{error}",
}


@dataclass(frozen=True)
class Parsed:
    """A file that matches the schema, and the line (from 1) of each part."""

    name: str
    file: ScorecardFile
    lines: dict[Path, int]

    def refuse(self, mistakes: list[tuple[Path, str]]) -> None:
        """Raise InvalidFileError with all mistakes, in file order, if there are any."""
        _refuse(self.name, [_located(self.lines, *mistake) for mistake in mistakes])


def read_scorecard(*, name: str, text: str) -> ScorecardFile:
    """Parse the YAML ``text`` and return the scorecard; raise InvalidFileError."""
    return parse(name, text).file


def parse(name: str, text: str) -> Parsed:
    """Parse the YAML ``text``, keeping line numbers; raise InvalidFileError."""
    plain = read_plain(name, text)
    if not isinstance(plain.content, dict):
        first = "line 1: a scorecard file begins with “annotator: 1”"
        raise InvalidFileError(name, [first])
    try:
        file = ScorecardFile.model_validate(plain.content)
    except ValidationError as error:
        found = [
            _located(plain.lines, *_mistake(mistake)) for mistake in _errors(error)
        ]
        _refuse(name, [*plain.mistakes, *found])
        raise
    _refuse(name, plain.mistakes)
    return Parsed(name, file, plain.lines)


def dump(file: ScorecardFile) -> str:
    """Return ``file`` as YAML, without empty values and defaults."""
    content = file.model_dump(mode="json", exclude_defaults=True)
    return yaml.dump(
        content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=96
    )


class _Dumper(yaml.SafeDumper):
    """Writes multi-line texts as blocks, and indents lists below their keys."""

    def increase_indent(self, *args: Any, **kwargs: Any) -> None:
        """Indent the items of a list below its key."""
        super().increase_indent(*args, **{**kwargs, "indentless": False})


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    if not _UNLIKE_LINE_FEEDS.isdisjoint(text):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


# Mistakes


def _refuse(name: str, mistakes: list[tuple[int, str]]) -> None:
    if not mistakes:
        return
    listed = [f"line {line}: {text}" for line, text in sorted(mistakes)]
    if len(listed) > MOST_MISTAKES:
        more = len(listed) - MOST_MISTAKES
        listed = [*listed[:MOST_MISTAKES], f"… and {more:,} more"]
    raise InvalidFileError(name, listed)


def _located(lines: dict[Path, int], path: Path, message: str) -> tuple[int, str]:
    known = path
    while known and known not in lines:  # a missing key has no line
        known = known[:-1]
    place = ".".join(str(step) for step in path) or "the file"
    return lines.get(known, 1), f"{place}: {message}"


def _errors(error: ValidationError) -> Iterator[Any]:
    """Yield what is wrong; not that a list is too short whose items are."""
    every = error.errors()
    within = {
        mistake["loc"][:-depth]
        for mistake in every
        for depth in range(1, len(mistake["loc"]))
    }
    yield from (
        mistake
        for mistake in every
        if mistake["type"] != "too_short" or mistake["loc"] not in within
    )


def _mistake(error: Any) -> tuple[Path, str]:
    path = tuple(step for step in error["loc"] if step != "[key]")
    if error["type"] == "extra_forbidden":
        return path, _unknown_key(path)
    if error["type"] == "model_type":
        return path, f"expected the keys {', '.join(_keys(path))}"
    expected = _EXPECTED.get(error["type"])
    if expected is None:
        return path, error["msg"]
    given = str(error["input"])
    shown = given if len(given) <= 60 else f"{given[:59]}…"
    return path, expected.format(**{**error.get("ctx", {}), "input": shown})


def _unknown_key(path: Path) -> str:
    known = _keys(path[:-1])
    near = get_close_matches(str(path[-1]), known, n=1)
    if near:
        return f"there is no such key; did you mean “{near[0]}”?"
    return f"there is no such key; known are {', '.join(known)}"


def _keys(path: Path) -> list[str]:
    """Return the keys that the schema allows at ``path``."""
    schema = _schema()
    part = schema
    for step in path:
        options = [part, *part.get("anyOf", [])]
        inner = "items" if isinstance(step, int) else "additionalProperties"
        part = next(
            option.get("properties", {}).get(step) or option.get(inner)
            for option in (_resolved(schema, option) for option in options)
            if step in option.get("properties", {}) or inner in option
        )
    options = [_resolved(schema, option) for option in [part, *part.get("anyOf", [])]]
    return [key for option in options for key in option.get("properties", {})]


@cache
def _schema() -> Any:
    return ScorecardFile.model_json_schema()


def _resolved(schema: Any, part: Any) -> Any:
    reference = part.get("$ref", "").removeprefix("#/$defs/")
    return schema["$defs"][reference] if reference else part
