"""The bill of materials: whole, valid, and the same for the same lock."""

import json
import re
import subprocess
import sys

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from annotator import paths

SCRIPT = paths.ROOT / "docs" / "running" / "write_sbom.py"
LOCK = paths.ROOT / "requirements.lock"
SERVERS = paths.ROOT / "docs" / "running" / "requirements.lock"
VENDOR = paths.PACKAGE / "static" / "vendor"


def _pins(lock):
    return set(re.findall(r"^([\w.-]+)==([^\s;]+)", lock.read_text(), re.MULTILINE))


def _written(to):
    subprocess.run([sys.executable, SCRIPT, "--to", to], check=True)
    return to.read_text()


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return _written(tmp_path_factory.mktemp("sbom") / "annotator.cdx.json")


@pytest.fixture(scope="module")
def components(written):
    return json.loads(written)["components"]


def test_it_is_what_the_schema_of_cyclonedx_asks(written):
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None


def test_every_package_of_the_lock_is_in_it_and_no_other(components):
    packages = {
        (component["name"], component["version"])
        for component in components
        if component["purl"].startswith("pkg:pypi/")
    }
    assert packages == _pins(LOCK)


def test_it_says_which_packages_a_server_needs(components):
    needed = {
        (component["name"], component["version"])
        for component in components
        if component["scope"] == "required" and component["purl"].startswith("pkg:pypi")
    }
    assert needed == _pins(SERVERS)


def test_the_hashes_are_those_of_the_lock(components):
    told = {
        told["value"]
        for component in components
        for told in component["properties"]
        if told["name"] == "annotator:sha256"
    }
    assert told == set(re.findall(r"--hash=sha256:(\w+)", LOCK.read_text()))


def test_every_script_that_is_carried_is_in_it_with_its_licence(components):
    carried = {
        file.relative_to(VENDOR).as_posix()
        for file in VENDOR.rglob("*")
        if file.is_file() and file.name not in {"vendor.json", "LICENSE"}
    }
    scripts = [c for c in components if c["purl"].startswith("pkg:npm/")]
    told = {told["value"] for script in scripts for told in script["properties"]}
    assert told == carried
    assert all(script["licenses"] and script["hashes"] for script in scripts)


def test_the_same_lock_gives_the_same_bytes(written, tmp_path):
    assert _written(tmp_path / "again.json") == written
