"""What the documents lead to and name is there."""

import re
from pathlib import Path

import pytest

from annotator import paths

DOCUMENTS = sorted(
    file
    for pattern in ("*.md", "docs/**/*.md", "tests/*.md", "benchmarks/*.md")
    for file in paths.ROOT.glob(pattern)
)
# All but the one whose sentences are about the past, when other files were there.
OF_THE_PRESENT = [file for file in DOCUMENTS if file.name != "CHANGELOG.md"]


def _name(file: Path) -> str:
    return str(file.relative_to(paths.ROOT))


@pytest.mark.parametrize("file", DOCUMENTS, ids=_name)
def test_a_document_leads_to_files_that_are_there(file: Path):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", file.read_text(encoding="utf-8"))
    own = [
        link for link in links if "://" not in link and not link.startswith("mailto:")
    ]
    assert [link for link in own if not (file.parent / link).exists()] == []


@pytest.mark.parametrize("file", OF_THE_PRESENT, ids=_name)
def test_a_document_names_modules_that_are_there(file: Path):
    there = {
        f"/{found.relative_to(paths.ROOT)}"
        for folder in ("annotator", "db", "templates", "tests", "benchmarks", "docs")
        for found in (paths.ROOT / folder).rglob("*")
        if found.suffix in {".py", ".js", ".html", ".sql"}
    }
    named = re.findall(
        r"`([\w/]+\.(?:py|js|html|sql))`", file.read_text(encoding="utf-8")
    )
    assert [
        name for name in named if not any(one.endswith(f"/{name}") for one in there)
    ] == []
