"""What is served as it is: our style sheets and scripts, and those of others."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from annotator import paths

STATIC = paths.PACKAGE / "static"
VENDOR = STATIC / "vendor"
VENDORED = json.loads((VENDOR / "vendor.json").read_text())


@pytest.mark.parametrize("entry", VENDORED, ids=lambda entry: entry["name"])
def test_what_others_wrote_is_as_they_published_it(entry):
    content = (VENDOR / entry["file"]).read_bytes()
    sha512 = base64.b64encode(hashlib.sha512(content).digest()).decode()
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert f"sha512-{sha512}" == entry["integrity"]
    assert entry["version"] in entry["file"]
    assert (VENDOR / entry["file"]).with_name("LICENSE").is_file()


def test_nothing_of_others_is_kept_that_is_not_listed():
    listed = {entry["file"] for entry in VENDORED}
    kept = {found.relative_to(VENDOR).as_posix() for found in VENDOR.rglob("*.*s")}
    assert kept == listed


@pytest.mark.parametrize("name", ["desk", "viewer"])
def test_scripts_are_served_as_they_are_written(name):
    written = sorted(STATIC.glob("*.js")) + sorted(STATIC.glob("viewer/*.js"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in written))
    first, _, _ = (STATIC / f"bundles/{name}.js").read_text().partition("\n")
    assert first == f"// {digest.hexdigest()}", "run “make scripts”"


@pytest.mark.parametrize(
    "path", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name
)
def test_a_style_sheet_loads_nothing(path: Path):
    text = path.read_text(encoding="utf-8")
    assert "@import" not in text
    assert not re.search(r"url\(", text)
