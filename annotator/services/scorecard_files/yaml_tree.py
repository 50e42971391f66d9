"""Read a plain subset of YAML: lists, dicts and strings, with the line of each part.

Files are untrusted. Aliases (which can make a small file large), tags (which can call
code) and repeated keys (which can hide values) are refused, with their lines.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from annotator.domain.errors import InvalidFileError

MAX_CHARACTERS = 5_000_000
DEEPEST = 10  # levels; scorecard files have at most eight

# libyaml is about ten times as fast, but some builds of PyYAML lack it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})

Path: TypeAlias = tuple[str | int, ...]  # keys and list positions from the root


@dataclass
class Plain:
    """The content of a file, the line (from 1) of each part, and the mistakes."""

    content: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    mistakes: list[tuple[int, str]] = field(default_factory=list)


class _TooDeepError(Exception):
    pass


def read_plain(name: str, text: str) -> Plain:
    """Parse the YAML ``text``; raise InvalidFileError if it is not YAML.

    A key without a value is left out. Every scalar is a string as it is written: 0.710
    keeps its last digit.
    """
    if len(text) > MAX_CHARACTERS:
        raise InvalidFileError(name, [f"is longer than {MAX_CHARACTERS:,} characters"])
    reader = _Reader(text)
    try:
        return reader.read()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        mistake = f"line {line}: is not YAML: {error.problem}"
    except (yaml.reader.ReaderError, UnicodeError):
        mistake = "contains a character that YAML does not allow"
    except _TooDeepError:
        mistake = f"line {reader.line}: a scorecard file is never nested this deeply"
    raise InvalidFileError(name, [mistake])


class _Reader:
    def __init__(self, text: str) -> None:
        self.events: Iterator[Any] = iter(yaml.parse(text, Loader=_LOADER))
        self.found = Plain()
        self.line = 1

    def read(self) -> Plain:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.found.lines:
                    self.mistake(event, "a second document begins here")
                    break
                self.found.content = self.node(next(self.events), ())
        return self.found

    def mistake(self, event: Any, text: str) -> None:
        self.found.mistakes.append((event.start_mark.line + 1, text))

    def node(self, event: Any, path: Path) -> Any:
        self.line = event.start_mark.line + 1
        self.found.lines.setdefault(path, self.line)
        if len(path) > DEEPEST:
            raise _TooDeepError
        if getattr(event, "tag", None) is not None:
            self.mistake(event, f"the tag {event.tag} has no meaning here; remove it")
        match event:
            case yaml.MappingStartEvent():
                return self.mapping(path)
            case yaml.SequenceStartEvent():
                return self.sequence(path)
            case yaml.ScalarEvent():
                is_nothing = event.implicit[0] and event.value in _NOTHING
                return None if is_nothing else event.value
        self.mistake(event, f"*{event.anchor} repeats another part; write it out")
        return None

    def mapping(self, path: Path) -> dict[str, Any]:
        content: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = event.value if isinstance(event, yaml.ScalarEvent) else "?"
            place = (*path, key)
            if key == "?":
                self.mistake(event, "a key is a word")
                self.node(event, place)
            elif place in self.found.lines:
                first = self.found.lines[place]
                self.mistake(event, f"duplicate key “{key}” (first on line {first})")
            self.found.lines.setdefault(place, event.start_mark.line + 1)
            value = self.node(next(self.events), place)
            if value is not None:
                content[key] = value
        return content

    def sequence(self, path: Path) -> list[Any]:
        content: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            content.append(self.node(event, (*path, len(content))))
        return content
