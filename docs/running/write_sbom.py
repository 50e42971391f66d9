"""Write what annotator is made of as CycloneDX: every package of the lock, and the scripts it carries.

    python docs/running/write_sbom.py --to dist/annotator.cdx.json

A package that a server needs has the scope “required”, one that only developers need
“excluded”. The same lock gives the same bytes.
"""

import argparse
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"
SERVERS = ROOT / "docs" / "running" / "requirements.lock"
VENDOR = ROOT / "annotator" / "static" / "vendor"
VERSION = SchemaVersion.V1_6

_PINNED = re.compile(r"^(\S.*?) \\\n((?:    --hash=.*\n?)+)", re.MULTILINE)
_licences = LicenseFactory()


def pinned(lock: Path) -> dict[tuple[str, str], list[str]]:
    """Return what a lock pins, as name and version, with the SHA-256 of each file.

    A package can be pinned twice, for different versions of Python.
    """
    found = {}
    for written, hashes in _PINNED.findall(lock.read_text()):
        requirement = Requirement(written)
        [pin] = requirement.specifier
        digests = re.findall(r"--hash=sha256:(\w+)", hashes)
        found[requirement.name, pin.version] = digests
    return found


def bill_of_materials() -> Bom:
    """Return what the program is made of."""
    bom = Bom()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    bom.metadata.component = Component(
        type=ComponentType.APPLICATION,
        name=project["name"],
        version=project["version"],
        description=project["description"],
        licenses=[_licences.make_from_string(project["license"])],
        bom_ref=project["name"],
    )
    bom.components.update(_packages(), _vendored())
    bom.register_dependency(bom.metadata.component, bom.components)
    return bom


def _packages() -> Iterator[Component]:
    servers = pinned(SERVERS)
    for (name, version), digests in pinned(LOCK).items():
        purl = PackageURL("pypi", name=name, version=version)
        is_needed = (name, version) in servers
        yield Component(
            type=ComponentType.LIBRARY,
            name=name,
            version=version,
            purl=purl,
            bom_ref=purl.to_string(),
            scope=ComponentScope.REQUIRED if is_needed else ComponentScope.EXCLUDED,
            # Of its files for every system; a component has one hash of each kind.
            properties=[Property(name="annotator:sha256", value=d) for d in digests],
        )


def _vendored() -> Iterator[Component]:
    for script in json.loads((VENDOR / "vendor.json").read_text()):
        purl = PackageURL("npm", name=script["name"], version=script["version"])
        yield Component(
            type=ComponentType.LIBRARY,
            name=script["name"],
            version=script["version"],
            purl=purl,
            bom_ref=purl.to_string(),
            scope=ComponentScope.REQUIRED,
            licenses=[_licences.make_from_string(script["licence"])],
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=script["sha256"])],
            properties=[Property(name="annotator:file", value=script["file"])],
        )


def as_json(bom: Bom) -> str:
    """Return it as JSON, without what differs from run to run."""
    written = make_outputter(bom, OutputFormat.JSON, VERSION).output_as_string()
    told = json.loads(written)
    del told["serialNumber"], told["metadata"]["timestamp"]
    return json.dumps(told, indent=1, sort_keys=True) + "\n"


def main() -> None:
    """Write it to a file."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--to", type=Path, required=True)
    path = given.parse_args().to
    bom = bill_of_materials()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_json(bom))
    print(f"{path}: {len(bom.components)} components")


if __name__ == "__main__":
    main()
