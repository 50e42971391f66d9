"""What html-validate says of pages, by its recommended rules."""

import json
import os
import subprocess
import sys
from pathlib import Path

PROGRAM = "html-validate@9.7.1"
RULES = {
    "root": True,
    "extends": ["html-validate:recommended"],
    # Safari forgets that a list without bullets is a list, unless it is told its role.
    "rules": {"no-redundant-role": "off"},
}


def html_problems(pages: dict[str, str], folder: Path) -> list[str]:
    """Say for each page, by its name, what is wrong."""
    programs = Path(
        sys.executable
    ).parent  # npx and its node are among the dependencies
    (folder / ".htmlvalidate.json").write_text(json.dumps(RULES))
    names = {}
    for number, (name, page) in enumerate(pages.items()):
        (folder / f"{number}.html").write_text(page, encoding="utf-8")
        names[f"{number}.html"] = name
    # Into a file: what it writes to a pipe it cuts off when it ends.
    with (folder / "said.json").open("w+", encoding="utf-8") as said:
        told = subprocess.run(
            [programs / "npx", "--yes", PROGRAM, "--formatter", "json", *names],
            cwd=folder,
            env={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
            check=False,
            stdout=said,
            stderr=subprocess.PIPE,
            text=True,
            timeout=600,
        )
        assert told.returncode in {0, 1}, told.stderr
        said.seek(0)
        found = json.load(said)
    return [
        f"{names[Path(page['filePath']).name]}, line {one['line']}: "
        f"{one['ruleId']}: {one['message']}"
        for page in found
        for one in page["messages"]
    ]
