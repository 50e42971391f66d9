"""Read and write the YAML of a scorecard file, and know which line says what."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from annotator.domain.errors import InvalidFileError
from annotator.services.scorecard_files.schema import ScorecardFile

MAX_CHARACTERS = 5_000_000

Path = tuple[str | int, ...]  # keys and positions from the top of the file


@dataclass(frozen=True)
class Parsed:
    """A file that has the right form, and the line (from 1) of each part of it."""

    name: str
    file: ScorecardFile
    lines: dict[Path, int]

    def at(self, path: Path) -> str:
        """Return "line 12, claims.0.text", for a message."""
        return _at(self.lines, path)


def parse(name: str, text: str) -> Parsed:
    """Return the scorecard that ``text`` holds, or raise InvalidFileError."""
    if len(text) > MAX_CHARACTERS:
        raise InvalidFileError(name, [f"is longer than {MAX_CHARACTERS:,} characters"])
    node = _compose(name, text)
    lines = dict(_lines(node, ()))
    repeated = list(_repeated_keys(node, ()))
    if repeated:
        raise InvalidFileError(
            name,
            [f"{_at(lines, path)}: stands here a second time" for path in repeated],
        )
    try:
        file = ScorecardFile.model_validate(_plain(node))
    except ValidationError as error:
        mistakes = [_mistake(lines, each) for each in error.errors()]
        raise InvalidFileError(name, mistakes) from error
    return Parsed(name, file, lines)


def dump(file: ScorecardFile) -> str:
    """Return ``file`` as YAML; what is empty or as usual is left out."""
    content = file.model_dump(mode="json", exclude_defaults=True)
    content = {"annotator": file.annotator, **content}
    return yaml.dump(
        content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=96
    )


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and lists below their key."""

    def increase_indent(self, *args: Any, **kwargs: Any) -> None:
        """Indent the items of a list below its key."""
        super().increase_indent(*args, **{**kwargs, "indentless": False})


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def _compose(name: str, text: str) -> yaml.Node:
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise InvalidFileError(
                    name,
                    [
                        f"line {line}: *{event.anchor} repeats another part; write it out"
                    ],
                )
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InvalidFileError(
            name, [f"line {line}: is not YAML: {error.problem}"]
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise InvalidFileError(name, ["is not YAML that can be read"]) from error
    if not isinstance(node, yaml.MappingNode):
        raise InvalidFileError(
            name, ["line 1: a scorecard file begins with “annotator: 1”"]
        )
    return node


def _plain(node: yaml.Node) -> Any:
    """Return a node as lists, dicts and strings; pydantic makes numbers of them."""
    match node:
        case yaml.MappingNode():
            return {str(key.value): _plain(value) for key, value in node.value}
        case yaml.SequenceNode():
            return [_plain(item) for item in node.value]
        case _:
            return None if node.tag.endswith(":null") else node.value


def _lines(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int]]:
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _lines(value, (*path, str(key.value)))
            yield (*path, str(key.value)), key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            yield from _lines(item, (*path, position))


def _repeated_keys(node: yaml.Node, path: Path) -> Iterator[Path]:
    if isinstance(node, yaml.MappingNode):
        keys = [str(key.value) for key, _ in node.value]
        yield from ((*path, key) for key in sorted(set(keys)) if keys.count(key) > 1)
        for key, value in node.value:
            yield from _repeated_keys(value, (*path, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            yield from _repeated_keys(item, (*path, position))


def _mistake(lines: dict[Path, int], error: Any) -> str:
    message = error["msg"].removeprefix("Value error, ")
    return f"{_at(lines, error['loc'])}: {message}"


def _at(lines: dict[Path, int], path: Path) -> str:
    known = path
    while known and known not in lines:  # a key that is missing has no line
        known = known[:-1]
    return f"line {lines.get(known, 1)}, {'.'.join(str(step) for step in path) or 'the file'}"
