"""docs/running.md: its blocks of commands, and what it says that they print.

A block is ``sh``, typed by root in the order of the page; ``sh caddy`` takes the place of
nginx, ``sh postgresql`` that of SQLite; ``sh by hand`` needs the internet or another machine. A ``text`` block after it
is what it prints, line by line: other lines may stand between, and … stands for anything.
"""

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "running.md"
_BLOCK = re.compile(r"^```(\S+) ?(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """Commands of the page."""

    section: str  # the heading above
    line: int  # of the page, where it begins
    which: str  # "", "caddy", "postgresql" or "by hand"
    commands: str
    prints: tuple[str, ...] = ()  # lines, in which … stands for anything


def blocks(page: str) -> list[Block]:
    """Return the blocks of commands on the page, in order."""
    found: list[Block] = []
    for match in _BLOCK.finditer(page):
        language, which, text = match.groups()
        if language == "sh":
            before = page[: match.start()]
            section = re.findall(r"^##+ (.+)$", before, flags=re.MULTILINE)
            line = before.count("\n") + 1
            found.append(Block(section[-1] if section else "", line, which, text))
        elif language == "text":
            last = found[-1]
            lines = tuple(text.splitlines())
            found[-1] = Block(last.section, last.line, last.which, last.commands, lines)
    return found


def unprinted(block: Block, printed: str) -> list[str]:
    """Return the lines that a block should have printed and did not, in that order."""
    rest = iter(printed.splitlines())
    missing = []
    for line in block.prints:
        pattern = ".+".join(map(re.escape, line.split("…")))
        if not any(re.fullmatch(pattern, said.strip()) for said in rest):
            missing.append(line)
    return missing
